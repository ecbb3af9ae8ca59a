/* Says what happened: in the strip at the foot of the board, which screen readers read out. */
export class Voice {
  #line;
  #saying = 0;
  #said = "";

  constructor(line) {
    this.#line = line;
  }

  /** `tone` is "" for what went well, "bad" for a refusal. The same words are said again. */
  say(text, tone = "") {
    this.#said = text;
    this.#line.textContent = "";
    this.#line.dataset.tone = tone;
    cancelAnimationFrame(this.#saying);
    this.#saying = requestAnimationFrame(() => {
      this.#line.textContent = text;
    });
  }

  /** Say something after what was said last, which may not have been heard yet. */
  add(text) {
    const before = this.#said && `${this.#said.replace(/[.。]$/, "")}. `;
    this.say(before + text, this.#line.dataset.tone || "warn");
  }
}
