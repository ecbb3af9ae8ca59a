/* What was done here, one after the other, so that it can be undone and done again.

   An act keeps the versions that it left its sessions at. Acts of this page that follow each other
   hand them on; what somebody else changed in between makes the server refuse to undo over it. */
import { placeOf } from "./places.js";
import { Refusal, fill } from "./server.js";

export class Acts {
  #undone = [];
  #done = [];
  #handles = new Map(); // number -> {id}, which changes when a session is made again
  #waiting = new Map(); // handle -> how many acts on it wait for their turn
  #going = []; // handles of the act that is on its way to the server
  #queue = Promise.resolve();

  constructor(store, server, voice) {
    Object.assign(this, { store, server, voice });
    this.changed = () => {};
    this.shown = () => {}; // what was made, undone or done again, where it is or was
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Whether something that was done to a session is still on its way to the server. */
  isBusy(id) {
    return this.#going.includes(this.#handle(id)) || this.#waits(id);
  }

  #waits(id) {
    return (this.#waiting.get(this.#handle(id)) ?? 0) > 0;
  }

  /** A session is put somewhere else; shown at once, put back when it is refused. */
  move(id, to) {
    const handle = this.#handle(id);
    const from = placeOf(this.store.get(id));
    this.store.put({ ...this.store.get(id), ...to });
    const send = (place, seen) => (version) =>
      this.server.post(`${handle.id}/move`, { ...place, version, video_seen: seen.video });
    return this.#run({
      handles: [handle],
      forward: send(to, from),
      back: send(from, to),
      restore: () => this.store.put({ ...this.store.get(handle.id), ...from }),
    });
  }

  /** A session is drawn; `facts` are its title, kind and place. */
  draw(facts) {
    return this.#make(() => this.server.post("sessions", facts));
  }

  copy(id) {
    const original = this.#handle(id);
    return this.#make(() => this.server.post(`${original.id}/copy`));
  }

  #make(forward) {
    const handle = { id: null, turn: 0 };
    const back = (version) => this.server.post(`${handle.id}/withdraw`, { version });
    return this.#run({ handles: [handle], forward, back, makes: handle },
      () => this.shown(this.store.get(handle.id)));
  }

  split(id, at) {
    const first = this.#handle(id);
    const second = { id: null, turn: 0 };
    return this.#run({
      handles: [first, second],
      makes: second,
      forward: (version) => this.server.post(`${first.id}/split`, { version, at }),
      back: (...versions) => this.server.post(`${first.id}/join`, { second: second.id, versions }),
    });
  }

  undo() {
    return this.#again(this.#done, this.#undone, "back", "undone", "nothing_to_undo");
  }

  redo() {
    return this.#again(this.#undone, this.#done, "forward", "redone", "nothing_to_redo");
  }

  /** The panel saved a session from one version to the next: that is this page's own doing too. */
  rebase(id, from, to) {
    const handle = this.#handle(id);
    for (const act of [...this.#done, ...this.#undone]) {
      if (act.versions.get(handle) === from) act.versions.set(handle, to);
    }
  }

  #handle(id) {
    if (!this.#handles.has(id)) this.#handles.set(id, { id, turn: 0 });
    return this.#handles.get(id);
  }

  /** Do something for the first time; tells the refusal, or null. */
  #run(act, then = () => {}) {
    act.versions = new Map();
    return this.#inTurn(act, async () => {
      for (const handle of act.handles) {
        act.versions.set(handle, this.store.get(handle.id)?.version);
      }
      await this.#perform(act, "forward", "");
      this.#done.push(act);
      this.#undone.length = 0;
      then();
    });
  }

  #again(from, to, way, words, nothing) {
    return this.#inTurn({ handles: [] }, async () => {
      const act = from.pop();
      if (!act) {
        this.voice.say(this.store.words[nothing]);
        return;
      }
      const [{ id }] = act.handles;
      const before = this.store.get(id);
      try {
        await this.#perform(act, way, `${this.store.words[words]} `);
        to.push(act);
        this.shown(this.store.get(act.handles[0].id) ?? before);
      } catch (refusal) {
        if (!refusal.status) from.push(act); // the server was not reached: it can be tried again
        throw refusal;
      }
    });
  }

  /** One act after the other. When one is refused, those on the same session that were done
      meanwhile rested on it, and are let go. */
  #inTurn(act, call) {
    const turns = act.handles.map((handle) => handle.turn);
    this.#count(act.handles, 1);
    const result = this.#queue.then(async () => {
      this.#count(act.handles, -1);
      try {
        if (act.handles.every((handle, number) => handle.turn === turns[number])) await call();
        return null;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return this.#refused(act, error);
      } finally {
        this.#going = [];
        this.changed();
      }
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  #refused(act, refusal) {
    const { blocks = [], gone = [] } = refusal.answer;
    for (const handle of act.handles) handle.turn += 1;
    act.restore?.();
    this.store.put(...blocks);
    this.store.drop(...gone);
    this.voice.say(refusal.message, "bad");
    return refusal;
  }

  async #perform(act, way, said) {
    this.#going = act.handles;
    const answer = await act[way](...act.handles.map((handle) => act.versions.get(handle)));
    if (answer.made && act.makes) {
      act.makes.id = answer.made;
      this.#handles.set(answer.made, act.makes);
    }
    const gone = answer.gone.map((id) => this.store.get(id)?.code).filter(Boolean);
    this.#know(answer);
    for (const handle of act.handles) {
      const version = answer.blocks.find((block) => block.id === handle.id)?.version;
      if (version === undefined) continue;
      this.rebase(handle.id, act.versions.get(handle), version);
      act.versions.set(handle, version);
    }
    const away = gone.map((code) => fill(this.store.words.gone, { code })).join(" ");
    if (answer.message || said) this.voice.say(said + (answer.message ?? away));
  }

  /** What the server answered; a session that was moved on meanwhile keeps its place here. */
  #know({ blocks, gone }) {
    this.store.put(...blocks.map((block) =>
      (this.#waits(block.id) ? { ...block, ...placeOf(this.store.get(block.id)) } : block)));
    this.store.drop(...gone);
  }

  #count(handles, by) {
    for (const handle of handles) {
      this.#waiting.set(handle, (this.#waiting.get(handle) ?? 0) + by);
    }
  }
}
