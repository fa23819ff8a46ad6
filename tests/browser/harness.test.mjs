// The rig itself: the sweep must object to every kind of bad page, and to no good one.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";
import { axe, desk, open, pageWeight, phone, pictures, toast, troubles, withoutJavaScript } from "./harness.mjs";
import { sweep } from "./sweep.mjs";

const html = (body, head = "<title>Shop</title>") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">
   <meta name="viewport" content="width=device-width">${head}</head>
   <body><main>${body}</main></body></html>`;

const PAGES = {
  "/good": html(`<h1>Good</h1><p><a href="/good/two">The second page</a></p><p><a href="https://elsewhere.example/">Away</a></p>
    <form><label>Name <input name="name"></label></form><p role="status">Saved</p>`),
  "/good/two": html("<h1>Two</h1>"),
  "/untitled": html("<h1>Hm</h1>", ""),
  "/headless": html("<p>no heading</p>"),
  "/unlabelled": html('<h1>Form</h1><input name="phone">'),
  "/heavy": html(`<h1>Heavy</h1><p>${"x ".repeat(30_000)}</p>`),
  "/wide": html('<h1>Wide</h1><img alt="" width="2000" height="1" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
  "/broken": html("<h1>Broken</h1><script>throw new Error('ouch')</script>"),
  "/policy": html('<h1>Policy</h1><p style="color: black">inline</p>'),
  "/pale": html("<h1>Pale</h1><p class=pale>hardly there</p>", "<title>Pale</title><style>.pale{color:#ccc}</style>"),
  "/dark": html("<h1>Dark</h1>", "<title>Dark</title><style>@media(prefers-color-scheme:dark){h1{color:#eee}}</style>"),
  "/leads-nowhere": html('<h1>Leads</h1><a href="/gone">gone</a>'),
};

async function shop(t) {
  const server = createServer((request, answer) => {
    if (request.url === "/favicon.ico") return answer.writeHead(204).end();
    const page = PAGES[request.url];
    const policy = request.url === "/policy" ? { "content-security-policy": "style-src 'self'" } : {};
    answer.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...policy });
    answer.end(page);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

test("the sweep walks good pages and finds nothing", async (t) => {
  const [url, browser] = [await shop(t), await open(t)];
  const known = new Set();
  const walk = async () => sweep(await desk(browser), url, ["/good"], { known });
  assert.deepEqual(await walk(), { seen: 2, looked: 2, wrong: [] });
  assert.deepEqual(await walk(), { seen: 2, looked: 0, wrong: [] }, "axe knows both by now");
});

test("the sweep objects to every kind of bad page", async (t) => {
  const [url, browser] = [await shop(t), await open(t)];
  for (const [path, says] of [
    ["/untitled", /no title/],
    ["/headless", /0 h1/],
    ["/unlabelled", /no label for phone/],
    ["/heavy", /bytes of HTML, at most 51200/],
    ["/wide", /px wider than the screen/],
    ["/broken", /ouch/],
    ["/policy", /Content Security Policy/i],
    ["/pale", /390 px, light: .*color-contrast/s],
    ["/dark", /1440 px, dark: .*color-contrast/s],
    ["/leads-nowhere", /\/gone \(from \/leads-nowhere\): status 404/],
  ]) {
    await t.test(path.slice(1), async () => {
      const { wrong } = await sweep(await desk(browser), url, [path]);
      assert.match(wrong.join("\n"), says);
    });
  }
});

test("phones and desks are what they say", async (t) => {
  const [url, browser] = [await shop(t), await open(t)];
  const look = pictures("harness");
  const small = await phone(browser, { lang: "zh-CN", dark: true });
  await small.goto(`${url}/good`);
  const facts = await small.evaluate(() =>
    [innerWidth, navigator.language, navigator.maxTouchPoints > 0, matchMedia("(prefers-color-scheme: dark)").matches]);
  assert.deepEqual(facts, [390, "zh-CN", true, true]);
  await look(small, "phone");

  const large = await desk(browser);
  await large.goto(`${url}/good`);
  assert.equal(await large.evaluate(() => innerWidth), 1440);
  assert.equal(await toast(large), "Saved");
  assert.equal(await pageWeight(large), PAGES["/good"].length);
  await axe(large);
  assert.deepEqual(troubles(large), []);
});

test("a phone without JavaScript runs none", async (t) => {
  const [url, browser] = [await shop(t), await open(t)];
  const page = await withoutJavaScript(browser);
  await page.goto(`${url}/broken`);
  assert.deepEqual(troubles(page), []);
});
