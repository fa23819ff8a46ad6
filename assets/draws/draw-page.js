// The page around the verifier: two files in, a sentence out. It works on a page of the shop and in a file of
// its own without any server, because nothing is fetched or sent.
customElements.define("draw-check", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.run());
  }
  say(tone, text) {
    const said = this.querySelector("[role=status]");
    said.className = "verdict " + tone;
    said.querySelector("b").textContent = text;
  }
  fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(document.documentElement.lang));
  }
  async file(name) {
    const [chosen] = this.querySelector(`[name=${name}]`).files;
    return chosen ? new Uint8Array(await chosen.arrayBuffer()) : null;
  }
  async run() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.tell(null);
    if (!globalThis.crypto?.subtle) return this.say("warn", this.dataset.insecure);
    this.say("plain", this.dataset.checking);
    const [proof, receipt] = [await this.file("proof"), await this.file("receipt")];
    if (!proof) return;
    const found = await verify(proof, receipt);
    if (turn !== this.turn) return;
    if (found.code !== "ok") {
      const why = this.querySelector(`[data-fault="${found.code}"]`);
      return this.say("bad", `${this.dataset.wrong} ${why ? why.content.textContent : found.code}`);
    }
    this.say(found.signatures ? "good" : "warn", this.sentence(found, receipt));
    if (found.proof.opening) await this.tell(found.proof);
  }
  sentence({ proof, signatures }, receipt) {
    if (!proof.opening) return this.dataset.split;
    const count = (all) => new Set(all).size;
    const values = {
      entrants: count(proof.entries.map((entry) => entry.entrant)),
      tickets: proof.entries.reduce((sum, entry) => sum + entry.tickets, 0),
      won: proof.picks.length,
      excluded: proof.exclusions.length,
    };
    const said = [this.fill(this.dataset.ok, values)];
    if (receipt) said.push(this.dataset.held);
    if (!signatures) said.push(this.dataset.unsigned);
    return said.join(" ");
  }
  // What to compare with what one saw before, and who won.
  async tell(proof) {
    const [facts, list] = [this.querySelector(".proven"), this.querySelector(".proven-picks")];
    facts.hidden = !proof;
    list.replaceChildren();
    if (!proof) return;
    const set = (of, text) => { this.querySelector(`[data-of=${of}]`).textContent = text; };
    set("opening", proof.closing.opening);
    set("closing", proof.result.closing);
    set("key", proof.opening.key);
    const again = new Set(proof.rerolls.map((reroll) => reroll.pick));
    for (const [at, pick] of proof.picks.slice(0, 500).entries()) {
      const line = document.createElement("li");
      line.textContent = `${proof.prizes[pick.prize].name} · ${pick.entrant}`;
      if (again.has(at)) line.textContent += ` (${this.dataset.again})`;
      list.append(line);
    }
  }
});
