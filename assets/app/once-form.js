// Pressing twice is pressing once; what was typed survives a lost connection and the way back.
customElements.define("once-form", class extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.querySelector("[data-focus]")?.focus();
    const store = "form " + (form.getAttribute("action") || location.pathname);
    const secret = (field) => !field.name || field.name === "once" || /password|file|hidden/.test(field.type);
    const back = () => {
      form.querySelectorAll("[aria-busy]").forEach((button) => {
        button.removeAttribute("aria-busy");
        if (button.dataset.words) button.lastElementChild.textContent = button.dataset.words;
      });
      this.sent = false;
    };
    form.addEventListener("submit", (event) => {
      if (this.sent) { event.preventDefault(); return; }
      this.sent = true;
      const button = event.submitter;
      // Disabling would take the button's own name and value out of what is sent.
      button?.setAttribute("aria-busy", "true");
      if (button?.lastElementChild && this.dataset.busy) {
        button.dataset.words = button.lastElementChild.textContent;
        button.lastElementChild.textContent = this.dataset.busy;
      }
      const kept = [...form.elements].filter((field) => !secret(field) && field.matches("textarea, input:not([type=checkbox], [type=radio])"));
      // Private windows keep nothing.
      try { sessionStorage.setItem(store, JSON.stringify(kept.map((field) => [field.name, field.value]))); } catch {}
    });
    addEventListener("pageshow", (event) => event.persisted && back());
    addEventListener("online", back);
    if (!navigator.onLine) {
      try {
        for (const [name, value] of JSON.parse(sessionStorage.getItem(store) ?? "[]")) {
          const field = form.elements.namedItem(name);
          if (field && "value" in field && !field.value) field.value = value;
        }
      } catch {}
    } else if (!form.querySelector("[aria-invalid]")) {
      try { sessionStorage.removeItem(store); } catch {}
    }
  }
});
