// Runs the browser's verifier under Node over lines {"proof": text, "receipt": text or null}, and answers
// each with `ok` or a code.
//
//   node tests/draws/batch.mjs < LINES

import { readFile } from "node:fs/promises";
import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";

// Node 18 has it, but not by this name.
globalThis.crypto ??= webcrypto;

// As a page loads it: by itself, without a package around it.
const script = await readFile(new URL("../../assets/draws/draw-check.js", import.meta.url), "utf8");
const { verify } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const encode = (text) => (text === null ? null : new TextEncoder().encode(text));
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { proof, receipt } = JSON.parse(line);
  const { code, signatures } = await verify(encode(proof), encode(receipt));
  if (!signatures) throw new Error("this Node has no Ed25519");
  process.stdout.write(`${code}\n`);
}
