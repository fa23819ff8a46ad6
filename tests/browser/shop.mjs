// A shop and what its people do: the steps that several stories share. Each works on a phone and on a
// desk, in every language, and leaves the person where the page leads them.

import assert from "node:assert/strict";
import { desk, firstStartLink, phone } from "./harness.mjs";

export const PASSWORD = "three old wooden spoons";
export const PIN = "2468";
/** A mobile number that is right in the country that the browser's language makes likely. */
export const NUMBERS = { en: "2025550123", "zh-CN": "13812345678", es: "612345678" };

/** Makes a person of these stories: on a phone or at a desk, in a language. */
export const person = (browser, size, how) => (size === "phone" ? phone : desk)(browser, how);

/** Sends a form by its main button (or the one named) and waits for the page that answers. */
export async function send(page, form, button = "button.primary, button[type=submit], button:not([type])") {
  const here = page.locator(form).first();
  await here.waitFor();
  const press = here.locator(button).first();
  await press.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST" && response.request().isNavigationRequest()),
    press.click(),
  ]);
  await page.waitForLoadState("load");
  assert.ok(answer.status() < 400, `${form}: ${answer.status()} at ${answer.url()}\n${await wrong(page)}`);
}

// What a page that came back says is wrong.
async function wrong(page) {
  const lines = await page.locator("[role=alert], .error, .field-error").allInnerTexts();
  return lines.join("\n");
}

/** The brand and its owner, from the one-time link. */
export async function setUp(server, owner, { name = "Riverside", morning = false } = {}) {
  await owner.goto(await firstStartLink(server));
  await owner.fill("[name=name]", name);
  await owner.fill("[name=owner_name]", "Wang Li");
  await owner.fill("[name=email]", "wang@riverside.example");
  await owner.fill("[name=password]", PASSWORD);
  if (morning) await wakeUp(owner);
  await send(owner, "form[action^='/setup/']");
  await owner.waitForURL("**/console/start");
}

// Puts the shop where it is now between four and seven in the morning: the day's to-dos lie ahead, and what
// is written for them reaches them all. (The first is due at half past seven on some days.)
async function wakeUp(owner) {
  const zones = await owner.locator("[name=time_zone] option").evaluateAll((all) => all.map((one) => one.value));
  const hour = (zone) => Number(new Intl.DateTimeFormat("en", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }).format());
  const zone = zones.find((one) => hour(one) >= 4 && hour(one) < 7);
  assert.ok(zone, "somewhere it is morning");
  await owner.locator("details.unfold summary").click();
  await owner.selectOption("[name=time_zone]", zone);
}

/** The first store, from the page of first steps. */
export async function openStore(owner, name = "Quay") {
  await owner.locator("main a[href='/console/stores/new']").first().click();
  await owner.fill("[name=name]", name);
  await send(owner, "form[action='/console/stores']");
  await owner.waitForURL("**/console/stores/sto_*");
}

/** A series from a playbook, in three steps; `question` is asked at the door. */
export async function openSeries(server, owner, { playbook = "fresh-food", question, look = async () => {} } = {}) {
  await owner.goto(`${server.url}/console/playbooks`);
  await look(owner, "playbooks");
  await owner.goto(`${server.url}/console/series/draft?playbook=${playbook}`);
  if (question) {
    await owner.check("[name=threshold][value=question]");
    await owner.fill("[name=question]", question);
  }
  await look(owner, "draft");
  await send(owner, "form[action='/console/series/preview']");
  await look(owner, "preview");
  await send(owner, "form[action='/console/series']");
  await owner.waitForURL("**/console/series/ser_*");
}

/** A link for the till; its code. */
export async function makeLink(server, owner) {
  await owner.goto(`${server.url}/console/links`);
  await owner.locator("a[href='/console/links/new']").first().click();
  await send(owner, "form[action='/console/links']");
  await owner.waitForURL("**/console/links/lnk_*");
  const code = /\/j\/([0-9A-Z]{6})/.exec(await owner.locator("main").innerText())?.[1];
  assert.ok(code, "the link's page shows its address");
  return code;
}

/** Everything that a customer needs to come in: the brand, a store, a series, a link. */
export async function openShop(server, owner, how = {}) {
  await setUp(server, owner, how);
  await openStore(owner);
  await openSeries(server, owner, how);
  return makeLink(server, owner);
}

/** From the street: the form behind the link. */
export async function join(server, member, code, { name = "Ana Ruiz", number, answer }) {
  await member.goto(`${server.url}/riverside/j/${code}`);
  await member.fill("[name=name]", name);
  if (number) await member.fill("[name=phone]", number);
  if (answer) await member.fill("[name=answer]", answer);
  await member.check("[name=membership]");
  await send(member, "form[action*='/j/']");
}

/** The page of the only gift in the wallet; the code on it. */
export async function openTicket(server, member) {
  await member.goto(`${server.url}/riverside/wallet`);
  await member.locator("main a[href*='/riverside/tickets/']").first().click();
  await member.waitForURL("**/riverside/tickets/*");
  return new URL(member.url()).pathname.split("/").pop();
}

/** A PIN for somebody of the staff, set by the owner. */
export async function givePin(server, owner, name, pin) {
  await owner.goto(`${server.url}/console/staff`);
  await owner.locator("main").getByRole("link", { name }).first().click();
  await owner.waitForURL("**/console/staff/stf_*");
  await owner.fill("[name=pin]", pin);
  await send(owner, "form[action$='/pin']");
}

/** Somebody new on the staff, by the link that the owner hands on; signed in. */
export async function hire(server, owner, browser, { name, email, role, size = "phone" }) {
  await owner.goto(`${server.url}/console/staff/invitations/new`);
  await owner.fill("[name=email]", email);
  await owner.check(`[name=role][value=${role}]`);
  await send(owner, "form[action='/console/staff/invitations']");
  const link = /\/invitation\/[\w-]+/.exec(await owner.content())?.[0];
  assert.ok(link, "the invitation's link is shown");
  const someone = await person(browser, size);
  await someone.goto(server.url + link);
  await someone.fill("[name=name]", name);
  await someone.fill("[name=password]", PASSWORD);
  await send(someone, "form[action^='/invitation/']");
  return someone;
}

/** A counter device of the only store: paired with the code that the owner reads out. */
export async function pair(server, owner, browser, size, how) {
  const till = await person(browser, size, how);
  await pairWith(server, owner, till);
  return till;
}

/** As `pair`, with a device that is there already, at the address that it uses. */
export async function pairWith(server, owner, till, url = server.url) {
  await owner.goto(`${server.url}/console/devices/new`);
  if (!(await owner.inputValue("[name=store]"))) await owner.selectOption("[name=store]", { index: 1 });
  await owner.fill("[name=name]", "Counter 1");
  await send(owner, "form[action='/console/devices']");
  const code = /(\d{3})\s(\d{3})/.exec(await owner.locator(".pairing-code").innerText());
  assert.ok(code, "the pairing code is shown");
  await till.goto(`${url}/counter/pairing`);
  await till.fill("[name=code]", code[1] + code[2]);
  await send(till, "form[action='/counter/pairing']");
  await till.waitForURL("**/counter/pin");
}

/** Whoever stands at the counter taps their face and types their PIN. */
export async function stand(till, name, pin) {
  await till.locator("a.face", { hasText: name }).click();
  await till.locator("[name=pin]").fill(pin);
  await send(till, "form[action='/counter/pin']");
  await till.waitForURL("**/counter");
}

/** A shop with one store and a series, and a counter where its owner stands. */
export async function openCounter(server, browser, how = {}) {
  const owner = await desk(browser);
  const code = await openShop(server, owner, how);
  await givePin(server, owner, "Wang Li", PIN);
  const till = await pair(server, owner, browser, "desk");
  await stand(till, "Wang Li", PIN);
  return { owner, code, till };
}

/** A gift that is handed over, or with `off` and `least` a voucher that takes something off. */
export async function makeGift(server, owner, { name, off, least }) {
  await owner.goto(`${server.url}/console/gifts/new`);
  await owner.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
  await owner.check("[name=kind][value=reward]");
  await owner.fill("[name=name_en]", name);
  await owner.fill("[name=cost]", "2");
  await owner.fill("[name=per_member]", "0");
  if (off) {
    await owner.check("[name='terms.benefit'][value=amount]");
    await owner.fill("[name='terms.benefit.off']", off);
    await owner.fill("[name='terms.conditions.least']", least);
  }
  await send(owner, "form[action='/console/gifts']", "button.primary");
  await owner.waitForURL("**/console/gifts/gft_*");
}

/** A gift that carries a price or is only handed over, and so many of it on the shelf; its id. */
export async function makeStocked(server, owner, { name, each, pieces = "20" }) {
  await owner.goto(`${server.url}/console/gifts/new`);
  await owner.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
  await owner.check("[name=kind][value=reward]");
  await owner.fill("[name=name_en]", name);
  await owner.fill("[name=cost]", "6");
  await owner.fill("[name=per_member]", "0");
  if (each) {
    await owner.check("[name='terms.benefit'][value=price]");
    await owner.fill("[name='terms.benefit.each']", each);
  }
  await send(owner, "form[action='/console/gifts']", "button.primary");
  await owner.waitForURL("**/console/gifts/gft_*");
  const id = new URL(owner.url()).pathname.split("/").pop();
  await owner.fill("[name=pieces]", pieces);
  await send(owner, "form[action$='/stock']", "button.primary, button.plain");
  return id;
}

/** What everybody at the counter may give away by themselves in a week. */
export async function allow(server, owner, { name, gift, pieces }) {
  await owner.goto(`${server.url}/console/allowances/new`);
  await owner.fill("[name=name]", name);
  await owner.check("[name=budget][value=pieces]");
  await owner.fill("[name=pieces]", pieces);
  await owner.getByLabel(gift, { exact: true }).check();
  await send(owner, "form[action='/console/allowances']", "button.primary");
  await owner.waitForURL("**/console/allowances/alw_*");
}

/** What a keyboard-wedge scanner does: types the code into the counter's field and presses Enter. */
export async function scan(till, code) {
  await till.locator("[name=q]").first().fill(code);
  await Promise.all([till.waitForURL("**/counter?q=*"), till.locator("[name=q]").first().press("Enter")]);
}
