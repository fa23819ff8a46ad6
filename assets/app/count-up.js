// A number that rolls from the value before to its new one; the text is whatever the server wrote.
customElements.define("count-up", class extends HTMLElement {
  roll(before) {
    const digits = /\d[\d.,\u202f\u00a0]*/;
    const plain = (text) => Number((text?.match(digits)?.[0] ?? "").replace(/\D/g, ""));
    const after = this.textContent;
    const [from, to] = [plain(before), plain(after)];
    if (from === to || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const shape = after.match(digits)?.[0] ?? "";
    if (/[.,]\d{1,2}$/.test(shape)) return;
    const mark = shape.match(/\D/)?.[0] ?? "";
    const begin = performance.now();
    const step = (now) => {
      const part = Math.min((now - begin) / 200, 1);
      const value = Math.round(from + (to - from) * (1 - (1 - part) ** 3));
      const grouped = String(value).replace(/\B(?=(\d{3})+$)/g, mark);
      this.textContent = part < 1 ? after.replace(digits, grouped) : after;
      if (part < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
});
