// A red packet in three languages: planned at the desk, opened on two phones and at the counter, and the proof
// that anybody can check when it is over.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, regulars, scratch, serve, until, withoutJavaScript } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const LANGS = ["en", "zh-CN", "es"];

test("eight dollars in three shares, and who was luckiest", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("packets");
  const { owner, code, till } = await shop.openCounter(server, browser);
  await owner.goto(`${server.url}/console/wallets/plan`);
  await owner.locator("label:has(input[name=state][value=open])").click();
  await shop.send(owner, "form[action='/console/wallets/plan']", "button.primary");

  // Planned with the phone beside it.
  await owner.goto(`${server.url}/console/red-packets`);
  await owner.locator("a[href='/console/red-packets/new']").first().click();
  await owner.waitForURL("**/console/red-packets/new");
  await owner.fill("[name=name_en]", "Good luck");
  await owner.fill("[name=total]", "8.88");
  await owner.fill("[name=shares]", "3");
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "planned");
  await shop.send(owner, "form[action='/console/red-packets']", "button.primary");
  await owner.waitForURL("**/console/red-packets/pkt_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await look(owner, "draft");
  await shop.send(owner, "form[action$='/opening']");
  assert.match(await owner.locator("main").innerText(), /3 of 3 shares are left/);

  // Three people look, each in a language, one of them without scripts.
  const people = [];
  for (const lang of LANGS) {
    const person = await (lang === "es" ? withoutJavaScript : phone)(browser, { lang });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555012${people.length}` });
    await person.goto(`${server.url}/riverside/packets/${id}`);
    if (lang !== "es") await axe(person);
    await fits(person);
    await look(person, `shut-${lang}`);
    people.push(person);
  }
  const [ana, bo, chen] = people;
  const published = await ana.locator(".packet-hash").textContent();
  await shop.send(ana, "form[action$='/claims']", "button.packet-seal");
  await ana.waitForURL("**/packets/pkt_*?opened=1");
  assert.match(await ana.locator(".packet-slip").innerText(), /\$\d\.\d\d/);
  await axe(ana);
  await look(ana, "opened-en");
  await until("the number falls on an open page", async () => /^\D*2\D/.test(await bo.locator(".left-line").innerText()));
  await shop.send(chen, "form[action$='/claims']", "button.packet-seal");
  await look(chen, "opened-es");

  // Bo has no battery: the counter opens it for him, and that was the last.
  await bo.goto(`${server.url}/riverside/card`);
  const card = await bo.locator(".shown .code").innerText();
  await till.goto(`${server.url}/counter?q=${encodeURIComponent(card)}`);
  await till.locator("a[href^='/counter/red-packets']").click();
  await till.waitForURL("**/counter/red-packets?*");
  await axe(till);
  await look(till, "counter");
  await shop.send(till, "form[action='/counter/red-packets']");
  assert.match(await till.locator("main").innerText(), /got \$\d\.\d\d/);
  await look(till, "counter-opened");

  // All taken is over: the luckiest is told, and the file proves what was published.
  const over = async () => {
    await bo.goto(`${server.url}/riverside/packets/${id}`);
    return (await bo.locator("a[href$='/proof']").count()) === 1;
  };
  await until("it is over", over);
  await axe(bo);
  await look(bo, "over-zh-CN");
  assert.match(await bo.locator("main").innerText(), /手气最佳/);
  const answer = await bo.request.get(`${server.url}/riverside/packets/${id}/proof`);
  const proof = await answer.text();
  assert.equal(JSON.parse(proof).commitment, published);
  const file = join(scratch("packet-proof"), "packet.json");
  await writeFile(file, proof);
  assert.match(await regulars("raffle", "verify", file), /proven/);

  // The desk sees it, and notes what was handed out elsewhere.
  await owner.goto(`${server.url}/console/red-packets/${id}`);
  await owner.locator("details.more summary").last().click();
  await owner.fill("[name=channel]", "The neighbours' chat");
  await owner.fill("[name=amount]", "20");
  await owner.fill("[name=people]", "8");
  await shop.send(owner, "form[action$='/handouts']");
  assert.match(await owner.locator("main").innerText(), /The neighbours' chat/);
  await axe(owner);
  await look(owner, "over");
  await owner.setViewportSize({ width: 390, height: 844 });
  await fits(owner);
  await look(owner, "over-small");
});
