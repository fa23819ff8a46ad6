// A scanner types like a keyboard and ends with Enter: whatever is typed while no field has the
// focus belongs to the counter's field. Three seconds of nothing begin a new code.
customElements.define("wedge-field", class extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    if (!field) return;
    field.focus({ preventScroll: true });
    let last = 0;
    document.addEventListener("keydown", (event) => {
      const elsewhere = document.activeElement?.matches("input, textarea, select");
      if (elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" && field.value && document.activeElement === document.body) {
        field.form?.requestSubmit();
        return;
      }
      if (event.key.length !== 1 || event.key === " ") return;
      if (event.timeStamp - last > 3000) field.value = "";
      last = event.timeStamp;
      field.focus({ preventScroll: true });
    });
    addEventListener("pageshow", () => { field.focus({ preventScroll: true }); field.select(); });
  }
});
