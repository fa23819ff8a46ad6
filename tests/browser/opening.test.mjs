// The whole first journey, in a real browser: a shop opens from the first-start link, and a customer
// comes from the street to a redeemed gift and a figure on the owner's page. Once in each language on
// phones and once at desks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, fits, open, pictures, serve, troubles, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

// What is asked at the door, what is answered, what is said in the group.
const WORDS = {
  en: ["What do you cook most?", "Soup, every day.", "The leeks are sweet today."],
  "zh-CN": ["您家最常做什么菜？", "天天煲汤。", "今天的大葱很甜。"],
  es: ["¿Qué cocinas más?", "Sopa, todos los días.", "Hoy los puerros están dulces."],
};

for (const lang of ["en", "zh-CN", "es"]) {
  for (const size of ["phone", "desk"]) {
    const title = `a shop opens and its first customer comes back for a gift (${lang}, ${size})`;
    test(title, { timeout: 120_000 }, (t) => journey(t, lang, size));
  }
}

async function journey(t, lang, size) {
  const server = await serve(t);
  const browser = await open(t);
  const picture = pictures(`opening-${lang}-${size}`);
  const look = async (page, name) => {
    await picture(page, name);
    if (name !== "poster") await fits(page);
  };
  const someone = () => shop.person(browser, size, { lang });
  const [owner, member] = [await someone(), await someone()];
  const [question, answer, words] = WORDS[lang];

  // The owner: brand, store, series from a playbook, a link and its poster.
  await shop.setUp(server, owner);
  await look(owner, "start");
  await shop.openStore(owner);
  await shop.openSeries(server, owner, { question, look });
  const code = await shop.makeLink(server, owner);
  await look(owner, "link");
  await poster(owner, code, look);

  // From the street, past the question, to the lead gift.
  await member.goto(`${server.url}/riverside/j/${code}`);
  await look(member, "join");
  await axe(member);
  await threshold(server, member, code, { question, answer, number: shop.NUMBERS[lang] });
  await look(member, "welcome");
  const ticket = await shop.openTicket(server, member);
  await look(member, "ticket");

  // The counter: paired once, a PIN, one scan, one button.
  await shop.givePin(server, owner, "Wang Li", shop.PIN);
  const till = await shop.pair(server, owner, browser, size, { lang });
  await shop.stand(till, "Wang Li", shop.PIN);
  await shop.scan(till, ticket);
  await look(till, "counter");
  await axe(till);
  await till.fill("[name=amount]", "38.50");
  await shop.send(till, "form[action='/counter/operations']");
  await till.waitForURL("**/counter/operations/*");
  await look(till, "done");
  await member.goto(`${server.url}/riverside/wallet`);
  await look(member, "wallet");
  await axe(member);
  await member.goto(`${server.url}/riverside/tickets/${ticket}`);
  assert.equal(await member.locator("main svg[role=img]").count(), 0, "a collected gift shows no code");

  await talk(server, { owner, member, words, look });
  await figures(server, owner, look);
  for (const page of [owner, member, till]) assert.deepEqual(troubles(page), []);
}

/** What is printed: one sheet with the code to scan and the same address to type. */
async function poster(owner, code, look) {
  const link = owner.url().split("?")[0];
  await owner.locator(`main a[href^='${new URL(link).pathname}/poster?']`).first().click();
  await owner.waitForURL("**/poster?*");
  assert.match(await owner.locator("body").innerText(), new RegExp(code));
  await owner.emulateMedia({ media: "print" });
  await look(owner, "poster");
  await owner.emulateMedia({ media: "screen" });
  const png = await owner.request.get(`${link}/poster.png`);
  assert.equal(png.headers()["content-type"], "image/png");
}

/** The question is asked; no answer lets nobody in and loses nothing; any answer does. */
async function threshold(server, member, code, { question, answer, number }) {
  await member.goto(`${server.url}/riverside/j/${code}`);
  assert.match(await member.locator("main").innerText(), new RegExp(question.replace("?", "\\?")));
  await member.fill("[name=name]", "Ana Ruiz");
  await member.fill("[name=phone]", number);
  await member.check("[name=membership]");
  await member.locator("form[action*='/j/'] button.primary").click();
  await member.locator("[name=answer][aria-invalid=true]").waitFor();
  // The browser itself reports the status of a form that comes back.
  assert.equal(troubles(member).filter((line) => !/status of 422/.test(line)).length, 0);
  assert.equal(await member.inputValue("[name=name]"), "Ana Ruiz", "what was typed is still there");
  await member.fill("[name=answer]", answer);
  await shop.send(member, "form[action*='/j/']");
  await member.waitForURL("**/riverside/welcome/**");
}

/** What the owner posts is on the member's screen without reloading. */
async function talk(server, { owner, member, words, look }) {
  await member.goto(`${server.url}/riverside/groups`);
  await member.locator("main a[href*='/riverside/groups/grp_']").first().click();
  await member.waitForURL("**/riverside/groups/grp_*");
  await member.evaluate(() => (window.sameDocument = true));
  const group = /grp_[0-9A-Z]{26}/.exec(member.url())[0];
  await owner.goto(`${server.url}/console/groups/${group}/feed`);
  await owner.fill("textarea[name=text]", words);
  await shop.send(owner, "form[action*='/feed']");
  await until("the message on the member's screen", () => member.getByText(words).first().isVisible());
  assert.equal(await member.evaluate(() => window.sameDocument), true, "without reloading");
  await look(member, "message");
}

/** The join, the gift and the purchase stand on the owner's page, each with the list behind it. */
async function figures(server, owner, look) {
  const sum = /38[.,]50/;
  await until("the figures", async () => {
    await owner.goto(`${server.url}/console`);
    return sum.test(await owner.locator("main").innerText());
  });
  await look(owner, "today");
  await axe(owner);
  for (const kind of ["join", "redemption", "first_purchase"]) {
    await owner.goto(`${server.url}/console/figures/${kind}`);
    assert.match(await owner.locator("main").innerText(), /Ana Ruiz/, kind);
  }
}
