// A flash sale in three languages: planned at the desk, taken on the phone and at the counter, waited for
// by whoever was late, and a number that falls on every open page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const LANGS = ["en", "zh-CN", "es"];

/** A time of the shop's clock so many minutes from now, as its form shows it. */
async function clock(page, field, minutes) {
  const shown = await page.inputValue(`[name=${field}]`);
  const [day, hour] = shown.split("T");
  const at = new Date(`${day}T${hour}:00Z`);
  at.setUTCMinutes(at.getUTCMinutes() + minutes);
  return at.toISOString().slice(0, 16);
}

test("two bags at a moment, and a third person who waits", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("flash");
  const { owner, code, till } = await shop.openCounter(server, browser);
  await shop.makeGift(server, owner, { name: "Bag of beans" });
  await owner.fill("[name=pieces]", "5");
  await shop.send(owner, "form[action$='/stock']", "button.primary, button.plain");

  // Planned with the phone beside it; what it can cost is said before it is announced.
  await owner.goto(`${server.url}/console/flash-sales`);
  await owner.locator("a[href='/console/flash-sales/new']").first().click();
  await owner.waitForURL("**/console/flash-sales/new");
  await owner.fill("[name=name_en]", "Friday beans");
  const gift = await owner.locator("[name=gift] option", { hasText: "Bag of beans" }).first().getAttribute("value");
  await owner.selectOption("[name=gift]", gift);
  await owner.fill("[name=pieces]", "2");
  await owner.fill("[name=closes_at]", await clock(owner, "closes_at", 600));
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "planned");
  await shop.send(owner, "form[action='/console/flash-sales']", "button.primary");
  await owner.waitForURL("**/console/flash-sales/fls_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await look(owner, "draft");
  await shop.send(owner, "form[action$='/opening']");
  assert.match(await owner.locator("main").innerText(), /2 of 2 are left/);

  // Three people look, each in a language; the number is the same on each.
  const people = [];
  for (const lang of LANGS) {
    const person = await phone(browser, { lang });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555012${people.length}` });
    await person.goto(`${server.url}/riverside/play/${id}`);
    await axe(person);
    await fits(person);
    await look(person, `page-${lang}`);
    people.push(person);
  }
  const [ana, bo, chen] = people;
  const number = (page) => page.locator(".left-line").innerText();
  await shop.send(ana, "form[action$='/claims']");
  await ana.waitForURL("**/riverside/tickets/*");
  await until("the number falls on an open page", async () => /^\D*1\D/.test(await number(chen)));

  // Bo has no battery: the counter takes one for him.
  await bo.goto(`${server.url}/riverside/card`);
  const card = await bo.locator(".shown .code").innerText();
  await till.goto(`${server.url}/counter?q=${encodeURIComponent(card)}`);
  await till.locator("a[href^='/counter/flash-sales']").click();
  await till.waitForURL("**/counter/flash-sales?*");
  await axe(till);
  await look(till, "counter");
  await shop.send(till, "form[action='/counter/flash-sales']");
  await till.waitForURL("**/counter?q=*");
  assert.match(await till.locator("main").innerText(), /Bag of beans/);

  // Chen is too late, waits, and the page says that he is next.
  await until("all are taken", async () => !/\d/.test(await number(chen)));
  await shop.send(chen, "form[action$='/claims']").catch(() => {});
  await chen.goto(`${server.url}/riverside/play/${id}`);
  await look(chen, "late");
  await shop.send(chen, "form[action$='/places']");
  await axe(chen);
  await look(chen, "waits");

  // The desk sees it by itself, and closes early with a reason.
  await until("the desk hears of it", async () => /1/.test(await owner.locator(".figures").first().innerText()));
  await owner.reload();
  await axe(owner);
  await look(owner, "open");
  await owner.setViewportSize({ width: 390, height: 844 });
  await fits(owner);
  await look(owner, "open-small");
  await owner.locator("confirm-dialog summary").first().click();
  await owner.locator("form[action$='/closing'] [name=reason]").fill("The rain");
  await shop.send(owner, "form[action$='/closing']");
  await chen.goto(`${server.url}/riverside/play/${id}`);
  assert.match(await chen.locator("main").innerText(), /Está cerrada/);
});
