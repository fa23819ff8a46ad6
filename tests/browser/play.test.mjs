// A shop's week of play, out of its playbook: the operator opens one of each kind, twice stopped by a law and
// shown the lawful way; then three members, each in a language, reach for everything at the same moment, and
// each of their phones says the same without being touched.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { axe, fits, open, phone, pictures, serve, troubles, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 420_000 };
const LANGS = ["en", "zh-CN", "es"];

/** What is said in a language under a key that takes nothing in. */
function said(lang, key) {
  const room = key.replace(/^refusal-/, "").split("-")[0];
  const file = new URL(`../../locales/${lang}/${room}.ftl`, import.meta.url);
  const line = readFileSync(file, "utf8").split("\n").find((one) => one.startsWith(`${key} = `));
  assert.ok(line, `${key} in ${lang}`);
  return line.slice(key.length + 3);
}

/** Presses the button of a form, whatever the answer is; its status. */
async function press(page, form) {
  const button = page.locator(`${form} button`).first();
  await button.waitFor();
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === "POST" && one.request().isNavigationRequest()),
    button.click(),
  ]);
  await page.waitForLoadState("load");
  return answer.status();
}

/** All of them at the same moment; the statuses in their order. */
const together = (people, form) => Promise.all(people.map((person) => press(person, form)));

/** Another tab of the same person, which is looked at and never touched; on a slow line it listens only later. */
async function beside(person, url, listens) {
  const tab = await person.context().newPage();
  if (listens) await tab.route("**/live", (route) => listens.then(() => route.continue()));
  await tab.goto(url);
  await untouched(tab);
  return tab;
}

/** From now on `isUntouched` tells whether the page is still the one that was loaded. */
const untouched = (page) => page.evaluate(() => (window.untouched = true));
const isUntouched = (page) => page.evaluate(() => window.untouched === true);

/** What a playbook needs before it can be opened here, each from the card that lacks it. */
async function bringWhatIsMissing(server, owner) {
  const card = (name) => owner.locator(".suggestion.stopped", { hasText: name });
  await owner.goto(`${server.url}/console/play`);
  await axe(owner);
  await card("Points with the delivery").locator("a[href='/console/points']").click();
  await owner.locator("main a[href='/console/points/new']").first().click();
  await owner.locator("[name^=name_]").first().fill("Leaves");
  await shop.send(owner, "form[action='/console/points']", "button.primary");
  await owner.waitForURL("**/console/points/prg_*");
  await owner.goto(`${server.url}/console/play`);
  await card("The first of the season").locator("a[href='/console/gifts/new']").click();
  await owner.waitForURL("**/console/gifts/new");
  await shop.makeStocked(server, owner, { name: "Box of cherries", each: "24.90" });
  await owner.goto(`${server.url}/console/play`);
  assert.equal(await owner.locator(".suggestion.stopped").count(), 0, "nothing is in the way any more");
}

/** The editor of a suggestion, filled in, with everything in it unfolded. */
async function begin(server, owner, name) {
  await owner.goto(`${server.url}/console/play`);
  await owner.locator(".suggestion a.row-link", { hasText: name }).click();
  await owner.waitForURL("**/new?series=*&game=*");
  assert.match(await owner.inputValue("[name=name_en]"), name);
  await unfold(owner);
}

const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));

/** Fills fields by name; what is made of it is at this address. */
async function save(owner, path, fields) {
  for (const [name, value] of Object.entries(fields)) await owner.fill(`[name=${name}]`, value);
  await shop.send(owner, `form[action^='${path}']`, "button.primary");
  await owner.waitForURL(new RegExp(`${path}/[a-z]{3}_`));
  return new URL(owner.url()).pathname.split("/").pop();
}

/** Opens what is on the page. */
const openIt = (owner) => shop.send(owner, "form[action$='/opening']");

/** It is not opened: the page says where the law stands, and what would be lawful is one tap away. */
async function stopped(owner, cites, instead) {
  assert.equal(await press(owner, "form[action$='/opening']"), 422);
  const why = owner.locator("section[role=alert]");
  assert.match(await why.innerText(), cites);
  await axe(owner);
  await why.locator(`a[href*='instead=${instead}']`).click();
  await owner.waitForURL(`**/details?instead=${instead}`);
  await unfold(owner);
}

test("a week of play: one of each kind, and three phones at once", TIMES, async (t) => {
  const [server, browser] = [await serve(t), await open(t)];
  const look = pictures("play");
  const { owner, code, till } = await shop.openCounter(server, browser);
  await bringWhatIsMissing(server, owner);
  await look(owner, "suggested");
  const ids = {};

  await t.test("a flash sale, a packet and a group buy are opened as they are suggested", async () => {
    await begin(server, owner, /What is left on Saturday/);
    const shown = owner.frameLocator("iframe.phone-frame").locator("h1");
    await until("the phone beside the form shows it", async () => /What is left/.test(await shown.innerText()));
    await axe(owner, { leave: ["iframe"] });
    ids.sale = await save(owner, "/console/flash-sales", { pieces: "2" });
    await openIt(owner);
    await begin(server, owner, /Points with the delivery/);
    ids.packet = await save(owner, "/console/red-packets", { total: "30", shares: "3" });
    await openIt(owner);
    await begin(server, owner, /The box of the week/);
    const tiers = { people_0: "3", people_1: "", price_1: "", people_2: "", price_2: "" };
    ids.buy = await save(owner, "/console/group-buys", { ...tiers, most: "3", seats: "6" });
    await openIt(owner);
  });

  await t.test("a raffle without a free way in is stopped, and mended with one tap", async () => {
    await begin(server, owner, /Friday at six/);
    for (const line of [2, 3]) {
      await owner.selectOption(`[name=gift_${line}]`, "");
      await owner.fill(`[name=quantity_${line}]`, "");
    }
    for (const [name, value] of Object.entries({ quantity_1: "1", wait_minutes: "0", free: "0" })) {
      await owner.fill(`[name=${name}]`, value);
    }
    // The phone beside the form says it while it is being planned.
    const beside = owner.frameLocator("iframe.phone-frame");
    await until("the preview names the law", async () =>
      (await beside.locator("main").innerText()).includes("18 U.S.C."));
    await look(owner, "raffle-unlawful");
    ids.raffle = await save(owner, "/console/raffles", {});
    await stopped(owner, /18 U\.S\.C\. §§ 1301–1304/, "free");
    assert.equal(await owner.inputValue("[name=free]"), "1", "the form begins with what is lawful");
    await save(owner, "/console/raffles", {});
    await openIt(owner);
    await look(owner, "raffle-open");
  });

  await t.test("a pre-sale that keeps deposits is stopped where members buy from afar", async () => {
    // The shop sends parcels to Europe, and keeps to its law, too.
    await owner.goto(`${server.url}/console/laws`);
    await owner.check("[name=packs][value=eu]");
    await shop.send(owner, "form[action='/console/laws']", "button.primary");
    await begin(server, owner, /The first of the season/);
    assert.ok(await owner.isChecked("[name=after][value=back]"), "a playbook never keeps a deposit");
    await owner.check("[name=after][value=kept]");
    ids.presale = await save(owner, "/console/presales", { pieces: "20", early_pieces: "2", back_days: "0" });
    await stopped(owner, /2011\/83/, "back");
    await look(owner, "presale-mended");
    assert.ok(await owner.isChecked("[name=after][value=back]"));
    await save(owner, "/console/presales", {});
    await openIt(owner);
  });

  const people = [];
  for (const lang of LANGS) {
    const person = await phone(browser, { lang, dark: lang === "zh-CN" });
    await shop.join(server, person, code, { name: `Person ${lang}`, number: `202555016${people.length}` });
    people.push(person);
  }
  const go = async (path) => {
    for (const [at, person] of people.entries()) {
      await person.goto(`${server.url}/riverside/${path}`);
      await axe(person);
      await fits(person);
      await look(person, `${path.split("/")[0]}-${LANGS[at]}`);
    }
  };
  const all = async (what, holds) => {
    for (const [at, person] of people.entries()) {
      await until(`${what} (${LANGS[at]})`, () => holds(person, LANGS[at]), () => person.locator("main").innerText());
    }
  };

  await t.test("two bags for three: each phone knows when they are gone", async () => {
    await go(`play/${ids.sale}`);
    let over;
    const afterwards = new Promise((done) => (over = done));
    const tabs = [];
    for (const [at, person] of people.entries()) {
      tabs.push(await beside(person, `${server.url}/riverside/play/${ids.sale}`, at === 2 && afterwards));
    }
    const statuses = await together(people, "form[action$='/claims']");
    over();
    assert.deepEqual([...statuses].sort(), [303, 303, 422], "two have one, one is told");
    for (const [at, tab] of tabs.entries()) {
      const gone = said(LANGS[at], "flash_sales-none-left");
      await until(`all are gone (${LANGS[at]})`, async () => (await tab.locator(".left-line").innerText()) === gone);
      assert.ok(await isUntouched(tab));
      await tab.close();
    }
    const late = statuses.indexOf(422);
    assert.ok((await people[late].locator("main").innerText()).includes(said(LANGS[late], "refusal-flash_sales-sold_out")));
    await axe(people[late]);
    await look(people[late], "too-late");
    await people[late].goto(`${server.url}/riverside/play/${ids.sale}`);
    await shop.send(people[late], "form[action$='/places']");
    for (const [at, person] of people.entries()) {
      if (at !== late) await person.waitForURL("**/riverside/tickets/*");
    }
  });

  await t.test("a packet of three: when the last is opened, all see who got what", async () => {
    await go(`packets/${ids.packet}`);
    assert.deepEqual(await together(people, "form[action$='/claims']"), [303, 303, 303]);
    for (const person of people) await untouched(person);
    const shares = async (person) => {
      const rows = await person.locator(".rows .row-aside .num").allInnerTexts();
      return rows.map((text) => Number(/\d+/.exec(text)?.[0]));
    };
    await all("the three shares are told", async (person, lang) =>
      (await shares(person)).length === 3 && (await person.locator("main").innerText()).includes(said(lang, "red_packets-luckiest")));
    const [first, ...others] = await Promise.all(people.map(shares));
    assert.equal(first.reduce((sum, one) => sum + one), 30, "to the point");
    for (const one of others) assert.deepEqual(one, first, "the same on every phone");
    for (const person of people) assert.ok(await isUntouched(person));
    await axe(people[1]);
    await look(people[1], "packet-all");
  });

  await t.test("a group buy: a team of three is full, and each has a ticket at its price", async () => {
    await go(`group-buys/${ids.buy}`);
    const [ana, ...others] = people;
    await shop.send(ana, "form[action$='/teams']");
    await ana.waitForURL("**/riverside/together/*");
    await untouched(ana);
    for (const person of others) await person.goto(ana.url());
    assert.deepEqual(await together(others, "form[action$='/seats']"), [303, 303]);
    for (const person of others) await untouched(person);
    await all("the team is made", async (person) =>
      (await person.locator(".places .taken").count()) === 3 && (await person.locator("a[href*='/tickets/']").count()) === 1);
    const prices = await Promise.all(people.map(async (person) => /\d+[.,]\d\d/.exec(await person.locator("main").innerText())?.[0]));
    assert.equal(new Set(prices.map((price) => price.replace(",", "."))).size, 1, `one price: ${prices}`);
    for (const person of people) assert.ok(await isUntouched(person));
    await axe(people[2]);
    await look(people[2], "team-made");
  });

  await t.test("a raffle: drawn before their eyes, checked by one of them, collected at the counter", async () => {
    await go(`raffles/${ids.raffle}`);
    assert.deepEqual(await together(people, "form[action$='/claims']"), [303, 303, 303]);
    for (const person of people) await untouched(person);
    await all("three tickets are in", async (person) => /^\D*3\D/.test(await person.locator(".left-line").innerText()));
    await owner.goto(`${server.url}/console/raffles/${ids.raffle}`);
    await owner.locator("confirm-dialog summary").first().click();
    await owner.locator("form[action$='/closing'] [name=reason]").fill("All are here");
    await shop.send(owner, "form[action$='/closing']");
    await all("the winners are told", async (person, lang) =>
      (await person.locator("main").innerText()).includes(said(lang, "raffles-winners")));
    const won = (person) => person.locator("a[href*='/tickets/']").count();
    let winner;
    await until("one of them has a ticket", async () => {
      const counts = await Promise.all(people.map(won));
      winner = people[counts.indexOf(1)];
      return winner;
    });
    assert.equal((await Promise.all(people.map(won))).reduce((sum, one) => sum + one), 1, "one prize, one winner");
    for (const person of people) assert.ok(await isUntouched(person));
    await axe(winner);
    await look(winner, "raffle-won");

    // Somebody who did not win checks it on the page that asks nobody.
    const doubts = people.find((person) => person !== winner);
    const fetched = (path) => doubts.evaluate(async (from) => (await fetch(from)).text(), path);
    const receipt = await doubts.locator("a[href*='/receipts/']").first().getAttribute("href");
    const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    const files = [
      file("proof.json", await fetched(`/riverside/raffles/${ids.raffle}/proof.json`)),
      file("receipt.json", await fetched(receipt)),
    ];
    await doubts.goto(`${server.url}/riverside/draw-check`);
    await axe(doubts);
    await doubts.context().setOffline(true);
    await doubts.setInputFiles("[name=proof]", files[0]);
    await doubts.setInputFiles("[name=receipt]", files[1]);
    const verdict = doubts.locator(".verdict");
    await until("a verdict", async () => /good|bad|warn/.test(await verdict.getAttribute("class")));
    assert.match(await verdict.getAttribute("class"), /good/, await verdict.innerText());
    await look(doubts, "raffle-checked");
    await doubts.context().setOffline(false);

    await winner.locator("a[href*='/tickets/']").first().click();
    await winner.waitForURL("**/riverside/tickets/*");
    const ticket = new URL(winner.url()).pathname.split("/").pop();
    await till.goto(`${server.url}/counter?q=${ticket}`);
    await axe(till);
    await shop.send(till, "form[action='/counter/operations']", "button.primary");
    await owner.goto(`${server.url}/console/raffles/${ids.raffle}/winners`);
    await look(owner, "raffle-wall");
  });

  await t.test("a pre-sale: reserved at the counter in cash, and every phone counts it", async () => {
    await go(`presales/${ids.presale}`);
    for (const person of people) await untouched(person);
    const card = await phone(browser, { lang: "es", cookies: await people[2].context().storageState() });
    await card.goto(`${server.url}/riverside/card`);
    const number = await card.locator(".shown .code").innerText();
    await till.goto(`${server.url}/counter?q=${encodeURIComponent(number)}`);
    await till.locator("a[href^='/counter/presales']").click();
    await till.waitForURL("**/counter/presales?*");
    await axe(till);
    await look(till, "presale-counter");
    await shop.send(till, "form[action='/counter/presales']", "button.primary");
    await all("one is left at the early price", async (person) =>
      /(^|\D)1(\D|$)/.test(await person.locator(".presale-steps .step-left").first().innerText()));
    for (const person of people) assert.ok(await isUntouched(person));
    await owner.goto(`${server.url}/console/presales/${ids.presale}`);
    await axe(owner);
    await owner.setViewportSize({ width: 390, height: 844 });
    await fits(owner);
    await look(owner, "presale-open-small");
  });

  for (const person of people) {
    const found = troubles(person).filter((line) => !/422|ERR_INTERNET_DISCONNECTED/.test(line));
    assert.deepEqual(found, []);
  }
});
