// Fills the hidden fields lat and lon when asked to. Nothing is asked before the button is pressed.
customElements.define("near-me", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const says = this.querySelector("[role=status]");
    if (!button || !navigator.geolocation) return;
    button.hidden = false;
    button.onclick = () => {
      button.setAttribute("aria-busy", "true");
      const done = () => button.removeAttribute("aria-busy");
      navigator.geolocation.getCurrentPosition((place) => {
        done();
        // Three digits are a hundred metres: enough for the nearest shop, and no more.
        this.querySelector("[name=lat]").value = place.coords.latitude.toFixed(3);
        this.querySelector("[name=lon]").value = place.coords.longitude.toFixed(3);
        if (this.hasAttribute("data-send")) button.form?.requestSubmit();
        else says.textContent = "✓";
      }, () => {
        done();
        says.textContent = this.dataset.refused ?? "";
      }, { timeout: 8000, maximumAge: 300000 });
    };
  }
});
