// A raffle in three languages: planned at the desk, entered on the phone and at the counter, closed and drawn
// with everybody watching, and checked on a page that needs no server, before and after it is saved.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { axe, fits, open, phone, pictures, scratch, serve, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 240_000 };
const LANGS = ["en", "zh-CN", "es"];

/** The text of a file of the shop, as its page would save it. */
const saved = (page, path) => page.evaluate(async (from) => (await fetch(from)).text(), path);

/** Checks two files on the page that is open; the verdict's tone and words. */
async function check(page, proof, receipt) {
  await page.setInputFiles("[name=proof]", proof);
  if (receipt) await page.setInputFiles("[name=receipt]", receipt);
  const verdict = page.locator(".verdict");
  await until("a verdict", async () => /good|bad|warn/.test(await verdict.getAttribute("class")));
  return { tone: (await verdict.getAttribute("class")).split(" ").pop(), text: await verdict.locator("b").innerText() };
}

test("a bag of beans for one of three, and a page that checks it", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("raffle");
  const { owner, code, till } = await shop.openCounter(server, browser);
  await shop.makeGift(server, owner, { name: "Bag of beans" });
  await owner.fill("[name=pieces]", "5");
  await shop.send(owner, "form[action$='/stock']", "button.primary, button.plain");

  // Planned with the phone beside it.
  await owner.goto(`${server.url}/console/raffles`);
  await axe(owner);
  await owner.locator("a[href='/console/raffles/new']").first().click();
  await owner.waitForURL("**/console/raffles/new");
  await owner.fill("[name=name_en]", "Autumn raffle");
  const gift = await owner.locator("[name=gift_1] option", { hasText: "Bag of beans" }).first().getAttribute("value");
  await owner.selectOption("[name=gift_1]", gift);
  await owner.locator("details.more.fold summary").last().click();
  await owner.fill("[name=wait_minutes]", "0");
  await axe(owner, { leave: ["iframe"] });
  await look(owner, "planned");
  await shop.send(owner, "form[action='/console/raffles']", "button.primary");
  await owner.waitForURL("**/console/raffles/raf_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await shop.send(owner, "form[action$='/opening']");
  await look(owner, "open");

  // Three people, each in a language; two take part with one tap and keep their receipts.
  const path = `/riverside/raffles/${id}`;
  const people = [];
  for (const lang of LANGS) {
    const person = await phone(browser, { lang });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555012${people.length}` });
    await person.goto(`${server.url}${path}`);
    await axe(person);
    await fits(person);
    await look(person, `page-${lang}`);
    people.push(person);
  }
  const [ana, bo, chen] = people;
  const receipts = [];
  for (const person of [ana, chen]) {
    await shop.send(person, "form[action$='/claims']");
    const link = person.locator("a[href*='/receipts/']").first();
    receipts.push(await saved(person, await link.getAttribute("href")));
    await axe(person);
  }
  await look(ana, "entered");
  await until("the number rises on an open page", async () => /^\D*2\D/.test(await bo.locator(".left-line").innerText()));

  // Bo has no battery: the counter puts his ticket in and prints the number.
  await bo.goto(`${server.url}/riverside/card`);
  const card = await bo.locator(".shown .code").innerText();
  await till.goto(`${server.url}/counter?q=${encodeURIComponent(card)}`);
  await till.locator("a[href^='/counter/raffles']").click();
  await till.waitForURL("**/counter/raffles?*");
  await axe(till);
  await look(till, "counter");
  await shop.send(till, "form[action='/counter/raffles']");
  const slip = await till.locator("a[href*='/counter/raffles/slip']").getAttribute("href");
  await till.goto(`${server.url}${slip}`);
  await look(till, "slip");

  // Closed with a reason; it is drawn by itself a moment later, and every open page hears of it.
  await owner.reload();
  await owner.locator("confirm-dialog summary").first().click();
  await owner.locator("form[action$='/closing'] [name=reason]").fill("All are here");
  await shop.send(owner, "form[action$='/closing']");
  await until("it is drawn", async () => {
    await owner.reload();
    return (await owner.locator("a[href$='/winners']").count()) > 0;
  });
  await axe(owner);
  await look(owner, "drawn");
  await owner.goto(`${server.url}/console/raffles/${id}/winners`);
  await look(owner, "wall");
  await ana.goto(`${server.url}${path}`);
  await axe(ana);
  await look(ana, "drawn-phone");

  // Whoever doubts it chooses two files.
  const proof = await saved(ana, `${path}/proof.json`);
  const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  for (const [at, lang] of LANGS.entries()) {
    const person = people[at];
    await person.goto(`${server.url}/riverside/draw-check`);
    await axe(person);
    await fits(person);
    const fine = await check(person, file("proof.json", proof), file("receipt.json", receipts[0]));
    assert.equal(fine.tone, "good", `${lang}: ${fine.text}`);
    await look(person, `check-${lang}`);
    const other = proof.replace(/"tickets":1/, '"tickets":2');
    const bad = await check(person, file("proof.json", other));
    assert.equal(bad.tone, "bad", `${lang}: ${bad.text}`);
    assert.doesNotMatch(bad.text, /entrant_changed/, "a sentence, not a code");
  }

  // Saved, it needs nobody: neither the shop nor a network.
  const folder = scratch("draw-check");
  const page = join(folder, "draw-check.html");
  await writeFile(page, await saved(bo, "/riverside/draw-check.html?lang=es"));
  assert.ok((await readFile(page, "utf8")).includes("export const verify"));
  const alone = await phone(browser, { lang: "es" });
  await alone.context().setOffline(true);
  await alone.goto(pathToFileURL(page).href);
  const fine = await check(alone, file("proof.json", proof), file("receipt.json", receipts[1]));
  assert.equal(fine.tone, "good", fine.text);
  assert.match(fine.text, /El sorteo es correcto.*Tu recibo está en él/s);
  await look(alone, "alone");
});
