// The whole first journey, in a real browser, once in each language: a shop opens from the first-start
// link, and a customer comes from the street to a redeemed gift and a figure on the owner's page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, desk, firstStartLink, open, phone, pictures, serve, troubles, until } from "./harness.mjs";

const PASSWORD = "three old wooden spoons";

for (const lang of ["en", "zh-CN", "es"]) {
  test(`a shop opens and its first customer comes back for a gift (${lang})`, { timeout: 180_000 }, async (t) => {
    const shop = await serve(t);
    const browser = await open(t);
    const look = pictures(`opening-${lang}`);
    const owner = await desk(browser, { lang });

    // The brand, from the one-time link.
    await owner.goto(await firstStartLink(shop));
    await look(owner, "setup");
    await owner.fill("[name=name]", "Riverside");
    await owner.fill("[name=owner_name]", "Wang Li");
    await owner.fill("[name=email]", "wang@riverside.example");
    await owner.fill("[name=password]", PASSWORD);
    await send(owner, "form[action^='/setup/']");
    await owner.waitForURL("**/console/start");
    await look(owner, "start");

    // The first store.
    await owner.goto(`${shop.url}/console/stores/new`);
    await owner.fill("[name=name]", "Quay");
    await send(owner, "form[action='/console/stores']");

    // A series from a playbook, in three steps.
    await owner.goto(`${shop.url}/console/playbooks`);
    await look(owner, "playbooks");
    await owner.goto(`${shop.url}/console/series/draft?playbook=fresh-food`);
    await look(owner, "draft");
    await send(owner, "form[action='/console/series/preview']");
    await look(owner, "preview");
    await send(owner, "form[action='/console/series']");
    await owner.waitForURL("**/console/series/ser_*");

    // A link and its poster.
    await owner.goto(`${shop.url}/console/links/new`);
    await send(owner, "form[action='/console/links']");
    await owner.waitForURL("**/console/links/lnk_*");
    await look(owner, "link");
    const code = /\/j\/([0-9A-Z]{6})/.exec(await owner.content())?.[1];
    assert.ok(code, "the link's page shows its address");
    await owner.goto(`${owner.url().split("?")[0]}/poster`);
    assert.match(await owner.locator("body").innerText(), new RegExp(code));
    await look(owner, "poster");

    // From the street: another person's phone.
    const member = await phone(browser, { lang });
    await member.goto(`${shop.url}/riverside/j/${code}`);
    await look(member, "join");
    await axe(member);
    await member.fill("[name=name]", "Ana Ruiz");
    await member.fill("[name=phone]", lang === "es" ? "612345678" : lang === "en" ? "2025550123" : "13812345678");
    await member.check("[name=membership]");
    await send(member, "form[action*='/j/']");
    await member.waitForURL("**/riverside/welcome/**");
    await look(member, "welcome");
    await member.goto(`${shop.url}/riverside/wallet`);
    await look(member, "wallet");
    await axe(member);
    const ticket = await member.locator("a[href*='/riverside/tickets/']").first().getAttribute("href");
    assert.ok(ticket, "the wallet shows the lead gift");
    await member.goto(shop.url + ticket);
    await look(member, "ticket");
    const voucher = ticket.split("/").pop();

    // The counter: paired once, a PIN, one scan, one button.
    const till = await counter(shop, owner, browser, lang);
    await till.goto(`${shop.url}/counter?q=${voucher}`);
    await look(till, "counter");
    await axe(till);
    await till.fill("[name=amount]", "38.50");
    await send(till, "form[action='/counter/operations']");
    await look(till, "done");
    await member.goto(`${shop.url}/riverside/wallet`);
    assert.equal(await member.locator("a.ticket:not(.used), .ticket:not(.used) a[href*='/tickets/']").count(), 0, "the gift is collected");
    await look(member, "wallet-after");

    // The group: what the owner posts is on the phone without reloading.
    await member.goto(`${shop.url}/riverside/groups`);
    await member.locator("a[href*='/riverside/groups/grp_']").first().click();
    await look(member, "group");
    const group = /grp_[0-9A-Z]{26}/.exec(member.url())[0];
    await owner.goto(`${shop.url}/console/groups/${group}/feed`);
    const words = "The leeks are sweet today.";
    await owner.fill("textarea[name=text]", words);
    await send(owner, "form[action*='/feed']");
    await until("the message on the phone", () => member.getByText(words).first().isVisible());
    await look(member, "message");

    // And all of it in the figures.
    await until("the figures", async () => {
      await owner.goto(`${shop.url}/console`);
      const text = await owner.locator("main").innerText();
      return text.includes("38.50") || text.includes("38,50");
    });
    await look(owner, "today");
    await axe(owner);
    for (const kind of ["join", "redemption", "first_purchase"]) {
      await owner.goto(`${shop.url}/console/figures/${kind}`);
      assert.match(await owner.locator("main").innerText(), /Ana Ruiz/, kind);
    }
    for (const page of [owner, member, till]) assert.deepEqual(troubles(page), []);
  });
}

/** Sends a form by its main button. */
async function send(page, form) {
  const button = page.locator(`${form} button.primary, ${form} button[type=submit], ${form} button:not([type])`).first();
  await Promise.all([page.waitForLoadState("load"), button.click()]);
  await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => {});
}

/** A counter device of the shop's store with the owner's PIN active. */
export async function counter(shop, owner, browser, lang) {
  await owner.goto(`${shop.url}/console/staff`);
  await owner.locator("a[href*='/console/staff/stf_']").first().click();
  await owner.waitForURL("**/console/staff/stf_*");
  await owner.goto(`${owner.url().split("?")[0]}/pin`).catch(() => {});
  if (await owner.locator("[name=pin]").count() === 0) await owner.goBack();
  await owner.fill("[name=pin]", "2468");
  await send(owner, "form[action$='/pin']");
  await owner.goto(`${shop.url}/console/devices/new`);
  await owner.fill("[name=name]", "Counter 1");
  await send(owner, "form[action='/console/devices']");
  const code = /\b(\d{3})\s?(\d{3})\b/.exec(await owner.locator("main").innerText());
  assert.ok(code, "the pairing code is shown");
  const till = await desk(browser, { lang });
  await till.setViewportSize({ width: 1024, height: 768 });
  await till.goto(`${shop.url}/counter/pairing`);
  await till.fill("[name=code]", code[1] + code[2]);
  await send(till, "form[action='/counter/pairing']");
  await till.goto(`${shop.url}/counter/pin`);
  await till.locator("a.face").first().click();
  await till.fill("[name=pin]", "2468");
  await send(till, "form[action='/counter/pin']");
  return till;
}
