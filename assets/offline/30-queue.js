// Says whether there is a network and how much waits, and tells the shop what was kept: at once, when
// the network comes back, and again and again with growing pauses. Telling twice is telling once.
if (self.document) {
  let away = false, unpaired = false, pause = 1000, timer;
  const MOST = 50;

  const tell = async () => {
    clearTimeout(timer);
    const waits = (await read("kept")).filter((one) => !one.why).sort((a, b) => a.at - b.at).slice(0, MOST);
    // Nothing to tell is no reason to ask, but where somebody waits for the network.
    if (!waits.length && !document.querySelector("kept-form")) return;
    const signal = AbortSignal.timeout(20_000);
    try {
      const answer = waits.length
        ? await fetch("/counter/kept", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ operations: waits.map(({ id, who, amount, at, cards, pass }) => ({ id, who, amount, at, cards, pass })) }),
          redirect: "manual",
          signal,
        })
        : await fetch("/healthz", { cache: "no-store", signal });
      away = answer.status === 502 || answer.status === 504;
      unpaired = answer.type === "opaqueredirect";
      if (!answer.ok) throw answer;
      if (waits.length) {
        const { items } = await answer.json();
        await write((kept) => items.forEach(({ id, state, why }) => {
          if (state === "refused") kept.put({ ...waits.find((one) => one.id === id), why });
          else kept.delete(id);
        }));
      }
      pause = 1000;
      if (waits.length === MOST) return tell();
    } catch (wrong) {
      away ||= !(wrong instanceof Response);
      timer = setTimeout(told, pause + Math.random() * pause / 2);
      pause = Math.min(pause * 2, 60_000);
    }
  };
  // One page tells at a time; the others hear of it.
  const told = () => (navigator.locks ? navigator.locks.request("kept", { ifAvailable: true }, (lock) => lock && tell()) : tell()).catch(() => {}).finally(show);
  const hurry = () => { pause = 1000; told(); };

  let show = () => {};
  customElements.define("kept-queue", class extends HTMLElement {
    async connectedCallback() {
      const chip = this.querySelector("a");
      const on = chip.textContent;
      const { pass, until, name, off, kept, refused, unpaired: pair } = this.dataset;
      show = async () => {
        const all = await read("kept").catch(() => []);
        const no = all.filter((one) => one.why).length;
        const gone = away || !navigator.onLine;
        const parts = [gone ? off : unpaired && all.length ? pair : on];
        if (all.length > no) parts.push(kept.replace("@", all.length - no));
        if (no) parts.push(refused.replace("@", no));
        chip.textContent = parts.join(" · ");
        chip.className = "chip " + (gone || no || (unpaired && all.length) ? "bad" : all.length ? "warn" : "good");
        this.dispatchEvent(new Event("kept", { bubbles: true }));
      };
      news.onmessage = show;
      addEventListener("online", hurry);
      addEventListener("offline", show);
      document.addEventListener("visibilitychange", () => document.hidden || hurry());
      try {
        if (pass !== undefined) await write((_, desk) => pass ? desk.put({ pass, name, until: +until }, "pass") : desk.delete("pass"));
      } catch { /* A private window keeps nothing. */ }
      // What waits is said at once, not when the shop has answered.
      show();
      told();
      if (!navigator.serviceWorker) return;
      navigator.serviceWorker.register("/counter/worker.js", { scope: "/counter" }).catch(() => {});
      navigator.storage?.persist?.();
      this.ready().catch(() => {});
    }
    // The page for later and what it is made of, anew when the language or the version is another.
    async ready() {
      const made = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.href || part.src);
      const version = document.documentElement.lang + made;
      if (localStorage.getItem("kept") === version && (await caches.match(DESK, { ignoreVary: true }))) return;
      const page = await fetch(DESK, { redirect: "error" });
      if (!page.ok) return;
      const parts = new Set((await page.text()).match(/\/assets\/[^"]+/g));
      await (await caches.open("counter")).addAll([...parts, DESK]);
      localStorage.setItem("kept", version);
    }
  });
  self.kept = { hurry };
}
