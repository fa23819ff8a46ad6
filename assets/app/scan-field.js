// Scans with the camera where the browser reads codes itself; otherwise the person takes a photo
// that the server reads. What was read goes into the field named data-name, and its form is sent.
customElements.define("scan-field", class extends HTMLElement {
  connectedCallback() {
    const file = this.querySelector("input[type=file]");
    file?.addEventListener("change", () => file.files.length && file.form.requestSubmit());
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    this.querySelector("label")?.addEventListener("click", (event) => {
      if (this.refused) return;
      event.preventDefault();
      this.start();
    });
  }
  disconnectedCallback() { this.stop(); }
  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.refused = true;
      this.querySelector("input[type=file]")?.click();
      return;
    }
    const dialog = this.dialog = document.createElement("dialog");
    const video = document.createElement("video");
    video.playsInline = true;
    video.muted = true;
    video.srcObject = this.stream;
    dialog.append(video);
    dialog.addEventListener("close", () => this.stop());
    dialog.addEventListener("click", () => dialog.close());
    this.append(dialog);
    dialog.showModal();
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code", "code_128", "ean_13"] });
    const look = async () => {
      if (!this.stream) return;
      const [code] = await detector.detect(video).catch(() => []);
      if (code) { this.found(code.rawValue); return; }
      setTimeout(look, 120);
    };
    look();
  }
  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.dialog?.remove();
    this.dialog = null;
  }
  found(text) {
    this.stop();
    navigator.vibrate?.(40);
    const field = document.getElementsByName(this.dataset.name)[0];
    if (!field) return;
    field.value = text;
    field.form?.requestSubmit();
  }
});
