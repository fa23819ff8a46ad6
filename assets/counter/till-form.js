// The one button says what it will do: the ticked gifts, the stamp, the amount.
customElements.define("till-form", class extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const words = form?.querySelector(".button.big span");
    if (!words) return;
    const say = () => {
      const ticked = (name) => [...form.elements].filter((box) => box.name === name && box.checked);
      const gifts = ticked("voucher").map((box) => box.closest("label").querySelector("strong").textContent);
      const amount = form.elements.namedItem("amount").value.trim();
      const { give, stamp, record, visit, comma } = this.dataset;
      const parts = [];
      if (gifts.length) parts.push(give.replace("@", () => gifts.join(comma)));
      if (ticked("card").length) parts.push(stamp);
      if (amount) parts.push(record.replace("@", () => amount));
      words.textContent = parts.length ? parts.join(comma) : visit;
    };
    // The ticks stand beside the form and only belong to it.
    [...form.elements].forEach((field) => field.addEventListener("input", say));
    say();
  }
});
