// Walks every page that links lead to, as one person, and asks the same of each: an answer, a title,
// one h1, labels, a language, little weight, no errors, room for a narrow phone, and no barrier for
// anybody, at both sizes, light and dark.

import { axe, fits, troubles } from "./harness.mjs";

const PAGES_MAX = 300;
const HTML_MAX = 50 * 1024;
// Pages of one kind differ in data only: two of each are walked, with every filter, and axe looks at
// the first.
const OF_A_KIND_MAX = 2;
const SIZES = [{ width: 390, height: 844 }, { width: 1440, height: 900 }];
// What else axe asks is the same in the dark.
const OF_COLOR = ["color-contrast", "link-in-text-block"];
// Rows of a table differ in data only: of each table axe looks at the first six. A page that is shown
// inside another is walked by itself.
const ELSEWHERE = ["tbody > tr:nth-child(n+7)", "iframe"];
const NOT_PAGES = /^\/(api|assets|healthz|readyz|metrics)(\/|$)/;
// Pictures, which take their time.
const DRAWN = /\.(png|svg)(\?|$)/;
// The same page in another language or light, which the person would keep.
const OTHER_CHOICE = /[?&](lang|theme)=/;

/**
 * Everything wrong on the pages reachable from `starts`, one line each, how many were seen and at how
 * many axe looked. `look: "structure"` asks all but axe; `stay` keeps to paths that match; `brief`
 * walks one page of each kind, without its filters, where somebody else walked them all. Sweeps that
 * share `known` look once at a page that is built the same for several people.
 */
export async function sweep(page, origin, starts, how = {}) {
  const { lang = "en", look = "all", stay = /^/, brief = false, known = new Set() } = how;
  const queue = starts.map((path) => ({ path, from: "the start" }));
  const met = new Set(starts);
  const kinds = new Map();
  const barred = new Set();
  const wrong = [];
  let seen = 0;
  let looked = 0;
  await page.setViewportSize(SIZES[0]);
  while (queue.length > 0 && seen < PAGES_MAX) {
    const { path, from } = queue.shift();
    const bare = kind(path).replace(/\?.*/, "");
    const sort = brief ? bare : kind(path);
    const times = (kinds.get(sort) ?? 0) + 1;
    kinds.set(sort, times);
    if (times > (brief ? 1 : OF_A_KIND_MAX)) continue;
    const say = (what) => wrong.push(`${path} (from ${from}): ${what}`);

    troubles(page);
    const answer = await visit(page, origin + path);
    if (answer.status !== 200) say(`status ${answer.status}`);
    if (answer.status !== 200 || !answer.page) {
      troubles(page);
      continue;
    }
    seen += 1;
    if (answer.weight > HTML_MAX) say(`${answer.weight} bytes of HTML, at most ${HTML_MAX}`);
    // Paper and previews are in the language of who will read them.
    const spoken = /[?&](?:paper|lang_of)=([\w-]+)/.exec(path)?.[1] ?? lang;
    for (const what of await page.evaluate(read, spoken)) say(what);
    await fits(page).catch((error) => say(error.message));
    const next = await page.evaluate(links);
    if (look === "all" && first(barred, bare) && first(known, `${bare} ${await page.evaluate(build)}`)) {
      looked += 1;
      for (const what of await barriers(page)) say(what);
    }
    for (const trouble of troubles(page)) say(trouble);

    for (const to of next) {
      if (met.has(to) || NOT_PAGES.test(to) || OTHER_CHOICE.test(to) || !stay.test(to)) continue;
      met.add(to);
      queue.push({ path: to, from: path });
    }
  }
  return { seen, looked, wrong };
}

// Goes there; what is no page (a table as CSV, a picture) is asked for without leaving this one.
async function visit(page, url) {
  let answer;
  if (DRAWN.test(url)) {
    answer = await page.request.get(url, { timeout: 30_000 });
    return { status: answer.status(), page: false };
  }
  try {
    answer = await page.goto(url, { waitUntil: "load", timeout: 30_000 });
  } catch (error) {
    if (!/download|ERR_ABORTED|ERR_HTTP_RESPONSE_CODE_FAILURE/i.test(error.message)) throw error;
    answer = await page.request.get(url);
    return { status: answer.status(), page: false };
  }
  const kind = answer.headers()["content-type"] ?? "";
  return { status: answer.status(), page: kind.startsWith("text/html"), weight: (await answer.body()).length };
}

// Whether this is met for the first time.
function first(met, what) {
  const fresh = !met.has(what);
  met.add(what);
  return fresh;
}

async function barriers(page) {
  const found = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const at = `${size.width} px, ${colorScheme}`;
      const rules = colorScheme === "dark" ? OF_COLOR : undefined;
      await axe(page, { rules, leave: ELSEWHERE }).catch((error) => found.push(`${at}: ${error.message}`));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(SIZES[0]);
  return found;
}

// `/console/members/mbr_01JD…` is of the kind `/console/members/mbr_…`, `?cursor=…` of its list.
function kind(path) {
  return path
    .replace(/([a-z]{2,4}_)[0-9A-Za-z]{26}/g, "$1…")
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, "/…")
    .replace(/\/(j|p|tickets|codes|figures|playbooks)\/[\w-]+/g, "/$1/…")
    .replace(/\/\d[\w-]*/g, "/…")
    .replace(/=[^&]*/g, "=…");
}

// Runs in the page: what is wrong with it.
function read(lang) {
  const wrong = [];
  const h1 = document.querySelectorAll("h1").length;
  if (h1 !== 1) wrong.push(`${h1} h1`);
  if (!document.title.trim()) wrong.push("no title");
  if (document.documentElement.lang !== lang) wrong.push(`lang is "${document.documentElement.lang}", not "${lang}"`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const labelled = field.labels?.length || field.ariaLabel || field.getAttribute("aria-labelledby");
    const button = ["submit", "button", "image", "reset"].includes(field.type);
    if (!labelled && !button) wrong.push(`no label for ${field.name || field.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}

// Runs in the page: how it is built, without its words: elements, their classes and states, with
// neighbours that are alike told once. The rail is left out: it is the widest person's with some taken
// away.
function build() {
  const STATES = ["aria-current", "aria-label", "disabled", "hidden", "href", "open", "role", "type"];
  const told = (element) => {
    const states = STATES.filter((name) => element.hasAttribute(name)).join(" ");
    const inside = [...element.children].map(told);
    const alike = inside.filter((one, at) => one !== inside[at - 1]);
    return `${element.localName}.${element.className.baseVal ?? element.className}[${states}](${alike.join()})`;
  };
  return told(document.querySelector("main") ?? document.body);
}

// Runs in the page: where its links lead, within the house.
function links() {
  return [...document.querySelectorAll("a[href]:not([download]), iframe[src]")]
    .map((link) => new URL(link.href ?? link.src, location))
    .filter((to) => to.origin === location.origin)
    .map((to) => to.pathname + to.search);
}
