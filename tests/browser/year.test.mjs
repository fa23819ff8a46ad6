// A customer's year: she joins, collects stamps, buys, earns, tops up, pays in part, brings half of it
// back, sees points end, and checks it all against the shop's books. On a clock that the story moves.

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
  await points(server, owner);
  await wallets(server, owner);
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

  // Half of it comes back the next day: what paid for it is put right.
  await server.ahead("+1d");
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
  await look(member, "wallet-after-the-return");

  // The year goes on without her: her points end, and her phone says when and why.
  await server.ahead("+200d");
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
