// A pre-sale in three languages: planned at the desk, reserved on phones and at the counter in cash, another
// window, stepping back with what that comes to, and called off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const LANGS = ["en", "zh-CN", "es"];

test("the first cherries", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("presales");
  const { owner, code, till } = await shop.openCounter(server, browser);
  await shop.makeStocked(server, owner, { name: "Box of cherries", each: "24.90" });

  // Planned with the phone beside it. Nothing ahead for those on a phone here: the deposit is the counter's.
  await owner.goto(`${server.url}/console/presales`);
  await owner.locator("a[href='/console/presales/new']").first().click();
  await owner.waitForURL("**/console/presales/new");
  await owner.fill("[name=name_en]", "The first cherries");
  await owner.fill("[name=pieces]", "10");
  await owner.fill("[name=early_pieces]", "2");
  await owner.fill("[name=early_price]", "19.90");
  await owner.fill("[name=deposit]", "");
  await owner.fill("[name=capacity_0]", "8");
  await owner.fill("[name=capacity_1]", "8");
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "planned");
  await shop.send(owner, "form[action='/console/presales']", "button.primary");
  await owner.waitForURL("**/console/presales/psl_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await shop.send(owner, "form[action$='/opening']");

  const people = [];
  for (const lang of LANGS) {
    const person = await phone(browser, { lang });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555014${people.length}` });
    await person.goto(`${server.url}/riverside/presales/${id}`);
    await axe(person);
    await fits(person);
    await look(person, `page-${lang}`);
    people.push(person);
  }
  const [ana, bo, chen] = people;
  await ana.check("[name=window][value='1']");
  await shop.send(ana, "form[action$='/reservations']");
  await ana.waitForURL("**/reservations/psr_*");
  await axe(ana);
  await fits(ana);
  await look(ana, "reserved");
  // Bo's open page hears of it.
  await until("one is left at the early price", async () =>
    (await bo.locator(".presale-steps li").first().innerText()).includes("1"));

  // Another time, and stepping back with what that comes to.
  await ana.locator("details.unfold summary").first().click();
  await ana.check("[name=window][value='2']");
  await shop.send(ana, "form[action$='/window']");
  await ana.locator("confirm-dialog summary").first().click();
  await axe(ana);
  await look(ana, "stepping-back");
  await shop.send(ana, "form[action$='/cancelling']");
  await until("it is over", async () => (await ana.locator("confirm-dialog").count()) === 0);

  // Chen has no battery: the counter reserves for him.
  await chen.goto(`${server.url}/riverside/card`);
  const card = await chen.locator(".shown .code").innerText();
  await till.goto(`${server.url}/counter?q=${encodeURIComponent(card)}`);
  await till.locator("a[href^='/counter/presales']").click();
  await till.waitForURL("**/counter/presales?*");
  await axe(till);
  await look(till, "counter");
  await shop.send(till, "form[action='/counter/presales']", "button.primary");
  await until("the till shows it", async () => (await till.locator("form[action='/counter/presales/cancelling']").count()) === 1);
  await look(till, "counter-reserved");

  // The desk sees it, prints who comes, and calls it off.
  await owner.goto(`${server.url}/console/presales/${id}`);
  await axe(owner);
  await look(owner, "open");
  await owner.goto(`${server.url}/console/presales/${id}/windows/1`);
  assert.match(await owner.locator("table").innerText(), /Person es/);
  await look(owner, "pick-list");
  await owner.goto(`${server.url}/console/presales/${id}`);
  await owner.setViewportSize({ width: 390, height: 844 });
  await fits(owner);
  await look(owner, "open-small");
  await owner.locator("confirm-dialog:has(form[action$='/calling-off']) summary").click();
  await owner.locator("form[action$='/calling-off'] [name=reason]").fill("The frost");
  await shop.send(owner, "form[action$='/calling-off']");
  await chen.goto(`${server.url}/riverside/presales/${id}`);
  assert.match(await chen.locator("main").innerText(), /The frost/);
  await look(chen, "called-off-es");
});
