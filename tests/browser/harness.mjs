// What every story needs: the real program on a fresh data folder, and people with real browsers.
//
//   const shop = await serve(t);                  stopped and removed when the test `t` ends
//   const shop = await serve(t, { command: ["rehearse"] });    its clock goes by shop.ahead("+30d")
//   const browser = await open(t);
//   const page = await phone(browser, { lang: "zh-CN", dark: true });
//
// Every wait has an end; nothing but loopback can be reached.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const TOP = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(TOP, "target"), "debug/regulars");
const PICTURES = join(TOP, "target/pictures");
// Enough for two slow cores that do other things besides.
const PATIENCE_MS = 20_000;

// A story that failed may have left something behind that keeps the process: the others do not wait for it.
after(() => {
  setTimeout(() => {
    console.error("something of this story is still running, 20 s after its end");
    process.exit(1);
  }, 20_000).unref();
});

/** A folder that goes when the process does: after everything that may still write into it. */
export function scratch(name) {
  const path = mkdtempSync(join(tmpdir(), `regulars-${name}-`));
  process.on("exit", () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/** Starts `regulars serve` (or another command that serves) and waits until it is ready. */
export async function serve(t, { command = ["serve"], data, patience = PATIENCE_MS } = {}) {
  assert.ok(existsSync(PROGRAM), "build it first: cargo build -p regulars");
  const folder = data ?? scratch("story");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const listen = ["--data", folder, "--listen", `127.0.0.1:${port}`];
  const child = spawn(PROGRAM, [...command, ...listen], { cwd: folder });
  let said = "";
  child.stdout.on("data", (bytes) => (said += bytes));
  child.stderr.on("data", (bytes) => (said += bytes));

  const server = {
    url,
    data: folder,
    /** Moves the clock of a rehearsal: `+30d`, `+2h`, `2027-03-01`. Back when all that was due is done. */
    ahead: async (line) => {
      const before = said.length;
      child.stdin.write(`${line}\n`);
      const moved = () => /^it is (\S+)$/m.exec(said.slice(before))?.[1];
      await until(`the clock goes ${line}`, async () => moved(), () => said.slice(before), 60_000);
      return moved();
    },
    said: () => said,
    /** As if somebody pulled the plug. */
    kill: async () => assert.ok(await ended(child, "SIGKILL"), "the server does not end"),
    stop: async () => {
      if (await ended(child, "SIGTERM")) return;
      assert.ok(await ended(child, "SIGKILL"), "the server does not end");
    },
  };
  t.after(() => server.stop());
  await until(`ready at ${url}`, async () => {
    assert.equal(child.exitCode, null, `the server ended by itself:\n${said}`);
    return fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
  }, () => said, patience);
  return server;
}

/** Runs a command of the program to its end: what it printed. */
export async function regulars(...words) {
  const child = spawn(PROGRAM, words);
  let out = "";
  child.stdout.on("data", (bytes) => (out += bytes));
  child.stderr.on("data", (bytes) => (out += bytes));
  const code = await Promise.race([new Promise((end) => child.on("close", end)), sleep(60_000, "no end", { ref: false })]);
  assert.equal(code, 0, `regulars ${words.join(" ")}: ${code}\n${out}`);
  return out;
}

/** The one-time link that `serve` prints while there is no org. */
export async function firstStartLink(server) {
  const token = () => /\/setup\/[\w-]+/.exec(server.said())?.[0];
  await until("a line with /setup/<token>", async () => token(), server.said);
  return server.url + token();
}

/** Debian's Chromium, that can reach nothing but loopback. */
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  ],
};

/** Chromium with a profile of its own. */
export async function open(t) {
  const browser = await chromium.launch(CHROMIUM);
  t.after(() => browser.close());
  return browser;
}

/** A page on a phone of a usual size. */
export const phone = (browser, how = {}) =>
  person(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 }, how);

/** A page on a desk. */
export const desk = (browser, how = {}) =>
  person(browser, { viewport: { width: 1440, height: 900 } }, how);

/** A phone whose browser runs no scripts. */
export const withoutJavaScript = (browser, how = {}) => phone(browser, { ...how, javaScript: false });

// One person: their own cookies; what went wrong on their pages is kept for `troubles`.
async function person(browser, device, { lang = "en", dark = false, javaScript = true, agent, cookies } = {}) {
  const context = await browser.newContext({
    ...device,
    locale: lang,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    javaScriptEnabled: javaScript,
    storageState: cookies,
    ...(agent && { userAgent: agent }),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const found = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => found.push(`${page.url()}: ${error}`));
    page.on("console", (line) => {
      if (line.type() === "error") found.push(`${page.url()}: ${line.text()}`);
    });
  });
  const page = await context.newPage();
  page.troubles = found;
  return page;
}

/** Errors of scripts, of the console and of the content security policy so far; forgets them. */
export const troubles = (page) => page.troubles.splice(0);

/** The words of the toast or notice that is shown. */
export async function toast(page) {
  const notice = page.locator("[role=status], [role=alert]").filter({ hasText: /\S/ }).first();
  await notice.waitFor({ state: "visible" });
  return (await notice.innerText()).trim();
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Fails on any accessibility violation, with a list that can be acted on. `rules` narrows it, `leave`
 * takes out what its selectors find.
 */
export async function axe(page, { rules, leave = [] } = {}) {
  // Without frames of other houses nothing has to be gathered on a page of its own.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  for (const selector of leave) builder.exclude(selector);
  const { violations } = await (rules ? builder.withRules(rules) : builder.withTags(RULES)).analyze();
  const list = violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target, failureSummary }) => `  ${target.join(" ")}\n  ${failureSummary}`);
    return `${id}: ${help} (${nodes.length})\n${where.join("\n")}`;
  });
  if (list.length > 0) assert.fail(`${page.url()}\n${list.join("\n")}`);
}

/** Fails if the page is wider than the screen, with the element that sticks out furthest. */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= screen) return "";
    const right = (element) => element.getBoundingClientRect().right;
    const out = [...document.body.querySelectorAll("*")].filter((element) => right(element) > screen + 0.5);
    const worst = out.sort((a, b) => right(b) - right(a)).slice(0, 3);
    const shown = worst.map((element) => element.cloneNode(false).outerHTML.slice(0, 160));
    return `${document.documentElement.scrollWidth - screen} px wider than the screen: ${shown.join(" ")}`;
  });
  assert.equal(wide, "", page.url());
}

/** Bytes of the page's own HTML, before any compression. */
export async function pageWeight(page) {
  const answer = await page.request.get(page.url(), { headers: { accept: "text/html" } });
  return (await answer.body()).length;
}

/** Takes numbered pictures of a story: `const look = pictures("joining"); await look(page, "form")`. */
export function pictures(story) {
  let number = 0;
  return async (page, name) => {
    mkdirSync(join(PICTURES, story), { recursive: true });
    number += 1;
    const path = join(PICTURES, story, `${String(number).padStart(2, "0")}-${name}.png`);
    await page.screenshot({ path, fullPage: true });
  };
}

/** Waits until `done` says something true, twenty seconds unless more is granted. */
export async function until(what, done, context = () => "", patience = PATIENCE_MS) {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
    if (await done()) return;
  }
  assert.fail(`never: ${what}\n${await context()}`);
}

async function ended(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  const end = new Promise((gone) => child.once("exit", () => gone(true)));
  child.kill(signal);
  return Promise.race([end, sleep(PATIENCE_MS, false, { ref: false })]);
}

function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer().on("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
