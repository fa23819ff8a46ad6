// A part of the page that stays fresh. Events either carry the new inside (data) or only say that
// there is one (empty data, or an event named "stale"), and then `href` is fetched again.
customElements.define("live-region", class extends HTMLElement {
  connectedCallback() {
    this.wait = 1000;
    this.seen = () => document.hidden ? this.close() : this.open();
    document.addEventListener("visibilitychange", this.seen);
    this.open();
  }
  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
    this.close();
  }
  open() {
    if (this.source || !this.getAttribute("src")) return;
    const source = this.source = new EventSource(this.getAttribute("src"));
    // What was said while nobody listened is asked for: also between the page and its first breath.
    source.onopen = () => { this.wait = 1000; this.refetch(); };
    source.onmessage = ({ data }) => data ? this.swap(data) : this.refetch();
    source.addEventListener("stale", () => this.refetch());
    source.onerror = () => {
      this.close();
      this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
      this.wait = Math.min(this.wait * 2, 60000);
    };
  }
  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
  async refetch() {
    const href = this.getAttribute("href");
    if (!href || this.fetching) { this.again = true; return; }
    this.fetching = true;
    try {
      const answer = await fetch(href, { headers: { accept: "text/html", "x-fragment": "1" } });
      const at = performance.now();
      if (answer.ok && !answer.redirected) this.swap(await answer.text(), at);
    // The next event tries again.
    } catch {}
    this.fetching = false;
    if (this.again) { this.again = false; this.refetch(); }
  }
  // What it says, without what is another whenever it is drawn: the marks of forms, clocks that run, what
  // moves because it has just happened, and what scripts have styled.
  said(html) {
    const drawn = document.createElement("template");
    drawn.innerHTML = html.replace(/ style="[^"]*"/g, "");
    const each = (which, change) => drawn.content.querySelectorAll(which).forEach(change);
    each("[name=once]", (mark) => mark.remove());
    each(".just", (one) => one.classList.remove("just"));
    each("count-down", (clock) => clock.replaceWith(clock.dataset.at));
    return drawn.innerHTML;
  }
  // `at` is when it came: clocks in it go on from then.
  swap(html, at = performance.now()) {
    if (this.said(html) === this.said(this.innerHTML)) return;
    // Somebody who is typing here is not interrupted.
    const active = document.activeElement;
    if (this.contains(active) && active.matches("input, textarea, select")) {
      this.addEventListener("focusout", this.after ??= () => this.refetch(), { once: true });
      return;
    }
    const numbers = [...this.querySelectorAll("count-up")].map((one) => one.textContent);
    this.drawn = at;
    this.innerHTML = html;
    this.querySelectorAll("count-up").forEach((one, at) => one.roll?.(numbers[at]));
    this.dispatchEvent(new CustomEvent("swapped", { bubbles: true }));
  }
});
