/* What others do, asked for about once a second while somebody looks. */
const OFTEN = 1200; // milliseconds
const SELDOM = 15000; // at most so long after the server could not be reached

export class News {
  #seen = new Set(); // numbers of the log
  #wait = OFTEN;

  constructor({ store, server, voice, mark, isBusy, tell }) {
    Object.assign(this, { store, server, voice, mark, isBusy, tell });
    document.addEventListener("visibilitychange", () => this.#later(0));
    this.#later(OFTEN);
  }

  #later(wait) {
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    try {
      const found = await this.server.get(`news?since=${this.mark}`, { unattended: true });
      if (this.#wait !== OFTEN) this.voice.say(this.store.words.online);
      this.#wait = OFTEN;
      if (found) this.#read(found);
    } catch (refusal) {
      if (this.#wait === OFTEN) this.voice.say(refusal.message, "bad");
      this.#wait = Math.min(this.#wait * 2, SELDOM);
      if (refusal.status === 401) return; // the page has to be loaded again
    }
    this.#later(this.#wait);
  }

  /** What is young is told more than once: what is known already changes nothing. What is in
      somebody's hand here waits until it is told again. */
  #read({ mark, blocks, gone, told }) {
    const free = (id) => !this.isBusy(id);
    const changed = blocks.filter(({ id }) => free(id)).filter(
      (block) => JSON.stringify(block) !== JSON.stringify(this.store.get(block.id)));
    const dropped = gone.filter((id) => free(id) && this.store.get(id));
    this.store.put(...changed);
    this.store.drop(...dropped);
    const touched = new Set([...changed.map(({ id }) => id), ...dropped]);
    const fresh = told.filter(({ id, session }) => free(session) && !this.#seen.has(id));
    for (const { id } of fresh) this.#seen.add(id);
    const others = fresh.filter(({ mine }) => !mine);
    const words = new Map(others.filter(({ session }) => touched.has(session)).map(
      (one) => [one.session, one.words]));
    if (words.size) this.voice.say([...words.values()].join(" "));
    this.tell(new Set(others.map(({ session }) => session)));
    if (told.every(({ session }) => free(session))) this.mark = mark;
  }
}
