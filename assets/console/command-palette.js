// Ctrl-K from anywhere: asks the same page that the plain link leads to, as a fragment of links.
customElements.define("command-palette", class extends HTMLElement {
  connectedCallback() {
    const open = (event) => {
      event.preventDefault();
      this.open();
    };
    const held = (event) => event.ctrlKey || event.metaKey;
    this.querySelector("a")?.addEventListener("click", (event) => held(event) || open(event));
    addEventListener("keydown", (event) => held(event) && event.key.toLowerCase() === "k" && open(event));
  }
  open() {
    if (!this.dialog) this.build();
    if (!this.dialog.open) this.dialog.showModal();
    this.field.select();
    this.ask();
  }
  build() {
    const dialog = this.dialog = document.createElement("dialog");
    dialog.className = "palette";
    const field = this.field = document.createElement("input");
    field.type = "search";
    const label = this.querySelector("a span")?.textContent ?? "";
    field.placeholder = label;
    field.setAttribute("aria-label", label);
    const found = this.found = document.createElement("div");
    found.className = "palette-found";
    found.setAttribute("aria-live", "polite");
    dialog.append(field, found);
    document.body.append(dialog);
    let timer;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.ask(), 120);
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", (event) => {
      const links = [...found.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
      else if (event.key === "ArrowUp") (links[at - 1] ?? field).focus();
      else if (event.key === "Enter" && document.activeElement === field) links[0]?.click();
      else return;
      event.preventDefault();
    });
  }
  async ask() {
    const url = new URL(this.dataset.src, location);
    url.searchParams.set("q", this.field.value);
    const mine = this.asked = {};
    try {
      const answer = await fetch(url, { headers: { accept: "text/html", "x-fragment": "1" } });
      const html = answer.ok ? await answer.text() : "";
      if (mine !== this.asked) return;
      this.found.innerHTML = html;
    } catch { this.found.textContent = ""; }
    if (!this.found.querySelector("a")) {
      const none = document.createElement("p");
      none.textContent = this.dataset.empty ?? "";
      this.found.replaceChildren(none);
    }
  }
});
