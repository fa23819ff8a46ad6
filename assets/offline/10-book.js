// What a counter keeps while its network is away lies in the browser's own database, one row per
// operation, under an id that was made when the person tapped. A row goes when the shop has answered
// for it. This file is the pages' script and the worker as well: they share the database.
const DESK = "/counter/offline";
const base = new Promise((ok, no) => {
  const asked = indexedDB.open("counter", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("kept", { keyPath: "id" });
    asked.result.createObjectStore("desk");
  };
  asked.onsuccess = () => ok(asked.result);
  asked.onerror = () => no(asked.error);
});
base.catch(() => {});
// Strict: it is said to be kept when it lies on the disk, not when the disk has been asked.
const write = async (work) => {
  const turn = (await base).transaction(["kept", "desk"], "readwrite", { durability: "strict" });
  work(turn.objectStore("kept"), turn.objectStore("desk"));
  await new Promise((ok, no) => {
    turn.oncomplete = ok;
    turn.onabort = () => no(turn.error);
  });
  news.postMessage(0);
  // A channel does not speak to itself.
  news.onmessage?.();
};
const read = async (store, key) => {
  const rows = (await base).transaction(store).objectStore(store);
  const asked = key ? rows.get(key) : rows.getAll();
  return new Promise((ok, no) => {
    asked.onsuccess = () => ok(asked.result);
    asked.onerror = () => no(asked.error);
  });
};
const news = new BroadcastChannel("kept");
const fresh = () => {
  let bits = crypto.getRandomValues(new Uint8Array(16)).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let text = "";
  for (let n = 0; n < 26; n++, bits >>= 5n) text = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number(bits & 31n)] + text;
  return "kop_" + text;
};
// The operation with the pass of whoever stands there now; false when nobody does.
const keep = async (one) => {
  const pass = await read("desk", "pass");
  if (!(pass?.until > Date.now())) return false;
  await write((kept) => kept.put({ at: Date.now(), cards: null, ...one, pass: pass.pass, name: pass.name, why: null }));
  return true;
};
