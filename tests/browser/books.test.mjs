// A member's own browser holds their lines against the shop's books: it says so when they fit, and
// which do not when somebody changed something on the way.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, desk, fits, open, phone, pictures, serve, troubles, until, withoutJavaScript } from "./harness.mjs";
import * as shop from "./shop.mjs";

const TIMES = { timeout: 60_000 };
const WORDS = {
  en: { fits: /line is in the books, and they hold together/, right: "checked", off: "does not fit", wrong: /Something does not fit/, noted: /is still what was noted/ },
  "zh-CN": { fits: /1 条记录都在账本里/, right: "已核对", off: "对不上", wrong: /有对不上的地方/, noted: /之前记下的第 \d+ 行没有变/ },
  es: { fits: /Tu movimiento está en los libros/, right: "comprobado", off: "no cuadra", wrong: /Algo no cuadra/, noted: /sigue como se anotó/ },
};

const ends = [];
let server, browser, code;

before(async () => {
  const whole = { after: (end) => ends.push(end) };
  [server, browser] = [await serve(whole), await open(whole)];
  code = await shop.openShop(server, await desk(browser));
}, TIMES);

after(async () => {
  for (const end of ends.reverse()) await end();
});

const PROOF = () => `${server.url}/riverside/wallet/proof`;

/** Somebody who joined just now: one line, the gift they came in for. */
async function joined(how = {}) {
  const member = await phone(browser, how);
  await shop.join(server, member, code, { name: "Ana Ruiz" });
  return member;
}

/** What the browser found out, once it has. */
async function verdict(member) {
  const said = member.locator("book-check [role=status]");
  await until("a verdict", async () => /verdict (good|bad|warn)/.test(await said.getAttribute("class")));
  return said.innerText();
}

/** Changes what the shop answers at addresses that match. */
const tamper = (member, address, change) =>
  member.route(address, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  });

/** The same JSON with one place changed by hand. */
const json = (change) => (text) => {
  const read = JSON.parse(text);
  change(read);
  return JSON.stringify(read);
};

for (const lang of ["en", "zh-CN", "es"]) {
  test(`a member checks their statement, and sees what does not fit (${lang})`, TIMES, async () => {
    const [look, words] = [pictures(`books-${lang}`), WORDS[lang]];
    const member = await joined({ lang });
    await member.goto(`${server.url}/riverside/wallet/statement`);
    await member.locator("main a[href='/riverside/wallet/proof']").click();
    await member.waitForURL("**/wallet/proof");
    assert.match(await verdict(member), words.fits);
    assert.deepEqual(await member.locator("[data-posting]").allInnerTexts(), [words.right]);
    await fits(member);
    await axe(member);
    await look(member, "fits");

    // The next time it leads on from what the browser noted.
    await member.reload();
    assert.match(await verdict(member), words.noted);
    assert.deepEqual(troubles(member), []);

    // One more ticket than the books say.
    await tamper(member, "**/proof.json*", json((file) => {
      file.items[0].line = file.items[0].line.replace('"amount":1', '"amount":2');
    }));
    await member.reload();
    assert.match(await verdict(member), words.wrong);
    assert.deepEqual(await member.locator("[data-posting]").allInnerTexts(), [words.off]);
    await fits(member);
    await axe(member);
    await look(member, "does-not-fit");
  });
}

test("every number and every hash of a proof counts", TIMES, async () => {
  const member = await joined();
  const flip = (text) => (text[0] === "0" ? "1" : "0") + text.slice(1);
  const changes = {
    row: (proof) => (proof.row += 1),
    at: (proof) => (proof.at += 1),
    place: (proof) => (proof.place += 1),
    line: (proof) => (proof.line += " "),
    path: (proof) => (proof.path[0] = flip(proof.path[0])),
    shorter: (proof) => proof.path.pop(),
    before: (proof) => (proof.before = flip(proof.before)),
    hash: (proof) => (proof.hash = flip(proof.hash)),
  };
  for (const [name, change] of Object.entries(changes)) {
    await tamper(member, "**/proof.json*", json((file) => change(file.items[0])));
    await member.goto(PROOF());
    assert.match(await verdict(member), WORDS.en.wrong, name);
    await member.unroute("**/proof.json*");
  }
  await tamper(member, "**/proof.json*", json((file) => file.items.pop()));
  await member.goto(PROOF());
  assert.match(await verdict(member), WORDS.en.wrong, "left out");
  await member.unroute("**/proof.json*");

  // The page itself says more than the books.
  await tamper(member, "**/wallet/proof", (page) => page.replace('data-amount="1"', 'data-amount="3"'));
  await member.goto(PROOF());
  assert.match(await verdict(member), WORDS.en.wrong, "the page");
});

test("another history is found out by what leads to the head and by what was noted", TIMES, async () => {
  const member = await joined();
  const rewritten = json(({ rows }) => rows.length && (rows.at(-1)[1] = "00".repeat(32)));
  await tamper(member, "**/books/rows*", rewritten);
  // Something happens behind the member's row, so that there is a way to walk.
  await joined();
  await member.goto(PROOF());
  assert.match(await verdict(member), /do not hold together at row \d+/);
  await member.unroute("**/books/rows*");

  // On paper: the row with another beginning than the books have, and then the right one.
  const head = await (await member.request.get(`${server.url}/riverside/books.json`)).json();
  await member.goto(`${server.url}/riverside/books?row=${head.row}&hash=${"0".repeat(16)}`);
  await member.getByText("has another fingerprint now").waitFor();
  await axe(member);
  await fits(member);
  await member.goto(`${PROOF()}?row=${head.row}&hash=${"0".repeat(16)}`);
  assert.match(await verdict(member), /is not what was noted before/);
  await member.goto(`${server.url}/riverside/books`);
  await member.fill("[name=row]", String(head.row));
  await member.fill("[name=hash]", head.hash.slice(0, 16).match(/.{4}/g).join(" "));
  await member.locator("form[action='/riverside/books'] button").click();
  await member.getByText("is still what you noted").waitFor();
  await axe(member);
  await member.locator("main a[href*='/wallet/proof?row=']").click();
  await member.waitForURL("**/wallet/proof?row=*");
  assert.match(await verdict(member), WORDS.en.noted);

  // The books as they were before the browser last looked: shorter than what it noted.
  await joined();
  await member.goto(PROOF());
  assert.match(await verdict(member), WORDS.en.noted);
  await tamper(member, "**/proof.json*", json((file) => Object.assign(file.head, { row: head.row, hash: head.hash })));
  await member.goto(PROOF());
  assert.match(await verdict(member), /is not what was noted before/);
  await fits(member);
  await axe(member);
  await member.getByRole("button", { name: "Forget what this browser noted" }).click();
  await member.getByText("hold together up to the last row").waitFor();
  assert.match(await verdict(member), WORDS.en.fits);
});

test("a long way is walked when it is asked for, and no answer is no verdict", TIMES, async () => {
  const member = await joined();
  await joined();
  await tamper(member, "**/wallet/proof", (page) => page.replace(/data-most="\d+"/, 'data-most="0"'));
  await member.goto(PROOF());
  const walk = member.locator("book-check button");
  await walk.waitFor();
  assert.match(await member.locator("book-check [role=status]").innerText(), /is in its row of the books.* \d+ rows?, about 1 KB/s);
  await walk.click();
  assert.match(await verdict(member), WORDS.en.fits);
  await member.unroute("**/wallet/proof");

  for (const none of [(route) => route.abort(), (route) => route.fulfill({ status: 429, body: "<h1>Too many</h1>" })]) {
    await member.route("**/books/rows*", none);
    await member.goto(PROOF());
    assert.match(await verdict(member), /could not be checked just now/);
  }
});

test("without JavaScript the page says how it can be done by hand, and the head can be noted", TIMES, async () => {
  const member = await withoutJavaScript(browser);
  await shop.join(server, member, code, { name: "Ana Ruiz" });
  await member.goto(PROOF());
  assert.match(await member.locator("book-check").innerText(), /worked out by hand/);
  const [file] = await Promise.all([member.waitForEvent("download"), member.locator("a[download='proof.json']").click()]);
  assert.equal(file.suggestedFilename(), "proof.json");
  await member.locator("main a[href='/riverside/books']").click();
  await member.locator("main a[href*='/books/slip']").click();
  await member.getByRole("heading", { name: /Row \d+ of the books/ }).waitFor();
  await pictures("books-slip")(member, "slip");
  assert.deepEqual(troubles(member), []);
});
