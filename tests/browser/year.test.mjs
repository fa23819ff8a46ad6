// A customer's year: she joins, collects stamps, buys, earns, tops up, pays in part, climbs a tier, brings
// half of it back, has a birthday, sees points end, and checks it all against the shop's books. On a
// clock that the story moves.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

test("a customer's year", { timeout: 240_000 }, async (t) => {
  const server = await serve(t, { command: ["rehearse"] });
  const [browser, look] = [await open(t), pictures("year")];
  const owner = await desk(browser);
  const code = await shop.openShop(server, owner);
  await shop.givePin(server, owner, "Wang Li", shop.PIN);
  const program = await points(server, owner);
  await tiers(server, owner, program);
  await look(owner, "ladder");
  await wallets(server, owner);
  await birthdays(server, owner);
  const till = await shop.pair(server, owner, browser, "desk");
  await shop.stand(till, "Wang Li", shop.PIN);
  const member = await phone(browser);

  // She joins, and comes back a week later: a stamp, and what she bought earns.
  await shop.join(server, member, code, { name: "Ana Ruiz" });
  const ticket = await shop.openTicket(server, member);
  await server.ahead("+7d");
  await signedIn(server, till);
  assert.match(await buy(server, till, ticket, "120"), /\+120/);
  await look(till, "earned");
  await member.goto(`${server.url}/riverside/wallet`);
  assert.match(await member.locator("main").innerText(), /120/);
  await look(member, "wallet-in-spring");

  // She leaves money with the shop, and some of it pays.
  await server.ahead("+30d");
  await signedIn(server, till);
  await find(server, till, ticket);
  await till.locator("a[href^='/counter/top-ups']").first().click();
  await till.waitForURL("**/counter/top-ups?*");
  await till.fill("[name=amount]", "100");
  await till.locator("form[method=get] button.primary").click();
  await till.waitForURL("**amount=100*");
  await look(till, "top-up");
  await shop.send(till, "form[action='/counter/top-ups'][method=post]", "button.primary");
  const paid = await buy(server, till, ticket, "150", "[name=wallet]");
  await look(till, "paid-in-part");
  const slip = /[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/.exec(paid)?.[0];
  assert.ok(slip, paid);

  // With that she is Silver, and her phone says what it takes to be Gold.
  await member.goto(`${server.url}/riverside/wallet`);
  const climbed = await member.locator("main").innerText();
  assert.match(climbed, /Silver/);
  assert.match(climbed, /Gold/);
  await look(member, "silver");

  // Half of it comes back the next day: what paid for it is put right, and so is her tier.
  const today = new Date(await server.ahead("+1d"));
  await signedIn(server, till);
  await till.goto(`${server.url}/counter`);
  await till.locator("[name=q]").first().fill(`R-${slip}`);
  await Promise.all([till.waitForURL("**/counter/purchases/pur_*"), till.locator("[name=q]").first().press("Enter")]);
  await till.fill("[name=amount]", "75");
  await till.locator("form[method=get] button.primary").click();
  await till.waitForURL("**/counter/purchases/pur_*amount=75*");
  await look(till, "half-comes-back");
  await shop.send(till, "form[action='/counter/returns']", "button.primary");
  await till.waitForURL("**/counter/returns/ret_*");
  await member.goto(`${server.url}/riverside/wallet`);
  assert.match(await member.locator("main").innerText(), /195/, "120 and half of 150");
  assert.match(await member.locator("main").innerText(), /No tier yet/);
  await look(member, "wallet-after-the-return");

  // She says when her birthday is; some days before it there is a cake.
  const birthday = new Date(today.getTime() + 60 * 86_400_000);
  await member.goto(`${server.url}/riverside/me`);
  await member.selectOption("[name=birthday_month]", String(birthday.getUTCMonth() + 1));
  await member.selectOption("[name=birthday_day]", String(birthday.getUTCDate()));
  await shop.send(member, "form[action='/riverside/me']", "button.primary");
  await server.ahead("+50d");
  await member.goto(`${server.url}/riverside/wallet`);
  assert.doesNotMatch(await member.locator("main").innerText(), /A small cake/, "ten days before");
  await server.ahead("+6d");
  await member.goto(`${server.url}/riverside/wallet`);
  assert.match(await member.locator("main").innerText(), /For your birthday\s+A small cake/);
  await look(member, "birthday");

  // The year goes on without her: her points end, and her phone says when and why.
  await server.ahead("+150d");
  await member.goto(`${server.url}/riverside/wallet`);
  await fits(member);
  await axe(member);
  await look(member, "wallet-in-winter");
  await member.locator("main a[href*='/wallet/points/prg_']").first().click();
  await member.waitForURL("**/wallet/points/prg_*");
  const history = await member.locator("main").innerText();
  assert.match(history, /[-−]120/, history);
  assert.match(history, /[-−]75/, history);
  await look(member, "points-ended");

  // Every line of it stands in the shop's books: her own browser says so.
  await member.goto(`${server.url}/riverside/wallet/proof`);
  const verdict = member.locator("book-check [role=status]");
  await until("a verdict", async () => /verdict (good|bad|warn)/.test(await verdict.getAttribute("class")));
  assert.match(await verdict.getAttribute("class"), /good/, await verdict.innerText());
  await look(member, "proof");
  for (const page of [owner, till, member]) assert.deepEqual(troubles(page), []);
});

/** Points that end after half a year. */
async function points(server, owner) {
  await owner.goto(`${server.url}/console/points/new`);
  await owner.locator("[name^=name_]").first().fill("Thank you");
  await owner.check("[name=expiry][value=rolling]");
  await owner.fill("[name='expiry.days']", "180");
  await owner.fill("[name=pending_days]", "0");
  await shop.send(owner, "form[action='/console/points']", "button.primary");
  await owner.waitForURL("**/console/points/prg_*");
  return new URL(owner.url()).pathname.split("/").pop();
}

/** Silver from 250 points in any 365 days on, Gold from 1,000: the story may begin on any day. */
async function tiers(server, owner, program) {
  await owner.goto(`${server.url}/console/tiers/${program}/ladder`);
  for (const [row, name, from] of [[1, "Silver", "250"], [2, "Gold", "1000"]]) {
    await owner.fill(`[name='tiers.${row}.name_en']`, name);
    await owner.fill(`[name='tiers.${row}.from']`, from);
  }
  await owner.check("[name=period][value=rolling]");
  await owner.fill("[name='period.days']", "365");
  await owner.check("[name=lasts][value=days]");
  await owner.fill("[name='lasts.days']", "365");
  await shop.send(owner, `form[action='/console/tiers/${program}/ladder']`, "[name=do][value=save]");
  await owner.waitForURL("**/console/tiers/prg_*");
}

/** A cake, a week before each birthday. */
async function birthdays(server, owner) {
  await owner.goto(`${server.url}/console/gifts/new`);
  await owner.fill("[name=name_en]", "A small cake");
  await owner.fill("[name=cost]", "4");
  await owner.fill("[name=perceived]", "12");
  await owner.fill("[name=stock]", "50");
  await owner.fill("[name=per_member]", "0");
  await owner.fill("[name=valid_days]", "30");
  await shop.send(owner, "form[action='/console/gifts']", "button.primary");
  await owner.goto(`${server.url}/console/birthdays/plan`);
  const cake = owner.locator("[name=gift] option", { hasText: "A small cake" });
  await owner.selectOption("[name=gift]", await cake.getAttribute("value"));
  await owner.fill("[name=days_before]", "7");
  await shop.send(owner, "form[action='/console/birthdays/plan']", "button.primary");
}

/** The wallet as the form proposes it. */
async function wallets(server, owner) {
  await owner.goto(`${server.url}/console/wallets/plan`);
  await owner.check("[name=state][value=open]");
  await shop.send(owner, "form[action='/console/wallets/plan']", "button.primary");
}

/** Whoever stands at the counter types their PIN again after a while away. */
async function signedIn(server, till) {
  await till.goto(`${server.url}/counter`);
  if (till.url().includes("/counter/pin")) await shop.stand(till, "Wang Li", shop.PIN);
}

async function find(server, till, ticket) {
  await till.goto(`${server.url}/counter`);
  await shop.scan(till, ticket);
}

/** Buys for so much; the gift stays on the phone. What the counter says then. */
async function buy(server, till, ticket, amount, tick) {
  await find(server, till, ticket);
  for (const box of await till.locator("[name=voucher]:checked").all()) await box.uncheck();
  if (tick) await till.check(tick);
  await till.fill("[name=amount]", amount);
  await shop.send(till, "form[action='/counter/operations']", "button.primary");
  await till.waitForURL("**/counter/operations/opr_*");
  return till.locator("main").innerText();
}
