// Walks every page that links lead to, as one person, and asks the same of each: an answer, a title,
// one h1, labels, a language, little weight, no errors, room for a narrow phone, and no barrier for
// anybody, at both sizes, light and dark.

import { axe, troubles } from "./harness.mjs";

const PAGES_MAX = 300;
const HTML_MAX = 50 * 1024;
// Pages of one kind differ in data only: two of each are walked, and one is looked at by axe.
const OF_A_KIND_MAX = 2;
const SIZES = [{ width: 390, height: 844 }, { width: 1440, height: 900 }];
const NOT_PAGES = /^\/(api|assets|healthz|readyz|metrics)(\/|$)/;

/** Everything wrong on the pages reachable from `starts`, one line each, and how many were seen. */
export async function sweep(page, origin, starts, { lang = "en" } = {}) {
  const queue = starts.map((path) => ({ path, from: "the start" }));
  const met = new Set(starts);
  const kinds = new Map();
  const wrong = [];
  let seen = 0;
  while (queue.length > 0 && seen < PAGES_MAX) {
    const { path, from } = queue.shift();
    const times = (kinds.get(kind(path)) ?? 0) + 1;
    kinds.set(kind(path), times);
    if (times > OF_A_KIND_MAX) continue;
    seen += 1;
    const say = (what) => wrong.push(`${path} (from ${from}): ${what}`);

    const answer = await page.request.get(origin + path, { headers: { accept: "text/html", "accept-language": lang } });
    if (answer.status() !== 200) {
      say(`status ${answer.status()}`);
      continue;
    }
    if (!/^text\/html/.test(answer.headers()["content-type"] ?? "")) continue;
    const weight = (await answer.body()).length;
    if (weight > HTML_MAX) say(`${weight} bytes of HTML, at most ${HTML_MAX}`);

    troubles(page);
    await page.setViewportSize(SIZES[0]);
    await page.goto(origin + path, { waitUntil: "load" });
    for (const what of await page.evaluate(read, lang)) say(what);
    if (times === 1) {
      for (const what of await barriers(page)) say(what);
    }
    for (const trouble of troubles(page)) say(trouble);

    for (const next of await page.evaluate(links)) {
      if (met.has(next) || NOT_PAGES.test(next)) continue;
      met.add(next);
      queue.push({ path: next, from: path });
    }
  }
  return { seen, wrong };
}

async function barriers(page) {
  const found = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const at = `${size.width} px, ${colorScheme}`;
      await axe(page).catch((error) => found.push(`${at}: ${error.message}`));
    }
  }
  return found;
}

// `/console/members/mbr_01JD…` is of the kind `/console/members/mbr_…`, `?cursor=…` of its list.
function kind(path) {
  return path
    .replace(/([a-z]{2,4}_)[0-9A-Za-z]{26}/g, "$1…")
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
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) wrong.push(`${wide} px wider than a phone`);
  return wrong;
}

// Runs in the page: where its links lead, within the house.
function links() {
  return [...document.querySelectorAll("a[href]:not([download])")]
    .map((a) => new URL(a.href, location))
    .filter((to) => to.origin === location.origin)
    .map((to) => to.pathname + to.search);
}
