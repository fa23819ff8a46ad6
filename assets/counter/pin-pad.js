// Digits under the PIN's field, for screens without a keyboard. Without this the field takes the
// device's own digits.
customElements.define("pin-pad", class extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input[type=password]");
    if (!field) return;
    field.inputMode = "none";
    const keys = document.createElement("div");
    keys.className = "keys";
    const key = (label, press, spoken) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      if (spoken) button.setAttribute("aria-label", spoken);
      button.onclick = press;
      keys.append(button);
    };
    const digit = (n) => key(String(n), () => { if (field.value.length < 6) field.value += n; });
    for (let n = 1; n <= 9; n++) digit(n);
    key("×", () => { field.value = ""; }, this.dataset.clear);
    digit(0);
    key("→", () => field.form?.requestSubmit(), "OK");
    this.append(keys);
  }
});
