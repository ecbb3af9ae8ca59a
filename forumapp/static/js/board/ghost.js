/* What is in the hand while something is dragged: it goes from place to place by a transform, which
   costs no layout, and says where it is and what it would clash with there. */
import { hoursOf } from "./places.js";
import { DAY, minuteOf, minutesBetween } from "./times.js";

export class Ghost {
  #box = document.createElement("div");
  #hours = document.createElement("b");
  #title = document.createElement("span");
  #warning = document.createElement("p");

  constructor(grid) {
    this.grid = grid;
    this.#box.className = "ghost";
    this.#warning.className = "ghost-warning";
    this.#box.setAttribute("aria-hidden", "true");
    this.#box.append(this.#hours, this.#title, this.#warning);
  }

  /** Show a block at a place; `warnings` are the words of what it would clash with. */
  show(block, warnings) {
    const { layer, store } = this.grid;
    if (!this.#box.isConnected) layer.append(this.#box);
    const columns = store.columns.length;
    const wide = block.everywhere ? layer.offsetWidth : layer.offsetWidth / columns;
    const minute = layer.offsetHeight / DAY;
    const from = minuteOf(block.starts);
    const left = block.everywhere ? 0 : store.columnOf(block) * wide;
    const length = Math.min(minutesBetween(block.starts, block.ends), DAY - from);
    this.#box.style.transform = `translate(${left}px, ${from * minute}px)`;
    this.#box.style.width = `${wide}px`;
    this.#box.style.height = `${length * minute}px`;
    this.#hours.textContent = hoursOf(block, store.words.next_day);
    this.#title.textContent = block.title;
    this.#warning.textContent = warnings.join(" ");
    this.#box.classList.toggle("clashing", warnings.length > 0);
  }

  hide() {
    this.#box.remove();
  }
}
