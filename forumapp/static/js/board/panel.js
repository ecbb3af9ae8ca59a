/* A session beside the board: a piece of a page from the server, saved as its fields are changed. */
import { mark } from "./blocks.js";

export class Panel {
  #sending = Promise.resolve();
  #saving = 0; // how many saves are on their way
  #saves = 0; // how many began or ended so far

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
    if (this.#isUsed()) return;
    const { id } = this;
    const saves = this.#saves;
    const html = await this.server.piece(id).catch(() => null);
    if (!html || this.id !== id || this.#saves !== saves || this.#isUsed()) return;
    const focused = this.#focused();
    this.#show(id, html);
    if (focused) this.aside.querySelector(focused)?.focus();
  }

  /** Whether somebody writes in it, drags a line of it, or waits for it to be saved. */
  #isUsed() {
    const writing = this.aside.contains(document.activeElement)
      && document.activeElement.matches("input, select, textarea");
    return this.written || writing || this.#saving > 0 || this.list.isHeld;
  }

  /** While something is saved, the panel is not drawn anew with what was read before. */
  async #during(save) {
    this.#saving += 1;
    this.#saves += 1;
    try {
      return await save();
    } finally {
      this.#saving -= 1;
      this.#saves += 1;
    }
  }

  /** Where the focus is within, as a selector that finds it in the panel drawn anew. */
  #focused() {
    if (!this.aside.contains(document.activeElement)) return "";
    const { act, step } = document.activeElement.dataset;
    if (act) return `[data-act="${act}"]`;
    const line = document.activeElement.closest("[data-line]")?.dataset.line;
    return line && step ? `[data-line="${line}"] [data-step="${step}"]` : "h2";
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
    const count = this.aside.querySelector("[data-count]");
    count.hidden = box.hidden = !found.length;
    count.textContent = mark(found.length);
    count.setAttribute("aria-label", `${box.querySelector("h3").textContent}: ${found.length}`);
    box.querySelector("ul").replaceChildren(...found.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }));
  }

  #list() {
    const box = this.aside.querySelector("[data-speakers]");
    const { server, voice, store: { words } } = this;
    this.list = new this.SpeakerList(box, { server, voice, words,
      during: (save) => this.#during(save) });
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
    this.written = false;
    const { ok, html } = await this.#during(() => this.server.send(form));
    if (!ok) this.written = true; // it is only here
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
