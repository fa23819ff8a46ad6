// Messages leave after a while unless somebody is reading them; bad news stays until closed.
customElements.define("toast-stack", class extends HTMLElement {
  connectedCallback() {
    for (const toast of this.querySelectorAll(".toast")) this.care(toast);
    addEventListener("toast", (event) => {
      const toast = document.createElement("p");
      toast.className = "toast " + (event.detail.tone ?? "plain");
      toast.setAttribute("role", "status");
      toast.textContent = event.detail.text;
      this.append(toast);
      this.care(toast);
    });
  }
  care(toast) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "linkish";
    close.textContent = "×";
    close.setAttribute("aria-label", this.dataset.close ?? "×");
    close.onclick = () => toast.remove();
    toast.append(close);
    if (toast.matches(".bad, .warn")) return;
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), 6000); };
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", start);
    start();
  }
});
