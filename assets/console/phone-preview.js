// The phone beside a form shows what the form would make: the form's values go into the query of
// its address, at once and a moment after the last key.
customElements.define("phone-preview", class extends HTMLElement {
  connectedCallback() {
    const frame = this.querySelector("iframe");
    const form = document.querySelector(this.getAttribute("for") ?? "main form[method=post]");
    if (!frame || !form) return;
    const filled = () => {
      const url = new URL(this.getAttribute("src"), location);
      // A language or a light in the address would be the person's own choice.
      const typed = [...new FormData(form)].filter(([name, value]) =>
        typeof value === "string" && value.length < 2000 && !/^(once|lang|theme)$/.test(name));
      typed.forEach(([name]) => url.searchParams.delete(name));
      typed.forEach(([name, value]) => url.searchParams.append(name, value));
      return url;
    };
    frame.src = filled();
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => frame.contentWindow?.location.replace(filled()), 350);
    });
  }
});
