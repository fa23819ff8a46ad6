// Says how many characters are left while somebody types; without it the limit still holds.
customElements.define("text-count", class extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("textarea, input");
    if (!field) return;
    const max = Number(this.dataset.max);
    const left = document.createElement("small");
    left.className = "left num";
    left.setAttribute("aria-hidden", "true");
    this.append(left);
    const count = "Segmenter" in Intl
      ? (text) => [...new Intl.Segmenter().segment(text)].length
      : (text) => [...text].length;
    const show = () => { left.textContent = `${count(field.value)} / ${max}`; };
    field.addEventListener("input", show);
    show();
  }
});
