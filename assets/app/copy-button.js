// Copies its text; the button appears only where that works.
customElements.define("copy-button", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.onclick = async () => {
      try { await navigator.clipboard.writeText(this.dataset.text ?? ""); } catch { return; }
      dispatchEvent(new CustomEvent("toast", { detail: { tone: "good", text: this.dataset.done } }));
    };
  }
});
