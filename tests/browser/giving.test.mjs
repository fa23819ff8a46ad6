// Four things that people are promised, from the counter to their phones: a voucher in the basket, a plan
// that is paid for, something given on the spot, and two records that become one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, toast, troubles } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 120_000 };

/** A shop with a counter, and Ana, who joined with a gift: the code of her ticket finds her. */
async function opened(t) {
  const [server, browser] = [await serve(t), await open(t)];
  const { owner, code, till } = await shop.openCounter(server, browser);
  const ana = await phone(browser);
  await shop.join(server, ana, code, { name: "Ana Ruiz", number: shop.NUMBERS.en });
  const ticket = await shop.openTicket(server, ana);
  return { server, browser, owner, code, till, ana, ticket };
}

const words = (page) => page.locator("main").innerText();

/** From the counter's page of whoever has this ticket, by one of its links. */
async function at(server, till, ticket, href) {
  await till.goto(`${server.url}/counter`);
  await shop.scan(till, ticket);
  await till.locator(`main a[href^='${href}']`).first().click();
  await till.waitForURL(`**${href}*`);
}

test("a voucher takes something off the basket, and the order is collected", TIMES, async (t) => {
  const { server, owner, till, ana, ticket } = await opened(t);
  const look = pictures("giving-voucher");
  await shop.makeGift(server, owner, { name: "Five off", off: "5", least: "20" });
  await shop.allow(server, owner, { name: "Sorry for the wait", gift: "Five off", pieces: "3" });
  await owner.goto(`${server.url}/console/products/new`);
  await owner.fill("[name=name_en]", "Strawberries");
  await owner.fill("[name=price]", "15");
  await shop.send(owner, "form[action='/console/products']", "button.primary");
  await owner.waitForURL("**/console/products/prd_*");
  await owner.fill("[name=pieces]", "10");
  await shop.send(owner, "form[action$='/stock']", "button.primary");

  // The cashier gives her the voucher; it is on her phone.
  await at(server, till, ticket, "/counter/givings");
  await till.check("[name=later]");
  await shop.send(till, "form[action='/counter/givings']", "[name=gift]");
  await till.waitForURL("**/counter/givings/giv_*");

  // One punnet is too little for it; with two it is used by itself.
  const basket = async (quantity) => {
    await ana.goto(`${server.url}/riverside/shop`);
    await ana.locator(".goods a", { hasText: "Strawberries" }).click();
    await ana.waitForURL("**/shop/products/prd_*");
    await ana.fill("[name=quantity]", quantity);
    await shop.send(ana, "form[action='/riverside/shop/basket']", "button.primary");
    return words(ana);
  };
  const one = await basket("1");
  assert.match(one, /Five off\s+It works from \$20\.00; \$5\.00 are missing\./);
  assert.match(one, /1 piece\s+\$15\.00/);
  await look(ana, "too-little");
  const two = await basket("1");
  assert.match(two, /Takes \$5\.00 off\./);
  assert.match(two, /2 pieces\s+\$25\.00/);
  await axe(ana);
  await fits(ana);
  await look(ana, "applies");

  // She keeps it for another time, and thinks again.
  await shop.send(ana, "form[action='/riverside/shop/basket/vouchers']");
  const kept = await words(ana);
  assert.match(kept, /Kept for another time/);
  assert.match(kept, /2 pieces\s+\$30\.00/);
  await shop.send(ana, "form[action='/riverside/shop/basket/vouchers']");
  assert.match(await words(ana), /2 pieces\s+\$25\.00/);

  await shop.send(ana, "form[action='/riverside/shop/orders']", "button.primary");
  await ana.waitForURL("**/shop/orders/ord_*");
  assert.match(await words(ana), /Five off/);
  await look(ana, "ordered");
  const pass = (await ana.locator(".order-pass .code").innerText()).trim();
  await ana.goto(`${server.url}/riverside/wallet`);
  assert.match(await words(ana), /Five off\s+Collected/, "it goes with the order");

  await till.goto(`${server.url}/counter`);
  await till.locator("[name=q]").first().fill(pass);
  await Promise.all([till.waitForURL("**/counter/orders/ord_*"), till.locator("[name=q]").first().press("Enter")]);
  assert.match(await words(till), /\$25\.00/);
  await look(till, "counter");
  await shop.send(till, "form[action$='/collection']", "button.primary");
  await till.waitForURL("**/receipt");
  assert.match(await words(till), /\$25\.00/);
  for (const page of [owner, till, ana]) assert.deepEqual(troubles(page), []);
});

test("a plan is paid for at the counter, and on the phone", TIMES, async (t) => {
  const { server, owner, till, ana, ticket } = await opened(t);
  const look = pictures("giving-plan");
  await shop.makeGift(server, owner, { name: "Canvas bag" });
  await owner.goto(`${server.url}/console/plans/new`);
  await owner.fill("[name=name_en]", "Friends of the house");
  await owner.fill("[name=price]", "9");
  await owner.selectOption("[name=every]", "month");
  await owner.selectOption("[name=gift]", { label: "Canvas bag" });
  await owner.check("[name=early]");
  await shop.send(owner, "form[action='/console/plans']", "button.primary");
  await owner.waitForURL("**/console/plans/pln_*");

  await ana.goto(`${server.url}/riverside/wallet`);
  const offered = await words(ana);
  assert.match(offered, /Friends of the house/);
  assert.doesNotMatch(offered, /Paid until/);
  assert.equal(await ana.locator("main a[href*='/tickets/']").count(), 1, "the gift of joining");
  await look(ana, "offered");

  await at(server, till, ticket, "/counter/plans");
  assert.match(await words(till), /Take \$9\.00/);
  await axe(till);
  await look(till, "sold-here");
  await shop.send(till, "form[action='/counter/plans']", "button.primary");
  await till.waitForURL("**/counter/plans/plt_*");
  assert.match(await words(till), /Ana Ruiz: Friends of the house for \$9\.00/);
  await look(till, "paid");

  await ana.reload();
  const mine = await words(ana);
  assert.match(mine, /Paid until/);
  assert.match(mine, /in before the others/);
  assert.equal(await ana.locator("main a[href*='/tickets/']").count(), 2, "and that of the month");
  await axe(ana);
  await fits(ana);
  await look(ana, "mine");

  // What she paid for is not sold twice by mistake: the next tap says that it renews.
  await at(server, till, ticket, "/counter/plans");
  assert.match(await words(till), /Take \$9\.00 and renew/);
  await owner.goto(`${server.url}/console/plans`);
  await owner.locator("main a[href*='/console/plans/pln_']").first().click();
  await owner.waitForURL("**/console/plans/pln_*");
  assert.match(await words(owner), /Ana Ruiz/);
  await look(owner, "console");
  for (const page of [owner, till, ana]) assert.deepEqual(troubles(page), []);
});

test("what may be given on the spot is given until it is used up", TIMES, async (t) => {
  const { server, owner, till, ana, ticket } = await opened(t);
  const look = pictures("giving-allowance");
  await shop.makeGift(server, owner, { name: "A biscuit" });
  await shop.allow(server, owner, { name: "Treats", gift: "A biscuit", pieces: "2" });
  const give = async (page = till) => {
    await shop.send(page, "form[action='/counter/givings']", "[name=gift]");
    await page.waitForURL("**/counter/givings/giv_*");
    return words(page);
  };

  await at(server, till, ticket, "/counter/givings");
  assert.match(await words(till), /2 gifts left; full again on/);
  await axe(till);
  await look(till, "two-left");
  // A second device of the counter has the page open, too.
  const other = await till.context().newPage();
  await other.goto(till.url());

  assert.match(await give(), /A biscuit for Ana Ruiz, from your allowance\./);
  await at(server, till, ticket, "/counter/givings");
  assert.match(await words(till), /one gift left/);
  await give();
  await look(till, "given");
  await at(server, till, ticket, "/counter/givings");
  assert.match(await words(till), /It is used up for now\./);
  assert.equal(await till.locator("main [name=gift]").count(), 0, "nothing to tap");
  await look(till, "used-up");

  // The page that was open does not give a third one.
  const [answer] = await Promise.all([
    other.waitForResponse((response) => response.request().method() === "POST"),
    other.locator("form[action='/counter/givings'] [name=gift]").click(),
  ]);
  assert.equal(answer.status(), 409);
  assert.match(await words(other), /Too little is left of this allowance/);
  await look(other, "refused");

  await ana.goto(`${server.url}/riverside/wallet`);
  assert.equal(await ana.locator("main a[href*='/tickets/']").count(), 1, "both were handed over");
  await owner.goto(`${server.url}/console/allowances`);
  await owner.locator("main a[href*='/console/allowances/alw_']").first().click();
  await owner.waitForURL("**/console/allowances/alw_*");
  assert.match(await words(owner), /2 gifts given in this period/);
  await look(owner, "console");
  // The browser itself reports the status of the refusal.
  assert.deepEqual(troubles(till).filter((line) => !/status of 409/.test(line)), []);
  for (const page of [owner, ana]) assert.deepEqual(troubles(page), []);
});

test("two records of one person become one, with all that they have", TIMES, async (t) => {
  const { server, browser, owner, code, till, ana, ticket } = await opened(t);
  const look = pictures("giving-merging");
  // On a new phone she joined again, without a number, and bought something.
  const again = await phone(browser);
  await shop.join(server, again, code, { name: "Ana Ruiz" });
  const second = await shop.openTicket(server, again);
  assert.notEqual(second, ticket);
  await till.goto(`${server.url}/counter`);
  await shop.scan(till, second);
  for (const box of await till.locator("[name=voucher]:checked").all()) await box.uncheck();
  await till.fill("[name=amount]", "30");
  await shop.send(till, "form[action='/counter/operations']", "button.primary");
  await till.waitForURL("**/counter/operations/opr_*");

  // The owner sees the two side by side, and what becomes of everything, before anything is done.
  await owner.goto(`${server.url}/console/members?q=${shop.NUMBERS.en}`);
  await owner.locator("main a[href*='/console/members/mbr_']").first().click();
  await owner.waitForURL("**/console/members/mbr_*");
  await owner.locator("main a[href$='/merging']").click();
  await owner.waitForURL("**/merging");
  assert.match(await words(owner), /same name/);
  await look(owner, "twins");
  await owner.locator("main a[href*='/merging/mbr_']").first().click();
  await owner.waitForURL("**/merging/mbr_*");
  const row = async (what) => {
    const cells = owner.locator("tr", { has: owner.getByRole("rowheader", { name: what }) }).locator("td");
    return (await cells.allInnerTexts()).map((cell) => cell.trim());
  };
  assert.deepEqual(await row(/^Open vouchers/), ["1", "1", "2"]);
  assert.deepEqual(await row(/^Purchases/), ["0 purchases, $0.00", "1 purchase, $30.00", "1 purchase, $30.00"]);
  await axe(owner);
  await look(owner, "what-becomes");
  // Looking did nothing.
  await again.goto(`${server.url}/riverside/wallet`);
  assert.equal(await again.locator("main a[href*='/tickets/']").count(), 1);

  await owner.locator("confirm-dialog summary").first().click();
  await look(owner, "sure");
  await shop.send(owner, "confirm-dialog form", "button.danger");
  await owner.waitForURL("**/console/members/mbr_*");
  assert.match(await toast(owner), /The two are one\./);
  await look(owner, "one");

  // Both phones have both tickets, and the first one's ticket finds what the second one bought.
  for (const page of [ana, again]) {
    await page.goto(`${server.url}/riverside/wallet`);
    assert.equal(await page.locator("main a[href*='/tickets/']").count(), 2);
  }
  await look(again, "phone");
  await till.goto(`${server.url}/counter`);
  await shop.scan(till, ticket);
  assert.match(await words(till), /bought once/, "with the other's ticket");
  await owner.goto(`${server.url}/console/members?q=Ana`);
  assert.equal(await owner.locator("main a[href*='/console/members/mbr_']").count(), 1);
  for (const page of [owner, till, ana, again]) assert.deepEqual(troubles(page), []);
});
