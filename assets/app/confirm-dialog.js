// The unfolding part becomes a dialog over the page.
customElements.define("confirm-dialog", class extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const inside = details?.querySelector(".unfolded");
    if (!inside || this.dialog) return;
    const dialog = this.dialog = document.createElement("dialog");
    dialog.append(inside);
    inside.removeAttribute("role");
    dialog.setAttribute("aria-label", inside.getAttribute("aria-label") ?? "");
    details.after(dialog);
    details.querySelector("summary").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    dialog.querySelectorAll("[data-close]").forEach((button) => {
      button.hidden = false;
      // What takes something away is never what Enter does by accident.
      button.autofocus = true;
      button.addEventListener("click", () => dialog.close());
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    if (details.open) dialog.showModal();
  }
});
