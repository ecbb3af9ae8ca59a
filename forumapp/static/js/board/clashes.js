/* Clashes: those that there are, marked on the blocks, and what is in the way of the one in hand. */
import { fill } from "./server.js";
import { later } from "./times.js";

const SOON = 300; // milliseconds in which several changes become one question

const NONE = [];

export class Clashes {
  #open = new Map(); // number -> the words of its clashes; the same list while they are the same
  #asked = 0;
  #known = new Map(); // number -> the session when its clashes were last asked for
  #followed = null; // the session that was moved here last
  #held = { id: null, obstacles: [] };

  constructor(store, server, voice, link) {
    Object.assign(this, { store, server, voice, link });
    store.watch((ids) => this.#stale(ids));
  }

  /** The words of every open clash of a session. */
  of(id) {
    return this.#open.get(id) ?? NONE;
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
    const same = (id, words) => String(before.get(id)) === String(words);
    this.#open = new Map(Object.entries(found.sessions).map(([key, words]) => [Number(key), words])
      .map(([id, words]) => [id, same(id, words) ? before.get(id) : words]));
    this.link.querySelector("span").textContent = found.words;
    this.link.classList.toggle("some", found.count > 0);
    const ids = [...new Set([...before.keys(), ...this.#open.keys()])];
    const changed = ids.filter((id) => this.store.get(id) && before.get(id) !== this.#open.get(id));
    this.#tell(changed);
    this.redraw(changed);
  }

  /** Say so when a session that is being moved here has come to clash. */
  follow(id) {
    this.#followed = id;
  }

  #tell(ids) {
    if (!ids.includes(this.#followed)) return;
    const found = this.of(this.#followed);
    if (found.length) this.voice.add(this.said(found));
  }

  /** The first two of some clashes, and how many more there are. */
  said(found) {
    const told = found.slice(0, 2).map((words) => fill(this.store.words.clash, { words }));
    return [...told, ...(found.length > 2 ? [`+${found.length - 2}`] : [])].join(" ");
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
