// Products come from a file; a neighbour's door and a delivery zone are opened; a customer orders to both,
// and the neighbour hands over by the code on the other's phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FILES = {
  en: "code,name,category,price,unit,stock,bundle\nT1,Fruit bowl,Gifts,25.00,,,B1 x 2; P1\nB1,Strawberries,Fruit,15.00,500 g,40,\nP1,Pears,Fruit,7.50,kg,20,\nX1,No price,,,,,\n",
  "zh-CN": "编码,品名,分类,售价,规格,库存,套装\nT1,水果礼盒,礼品,25.00,,,B1 x 2; P1\nB1,草莓,水果,15.00,500 克,40,\nP1,梨,水果,7.50,公斤,20,\nX1,没有价格,,,,,\n",
};
const WORDS = {
  en: { point: "Mei's door, Garden Street", address: "Garden Street 3, second gate", zone: "Riverside" },
  "zh-CN": { point: "花园街美姐家", address: "花园街 3 号，第二个门", zone: "滨江一带" },
};

for (const [lang, dark] of [["en", false], ["zh-CN", true]]) {
  test(`an order goes to a neighbour's door and to one's own (${lang})`, TIMES, async (t) => {
    const [server, browser] = [await serve(t), await open(t)];
    const [owner, look] = [await desk(browser, { lang, dark }), pictures(`outlets-${lang}`)];
    const code = await shop.openShop(server, owner);
    const words = WORDS[lang];

    await owner.goto(`${server.url}/console/products/imports`);
    await axe(owner);
    await look(owner, "import");
    const file = { name: "fruit.csv", mimeType: "text/csv", buffer: Buffer.from(FILES[lang]) };
    await owner.setInputFiles("[name=file]", file);
    await shop.send(owner, "form[action='/console/products/imports']", "button.primary");
    await owner.waitForURL("**/imports/imp_*");
    await axe(owner);
    await look(owner, "columns");
    await shop.send(owner, "form[action$='/trial']", "button.primary");
    await axe(owner);
    await look(owner, "preview");
    assert.match(await owner.locator("main").innerText(), /X1/);
    await owner.locator("button[formaction$='/run']").first().click();
    await owner.waitForURL("**/imports/imp_*");
    await owner.waitForSelector("a[href$='/rejects']", { timeout: 20_000 });
    await look(owner, "imported");

    const [ana, mei] = [await phone(browser, { lang, dark }), await phone(browser, { lang, dark })];
    await shop.join(server, mei, code, { name: "Mei", number: shop.NUMBERS[lang] });
    await shop.join(server, ana, code, { name: "Ana Ruiz" });
    for (const kind of ["points", "zones"]) {
      await owner.goto(`${server.url}/console/outlets/${kind}/new`);
      await owner.fill("[name=name]", kind === "points" ? words.point : words.zone);
      for (const day of DAYS) await owner.fill(`[name=${day}]`, "10:00-12:00 x 5; 17:00-19:00 x 2");
      if (kind === "points") {
        await owner.fill("[name=address]", words.address);
        await owner.fill("[name=keeper]", shop.NUMBERS[lang]);
      } else {
        await owner.fill("[name=areas]", "2000\nRiverside");
        await owner.fill("[name=fee]", "8");
        await owner.fill("[name=free_from]", "100");
      }
      await axe(owner);
      await look(owner, `new-${kind}`);
      await shop.send(owner, "form[action='/console/outlets']", "button.primary");
      await owner.waitForURL("**/console/outlets/out_*");
      await axe(owner);
    }
    await owner.goto(`${server.url}/console/outlets`);
    await axe(owner);
    await look(owner, "outlets");

    for (const way of ["points", "delivery"]) {
      await ana.goto(`${server.url}/riverside/shop`);
      await ana.locator(".goods a").last().click();
      await ana.waitForURL("**/shop/products/prd_*");
      await shop.send(ana, "form[action='/riverside/shop/basket']", "button.primary");
      await ana.goto(`${server.url}/riverside/shop/basket`);
      await fits(ana);
      await look(ana, `basket-${way}`);
      await ana.locator(`a[href='/riverside/shop/${way}']`).click();
      await ana.waitForURL(`**/shop/${way}`);
      if (way === "delivery") {
        await look(ana, "postcode");
        await ana.fill("[name=postcode]", "200040");
        await Promise.all([ana.waitForURL("**postcode=200040"), ana.press("[name=postcode]", "Enter")]);
        await ana.fill("[name=address]", words.address);
        await ana.fill("[name=phone]", shop.NUMBERS[lang]);
      }
      await ana.locator("[name=slot]").first().check();
      await axe(ana);
      await fits(ana);
      await look(ana, `choose-${way}`);
      await shop.send(ana, `form[action='/riverside/shop/${way}']`, "button.primary");
      await ana.waitForURL("**/shop/orders/ord_*");
      await axe(ana);
      await fits(ana);
      await look(ana, `order-${way}`);
    }

    for (const at of [0, 1]) {
      await owner.goto(`${server.url}/console/outlets`);
      await owner.locator("main a[href*='/console/outlets/out_']").nth(at).click();
      await owner.waitForURL("**/console/outlets/out_*");
      const days = await owner.locator("main a[href*='?day=']:not([href*='/sheet'])").evaluateAll((all) => all.map((a) => a.href));
      for (const day of days) {
        await owner.goto(day);
        if (await owner.locator("form[action$='/readiness']").count()) break;
      }
      await axe(owner);
      await look(owner, `day-${at}`);
      await owner.locator("main a[href*='/sheet?day=']").first().click();
      await owner.waitForURL("**/sheet?day=*");
      await look(owner, `sheet-${at}`);
      await owner.goBack();
      await shop.send(owner, "form[action$='/readiness']", "button");
      if (at === 1) {
        await shop.send(owner, "form[action$='/departure']", "button");
        await look(owner, "on-the-way");
      }
    }

    await mei.goto(`${server.url}/riverside`);
    await mei.locator("a[href*='/riverside/points/out_']").click();
    await mei.waitForURL("**/points/out_*");
    await axe(mei);
    await fits(mei);
    await look(mei, "keeper");
    for (const page of [owner, ana, mei]) assert.deepEqual(troubles(page), []);
  });
}
