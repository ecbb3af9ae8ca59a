/* Clashes: those that there are, marked on the blocks, and what is in the way of the one in hand. */
import { later } from "./times.js";

const SOON = 300; // milliseconds in which several changes become one question

export class Clashes {
  #open = {};
  #asked = 0;
  #obstacles = new Map(); // number -> promise of its obstacles

  constructor(store, server, link) {
    Object.assign(this, { store, server, link });
    store.watch((ids) => this.#stale(ids));
  }

  /** The words of every open clash of a session. */
  of(id) {
    return this.#open[id] ?? [];
  }

  #stale(ids) {
    if (!ids.some((id) => this.#moved(id))) return;
    this.#obstacles.clear();
    this.askSoon();
  }

  #known = new Map();

  /** Whether a session is another one than when its clashes were asked for. */
  #moved(id) {
    const now = JSON.stringify(this.store.get(id) ?? null);
    const same = this.#known.get(id) === now;
    this.#known.set(id, now);
    return !same;
  }

  askSoon() {
    clearTimeout(this.#asked);
    this.#asked = setTimeout(() => this.ask(), SOON);
  }

  async ask() {
    const found = await this.server.get("clashes").catch(() => null);
    if (!found) return;
    const before = this.#open;
    this.#open = found.sessions;
    this.link.querySelector("span").textContent = found.words;
    this.link.classList.toggle("some", found.count > 0);
    const changed = new Set([...Object.keys(before), ...Object.keys(this.#open)].filter(
      (id) => String(before[id]) !== String(this.#open[id])).map(Number));
    this.redraw([...changed].filter((id) => this.store.get(id)));
  }

  /** Find out what is in the way of a session; `meets` knows it from then on. */
  prepare(id) {
    if (!this.#obstacles.has(id)) {
      const asked = { found: [] };
      this.#obstacles.set(id, asked);
      asked.ready = this.server.get(`${id}/obstacles`).then((found) => {
        asked.found = found;
      }).catch(() => {});
    }
    return this.#obstacles.get(id).ready;
  }

  /** The words of what a session would clash with where it is held now. */
  met(block) {
    if (block.parked) return [];
    const found = this.#obstacles.get(block.id)?.found ?? [];
    return [...new Set(found.filter((one) => meets(one, block)).map((one) => one.words))];
  }
}

function meets(obstacle, block) {
  if (obstacle.room !== null && obstacle.room !== block.room) return false;
  if (obstacle.video !== null && obstacle.video !== block.video) return false;
  const begins = later(block.starts, obstacle.after);
  let ends = obstacle.until === null ? block.ends : later(block.starts, obstacle.until);
  if (obstacle.cut && ends > block.ends) ends = block.ends;
  return begins < ends && begins < obstacle.ends && obstacle.starts < ends;
}
