// The page that keeps: the form, and the list of what waits or was not taken.
if (self.document) {
  const form = () => document.querySelector("kept-form form");
  customElements.define("kept-form", class extends HTMLElement {
    async connectedCallback() {
      const [box, say] = [this.querySelector("form"), this.querySelector("[role=status]")];
      const field = (name) => box.elements.namedItem(name);
      const speak = (text, tone) => {
        say.textContent = text;
        say.className = "kept-said " + tone;
        say.hidden = !text;
      };
      let one = {}, busy = false;
      box.fill = (told) => {
        one = told;
        field("who").value = told.who ?? "";
        field("amount").value = told.amount ?? "";
        field(told.who ? "amount" : "who").focus();
      };
      field("who").addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        field("amount").focus();
      });
      box.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (busy) return;
        const who = field("who").value.trim(), amount = field("amount").value.trim();
        if (!(who || amount) || (amount && !/^\d{1,9}([.,]\d{1,3})?$/.test(amount))) return speak(this.dataset.nothing, "bad");
        busy = true;
        one.id ??= fresh();
        try {
          const { needs, ...rest } = one;
          if (await keep({ ...rest, who, amount })) {
            box.fill({});
            speak(this.dataset.done, "good");
            self.kept.hurry();
          } else speak(this.dataset.nobody, "bad");
        } catch {
          speak(this.dataset.full, "bad");
        }
        busy = false;
      });
      // Before the device answers: nothing comes over what a hasty hand has typed meanwhile.
      const asked = new URLSearchParams(location.search).get("q");
      box.fill(asked ? { who: asked } : {});
      const draft = await read("desk", "draft").catch(() => null);
      if (draft) await write((_, desk) => desk.delete("draft"));
      if (draft?.id) box.fill(draft);
      if (draft) speak(this.dataset[draft.done ? "done" : draft.needs ? "needs" : "nobody"], draft.done ? "good" : "warn");
      const pass = await read("desk", "pass").catch(() => null);
      const stands = this.querySelector(".kept-stands");
      if (pass?.until > Date.now()) stands.textContent = this.dataset.stands.replace("@", pass.name);
      else if (!draft) speak(this.dataset.nobody, "warn");
    }
  });
  customElements.define("kept-list", class extends HTMLElement {
    connectedCallback() {
      const [list, none, row] = ["ul", ".nothing", "template"].map((name) => this.querySelector(name));
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
      const draw = async () => {
        const all = (await read("kept").catch(() => [])).sort((a, b) => b.at - a.at);
        none.hidden = all.length > 0;
        list.replaceChildren(...all.map((one) => {
          const item = row.content.cloneNode(true).firstElementChild;
          item.querySelector("strong").textContent = [one.who || this.dataset.nobody, one.amount || this.dataset.visit].join(" · ");
          item.querySelector("div > span").textContent = [time.format(one.at), one.name].join(" · ");
          item.querySelector("em").textContent = one.why ?? this.dataset.waits;
          item.classList.toggle("refused", !!one.why);
          for (const button of item.querySelectorAll("button")) {
            button.hidden = !one.why;
            button.onclick = () => button.dataset.do === "drop" ? write((kept) => kept.delete(one.id)).then(draw) : form().fill(one);
          }
          return item;
        }));
      };
      document.addEventListener("kept", draw);
      draw();
    }
  });
}
