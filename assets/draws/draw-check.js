// Checks draws and packets in the browser, as docs/fair-draws.md specifies, with what the browser has.
// verify(proof, receipt) takes bytes and answers { code, signatures, proof }: "ok" or the fault's code;
// whether signatures could be checked; the file's content when it is proven. Nothing is fetched or sent.
const QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const [GENESIS, PERIOD] = [1692803367, 3];
const [PROOF_BYTES, RECEIPT_BYTES] = [64 << 20, 64 << 10];
const [ENTRIES, RFC_ENTRIES, TICKETS] = [200_000, 65_535, 1_000_000];
const [PRIZES, PIECES, REROLLS, WINS] = [1_000, 100_000, 10_000, 1_000];
const [SOURCES, VALUE_BYTES, TIME, TITLE_BYTES] = [16, 64, 1e12, 200];
const [SHARES, AMOUNT] = [10_000, 1e12];

class Fault extends Error {}
const demand = (holds, code) => { if (!holds) throw new Fault(code); };

// Bytes and statements.
const encode = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => text === null ? null
  : Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
const join = (pieces) => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const u64 = (number) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
};
const part = (value) => {
  const bytes = value === null ? new Uint8Array()
    : typeof value === "string" ? encode(value)
    : typeof value === "number" ? u64(value) : value;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return join([length, bytes]);
};
const statement = (tag, parts) => sha256(join([encode(`regulars fair 1 ${tag}\n`)].concat(parts.map(part))));
const hmac = async (secret) => {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return async (message) => new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
};
const compare = (one, other) => {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
};

// Ed25519, where the browser has it: otherwise every signature passes and the answer says so.
const knowsSignatures = async () => {
  try {
    await crypto.subtle.importKey("raw", unhex("58" + "66".repeat(31)), "Ed25519", false, ["verify"]);
    return true;
  } catch { return false; }
};
// The heights of points of small order, whose keys would fit what nobody signed.
const SMALL = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];
const isStrong = (key) => {
  const height = unhex(key).reverse();
  height[0] &= 0x7f;
  const said = hex(height);
  return said < "7" + "f".repeat(61) + "ed" && !SMALL.includes(hex(height.reverse()));
};
const signer = (known) => async (key, message, signature) => {
  if (!isStrong(key)) return false;
  if (!known) return true;
  try {
    const imported = await crypto.subtle.importKey("raw", unhex(key), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, unhex(signature), message);
  } catch { return false; }
};

// MD5, RFC 1321: only for draws by RFC 3797; browsers do not offer it.
const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const SINES = Array.from({ length: 64 }, (_, at) => Math.floor(2 ** 32 * Math.abs(Math.sin(at + 1))));
const MIX = [
  (b, c, d, at) => [(b & c) | (~b & d), at],
  (b, c, d, at) => [(d & b) | (~d & c), (5 * at + 1) % 16],
  (b, c, d, at) => [b ^ c ^ d, (3 * at + 5) % 16],
  (b, c, d, at) => [c ^ (b | ~d), (7 * at) % 16],
];
export const md5 = (message) => {
  const padded = new Uint8Array(((message.length + 8 >> 6) + 1) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, message.length << 3, true);
  view.setUint32(padded.length - 4, message.length >>> 29, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let from = 0; from < padded.length; from += 64) {
    let [a, b, c, d] = state;
    for (let at = 0; at < 64; at++) {
      const [mixed, word] = MIX[at >> 4](b, c, d, at);
      const sum = (a + mixed + SINES[at] + view.getUint32(from + 4 * word, true)) | 0;
      const by = SHIFTS[at >> 4][at % 4];
      [a, d, c, b] = [d, c, b, (b + ((sum << by) | (sum >>> (32 - by)))) | 0];
    }
    [a, b, c, d].forEach((word, at) => { state[at] = (state[at] + word) | 0; });
  }
  const out = new DataView(new ArrayBuffer(16));
  state.forEach((word, at) => out.setInt32(4 * at, word, true));
  return new Uint8Array(out.buffer);
};

// The log, RFC 6962.
const leafOf = ({ entrant, number, tickets, nonce }) =>
  sha256(join([Uint8Array.of(0), ...[entrant, number, tickets, unhex(nonce)].map(part)]));
const node = (left, right) => sha256(join([Uint8Array.of(1), left, right]));
const rootOf = async (leaves) => {
  if (leaves.length === 0) return sha256(new Uint8Array());
  // Pairs from the left; what is left over at the end of a level goes up as it is.
  let level = leaves;
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at < level.length; at += 2) {
      above.push(at + 1 < level.length ? node(level[at], level[at + 1]) : level[at]);
    }
    level = await Promise.all(above);
  }
  return level[0];
};
const climb = async (leaf, index, size, path) => {
  if (size === 1) return path.length === 0 ? leaf : null;
  if (path.length === 0) return null;
  let left = 1;
  while (left * 2 < size) left *= 2;
  const [beside, below] = [path.at(-1), path.slice(0, -1)];
  const lower = await (index < left ? climb(leaf, index, left, below) : climb(leaf, index - left, size - left, below));
  return lower && (index < left ? node(lower, beside) : node(beside, lower));
};

// Files: canonical JSON and its shapes.
const number = (low, high) => (value) => Number.isSafeInteger(value) && low <= value && value <= high;
// Half a character can be written as an escape, and is no text.
const text = (value) => typeof value === "string" && !/\p{Surrogate}/u.test(value);
const matching = (pattern) => (value) => text(value) && pattern.test(value);
const digits = (length) => matching(new RegExp(`^[0-9a-f]{${length}}$`));
const label = matching(/^[A-Za-z0-9_-]{1,64}$/);
const title = (value) => text(value) && value !== "" && encode(value).length <= TITLE_BYTES
  && ![...value].some((c) => c < " " || (c >= "\u007f" && c <= "\u009f"));
const either = (...allowed) => (value) => allowed.includes(value);
const maybe = (shape) => (value) => value === null || shape(value);
const list = (shape, low = 0, high = Infinity) => (value) =>
  Array.isArray(value) && low <= value.length && value.length <= high && value.every(shape);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
// Exactly these fields, in the order of their names.
const fields = (shapes) => {
  const names = Object.keys(shapes).sort();
  return (value) => isObject(value) && Object.keys(value).join() === names.join()
    && names.every((name) => shapes[name](value[name]));
};
// An object with one field, which says of which kind it is.
const oneOf = (shapes) => (value) => {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  const [[kind, inner]] = Object.entries(value);
  return Object.hasOwn(shapes, kind) && shapes[kind](inner);
};
const [HASH, SIGNATURE] = [digits(64), digits(128)];
const ENTRY = fields({ entrant: label, nonce: maybe(HASH), number: number(1, ENTRIES), tickets: number(1, TICKETS) });
const SOURCE = oneOf({
  drand: fields({ chain: HASH, round: number(1, TIME) }),
  public: list(fields({ kind: either("numbers", "letters"), name: title }), 1, SOURCES),
});
const SHAPES = {
  "regulars-draw-1": fields({
    closing: fields({ entries: number(0, ENTRIES), exclusions: HASH, opening: HASH, root: HASH, set: HASH, signature: SIGNATURE }),
    entries: list(ENTRY, 0, ENTRIES),
    exclusions: list(fields({ entrant: label, reason: label }), 0, ENTRIES),
    input: oneOf({ drand: digits(96), nonces: list(maybe(HASH)), public: list(list(text)) }),
    opening: fields({
      closes_at: number(0, TIME), draw: label, key: HASH, method: either("tickets", "rfc3797"), prizes: HASH,
      secret: maybe(HASH), signature: SIGNATURE, source: HASH, wins: number(1, WINS),
    }),
    picks: list(fields({ entrant: label, entry: number(0, ENTRIES - 1), prize: number(0, PRIZES - 1) }), 0, PIECES + REROLLS),
    prizes: list(fields({ name: title, quantity: number(1, PIECES) }), 1, PRIZES),
    rerolls: list(fields({ pick: number(0, PIECES + REROLLS - 1), reason: label }), 0, REROLLS),
    result: fields({ closing: HASH, input: HASH, picks: HASH, rerolls: HASH, seed: maybe(HASH), signature: SIGNATURE }),
    secret: maybe(HASH),
    source: (value) => value === "nonces" || SOURCE(value),
    version: text,
  }),
  "regulars-split-1": fields({
    commitment: HASH,
    secret: HASH,
    shares: list(number(0, AMOUNT), 0, SHARES),
    terms: fields({
      kind: either("equal", "random"), least: number(1, AMOUNT), packet: label, shares: number(1, SHARES),
      total: number(1, AMOUNT),
    }),
    version: text,
  }),
};
const RECEIPT = fields({
  draw: label, entry: ENTRY, index: number(0, ENTRIES), key: HASH, opening: HASH, path: list(HASH, 0, 32), root: HASH,
  signature: SIGNATURE, size: number(0, ENTRIES), version: either("regulars-receipt-1"),
});
const parse = (bytes, code) => {
  try {
    const said = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return [JSON.parse(said), said.endsWith("\n") ? said.slice(0, -1) : said];
  } catch { throw new Fault(code); }
};
const isCanonical = (parsed, said) => JSON.stringify(parsed) === said;
const read = (bytes) => {
  demand(bytes.length <= PROOF_BYTES, "too_large");
  const [file, said] = parse(bytes, "malformed");
  demand(isObject(file) && text(file.version), "malformed");
  demand(Object.hasOwn(SHAPES, file.version), "unknown_version");
  demand(isCanonical(file, said) && SHAPES[file.version](file), "malformed");
  if (file.version === "regulars-draw-1") {
    const ascending = file.exclusions.every((each, at, all) => at === 0 || all[at - 1].entrant < each.entrant);
    demand(piecesOf(file) <= PIECES && ascending, "malformed");
  } else {
    const { shares, total, least } = file.terms;
    demand(shares <= total && least <= Math.floor(total / shares), "malformed");
  }
  return file;
};
const readReceipt = (bytes) => {
  demand(bytes.length <= RECEIPT_BYTES, "receipt_malformed");
  const [file, said] = parse(bytes, "receipt_malformed");
  demand(RECEIPT(file) && isCanonical(file, said) && file.index < file.size, "receipt_malformed");
  return file;
};
const piecesOf = ({ prizes }) => prizes.reduce((sum, prize) => sum + prize.quantity, 0);

// Statements of a draw.
const hashes = {
  prizes: (prizes) => statement("prizes", prizes.flatMap(({ name, quantity }) => [name, quantity])),
  source: (source) => statement("source", source === "nonces" ? ["nonces"]
    : source.drand ? ["drand", unhex(source.drand.chain), source.drand.round]
    : ["public", ...source.public.flatMap(({ kind, name }) => [kind, name])]),
  opening: (it) => statement("opening", [it.draw, unhex(it.key), it.method, it.wins, it.closes_at,
    ...[it.secret, it.prizes, it.source].map(unhex)]),
  closing: (it) => statement("closing", [unhex(it.opening), it.entries, ...[it.root, it.set, it.exclusions].map(unhex)]),
  exclusions: (all) => statement("exclusions", all.flatMap(({ entrant, reason }) => [entrant, reason])),
  input: (input) => statement("input", input.drand ? ["drand", unhex(input.drand)]
    : input.nonces ? ["nonces"].concat(input.nonces.map(unhex))
    : ["public", rfcKey(input.public)]),
  picks: (picks) => statement("picks", picks.flatMap(({ entrant, entry, prize }) => [entrant, entry, prize])),
  rerolls: (all) => statement("rerolls", all.flatMap(({ pick, reason }) => [pick, reason])),
  result: (it) => statement("result", [it.closing, it.input, it.seed, it.picks, it.rerolls].map(unhex)),
};
const says = async (said, hash) => hex(await hash) === said;

// Numbers. With RFC 3797 they come from MD5, otherwise from the seed.
const numbersOf = async (seed) => {
  const [block, view] = [await hmac(seed), (bytes) => new DataView(bytes.buffer).getBigUint64(0)];
  let next = 0;
  return async (bound) => {
    const bits = BigInt(bound - 1).toString(2).length * (bound > 1);
    for (;;) {
      const found = Number(BigInt.asUintN(bits, view(await block(u64(next++)))));
      if (found < bound) return found;
    }
  };
};
const rfcKey = (values) => values
  .map((source) => source.map((value) => (/^[0-9]+$/.test(value) ? value + "." : value)).join("") + "/").join("");
export const rfcNumbers = (key) => {
  let next = 0;
  return (bound) => {
    const around = Uint8Array.of(next >> 8, next & 255);
    next++;
    return md5(join([around, encode(key), around])).reduce((rest, byte) => (rest * 256 + byte) % bound, 0);
  };
};
// Whether a public source's values are in the form of the file.
const bySize = (one, other) => {
  const [[a, x = ""], [b, y = ""]] = [one.split("."), other.split(".")];
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0);
};
const isWritten = (kind, values) => {
  const few = 1 <= values.length && values.length <= 16 && values.every((value) => encode(value).length <= VALUE_BYTES);
  if (!few) return false;
  if (kind === "letters") return values.length === 1 && /^[0-9]*[A-Z][A-Z0-9]*$/.test(values[0]);
  return values.every((value) => /^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/.test(value))
    && values.every((value, at) => at === 0 || bySize(values[at - 1], value) <= 0);
};

// Tickets in a row: counts of entries in a tree of sums.
const rowOf = (counts) => {
  let size = 1;
  while (size < counts.length) size *= 2;
  const tree = new Float64Array(2 * size);
  tree.set(counts, size);
  for (let at = size - 1; at > 0; at--) tree[at] = tree[2 * at] + tree[2 * at + 1];
  return {
    all: () => tree[1],
    left: (at) => tree[size + at],
    take(at, count) {
      for (let node = size + at; node > 0; node >>= 1) tree[node] -= count;
    },
    entryOf(ticket) {
      let node = 1;
      while (node < size) {
        node *= 2;
        if (ticket >= tree[node]) ticket -= tree[node++];
      }
      return node - size;
    },
  };
};
const drawn = async ({ entries, exclusions, opening, prizes, rerolls }, below) => {
  const out = new Set(exclusions.map(({ entrant }) => entrant));
  const row = rowOf(entries.map(({ entrant, tickets }) => (out.has(entrant) ? 0 : tickets)));
  const [owned, won, found] = [new Map(), new Map(), []];
  entries.forEach(({ entrant }, at) => {
    if (!owned.has(entrant)) owned.set(entrant, []);
    owned.get(entrant).push(at);
  });
  const wanted = piecesOf({ prizes }) + rerolls.length;
  while (row.all() > 0 && found.length < wanted) {
    const at = row.entryOf(await below(row.all()));
    const { entrant } = entries[at];
    row.take(at, 1);
    found.push(at);
    won.set(entrant, (won.get(entrant) ?? 0) + 1);
    if (won.get(entrant) === opening.wins) for (const other of owned.get(entrant)) row.take(other, row.left(other));
  }
  return found;
};
const expectedPicks = async (proof, below) => {
  const found = await drawn(proof, below);
  const prizes = proof.prizes.flatMap(({ quantity }, at) => Array(quantity).fill(at)).slice(0, found.length);
  const again = new Set();
  for (const { pick } of proof.rerolls) {
    demand(pick < prizes.length && !again.has(pick), "reroll_changed");
    again.add(pick);
    if (prizes.length < found.length) prizes.push(prizes[pick]);
  }
  return found.map((entry, at) => ({ entrant: proof.entries[entry].entrant, entry, prize: prizes[at] }));
};

// The checks, in the order of the specification.
const checkStatements = async ({ opening, closing, result }, signed) => {
  const [opened, closed] = [await hashes.opening(opening), await hashes.closing(closing)];
  demand(await signed(opening.key, opened, opening.signature), "opening_changed");
  demand(await signed(opening.key, closed, closing.signature), "closing_changed");
  demand(closing.opening === hex(opened), "opening_changed");
  demand(await signed(opening.key, await hashes.result(result), result.signature), "result_changed");
  demand(result.closing === hex(closed), "result_changed");
};
const checkOpening = async ({ opening, secret, prizes, source }) => {
  const commitment = secret === null ? null : hex(await statement("secret", [unhex(secret)]));
  demand(commitment === opening.secret, "secret_changed");
  demand(await says(opening.prizes, hashes.prizes(prizes)), "prizes_changed");
  demand(await says(opening.source, hashes.source(source)), "source_changed");
  const { drand } = source;
  demand(opening.method === "rfc3797"
    ? secret === null && opening.wins === 1 && source.public !== undefined
    : secret !== null && (!drand || drand.chain === QUICKNET), "rules_broken");
  demand(!drand || GENESIS + PERIOD * (drand.round - 1) > opening.closes_at, "input_too_early");
};
const checkEntries = async ({ entries, closing, opening }) => {
  const doubled = () => new Set(entries.map(({ entrant, number }) => `${entrant} ${number}`)).size < entries.length;
  demand(entries.length >= closing.entries, "entrant_dropped");
  if (entries.length > closing.entries) throw new Fault(doubled() ? "entrant_duplicated" : "entrant_added");
  const leaves = await Promise.all(entries.map(leafOf));
  const sameSet = await says(closing.set, statement("set", leaves.slice().sort(compare)));
  const sameRoot = await says(closing.root, rootOf(leaves));
  if (sameRoot) demand(sameSet, "closing_changed");
  else throw new Fault(sameSet ? "entrants_reordered" : doubled() ? "entrant_duplicated" : "entrant_changed");
  const counts = new Map();
  for (const { entrant, number } of entries) {
    counts.set(entrant, (counts.get(entrant) ?? 0) + 1);
    demand(number >= counts.get(entrant), "entrant_duplicated");
    demand(number === counts.get(entrant), "entrant_dropped");
  }
  const plain = () => entries.every(({ number, tickets }) => number === 1 && tickets === 1);
  demand(opening.method !== "rfc3797" || (entries.length <= RFC_ENTRIES && plain()), "rules_broken");
  return leaves;
};
const isKept = async (source, input, entries) => {
  if (source.drand) return input.drand !== undefined;
  if (source.public) {
    return input.public?.length === source.public.length
      && source.public.every(({ kind }, at) => isWritten(kind, input.public[at]));
  }
  if (input.nonces?.length !== entries.length) return false;
  const fits = async (nonce, at) => nonce === null || says(entries[at].nonce, statement("nonce", [unhex(nonce)]));
  return (await Promise.all(input.nonces.map(fits))).every(Boolean);
};
const checkChance = async ({ source, input, entries, result, opening, closing, secret }) => {
  demand(await isKept(source, input, entries), "input_changed");
  const hashed = await hashes.input(input);
  demand(hex(hashed) === result.input, "input_changed");
  if (opening.method === "rfc3797") {
    demand(result.seed === null, "seed_changed");
    return rfcNumbers(rfcKey(input.public));
  }
  const seed = await (await hmac(unhex(secret)))(join([await hashes.closing(closing), hashed]));
  demand(hex(seed) === result.seed, "seed_changed");
  return numbersOf(seed);
};
const checkWinners = async (proof, below) => {
  const { picks, rerolls, result } = proof;
  demand(await says(result.picks, hashes.picks(picks)), "winner_changed");
  demand(await says(result.rerolls, hashes.rerolls(rerolls)), "reroll_changed");
  const expected = await expectedPicks(proof, below);
  const same = (pick, other) => ["entrant", "entry", "prize"].every((name) => pick?.[name] === other[name]);
  const begins = expected.every((pick, at) => same(picks[at], pick));
  demand(begins, "winner_changed");
  demand(picks.length === expected.length, "reroll_changed");
};
const checkReceipt = async (receipt, { opening }, leaves, signed) => {
  const [leaf, { index, size }] = [await leafOf(receipt.entry), receipt];
  const said = await statement("receipt", [receipt.draw, unhex(receipt.opening), leaf, index, size, unhex(receipt.root)]);
  demand(await signed(receipt.key, said, receipt.signature), "receipt_invalid");
  const above = await climb(leaf, index, size, receipt.path.map(unhex));
  demand(above !== null && hex(above) === receipt.root, "receipt_invalid");
  demand(receipt.key === opening.key, "receipt_other_key");
  demand(receipt.draw === opening.draw, "receipt_other_draw");
  demand(await says(receipt.opening, hashes.opening(opening)), "receipt_other_opening");
  demand(leaves.some((other) => compare(leaf, other) === 0), "left_out");
  demand(index < leaves.length && compare(leaf, leaves[index]) === 0, "log_rewritten");
  demand(size <= leaves.length && await says(receipt.root, rootOf(leaves.slice(0, size))), "log_rewritten");
};
const checkDraw = async (proof, receipt, signed) => {
  await checkStatements(proof, signed);
  await checkOpening(proof);
  const leaves = await checkEntries(proof);
  demand(await says(proof.closing.exclusions, hashes.exclusions(proof.exclusions)), "exclusions_changed");
  await checkWinners(proof, await checkChance(proof));
  if (receipt) await checkReceipt(readReceipt(receipt), proof, leaves, signed);
};

// Packets.
const sharesOf = async ({ kind, least, shares, total }, secret, commitment) => {
  if (kind === "equal") {
    return Array.from({ length: shares }, (_, at) => Math.floor(total / shares) + (at < total % shares ? 1 : 0));
  }
  const below = await numbersOf(await (await hmac(secret))(commitment));
  const [places, chosen] = [total - least * shares + shares - 1, new Set()];
  for (let top = places - shares + 1; top < places; top++) {
    const place = await below(top + 1);
    chosen.add(chosen.has(place) ? top : place);
  }
  const cuts = [-1, ...[...chosen].sort((one, other) => one - other), places];
  return cuts.slice(1).map((cut, at) => least + cut - cuts[at] - 1);
};
const checkSplit = async ({ commitment, secret, shares, terms }) => {
  const { packet, kind, total, shares: count, least } = terms;
  const said = await statement("split", [packet, kind, total, count, least, unhex(secret)]);
  demand(hex(said) === commitment, "split_changed");
  const expected = await sharesOf(terms, unhex(secret), said);
  demand(expected.join() === shares.join(), "share_changed");
};

export const verify = async (bytes, receipt = null) => {
  const signatures = await knowsSignatures();
  try {
    const proof = read(bytes);
    if (proof.version === "regulars-split-1") {
      demand(!receipt, "receipt_other_draw");
      await checkSplit(proof);
    } else await checkDraw(proof, receipt, signer(signatures));
    return { code: "ok", signatures, proof };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { code: fault.message, signatures };
  }
};
