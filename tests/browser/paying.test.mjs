// A customer pays her orders on her phone; the provider is a double that forges, repeats itself and forgets
// to tell.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles, until } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const DOUBLE = new URL("../payments/double.py", import.meta.url).pathname;

/** A provider on this machine, and how to have it do things. */
async function provider(t) {
  const child = spawn("python3", [DOUBLE, "--now", String(Math.floor(Date.now() / 1000))]);
  t.after(() => child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const url = `http://127.0.0.1:${line.split(" ")[1]}`;
  process.env.REGULARS_STRIPE_URL = url;
  process.env.REGULARS_STRIPE_KEY = "sk_test_of_the_double";
  process.env.REGULARS_STRIPE_WEBHOOK_SECRET = "whsec_of_the_double";
  const tell = async (what, said) => {
    const answer = await fetch(`${url}/_/stripe/${what}`, { method: "POST", body: JSON.stringify(said) });
    return answer.json();
  };
  return { url, tell };
}

/** Puts two pieces into the basket and orders them; the address of the order. */
async function order(server, member) {
  await member.goto(`${server.url}/riverside/shop`);
  await member.locator(".goods a").first().click();
  await member.waitForURL("**/shop/products/prd_*");
  await member.fill("[name=quantity]", "2");
  await shop.send(member, "form[action='/riverside/shop/basket']");
  await shop.send(member, "form[action='/riverside/shop/orders']");
  await member.waitForURL("**/shop/orders/ord_*");
  return member.url();
}

/** Begins to pay the order that is shown, as far as the way to the provider; the payment's id. */
async function begin(double, member, look = async () => {}) {
  await look(member, "ways");
  await shop.send(member, "form[action$='/payments']");
  await member.waitForURL("**/shop/payments/pay_*");
  const go = member.locator("main a.button.primary");
  await until("the page shows where to pay", async () => {
    await member.reload();
    return (await go.count()) > 0;
  });
  assert.ok((await go.getAttribute("href")).startsWith(`${double.url}/pay/`));
  await look(member, "where");
  return /pay_[0-9A-Z]{26}/.exec(member.url())[0];
}

const stands = (page, words) =>
  until(`the page says ${words}`, async () => {
    await page.reload();
    return (await page.locator("main").innerText()).includes(words);
  }, async () => page.locator("main").innerText(), 60_000);

for (const [lang, dark, words] of [
  ["en", false, { counts: "It counts for your order", back: "given back", goods: "Strawberries" }],
  ["zh-CN", true, { counts: "已记到你的订单", back: "已退回", goods: "草莓" }],
]) {
  test(`orders are paid online, forged and doubled messages and all (${lang})`, TIMES, async (t) => {
    const double = await provider(t);
    const [server, browser] = [await serve(t), await open(t)];
    await double.tell("endpoint", { url: `${server.url}/api/payments/stripe/messages` });
    const [owner, look] = [await desk(browser, { lang, dark }), pictures(`paying-${lang}`)];
    const code = await shop.openShop(server, owner);
    await shop.givePin(server, owner, "Wang Li", shop.PIN);
    const till = await shop.pair(server, owner, browser, "phone", { lang, dark });
    await shop.stand(till, "Wang Li", shop.PIN);
    await owner.goto(`${server.url}/console/products/new`);
    await owner.locator("[name^=name_]").first().fill(words.goods);
    await owner.fill("[name=price]", "15");
    await shop.send(owner, "form[action='/console/products']", "button.primary");
    await owner.waitForURL("**/console/products/prd_*");
    await owner.fill("[name=pieces]", "40");
    await shop.send(owner, "form[action$='/stock']", "button.primary");

    const member = await phone(browser, { lang, dark });
    await shop.join(server, member, code, { name: "Ana Ruiz" });
    const first = await order(server, member);
    const paid = await begin(double, member, look);
    await fits(member);
    const told = await double.tell("pay", { payment: paid, times: 2 });
    assert.deepEqual(told.statuses.map(([status]) => status), [200, 200]);
    await stands(member, words.counts);
    await axe(member);
    await fits(member);
    await look(member, "paid");
    await member.goto(first);
    await look(member, "order-paid");
    const pass = (await member.locator(".order-pass .code").innerText()).trim();

    await order(server, member);
    const forged = await begin(double, member);
    const refused = await double.tell("pay", { payment: forged, key: "stranger" });
    assert.equal(refused.statuses[0][0], 401, "nobody else's signature is believed");
    await stands(member, words.counts);

    // Paid, and nobody told: the order is called off meanwhile, and the money goes back by itself.
    const last = await order(server, member);
    const late = await begin(double, member);
    await double.tell("pay", { payment: late, times: 0 });
    const id = /ord_[0-9A-Z]{26}/.exec(last)[0];
    await owner.goto(`${server.url}/console/orders/${id}`);
    await look(owner, "order-in-console");
    await owner.locator("confirm-dialog summary").first().click();
    await shop.send(owner, `form[action$='${id}/cancellation']`, "button.danger, button[type=submit]");
    await stands(member, words.back);
    await look(member, "given-back");

    await owner.goto(`${server.url}/console/payments`);
    await axe(owner);
    await look(owner, "payments");
    const day = new Date().toISOString().slice(0, 10);
    await owner.goto(`${server.url}/console/payments?day=${day}`);
    await axe(owner);
    await look(owner, "day");
    await owner.goto(`${server.url}/console/payments/${paid}`);
    await axe(owner);
    await look(owner, "payment");

    await till.goto(`${server.url}/counter`);
    await till.locator("[name=q]").first().fill(pass);
    await Promise.all([till.waitForURL("**/counter/orders/ord_*"), till.locator("[name=q]").first().press("Enter")]);
    await shop.send(till, "form[action$='/collection']", "button.primary");
    await till.waitForURL("**/receipt");
    for (const page of [owner, till, member]) assert.deepEqual(troubles(page), []);
  });
}
