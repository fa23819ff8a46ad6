// Something to taste before paying for it: asked for on a phone and at the counter, handed over, and the desk
// knows how many of those who tried it reserved after that.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 240_000 };
const LANGS = ["en", "zh-CN", "es"];

test("a cup of cherries before the box", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("samples");
  const { owner, code, till } = await shop.openCounter(server, browser);
  const cup = await shop.makeStocked(server, owner, { name: "A cup of cherries", pieces: "12" });
  await shop.makeStocked(server, owner, { name: "Box of cherries", each: "24.90" });

  await owner.goto(`${server.url}/console/presales/new`);
  await owner.fill("[name=name_en]", "The first cherries");
  await owner.fill("[name=pieces]", "10");
  await owner.fill("[name=deposit]", "");
  await owner.locator("details:has([name=sample_gift]) > summary").click();
  await owner.selectOption("[name=sample_gift]", cup);
  await owner.fill("[name=sample_pieces]", "2");
  // From yesterday on: the editor's hours are the shop's.
  await owner.fill("[name=sample_from]", await owner.inputValue("[name=sample_from]").then((hour) => {
    const day = new Date(`${hour}Z`);
    day.setUTCDate(day.getUTCDate() - 1);
    return day.toISOString().slice(0, 16);
  }));
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "form");
  await shop.send(owner, "form[action='/console/presales']", "button.primary");
  await owner.waitForURL("**/console/presales/psl_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await shop.send(owner, "form[action$='/opening']");
  const page = `${server.url}/riverside/presales/${id}`;

  const people = [];
  for (const lang of LANGS) {
    const person = await phone(browser, { lang, dark: lang === "zh-CN" });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555014${people.length}` });
    await person.goto(page);
    await axe(person);
    await fits(person);
    await look(person, `page-${lang}`);
    people.push(person);
  }
  const [ana, chen, bo] = people;

  // Ana takes one on her phone, and the counter hands it over.
  await shop.send(ana, "form[action$='/samples']");
  await ana.waitForURL("**/tickets/*");
  const ticket = new URL(ana.url()).pathname.split("/").pop();
  await look(ana, "ticket");
  await shop.scan(till, ticket);
  await shop.send(till, "form[action='/counter/operations']");
  await ana.goto(page);
  assert.equal(await ana.locator("form[action$='/samples']").count(), 0, "one person tries it once");
  await look(ana, "tried");

  // Bo has no battery: the counter gives him the last one, and Chen's page says so.
  await bo.goto(`${server.url}/riverside/card`);
  const card = await bo.locator(".shown .code").innerText();
  await till.goto(`${server.url}/counter?q=${encodeURIComponent(card)}`);
  await till.locator("a[href^='/counter/presales']").click();
  await till.waitForURL("**/counter/presales?*");
  await axe(till);
  await fits(till);
  await look(till, "counter");
  await shop.send(till, "form[action='/counter/presales/samples']");
  await till.waitForURL("**/counter?q=*");
  await chen.goto(page);
  assert.equal(await chen.locator("form[action$='/samples']").count(), 0, "all of it is taken");

  // Ana liked it.
  await ana.check("[name=window][value='1']");
  await shop.send(ana, "form[action$='/reservations']");
  await ana.waitForURL("**/reservations/psr_*");
  await until("the desk tells what trying it brought", async () => {
    await owner.goto(`${server.url}/console/presales/${id}`);
    return /1 of them then reserved/.test(await owner.locator("main").innerText());
  });
  await axe(owner);
  await look(owner, "desk");
  await owner.setViewportSize({ width: 390, height: 844 });
  await fits(owner);
});
