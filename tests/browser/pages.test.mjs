// Every page that links lead to, as each kind of person, in a chain with ninety days of history: it
// answers, says what it is, weighs little, fits a phone, and is a barrier to nobody.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, desk, open, phone, serve, troubles } from "./harness.mjs";
import * as shop from "./shop.mjs";
import { sweep } from "./sweep.mjs";

const MINUTE = 60_000;
const PASSWORD = "come back soon";

// One chain and one browser for all of these tests: they end after the last.
const ends = [];
const whole = { after: (end) => ends.push(end) };
let server, browser, link;

before(async () => {
  browser = await open(whole);
  const data = process.env.REGULARS_SWEEP_DATA;
  server = await serve(whole, { command: ["demo"], patience: 6 * MINUTE, data });
  link = /\/riverside\/j\/(\w+)/.exec(server.said())?.[1];
  assert.ok(link, `the demo says where to join:\n${server.said()}`);
}, { timeout: 7 * MINUTE });

after(async () => {
  for (const end of ends.reverse()) await end();
});

/** Signs in with the password of the demo. */
async function signIn(page, email) {
  await page.goto(`${server.url}/console/sign-in`);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", PASSWORD);
  await shop.send(page, "form[action='/console/sign-in']");
  return page;
}

const owner = async (lang = "en") => signIn(await desk(browser, { lang }), "owner@riverside.example");

function nothing(t, { seen, looked, wrong }, least) {
  t.diagnostic(`${seen} pages, axe looked at ${looked}`);
  assert.ok(seen >= least, `only ${seen} pages were reached`);
  assert.equal(wrong.length, 0, `\n${wrong.join("\n\n")}`);
}

// What axe has looked at in the console, whoever's it was.
const known = new Set();

test("every page of the owner's console", { timeout: 10 * MINUTE }, async (t) => {
  nothing(t, await sweep(await owner(), server.url, ["/console", "/console/start"], { stay: /^\/console/, known }), 60);
});

for (const lang of ["zh-CN", "es"]) {
  test(`the owner's console has room for its words (${lang})`, { timeout: 4 * MINUTE }, async (t) => {
    const how = { lang, look: "structure", stay: /^\/console/ };
    nothing(t, await sweep(await owner(lang), server.url, ["/console", "/console/start"], how), 60);
  });
}

// Who works here, those who see more first; whom the demo does not have is hired.
const STAFF = [
  { role: "manager", email: "omar@riverside.example", least: 30 },
  { role: "host", email: "luo@riverside.example", least: 10 },
  { role: "assistant", name: "Inés Gil", least: 10 },
  { role: "moderator", name: "Nadia Rossi", least: 4 },
  { role: "opinion_leader", name: "Hugo Lin", least: 3 },
  { role: "cashier", name: "Pablo Soto", least: 3 },
  { role: "agent", name: "Vera Holm", least: 2 },
];

for (const { role, email, name, least } of STAFF) {
  test(`every page of a console (${role})`, { timeout: 4 * MINUTE }, async (t) => {
    const someone = email ? await signIn(await desk(browser), email) : await hire(role, name);
    const how = { stay: /^\/console/, brief: true, known };
    nothing(t, await sweep(someone, server.url, ["/console"], how), least);
  });
}

/** Somebody new, signed in at a desk; the address is new in a chain that is swept twice, too. */
async function hire(role, name) {
  const email = `${role}-${Date.now()}@riverside.example`;
  return shop.hire(server, await owner(), browser, { name, email, role, size: "desk" });
}

for (const lang of ["en", "zh-CN", "es"]) {
  const look = lang === "en" ? "all" : "structure";
  test(`every page of a member (${lang})`, { timeout: 3 * MINUTE }, async (t) => {
    const member = await phone(browser, { lang });
    await shop.join(server, member, link, { name: "Ana Ruiz" });
    const starts = [new URL(member.url()).pathname, "/riverside", `/riverside/j/${link}`];
    nothing(t, await sweep(member, server.url, starts, { lang, look, stay: /^\/riverside/ }), 8);
  });

  test(`every page of a stranger (${lang})`, { timeout: 3 * MINUTE }, async (t) => {
    const guest = await phone(browser, { lang });
    const starts = ["/", `/riverside/j/${link}`, "/riverside", "/riverside/return", "/riverside/c", "/riverside/books", "/riverside/books/slip", "/console/sign-in", "/counter/pairing"];
    nothing(t, await sweep(guest, server.url, starts, { lang, look }), 6);
  });
}

test("every page at the counter", { timeout: 3 * MINUTE }, async (t) => {
  const [till, member] = [await counter(), await phone(browser)];
  await shop.join(server, member, link, { name: "Bea Ruiz" });
  const ticket = await shop.openTicket(server, member);
  await shop.scan(till, ticket);
  const desk = new URL(till.url());
  const [results, newcomer] = [await operation(till), await welcome(till)];
  const starts = ["/counter", desk.pathname + desk.search, "/counter?q=nobody", "/counter?q=a", results, newcomer, "/counter/pin"];
  nothing(t, await sweep(till, server.url, starts, { stay: /^\/counter/ }), 7);
});

async function counter() {
  const boss = await owner();
  const till = await shop.pair(server, boss, browser, "desk");
  await till.locator("a.face").first().click();
  await till.fill("[name=pin]", shop.PIN);
  await shop.send(till, "form[action='/counter/pin']");
  return till;
}

/** Redeems what lies on the counter: the page that says so. */
async function operation(till) {
  await shop.send(till, "form[action='/counter/operations']");
  await till.waitForURL("**/counter/operations/*");
  return new URL(till.url()).pathname;
}

/** Somebody without a phone: the page with the way to their card. */
async function welcome(till) {
  await till.goto(`${server.url}/counter/newcomers`);
  await till.fill("[name=name]", "Rosa Marín");
  const series = till.locator("select[name=series]");
  if (await series.count()) await series.selectOption({ index: 1 });
  await till.check("[name=agrees]");
  await shop.send(till, "form[action='/counter/newcomers']");
  return new URL(till.url()).pathname;
}

test("pages that say no say what to do", { timeout: 2 * MINUTE }, async () => {
  const guest = await phone(browser);
  for (const path of ["/nowhere", "/riverside/j/ZZZZZZ", "/riverside/p/ZZZZZZ", "/nobody/j/ZZZZZZ", "/invitation/none", "/password/none", "/setup/none"]) {
    const answer = await guest.goto(server.url + path);
    assert.ok(answer.status() >= 400 && answer.status() < 500, `${path}: ${answer.status()}`);
    assert.equal(await guest.locator("h1").count(), 1, path);
    await axe(guest);
    // The browser itself reports a status of an error as one.
    assert.deepEqual(troubles(guest).filter((line) => !/Failed to load resource/.test(line)), [], path);
  }
});
