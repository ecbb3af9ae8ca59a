/* Says what happened: in the line above the board, which screen readers read out. */
export class Voice {
  #line;
  #saying = 0;

  constructor(line) {
    this.#line = line;
  }

  /** `tone` is "" for what went well, "bad" for a refusal. The same words are said again. */
  say(text, tone = "") {
    this.#line.textContent = "";
    this.#line.dataset.tone = tone;
    cancelAnimationFrame(this.#saying);
    this.#saying = requestAnimationFrame(() => {
      this.#line.textContent = text;
    });
  }
}
