/* A session beside the board: a piece of a page from the server, saved as its fields are changed. */

export class Panel {
  #sending = Promise.resolve();

  constructor(aside, { server, store, acts, clashes, voice, on }) {
    Object.assign(this, { aside, server, store, acts, clashes, voice, on });
    aside.addEventListener("click", (event) => this.#press(event));
    aside.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    aside.addEventListener("input", () => {
      this.written = true;
    });
    aside.addEventListener("change", (event) => this.#changed(event.target.form));
    aside.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save(event.target);
    });
  }

  get isOpen() {
    return this.id !== undefined;
  }

  async open(id) {
    try {
      const [html, { SpeakerList }] = await Promise.all(
        [this.server.piece(id), import("./speakers.js")]);
      this.SpeakerList = SpeakerList;
      this.#show(id, html);
      this.aside.querySelector("h2").focus();
    } catch (refusal) {
      this.voice.say(refusal.message, "bad");
    }
  }

  close() {
    if (!this.isOpen) return false;
    const { id } = this;
    this.id = undefined;
    this.aside.hidden = true;
    document.body.classList.remove("with-panel");
    this.aside.replaceChildren();
    this.on.focus(id);
    return true;
  }

  /** The session changed, here or elsewhere: show it anew unless somebody writes in it. */
  async refresh(ids) {
    if (!this.isOpen || !ids.has(this.id)) return;
    if (!this.store.get(this.id)) {
      this.close();
      return;
    }
    const writing = this.aside.contains(document.activeElement)
      && document.activeElement.matches("input, select, textarea");
    if (this.written || writing || this.saving) return;
    const held = document.activeElement?.dataset?.act;
    const html = await this.server.piece(this.id).catch(() => null);
    if (!html || !this.isOpen || this.written) return;
    this.#show(this.id, html);
    if (held) this.aside.querySelector(`[data-act="${held}"]`)?.focus();
  }

  #show(id, html) {
    const top = this.aside.scrollTop;
    const same = this.id === id;
    this.id = id;
    this.written = false;
    this.aside.innerHTML = html;
    this.aside.hidden = false;
    this.aside.scrollTop = same ? top : 0;
    document.body.classList.add("with-panel");
    this.#list();
    this.showClashes();
  }

  /** The open clashes of the session, in words. */
  showClashes() {
    const box = this.aside.querySelector("[data-found]");
    if (!box) return;
    const found = this.clashes.of(this.id);
    box.hidden = !found.length;
    box.querySelector("ul").replaceChildren(...found.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }));
  }

  #list() {
    const box = this.aside.querySelector("[data-speakers]");
    const { server, voice, store: { words } } = this;
    this.list = new this.SpeakerList(box, { server, voice, words });
  }

  #press(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "close") this.close();
    else if (act) this.on.act(act, this.id);
  }

  /** Saved as it is changed; not over somebody else's text, which takes the button. */
  #changed(form) {
    if (form?.method === "post" && !form.closest("div")?.querySelector(".came-back")) this.#save(form);
  }

  #save(form) {
    this.#sending = this.#sending.then(() => this.#sent(form)).catch((refusal) => {
      this.voice.say(refusal.message, "bad");
    });
  }

  async #sent(form) {
    const box = form.closest("[data-fields], [data-speakers]");
    if (!box?.isConnected) return;
    const { id } = this;
    const before = this.store.get(id)?.version;
    this.saving = true;
    this.written = false;
    const { ok, html } = await this.server.send(form).finally(() => {
      this.saving = false;
    });
    if (!box.isConnected) return;
    const piece = document.createElement("template");
    piece.innerHTML = html;
    if (ok) this.#kept(form, piece.content);
    else this.#cameBack(box, piece.content);
    await this.on.saved(id);
    if (ok && before !== undefined) this.acts.rebase(id, before, this.store.get(id)?.version);
  }

  /** Saved: what is being typed stays, and only what the server knows better is taken over. */
  #kept(form, piece) {
    const fresh = piece.querySelector(`form[action="${form.getAttribute("action")}"]`);
    for (const field of form.querySelectorAll("[name$=version]")) {
      const known = fresh?.elements[field.name];
      if (known) field.value = known.value;
    }
    const box = form.closest("[data-fields], [data-speakers]");
    for (const told of box.querySelectorAll(".came-back, .error-summary, .error")) told.remove();
    for (const wrong of form.querySelectorAll("[aria-invalid=true]")) wrong.removeAttribute("aria-invalid");
    const head = piece.querySelector(".panel-head");
    if (head) this.aside.querySelector(".panel-head").replaceChildren(...head.childNodes);
    this.list.take(piece);
    this.voice.say(this.store.words.saved);
  }

  #cameBack(box, piece) {
    const fresh = piece.querySelector("[data-fields]");
    box.replaceChildren(...(box.matches("[data-fields]") && fresh ? fresh : piece).childNodes);
    if (box.matches("[data-speakers]")) this.#list();
    box.querySelector(".came-back, .error-summary, .error")?.focus?.();
    this.voice.say(box.querySelector("[role=alert], .error")?.textContent.trim() ?? "", "bad");
  }
}
