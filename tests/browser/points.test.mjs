// A customer and her points: earned at the till, paid with, put right when goods come back, swapped
// for a gift, and every line of it checked against the shop's books by her own browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 120_000 };

for (const [lang, size] of [["en", "desk"], ["zh-CN", "phone"], ["es", "phone"]]) {
  test(`points are earned, pay, come back and buy a gift (${lang}, counter on a ${size})`, TIMES, async (t) => {
    const [server, browser] = [await serve(t), await open(t)];
    const [owner, look] = [await desk(browser), pictures(`points-${lang}`)];
    const code = await shop.openShop(server, owner);
    await shop.givePin(server, owner, "Wang Li", shop.PIN);
    const till = await shop.pair(server, owner, browser, size, { lang });
    await shop.stand(till, "Wang Li", shop.PIN);

    // The program: what the form proposes is good enough to begin with.
    await owner.goto(`${server.url}/console/points`);
    await look(owner, "none-yet");
    await owner.locator("main a[href='/console/points/new']").first().click();
    await owner.locator("[name^=name_]").first().fill("Thank you");
    await look(owner, "new");
    await shop.send(owner, "form[action='/console/points']", "button.primary");
    await owner.waitForURL("**/console/points/prg_*");
    const program = owner.url().split("/").pop();
    await axe(owner);
    await look(owner, "program");

    // What they buy besides: the gift that the playbook brought.
    await owner.goto(`${server.url}/console/points/${program}/swaps`);
    await owner.selectOption("[name=gift]", { index: 1 });
    await owner.fill("[name=points]", "20");
    await shop.send(owner, `form[action='/console/points/${program}/swaps']`);
    await axe(owner);
    await look(owner, "swaps");

    const member = await phone(browser, { lang });
    await shop.join(server, member, code, { name: "Ana Ruiz" });
    const ticket = await shop.openTicket(server, member);
    const buy = async (amount, tick) => {
      await till.goto(`${server.url}/counter`);
      await shop.scan(till, ticket);
      for (const box of await till.locator("[name=voucher]:checked").all()) await box.uncheck();
      if (tick) await till.check("[name=points]");
      await till.fill("[name=amount]", amount);
      await look(till, `till-${amount}`);
      await shop.send(till, "form[action='/counter/operations']", "button.primary");
      await till.waitForURL("**/counter/operations/opr_*");
      return till.locator("main").innerText();
    };
    assert.match(await buy("120"), /\+120/);
    await look(till, "earned");

    // The next time she lets them pay.
    const paid = await buy("50", true);
    await look(till, "paid");
    const slip = /[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/.exec(paid)?.[0];
    assert.ok(slip, `a code for the slip: ${paid}`);

    // Half of it comes back: the slip is scanned, the screen says what it comes to.
    await till.goto(`${server.url}/counter`);
    await till.locator("[name=q]").first().fill(`R-${slip}`);
    await Promise.all([till.waitForURL("**/counter/purchases/pur_*"), till.locator("[name=q]").first().press("Enter")]);
    await axe(till);
    await look(till, "return");
    await till.fill("[name=amount]", "25");
    await till.locator("form[method=get] button.primary").click();
    await till.waitForURL("**/counter/purchases/pur_*amount=25*");
    await axe(till);
    await fits(till);
    await look(till, "comes-to");
    await shop.send(till, "form[action='/counter/returns']", "button.primary");
    await till.waitForURL("**/counter/returns/ret_*");
    await look(till, "returned");

    // Her phone explains it all.
    await member.goto(`${server.url}/riverside/wallet`);
    await axe(member);
    await fits(member);
    await look(member, "wallet");
    await member.locator(`main a[href$='/wallet/points/${program}']`).click();
    await member.waitForURL("**/wallet/points/prg_*");
    await axe(member);
    await look(member, "history");
    await member.goto(`${server.url}/riverside/wallet/swaps`);
    await look(member, "swaps");
    await member.locator("main a[href*='/wallet/swaps/prg_']").first().click();
    await member.waitForURL("**/wallet/swaps/prg_*/gft_*");
    await axe(member);
    await look(member, "swap");
    await shop.send(member, "form[action$='/wallet/swaps']");
    await until("the answer of the swap", async () => /tickets|swaps/.test(member.url()));
    await look(member, "swapped");

    await member.goto(`${server.url}/riverside/wallet/statement`);
    await fits(member);
    await look(member, "statement");
    await member.goto(`${server.url}/riverside/wallet/proof`);
    const verdict = member.locator("book-check [role=status]");
    await until("a verdict", async () => /verdict (good|bad|warn)/.test(await verdict.getAttribute("class")));
    assert.match(await verdict.getAttribute("class"), /good/, await verdict.innerText());
    await look(member, "proof");
    for (const page of [owner, till, member]) assert.deepEqual(troubles(page), []);
  });
}
