// Counts down on the server's clock: the page says what time it was there when it was made. At the end
// the element that was waited for appears, and what was said until then goes.
customElements.define("count-down", class extends HTMLElement {
  connectedCallback() {
    const { now, at, then } = this.dataset;
    // The device's clock may be wrong by any time, but it goes on while the screen sleeps.
    const page = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
    const since = performance.now() - (this.closest("live-region")?.drawn ?? page);
    const ahead = Number(now) + since - Date.now();
    const left = () => Math.ceil((Number(at) - ahead - Date.now()) / 1000);
    const two = (n) => String(n).padStart(2, "0");
    const tick = () => {
      const s = left();
      if (s <= 0) {
        clearInterval(this.timer);
        const next = document.getElementById(then);
        if (next) { next.hidden = false; this.hidden = true; }
        return;
      }
      const hours = Math.floor(s / 3600);
      const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
      this.querySelector("b").textContent = hours ? `${hours}:${rest}` : rest;
    };
    this.timer = setInterval(tick, 500);
    tick();
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
});
