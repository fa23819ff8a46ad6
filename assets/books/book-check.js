// Works out again what a page says of the shop's books: each line against its row, the rows against
// each other up to the last one, and both against what was noted before. The arithmetic is that of
// docs/ledger.md, and is short so that it can be read.
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16));
const eight = (number) => unhex(number.toString(16).padStart(16, "0"));
const sha = async (...parts) => {
  const all = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
};
const link = (before, row, at, root) => sha(before, eight(row), eight(at), root);

// The root above a leaf; each step uses up one hash of the path.
const root = async (leaf, place, lines, path) => {
  if (lines === 1) return leaf;
  let left = 1;
  while (left * 2 < lines) left *= 2;
  const beside = unhex(path.pop());
  return place < left
    ? sha([1], await root(leaf, place, left, path), beside)
    : sha([1], beside, await root(leaf, place - left, lines - left, path));
};

// What the proof's line says, if it is in the row of this hash.
const prove = async ({ line, place, lines, path, before, row, at, hash }) => {
  try {
    const leaf = await sha([0], new TextEncoder().encode(line));
    const found = await link(unhex(before), row, at, await root(leaf, place, lines, path));
    return hex(found) === hash ? JSON.parse(line) : {};
  } catch { return {}; }
};

// What is no answer is a page, which is no JSON: there is no verdict then.
const load = async (href) => (await fetch(href, { cache: "no-store" })).json();

customElements.define("book-check", class extends HTMLElement {
  connectedCallback() {
    this.key = "books " + this.dataset.org;
    this.check(this.dataset.most);
  }
  say(tone, what, fill = {}) {
    const said = this.querySelector("[role=status]");
    said.className = "verdict " + tone;
    said.lastChild.textContent = this.dataset[what].replace(/\{(\w+)\}/g, (_, name) => fill[name].toLocaleString(this.closest("[lang]").lang));
  }
  offer(what, act) {
    const button = this.querySelector("button");
    button.hidden = !act;
    button.textContent = this.dataset[what];
    button.onclick = act;
  }
  async check(most) {
    if (!crypto.subtle) return this.say("warn", "insecure");
    this.offer();
    this.say("plain", "checking");
    try { await this.run(most); } catch { this.say("warn", "unsure"); }
  }
  async run(most) {
    const { items, head } = await load(this.dataset.src);
    const [told, moves] = [new Map([[head.row, head.hash]]), {}];
    for (const proof of items) {
      const entry = await prove(proof);
      // What was only held has lines, too, and moved nothing.
      if (entry.kind !== "reserved") moves[entry.id] = entry.lines;
      told.set(proof.row, proof.hash);
    }
    if (!this.lines(moves)) return this.say("bad", "wrong");
    // What was noted: on paper, and by this browser when it last looked.
    const { row, hash } = this.dataset;
    const noted = [row && { row: +row, hash }, JSON.parse(localStorage[this.key] ?? null)].filter(Boolean);
    const wanted = [...told.keys(), ...noted.map((note) => note.row)];
    const low = Math.min(...wanted);
    const rows = head.row - low;
    if (rows > most) {
      this.offer("walk", () => this.check(Infinity));
      return this.say("plain", "far", { rows, size: Math.ceil(rows * 0.09) });
    }
    const seen = await this.walk(low, head.row, wanted);
    const lost = noted.find((note) => !seen[note.row]?.startsWith(note.hash));
    if (lost) {
      // What this browser keeps has its instant; a note on paper is not ours to forget.
      if (lost.at) this.offer("forget", () => {
        delete localStorage[this.key];
        this.check(most);
      });
      return this.say("bad", "lost", lost);
    }
    for (const [row, hash] of told) if (seen[row] !== hash) return this.say("bad", "broken", { row });
    this.say("good", noted[0] ? "noted" : "fits", noted[0]);
    localStorage[this.key] = JSON.stringify(head);
  }
  // Whether each line of the page says what its posting says, in a row that fits.
  lines(moves) {
    let all = true;
    for (const mark of this.querySelectorAll("[data-posting]")) {
      const { posting, account, amount } = mark.dataset;
      const [side, many] = amount < 0 ? ["from", -amount] : ["to", +amount];
      const fits = moves[posting]?.some((move) => move[side] === account && move.amount === many);
      mark.hidden = false;
      mark.className = "chip " + (fits ? "good" : "bad");
      mark.textContent = this.dataset[fits ? "right" : "off"];
      all &&= fits;
    }
    return all;
  }
  // The hashes of the wanted rows, each worked out from the row before it.
  async walk(low, high, wanted) {
    const seen = {};
    let [row, hash] = [low];
    do {
      const { before, rows } = await load(`${this.dataset.rows}?from=${row + 1}&to=${high}`);
      hash ??= unhex(seen[low] = before);
      if (!rows[0]) break;
      for (const [at, root] of rows) {
        hash = await link(hash, ++row, at, unhex(root));
        if (wanted.includes(row)) seen[row] = hex(hash);
      }
    } while (row < high);
    return seen;
  }
});
