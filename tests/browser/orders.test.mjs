// A customer orders on her phone: looks through the shelves, fills a basket, orders, is packed for, shows her
// code at the counter, and has bought something.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 120_000 };
const GOODS = {
  en: [["Strawberries, 500 g", "Fruit", "15"], ["Double cream from Hill Farm", "Dairy", "8"], ["Sourdough loaf", "Bread", "22"]],
  "zh-CN": [["草莓 500 克", "水果", "15"], ["山坡农场鲜奶油", "乳品", "8"], ["酸面包", "面包", "22"]],
  es: [["Fresas, 500 g", "Fruta", "15"], ["Nata de la granja de la colina", "Lácteos", "8"], ["Pan de masa madre", "Pan", "22"]],
};

for (const [lang, size, dark] of [["en", "desk", false], ["zh-CN", "phone", true], ["es", "phone", false]]) {
  test(`an order is placed, packed and handed over (${lang}, counter on a ${size})`, TIMES, async (t) => {
    const [server, browser] = [await serve(t), await open(t)];
    const [owner, look] = [await desk(browser, { lang, dark }), pictures(`orders-${lang}`)];
    const code = await shop.openShop(server, owner);
    await shop.givePin(server, owner, "Wang Li", shop.PIN);
    const till = await shop.pair(server, owner, browser, size, { lang, dark });
    await shop.stand(till, "Wang Li", shop.PIN);

    await owner.goto(`${server.url}/console/products`);
    await look(owner, "no-products");
    for (const [at, [name, category, price]] of GOODS[lang].entries()) {
      await owner.goto(`${server.url}/console/products/new`);
      await owner.locator("[name^=name_]").first().fill(name);
      await owner.fill("[name=price]", price);
      await owner.fill("[name=category]", category);
      if (at === 0) await look(owner, "new-product");
      await shop.send(owner, "form[action='/console/products']", "button.primary");
      await owner.waitForURL("**/console/products/prd_*");
      if (at === 2) continue;
      await owner.fill("[name=pieces]", at === 0 ? "40" : "3");
      await shop.send(owner, "form[action$='/stock']", "button.primary");
    }
    await axe(owner);
    await look(owner, "product");
    await owner.goto(`${server.url}/console/products`);
    await axe(owner);
    await look(owner, "products");

    const member = await phone(browser, { lang, dark });
    await shop.join(server, member, code, { name: "Ana Ruiz" });
    await member.goto(`${server.url}/riverside/shop`);
    await axe(member);
    await fits(member);
    await look(member, "shop");
    for (const [name] of GOODS[lang].slice(0, 2)) {
      await member.goto(`${server.url}/riverside/shop`);
      await member.locator(".goods a", { hasText: name }).click();
      await member.waitForURL("**/shop/products/prd_*");
      await member.fill("[name=quantity]", "2");
      await look(member, "product-on-phone");
      await shop.send(member, "form[action='/riverside/shop/basket']", "button.primary");
    }
    await axe(member);
    await fits(member);
    await look(member, "basket");
    await shop.send(member, "form[action='/riverside/shop/orders']", "button.primary");
    await member.waitForURL("**/shop/orders/ord_*");
    await axe(member);
    await fits(member);
    await look(member, "order");
    const pass = (await member.locator(".order-pass .code").innerText()).trim();
    await member.goto(`${server.url}/riverside`);
    await look(member, "home");

    await owner.goto(`${server.url}/console/orders`);
    await axe(owner);
    await look(owner, "orders");
    await owner.goto(`${server.url}/console/orders/picking`);
    await owner.locator("main a[href*='/sheet']").first().click();
    await owner.waitForURL("**/picking/sheet?store=*");
    await look(owner, "pick-list");
    await owner.goto(`${server.url}/console/orders?state=reserved`);
    await owner.locator("main a[href*='/console/orders/ord_']").first().click();
    await owner.waitForURL("**/console/orders/ord_*");
    await axe(owner);
    await look(owner, "order-in-console");
    await shop.send(owner, "form[action$='/readiness']", "button.primary");

    await till.goto(`${server.url}/counter`);
    await till.locator("[name=q]").first().fill(pass);
    await Promise.all([till.waitForURL("**/counter/orders/ord_*"), till.locator("[name=q]").first().press("Enter")]);
    await axe(till);
    await fits(till);
    await look(till, "counter");
    await shop.send(till, "form[action$='/collection']", "button.primary");
    await till.waitForURL("**/receipt");
    await look(till, "handed-over");

    await member.goto(`${server.url}/riverside/shop/orders`);
    await fits(member);
    await look(member, "my-orders");
    await owner.goto(`${server.url}/console/orders?state=collected`);
    assert.match(await owner.locator("main").innerText(), new RegExp(pass));
    for (const page of [owner, till, member]) assert.deepEqual(troubles(page), []);
  });
}
