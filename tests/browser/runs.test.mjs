// An activity brings its run: the operator plans it and says one thing in her own words, the host finds it in
// the day and posts it into the group with one tap, and a member who taps it is on the activity's page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };

test("a flash sale tells its group, and a tap leads to it", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("runs");
  const { owner, code } = await shop.openCounter(server, browser);
  await shop.makeGift(server, owner, { name: "Bag of beans" });
  await owner.fill("[name=pieces]", "5");
  await shop.send(owner, "form[action$='/stock']", "button.primary, button.plain");
  const ana = await phone(browser);
  await shop.join(server, ana, code, { name: "Ana Ruiz", number: "2025550123" });

  await owner.goto(`${server.url}/console/flash-sales/new`);
  await owner.fill("[name=name_en]", "Friday beans");
  const gift = await owner.locator("[name=gift] option", { hasText: "Bag of beans" }).first().getAttribute("value");
  await owner.selectOption("[name=gift]", gift);
  await owner.fill("[name=pieces]", "2");
  await shop.send(owner, "form[action='/console/flash-sales']", "button.primary");
  await owner.waitForURL("**/console/flash-sales/fls_*");
  const path = new URL(owner.url()).pathname;
  await axe(owner);
  await look(owner, "planned");
  assert.match(await owner.locator(".run").innerText(), /Opening/);

  // She says the opening in her own words; what she typed stands on the page.
  await owner.goto(`${server.url}${path}/run`);
  await owner.fill("[name=text_opening_en]", "Beans are here, two bags: {link}");
  await axe(owner);
  await look(owner, "texts");
  await shop.send(owner, `form[action='${path}/run']`, "button.primary");
  await owner.waitForURL(`**${path}*`);
  assert.match(await owner.locator(".run").innerText(), /Beans are here, two bags/);
  await shop.send(owner, "form[action$='/opening']");

  // The day of whoever hosts the group: one tap posts it.
  await until("it is in the day", async () => {
    await owner.goto(`${server.url}/console/day`);
    return (await owner.locator("article.todo", { hasText: "Beans are here" }).count()) > 0;
  });
  await axe(owner);
  await look(owner, "day");
  const card = owner.locator("article.todo", { hasText: "Beans are here" }).first();
  const picture = await card.locator("a[download]").getAttribute("href");
  const png = await owner.request.get(`${server.url}${picture}`);
  assert.equal(png.headers()["content-type"], "image/png");
  await card.locator("button[formaction='/console/day/messages']").first().click();
  await owner.waitForLoadState("load");

  // Ana reads it in the group, with its card, and is led to the sale.
  await ana.goto(`${server.url}/riverside/groups`);
  await ana.locator("main a[href*='/groups/grp_']").first().click();
  await ana.waitForURL("**/groups/grp_*");
  const said = ana.locator("li.said", { hasText: "Beans are here" });
  await said.waitFor();
  await axe(ana);
  await fits(ana);
  await look(ana, "group");
  await said.locator("a[href*='/p/']").first().click();
  await ana.waitForURL(`**/riverside/play/${path.split("/").pop()}`);
  await axe(ana);
  await look(ana, "sale");

  // What is counted of it stands on the activity's page; the sheet beside the till says how it works.
  await owner.goto(`${server.url}${path}`);
  assert.match(await owner.locator("main").innerText(), /1 of 1 groups have it/);
  await look(owner, "on");
  await ana.goto(`${server.url}/riverside/play/${path.split("/").pop()}/how`);
  assert.match(await ana.locator("main").innerText(), /Friday beans/);
});
