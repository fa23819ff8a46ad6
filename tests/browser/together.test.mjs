// A group buy in three languages: planned at the desk, started on one phone, joined from its link on
// another and at the counter, and full before its time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const LANGS = ["en", "zh-CN", "es"];

test("three neighbours, one price", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("together");
  const { owner, code, till } = await shop.openCounter(server, browser);
  await shop.makeStocked(server, owner, { name: "Bag of beans", each: "12.90" });

  // Planned with the phone beside it; what each price comes to stands under it.
  await owner.goto(`${server.url}/console/group-buys`);
  await owner.locator("a[href='/console/group-buys/new']").first().click();
  await owner.waitForURL("**/console/group-buys/new");
  await owner.fill("[name=name_en]", "Beans together");
  await owner.fill("[name=people_0]", "2");
  await owner.fill("[name=people_1]", "3");
  await owner.fill("[name=most]", "3");
  await owner.fill("[name=seats]", "6");
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "planned");
  await shop.send(owner, "form[action='/console/group-buys']", "button.primary");
  await owner.waitForURL("**/console/group-buys/gbu_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await shop.send(owner, "form[action$='/opening']");
  assert.match(await owner.locator("main").innerText(), /Nobody has started a team/);

  // Three people, each in a language.
  const people = [];
  for (const lang of LANGS) {
    const person = await phone(browser, { lang });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555013${people.length}` });
    await person.goto(`${server.url}/riverside/group-buys/${id}`);
    await axe(person);
    await fits(person);
    await look(person, `page-${lang}`);
    people.push(person);
  }
  const [ana, bo, chen] = people;
  await shop.send(ana, "form[action$='/teams']");
  await ana.waitForURL("**/riverside/together/*");
  const invitation = ana.url();
  await axe(ana);
  await fits(ana);
  await look(ana, "started");

  // A stranger with the link reads who invites; a member steps in, and Ana's open page hears of it.
  const stranger = await phone(browser, { lang: "en" });
  await stranger.goto(invitation);
  assert.match(await stranger.locator("h1").innerText(), /Person e\w?\. invites you/i);
  await axe(stranger);
  await look(stranger, "stranger");
  // Becoming a member leads back to the invitation.
  await stranger.locator("main a[href*='/wanted?to=']").click();
  await stranger.waitForURL(`${server.url}/riverside`);
  await shop.join(server, stranger, code, { name: "Dora", number: "2025550139" });
  await axe(stranger);
  await fits(stranger);
  await look(stranger, "joined-for-it");
  await stranger.goto(`${server.url}/riverside`);
  await axe(stranger);
  await look(stranger, "home-for-it");
  await stranger.locator("main a[href$='/wanted']").click();
  await stranger.waitForURL(invitation);
  assert.equal(await stranger.locator("form[action$='/seats']").count(), 1);
  await bo.goto(invitation);
  await axe(bo);
  await look(bo, "invited");
  await shop.send(bo, "form[action$='/seats']");
  await until("Ana's page shows Bo", async () => (await ana.locator(".places .taken").count()) === 2);
  await look(ana, "enough");

  // Chen has no battery: the counter takes the last place for him, and the team is full.
  await chen.goto(`${server.url}/riverside/card`);
  const card = await chen.locator(".shown .code").innerText();
  await till.goto(`${server.url}/counter?q=${encodeURIComponent(card)}`);
  await till.locator("a[href^='/counter/group-buys']").click();
  await till.waitForURL("**/counter/group-buys?*");
  await axe(till);
  await look(till, "counter");
  await shop.send(till, "form[action='/counter/group-buys/seats']:has([name=team])");
  await until("the team is made", async () => (await ana.locator("a[href*='/tickets/']").count()) > 0);
  await axe(ana);
  await look(ana, "made");
  await chen.goto(invitation);
  assert.equal(await chen.locator("a[href*='/tickets/']").count(), 1);
  await look(chen, "made-es");

  // The desk sees it, and closes early with a reason.
  await owner.reload();
  await axe(owner);
  await look(owner, "open");
  await owner.setViewportSize({ width: 390, height: 844 });
  await fits(owner);
  await look(owner, "open-small");
  await owner.locator("confirm-dialog summary").first().click();
  await owner.locator("form[action$='/closing'] [name=reason]").fill("The rain");
  await shop.send(owner, "form[action$='/closing']");
  await ana.goto(`${server.url}/riverside/group-buys/${id}`);
  assert.match(await ana.locator("main").innerText(), /It is closed/);
});
