/* A door as the phone keeps it: the list, who is inside, and the scans that wait to be sent. It
   decides without a network, and tells `changed` whenever there is something else to show. */
import { ownerOf, readList, search } from "./list.js";
import { presence } from "./presence.js";
import { finding, verdict } from "./verdict.js";

const SKEWED = 120_000; // milliseconds by which a clock may be off unnoticed

export async function keeper(store, server, changed) {
  let door = await store.get("door");
  let clock = (await store.get("clock")) ?? { offset: 0, at: 0 };
  let after = (await store.get("after")) ?? 0;
  let list = null;
  let inside = presence();
  let waiting = [];
  let connected = false;
  let shut = false;
  let busy = false;
  let full = false;

  const now = () => Date.now() + clock.offset;
  const today = () => Boolean(list) && door?.open !== false && list.from <= now() && now() < list.until;

  /** A phone that can't store goes on with what the page knows. */
  const tried = (stored) => stored.then(() => { full = false; }, () => { full = true; });

  /** What was kept here before. */
  async function begin() {
    const signed = await store.get("list");
    if (signed && door) list = await readList(signed, door.verify);
    if (list && list.door !== door.key) list = null;
    waiting = await store.scans();
    (await store.entries()).forEach((entry) => inside.add(entry));
    await tidy();
    changed();
  }

  /** Nobody's name stays on the phone when the door's day is over. */
  async function tidy() {
    if (list && now() >= list.until) await forget();
  }

  /** Only what was scanned and isn't sent yet stays. */
  async function forget() {
    list = null;
    inside = presence();
    after = 0;
    await Promise.all([
      store.drop("list"), tried(store.put("after", 0)), store.forgetEntries(), caches.delete("door photos"),
    ]);
  }

  /** Ask what the server says: the time, the door, and a newer list where one is wanted. */
  async function contact({ fresh = false } = {}) {
    const asked = Date.now();
    const state = await server.state();
    connected = Boolean(state) && !state.failed;
    if (connected) {
      await set(state, (asked + Date.now()) / 2);
      if (door && !shut && (fresh || !list)) await fetchList();
      await send();
    }
    await tidy();
    changed();
    return connected;
  }

  async function set(state, middle) {
    clock = { offset: Math.round(state.now - middle), at: state.now };
    await tried(store.put("clock", clock));
    shut = Boolean(door) && !state.door;
    if (shut) await forget();
    if (!state.door) return;
    if (state.door.key !== door?.key) await begun(state);
    door = { ...state.door, verify: state.verify };
    await tried(store.put("door", door));
  }

  /** Another door than before: its entries and its list are others. */
  async function begun() {
    await forget();
    for (const scan of waiting) scan.refused = "";
  }

  async function fetchList() {
    const signed = await server.list();
    if (!signed || signed.failed) return;
    const read = await readList(signed, door.verify);
    if (!read) return;
    await tried(store.put("list", signed));
    list = read;
  }

  /** Send what waits, and hear who came in elsewhere; whatever isn't answered for is sent again. */
  async function send() {
    if (busy || !door || shut) return;
    busy = true;
    try {
      let more = true;
      while (more) {
        const pending = waiting.filter((scan) => !scan.refused);
        const answer = await server.deliver(pending, after);
        connected = Boolean(answer) && !answer.failed;
        if (answer?.failed === 404) shut = true;
        if (!connected) break;
        await settle(answer);
        more = answer.kept.length > 0 && waiting.some((scan) => !scan.refused);
      }
    } finally {
      busy = false;
      changed();
    }
  }

  async function settle(answer) {
    const met = answer.entries.map(([person, direction, at, key]) => ({ person, direction, at, key }));
    const safe = new Set(answer.kept);
    for (const scan of waiting) scan.refused = answer.refused[scan.key] ?? "";
    await tried(store.delivered(answer.kept, met));
    met.forEach((entry) => inside.add(entry));
    waiting = waiting.filter((scan) => !safe.has(scan.key));
    after = answer.after;
    await tried(store.put("after", after));
  }

  /** What the door says to a badge or a person; nothing is written yet. */
  async function look({ code = "", person = null, way, leaving }) {
    const owner = person ? { person, badge: person.badge } : await ownerOf(list, code);
    const before = owner.person && inside.inside(owner.person.id);
    const given = { part: list.part, today: today(), inside: Boolean(before), leaving };
    const found = finding(owner.badge, given);
    return { person: owner.person, code: owner.person ? "" : code, way, leaving, finding: found,
      verdict: verdict(found), before, key: crypto.randomUUID(), at: Date.now() };
  }

  /** Write down what became of it; it is safe on the phone when the promise is kept, and in the
      page alone where the phone can't store it. */
  async function decide(seen, through) {
    const direction = seen.leaving ? "out" : "in";
    const person = seen.person?.id ?? null;
    const scan = { key: seen.key, door: door.key, person, code: seen.code, direction, way: seen.way,
      finding: seen.finding, let_through: through, at: seen.at };
    const entry = through ? { key: seen.key, person, direction, at: seen.at + clock.offset } : null;
    waiting.push(scan);
    if (entry) inside.add(entry);
    await tried(store.keep(scan, entry));
    changed();
  }

  await begin();
  return {
    contact, send, look, decide,
    find: (text) => (list ? search(list, text) : []),
    get photos() {
      return list ? [...list.people.values()].filter((person) => person.photo) : [];
    },
    get now() { return now(); },
    get facts() {
      return { door, connected, shut, today: today(), ready: Boolean(list), made: list?.made ?? 0,
        people: list?.people.size ?? 0, inside: inside.count(), contact: clock.at,
        waiting: waiting.filter((scan) => !scan.refused).length,
        refused: waiting.filter((scan) => scan.refused).length,
        full: full && waiting.length > 0,
        skewed: Math.abs(clock.offset) > SKEWED ? clock.offset : 0 };
    },
  };
}
