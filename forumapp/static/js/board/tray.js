/* The sessions that wait for a time. */
import { pressable, write } from "./blocks.js";

export class Tray {
  constructor(section, store) {
    this.section = section;
    this.store = store;
    this.cards = section.querySelector("[data-cards]");
    this.empty = section.querySelector("[data-empty]");
    this.first = section.querySelector("[data-first]"); // where there is no session at all
    this.heading = section.querySelector("h2");
    this.words = this.heading.textContent;
    store.watch(() => this.draw());
    this.draw();
  }

  draw() {
    if (this.first) this.first.hidden = this.store.all().length > 0;
    const parked = this.store.parked();
    const now = JSON.stringify(parked);
    if (now === this.drawn) return;
    this.drawn = now;
    const held = this.cards.contains(document.activeElement) && document.activeElement.dataset.id;
    this.cards.replaceChildren(...parked.map((block) => {
      const card = pressable("card");
      write(card, block, this.store, []);
      return card;
    }));
    this.empty.hidden = parked.length > 0 || this.first?.hidden === false;
    this.heading.textContent = parked.length ? `${this.words} (${parked.length})` : this.words;
    if (held) this.focus(Number(held));
  }

  element(id) {
    return this.cards.querySelector(`[data-id="${id}"]`);
  }

  focus(id) {
    const card = this.element(id);
    card?.focus();
    return Boolean(card);
  }
}
