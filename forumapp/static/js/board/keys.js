/* Everything by keyboard: what the pressed key does to the session that has the focus. */
import { hoursOf, inColumn, placeOf, startingAt } from "./places.js";
import { DAY, SNAP, later, minuteOf, minutesBetween, wallAt } from "./times.js";

const PAUSE = 600; // milliseconds after the last arrow before the move is saved
const WRITING = "input, textarea, select, dialog, [contenteditable]";

const WAYS = {
  ArrowUp: ["above", -1], ArrowDown: ["above", 1], ArrowLeft: ["aside", -1], ArrowRight: ["aside", 1],
};
const isOrder = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey; // to the browser

export class Keys {
  #nudged = null;
  #column = 0; // in which the focus goes up and down
  #moving = false; // a block that goes to another place in the page loses the focus for a moment

  constructor({ stage, store, grid, clashes, voice, mine, on }) {
    Object.assign(this, { stage, store, grid, clashes, voice, mine, on });
    document.addEventListener("keydown", (event) => this.#anywhere(event));
    stage.addEventListener("keydown", (event) => this.#onBlock(event));
    stage.addEventListener("focusout", () => this.#moving || this.settle());
    addEventListener("pagehide", () => this.settle());
  }

  /** The session that arrows are moving and that isn't saved yet. */
  get nudged() {
    return this.#nudged?.id;
  }

  #anywhere(event) {
    if (event.target.closest(WRITING)) return;
    if (event.key === "Escape") this.on.escape();
    if (event.key === "?") this.on.keys();
    if (event.key.toLowerCase() === "n" && this.mine && !isOrder(event)) {
      event.preventDefault();
      this.on.draw();
    }
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && "zy".includes(key) && this.mine) {
      event.preventDefault();
      this.settle();
      if (event.shiftKey || key === "y") this.on.redo();
      else this.on.undo();
    }
  }

  #onBlock(event) {
    const id = Number(event.target.closest(".block, .card")?.dataset.id);
    if (!id) return;
    if (event.key.startsWith("Arrow") && (event.ctrlKey || event.altKey)) this.#go(event, id);
    if (!this.mine || isOrder(event)) return;
    if (event.key.startsWith("Arrow")) this.#arrow(event, id);
    const act = { m: "move", p: "park", d: "copy", s: "split" }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    this.settle();
    this.on.act(act, id);
  }

  /** The focus goes to the session beside this one; what takes all rooms is passed in its column. */
  #go(event, id) {
    const block = this.store.get(id);
    event.preventDefault();
    if (block.parked) return;
    if (!block.everywhere) this.#column = this.store.columnOf(block);
    const [way, step] = WAYS[event.key];
    this.grid.focus(this.store[way](block, this.#column, step)?.id);
  }

  #arrow(event, id) {
    const block = this.store.get(id);
    if (block.parked) return;
    event.preventDefault();
    const place = this.#placeBy(event, block);
    if (place) this.#nudge(block, place);
  }

  #placeBy({ key, shiftKey }, block) {
    const place = placeOf(block);
    const step = { ArrowUp: -SNAP, ArrowDown: SNAP }[key];
    if (step === undefined) return this.#beside(block, place, key === "ArrowLeft" ? -1 : 1);
    if (shiftKey) {
      const long = minutesBetween(place.starts, place.ends) + step;
      return long > 0 ? { ...place, ends: later(place.ends, step) } : null;
    }
    const from = minuteOf(place.starts) + step;
    return from >= 0 && from < DAY ? startingAt(place, wallAt(this.grid.day, from)) : null;
  }

  #beside(block, place, step) {
    const column = this.store.columns[this.store.columnOf(block) + step];
    return column && !block.everywhere ? inColumn(place, column) : null;
  }

  /** Show the move at once and save it when the arrows rest, as one act. */
  #nudge(block, place) {
    if (this.#nudged && this.#nudged.id !== block.id) this.settle();
    this.#nudged ??= { id: block.id, from: placeOf(block), ready: this.clashes.prepare(block.id) };
    this.#moving = true;
    this.store.put({ ...block, ...place });
    this.grid.focus(block.id);
    this.#moving = false;
    clearTimeout(this.#nudged.timer);
    this.#nudged.timer = setTimeout(() => this.settle(), PAUSE);
    this.#nudged.ready.then(() => this.#tell(block.id));
  }

  #tell(id) {
    const block = this.store.get(id);
    if (this.nudged !== id || !block) return;
    const found = this.clashes.met(block);
    const where = `${hoursOf(block, this.store.words.next_day)}, ${this.store.placeName(block)}`;
    this.voice.say(found.length ? `${where}. ${this.clashes.said(found)}` : where,
      found.length ? "warn" : "");
  }

  /** Save what arrows moved. */
  settle() {
    const nudged = this.#nudged;
    if (!nudged) return;
    this.#nudged = null;
    clearTimeout(nudged.timer);
    const block = this.store.get(nudged.id);
    if (!block) return;
    const to = placeOf(block);
    this.store.put({ ...block, ...nudged.from });
    this.on.move(nudged.id, to);
  }
}
