// A host offers goods to a chat, pastes what it wrote, mends what is unclear, and takes the orders; the longer
// list changes what changed; the counter hands one over by its code.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 180_000 };
const FILE = "code,name,category,price,unit,stock\nB1,Strawberries,Fruit,15.00,box,10\nE1,Eggs,Dairy,18.00,tray,6\n";
const WORDS = {
  en: {
    first: "1. Chen Mei, 2 boxes of strawberries\n2. Li 1 tray of eggs\n3. Ana, the usual\nsee you all",
    mended: "3. Ana, eggs x2",
    then: "1. Chen Mei, 2 -> 3 strawberries\n2. Li 1 tray of eggs\n3. Ana, eggs x2\n4. Bo, 9 eggs",
  },
  "zh-CN": {
    first: "#接龙\n1、陈美，草莓2盒\n② 老李 鸡蛋一盘\n3. 小安 老样子\n大家再见",
    mended: "3. 小安 鸡蛋两盘",
    then: "1、陈美，草莓2盒改3盒\n② 老李 鸡蛋一盘\n3. 小安 鸡蛋两盘\n4. 阿波 鸡蛋9盘",
  },
};
const CALLED = { Strawberries: ["strawberries, 草莓", "box, 盒"], Eggs: ["eggs, 鸡蛋", "tray, 盘"] };

for (const [lang, dark, size] of [["en", false, desk], ["zh-CN", true, phone]]) {
  test(`a chat's list becomes orders (${lang})`, TIMES, async (t) => {
    const [server, browser] = [await serve(t), await open(t)];
    const [owner, look] = [await size(browser, { lang, dark }), pictures(`lists-${lang}`)];
    await shop.openShop(server, owner);
    await owner.goto(`${server.url}/console/products/imports`);
    const file = { name: "goods.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) };
    await owner.setInputFiles("[name=file]", file);
    await shop.send(owner, "form[action='/console/products/imports']", "button.primary");
    await owner.waitForURL("**/imports/imp_*");
    await shop.send(owner, "form[action$='/trial']", "button.primary");
    await owner.locator("button[formaction$='/run']").first().click();
    await owner.waitForURL("**/imports/imp_*");

    await owner.goto(`${server.url}/console/order-lists`);
    await axe(owner);
    await look(owner, "none");
    await owner.goto(`${server.url}/console/order-lists/new`);
    await owner.fill("[name=name]", "Saturday market");
    await owner.selectOption("[name=lang]", lang);
    for (const [name, [words, units]] of Object.entries(CALLED)) {
      const one = owner.locator(".offered-one", { hasText: name });
      await one.locator("[name=goods]").check();
      await one.locator("[name^='names.']").fill(words);
      await one.locator("[name^='units.']").fill(units);
    }
    await axe(owner);
    await fits(owner);
    await look(owner, "form");
    await shop.send(owner, "form[action='/console/order-lists']", "button.primary");
    await owner.waitForURL("**/console/order-lists/orl_*");
    assert.match(await owner.locator(".chat-text").innerText(), /▸ Saturday market/);

    // Four lines: two are clear, one says what nobody can know, one is no order.
    await owner.fill("[name=text]", WORDS[lang].first);
    await shop.send(owner, "form[action$='/readings']", "button.primary");
    assert.equal(await owner.locator(".paper .clear").count(), 2);
    assert.equal(await owner.locator(".paper .unclear").count(), 2);
    await axe(owner);
    await fits(owner);
    await look(owner, "read");
    const fix = owner.locator("[name^='fix.']");
    await fix.nth(0).fill(WORDS[lang].mended);
    await fix.nth(1).fill("");
    await shop.send(owner, "form[action$='/readings']", "button.plain");
    assert.equal(await owner.locator(".paper .clear").count(), 3);
    await owner.locator("button[formaction$='/confirmations']").click();
    await owner.waitForURL(/order-lists\/orl_[^/]*$/);
    assert.equal(await owner.locator(".list-orders li").count(), 3);
    await axe(owner);
    await fits(owner);
    await look(owner, "taken");

    // The longer list: one line is another, one is new and does not fit.
    await owner.fill("[name=text]", WORDS[lang].then);
    await shop.send(owner, "form[action$='/readings']", "button.primary");
    await look(owner, "longer");
    await owner.locator("button[formaction$='/confirmations']").click();
    await owner.waitForSelector("[role=alert]");
    assert.match(await owner.locator("[role=alert]").innerText(), /Bo|阿波/);
    await look(owner, "short");
    const list = (await owner.url()).split("/confirmations")[0];
    await owner.goto(`${list}/sheet`);
    assert.equal(await owner.locator(".picking section").count(), 3);
    await look(owner, "sheet");
    // The answer that named what did not fit is no trouble of the page's.
    const unmeant = troubles(owner).filter((said) => !/422/.test(said));
    assert.deepEqual(unmeant, []);
  });
}
