// A draw for whoever joins, from the playbook to the hand: the operator opens it with what the playbook says,
// newcomers join and break their egg at once, the cashier plays for somebody without a phone and hands over
// what was won. Beside it a raffle that the playbook suggests.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 240_000 };
/** Three of four eggs hold something: this many empty ones in a row are one in a million. */
const PEOPLE = 10;

test("an egg to say hello, and a raffle out of the playbook", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("welcome");
  const { owner, code, till } = await shop.openCounter(server, browser);

  // What the playbook suggests; its draw opens in the editor, filled in, and is announced from there.
  await owner.goto(`${server.url}/console/play`);
  await axe(owner);
  await look(owner, "suggested");
  await owner.locator("main a.button.primary[href*='game=welcome_draw']").click();
  await owner.waitForURL("**/console/raffles/new?*");
  assert.equal(await owner.inputValue("[name=name_en]"), "An egg to say hello");
  assert.ok(await owner.isChecked("[name=joining]"));
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "filled");
  await shop.send(owner, "form[action='/console/raffles']", "button.primary");
  await owner.waitForURL("**/console/raffles/raf_*");
  await shop.send(owner, "form[action$='/opening']");
  await look(owner, "open");

  // Newcomers read the odds and break an egg until one of them wins.
  let winner;
  for (let n = 0; n < PEOPLE && !winner; n += 1) {
    const person = await phone(browser, { lang: ["en", "zh-CN", "es"][n % 3] });
    await shop.join(server, person, code, { name: `Person ${n}`, number: `20255501${30 + n}` });
    await person.waitForURL("**/welcome/*");
    await axe(person);
    await fits(person);
    await look(person, `joined-${n}`);
    assert.match(await person.locator("main").innerText(), /7/, "seven of ten, before the play");
    await shop.send(person, "form[action$='/claims']");
    await look(person, `played-${n}`);
    if (await person.locator(".raffle-end.won").count()) winner = person;
    else assert.equal(await person.locator("form[action$='/claims']").count(), 0, "one play each");
  }
  assert.ok(winner, "somebody wins");

  // Collected at the counter: the ticket is turned to the cashier.
  await winner.locator("a[href*='/tickets/']").first().click();
  await winner.waitForURL("**/tickets/*");
  const ticket = new URL(winner.url()).pathname.split("/").pop();
  await till.goto(`${server.url}/counter?q=${ticket}`);
  await look(till, "collected");
  await shop.send(till, "form[action='/counter/operations']", "button.primary");

  // A raffle for Friday, as the playbook has it; nothing of it is there before it is saved.
  await owner.goto(`${server.url}/console/raffles/new`);
  await look(owner, "new-raffle");
  await owner.locator(".suggestion a", { hasText: "Friday at six" }).click();
  await owner.waitForURL("**/console/raffles/new?*");
  assert.equal(await owner.inputValue("[name=name_en]"), "Friday at six");
  await shop.send(owner, "form[action='/console/raffles']", "button.primary");
  await owner.waitForURL("**/console/raffles/raf_*");
  await shop.send(owner, "form[action$='/checking']");
});
