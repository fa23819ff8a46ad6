// The network is away and the shop is full. Two counters go on: forty operations, some by the page for
// later, some by forms that could not be sent or whose answer was lost; a tab is closed, a browser dies.
// When the network is back each is there exactly once.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer, request as ask } from "node:http";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { axe, desk, fits, CHROMIUM, open, phone, pictures, regulars, scratch, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 240_000 };

// A network between the counters and the shop that can be cut, or lose the answers alone.
async function wire(t, server) {
  let to = new URL(server.url), state = "up";
  const lost = [];
  const front = createServer((come, go) => {
    if (state === "down") return come.socket.destroy();
    const on = ask({ host: to.hostname, port: to.port, method: come.method, path: come.url, headers: come.headers }, (answer) => {
      const losing = state === "deaf" && come.method === "POST";
      if (losing) {
        lost.push(come.url);
        answer.resume().on("end", () => come.socket.destroy());
        return;
      }
      go.writeHead(answer.statusCode, answer.headers);
      answer.pipe(go);
    });
    on.on("error", () => come.socket.destroy());
    come.pipe(on);
  });
  await new Promise((ready) => front.listen(0, "127.0.0.1", ready));
  t.after(() => { front.closeAllConnections(); front.close(); });
  return {
    url: `http://127.0.0.1:${front.address().port}`,
    lost,
    set: (now) => {
      state = now;
      if (now === "down") front.closeAllConnections();
    },
    lead: (server) => { to = new URL(server.url); },
  };
}

// A browser with a profile on the disk, which survives its own death.
async function profile(t, folder) {
  const context = await chromium.launchPersistentContext(folder, {
    ...CHROMIUM, viewport: { width: 820, height: 1180 }, locale: "en", reducedMotion: "reduce",
  });
  t.after(() => context.close().catch(() => {}));
  context.setDefaultTimeout(10_000);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

// SIGKILL to the browser of this profile and all that it started: a dead battery.
function die(folder) {
  const processes = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  for (const line of processes.filter((one) => one.includes(`--user-data-dir=${folder}`))) {
    try { process.kill(Number(line.trim().split(" ")[0]), "SIGKILL"); } catch { /* Gone with its parent. */ }
  }
}

const settled = (page) => until("the worker holds the page for later", () =>
  page.evaluate(async () => !!navigator.serviceWorker.controller && !!localStorage.getItem("kept")));

async function keep(page, who, amount) {
  await page.fill("kept-form [name=who]", who);
  await page.fill("kept-form [name=amount]", amount);
  const before = await page.locator(".kept-row").count();
  await page.locator("kept-form button.primary").click();
  await until("it is kept", async () => (await page.locator(".kept-row").count()) === before + 1);
}

const rows = (page) => page.locator(".kept-row").count();

test("forty operations on two counters without a network are there once when it is back", TIMES, async (t) => {
  const [data, folder] = [scratch("offline"), scratch("till")];
  let server = await serve(t, { data });
  const browser = await open(t);
  const [owner, look] = [await desk(browser), pictures("offline")];
  const code = await shop.openShop(server, owner);
  await shop.givePin(server, owner, "Wang Li", shop.PIN);
  const member = await phone(browser);
  await shop.join(server, member, code, { name: "Ana Ruiz", number: shop.NUMBERS.en });
  const ticket = await shop.openTicket(server, member);

  const net = await wire(t, server);
  const one = await desk(browser);
  await shop.pairWith(server, owner, one, net.url);
  await shop.stand(one, "Wang Li", shop.PIN);
  let two = await profile(t, folder);
  await shop.pairWith(server, owner, two.page, net.url);
  await shop.stand(two.page, "Wang Li", shop.PIN);
  const paired = Date.now();
  for (const page of [one, two.page]) {
    await page.goto(`${net.url}/counter`);
    await settled(page);
    await page.goto(`${net.url}/counter`);
  }

  // A form whose answer is lost: the shop has it, the counter cannot know.
  await shop.scan(one, ticket);
  await one.locator("[name=voucher]").uncheck();
  await one.fill("[name=amount]", "10.01");
  net.set("deaf");
  await one.locator("form[action='/counter/operations'] button.primary").click();
  await one.waitForURL("**/counter/offline");
  await until("it lost an answer", async () => net.lost.includes("/counter/operations"));
  await until("what the form said is kept", async () => (await rows(one)) === 1);
  await look(one, "answer-lost");
  net.set("down");
  await one.context().setOffline(true);

  // A gift needs the network, and the page says so; the visit and the amount can be kept.
  await two.page.goto(`${net.url}/counter?q=${ticket}`);
  await until("the page for later", async () => (await two.page.locator("kept-form").count()) === 1);
  assert.equal(await two.page.inputValue("[name=who]"), ticket, "what was scanned is there");
  await axe(two.page);
  await fits(two.page);
  await look(two.page, "scanned");

  let cents = 2;
  const next = () => `10.${String(cents++).padStart(2, "0")}`;
  for (let n = 0; n < 19; n += 1) await keep(one, n % 3 ? shop.NUMBERS.en : "", next());
  // Two taps in one moment are one.
  await two.page.fill("[name=amount]", next());
  await two.page.evaluate(() => {
    const button = document.querySelector("kept-form button.primary");
    button.click();
    button.click();
  });
  await until("two taps are one", async () => (await rows(two.page)) === 1);
  for (let n = 0; n < 9; n += 1) await keep(two.page, n % 2 ? ticket : "", next());

  // A closed tab.
  const tab = await two.context.newPage();
  await two.page.close();
  await tab.goto(`${net.url}/counter/offline`);
  await until("nothing is lost with the tab", async () => (await rows(tab)) === 10);
  for (let n = 0; n < 8; n += 1) await keep(tab, "", next());
  // One that nobody has: it will be refused, and corrected.
  await keep(tab, "M-QQQQQQ", next());
  await keep(tab, "", next());
  await look(tab, "many");

  // A dead battery, in the moment after the last tap; and the shop's server is killed too.
  // (The browser writes its cookies down every half minute; who is paired now was paired long ago.)
  await sleep(Math.max(0, 35_000 - (Date.now() - paired)));
  die(folder);
  await two.context.close().catch(() => {});
  await server.kill();
  two = await profile(t, folder);
  await two.page.goto(`${net.url}/counter`);
  await until("nothing is lost with the battery", async () => (await rows(two.page)) === 20);
  await until("nor on the other", async () => (await rows(one)) === 20);

  // Back: first the answers are lost, then they arrive.
  server = await serve(t, { data });
  net.lead(server);
  net.set("deaf");
  await one.context().setOffline(false);
  await Promise.all([one.reload(), two.page.reload()]);
  await until("the shop heard of it, and nobody heard the shop", async () => net.lost.filter((path) => path === "/counter/kept").length >= 2, () => "", 30_000);
  net.set("up");
  await Promise.all([one, two.page].map((page) => page.goto(`${net.url}/counter/offline`)));
  await until("all but the unknown is told", async () => (await rows(one)) === 0 && (await rows(two.page)) === 1, () => "", 40_000);
  await until("it is told why", async () => (await two.page.locator(".kept-row.refused").count()) === 1);
  await look(two.page, "not-taken");
  await axe(two.page);
  await two.page.reload();
  await until("it waits until somebody looks", async () => (await two.page.locator(".kept-row.refused").count()) === 1);
  await two.page.goto(`${net.url}/counter`);
  const said = two.page.locator("kept-queue");
  await until("each page says so", async () => /1 not taken/.test(await said.innerText()), () => said.innerText());
  await two.page.goto(`${net.url}/counter/offline`);
  await two.page.locator("[data-do=mend]").click();
  await two.page.fill("[name=who]", shop.NUMBERS.en);
  await two.page.locator("kept-form button.primary").click();
  await until("corrected, it is taken", async () => (await rows(two.page)) === 0, () => "", 20_000);

  await two.context.close();

  // Each amount is there once, at the time of its tap; one visit; the books are as they must be.
  const key = (await regulars("api-key", "create", "--name", "till", "--scope", "purchases:read", "--data", data)).trim();
  const list = async (what) => {
    const answer = await fetch(`${server.url}/api/v1/${what}?limit=200`, { headers: { authorization: `Bearer ${key}` } });
    return (await answer.json()).items;
  };
  const bought = await list("purchases");
  const amounts = bought.map((purchase) => purchase.amount.amount).sort((a, b) => a - b);
  assert.deepEqual(amounts, Array.from({ length: 40 }, (_, n) => 1001 + n));
  const late = bought.filter((purchase) => purchase.arrived_at);
  assert.equal(late.length, 39, "all but the one whose answer was lost");
  for (const purchase of late) assert.ok(purchase.at < purchase.arrived_at);
  assert.equal((await list("visits")).length, 1);
  await server.stop();
  assert.match(await regulars("audit", "--data", data), /\S/);
});
