/* The speaker list in the panel: dragged into order, its minutes adding up as they are typed. */
import "../../vendor/sortablejs-1.15.7/Sortable.min.js";
import { fill } from "./server.js";

const SPEAKING = ["invited", "confirmed"];

export class SpeakerList {
  isHeld = false; // a line is in somebody's hand

  constructor(box, { server, voice, words, during }) {
    Object.assign(this, { box, server, voice, words, during });
    this.form = box.querySelector("form[data-order]");
    this.sum = box.querySelector("[data-sum]");
    if (!this.form) return;
    this.lines = this.form.querySelector("ol");
    this.seen = this.order();
    this.form.addEventListener("input", () => this.add());
    this.form.addEventListener("change", () => this.add());
    this.lines.addEventListener("click", (event) => this.#step(event));
    globalThis.Sortable.create(this.lines, { handle: ".handle", animation: 0,
      onStart: () => {
        this.isHeld = true;
      },
      onEnd: ({ item }) => {
        this.isHeld = false;
        this.save(item);
      } });
  }

  order() {
    return [...this.lines.children].map((line) => Number(line.dataset.line));
  }

  /** Minutes of all who speak, against the length of the session. */
  add() {
    const { length, of, over, left, full } = this.sum.dataset;
    let spoken = 0;
    for (const line of this.lines.children) {
      const speaks = SPEAKING.includes(line.querySelector("[name$=-status]").value);
      line.classList.toggle("silent", !speaks);
      if (speaks) spoken += Number(line.querySelector("[name$=-minutes]").value) || 0;
    }
    const rest = Number(length) - spoken;
    this.sum.querySelector("b").textContent = fill(of, { spoken, length });
    const badge = this.sum.querySelector(".badge");
    badge.classList.toggle("bad", rest < 0);
    badge.textContent = rest ? fill(rest < 0 ? over : left, { minutes: Math.abs(rest) }) : full;
  }

  #step(event) {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const line = button.closest("li");
    if (button.dataset.step === "1") line.nextElementSibling?.after(line);
    else line.previousElementSibling?.before(line);
    this.#ends();
    if (button.disabled) line.querySelector("[data-step]:not(:disabled)")?.focus();
    else button.focus();
    this.save(line);
  }

  #ends() {
    for (const line of this.lines.children) {
      line.querySelector("[data-step='-1']").disabled = !line.previousElementSibling;
      line.querySelector("[data-step='1']").disabled = !line.nextElementSibling;
    }
  }

  /** Save the order into which a line was put. */
  async save(moved) {
    const order = this.order();
    if (String(order) === String(this.seen)) return;
    this.#ends();
    try {
      const { form, seen } = this;
      const html = await this.during(() => this.server.tell(form.dataset.order, { order, seen }));
      this.seen = order;
      const piece = document.createElement("template");
      piece.innerHTML = html;
      this.take(piece.content);
      this.voice.say(fill(this.words.in_order, {
        name: moved.querySelector(".speaker-name").textContent,
        place: order.indexOf(Number(moved.dataset.line)) + 1,
        count: order.length,
      }));
    } catch (refusal) {
      for (const id of this.seen) this.lines.append(this.lines.querySelector(`[data-line="${id}"]`));
      this.#ends();
      this.voice.say(refusal.message, "bad");
    }
  }

  /** The times of the turns as the server works them out. */
  take(piece) {
    if (!this.form) return;
    for (const line of this.lines.children) {
      const known = piece.querySelector(`[data-line="${line.dataset.line}"] time`);
      if (known) line.querySelector("time").textContent = known.textContent;
    }
    const sum = piece.querySelector("[data-sum]");
    if (sum) this.sum.dataset.length = sum.dataset.length;
    this.add();
  }
}
