/* Clashes: those that there are, marked on the blocks, and what is in the way of the one in hand. */
import { later } from "./times.js";

const SOON = 300; // milliseconds in which several changes become one question

export class Clashes {
  #open = {};
  #asked = 0;
  #known = new Map(); // number -> the session when its clashes were last asked for
  #held = { id: null, obstacles: [] };

  constructor(store, server, link) {
    Object.assign(this, { store, server, link });
    store.watch((ids) => this.#stale(ids));
  }

  /** The words of every open clash of a session. */
  of(id) {
    return this.#open[id] ?? [];
  }

  #stale(ids) {
    if (ids.filter((id) => this.#moved(id)).length) this.askSoon();
  }

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

  /** Find out what is in the way of a session that is taken in hand; `met` knows it then. */
  async prepare(id) {
    const held = { id, obstacles: this.#held.id === id ? this.#held.obstacles : [] };
    this.#held = held;
    held.obstacles = await this.server.get(`${id}/obstacles`).catch(() => held.obstacles);
  }

  /** The words of what the session in hand would clash with where it is held now. */
  met(block) {
    if (block.parked || block.id !== this.#held.id) return [];
    const found = this.#held.obstacles.filter((one) => meets(one, block));
    return [...new Set(found.map((one) => one.words))];
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
