/* The organiser's board: puts its pieces together where the page has one. */
import { Acts } from "./acts.js";
import { Clashes } from "./clashes.js";
import { Dialogs } from "./dialogs.js";
import { Drag } from "./drag.js";
import { Ghost } from "./ghost.js";
import { Grid } from "./grid.js";
import { Keys } from "./keys.js";
import { News } from "./news.js";
import { Panel } from "./panel.js";
import { placeOf, samePlace } from "./places.js";
import { Rooms } from "./rooms.js";
import { Server, fill } from "./server.js";
import { Store } from "./store.js";
import { Tray } from "./tray.js";
import { Voice } from "./voice.js";
import { wallAt } from "./times.js";

/** The address is that of what is shown, to come back to and to hand on. */
function inAddress(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(null, "", address);
}

export function start([root]) {
  const find = (selector) => root.querySelector(selector);
  const data = JSON.parse(find("[data-board-data]").textContent);
  const { mine, words } = data;
  const store = new Store(data);
  const server = new Server(data);
  const voice = new Voice(find("[data-voice]"));
  const stage = find("[data-stage]");
  const zone = find("[data-zone]");
  const clashes = new Clashes(store, server, voice, find("[data-clashes]"));
  const acts = new Acts(store, server, voice);
  const grid = new Grid(find("[data-frame]"), store, { mine, clashesOf: (id) => clashes.of(id) });
  const tray = new Tray(find("[data-tray]"), store);
  const focus = (id) => grid.focus(id) || tray.focus(id);

  function show(day) {
    if (grid.day !== day) grid.show(day);
    for (const tab of root.querySelectorAll("[data-day]")) {
      if (tab.dataset.day === day) tab.setAttribute("aria-current", "date");
      else tab.removeAttribute("aria-current");
    }
    zone.elements.day.value = day;
    inAddress("day", day);
  }

  function setZone(hours) {
    const { value, selectedOptions } = zone.elements.zone;
    grid.setBeside(value && selectedOptions[0].text, hours);
    inAddress("zone", value);
    return value ? fill(words.two_clocks, { place: selectedOptions[0].text }) : words.one_clock;
  }

  async function move(id, place) {
    const before = store.get(id);
    if (samePlace(before, place)) {
      store.put({ ...before });
      return null;
    }
    clashes.follow(id);
    return acts.move(id, place);
  }

  /** Move, and follow the session to where it is then. */
  async function moveAndFollow(id, place) {
    const refusal = await move(id, place);
    const block = store.get(id);
    if (!refusal && block && !block.parked && !grid.has(block)) show(place.starts.slice(0, 10));
    return refusal;
  }

  const named = {
    move: (block) => dialogs.move(block),
    split: (block) => dialogs.split(block),
    copy: ({ id }) => acts.copy(id),
    async park(block) {
      await move(block.id, { ...placeOf(block), parked: !block.parked });
      focus(block.id);
    },
  };
  const act = (name, id) => store.get(id) && named[name]?.(store.get(id));

  const dialogs = new Dialogs(root, { store, on: {
    move: moveAndFollow,
    draw: (facts) => acts.draw(facts),
    split: (id, at) => acts.split(id, at),
  } });
  const panel = new Panel(find("[data-panel]"), { server, store, acts, clashes, voice,
    on: { act, focus, saved: () => news.ask() } });
  clashes.redraw = (ids) => {
    grid.rewrite(ids);
    panel.showClashes();
  };
  store.watch((ids) => panel.refresh(new Set(ids)));

  const draw = () => dialogs.draw(
    { starts: wallAt(grid.day, 540), ends: wallAt(grid.day, 600), room: null, video: null });
  const drag = mine && new Drag({ stage, grid, ghost: new Ghost(grid), clashes, voice, store,
    on: { move, day: show, draw: (place) => dialogs.draw(place) } });
  const keys = new Keys({ stage, store, grid, clashes, voice, mine, on: {
    act, move,
    escape: () => (drag && drag.cancel()) || panel.close(),
    draw,
    keys: () => dialogs.keys(),
    undo: () => acts.undo(),
    redo: () => acts.redo(),
  } });
  const news = new News({ store, server, voice, mark: data.mark,
    isBusy: (id) => acts.isBusy(id) || keys.nudged === id || (drag && drag.held === id),
    tell: (ids) => panel.refresh(ids) });

  root.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-day]");
    const pressed = event.target.closest(".block, .card");
    if (tab && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(tab.dataset.day);
    } else if (pressed) panel.open(Number(pressed.dataset.id));
  });
  zone.elements.zone.addEventListener("change", ({ target }) =>
    server.get(`hours?zone=${encodeURIComponent(target.value)}`).then(
      (hours) => voice.say(setZone(hours)), (refusal) => voice.say(refusal.message, "bad")));
  const tools = find("[data-tools]");
  tools.addEventListener("click", (event) => {
    const name = event.target.closest("[data-act]")?.dataset.act;
    if (name === "keys") dialogs.keys();
    else if (name) acts[name]();
  });
  find("[data-new]")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    draw();
  });
  acts.changed = () => {
    const [undo, redo] = ["undo", "redo"].map((name) => tools.querySelector(`[data-act=${name}]`));
    if (undo) undo.disabled = !acts.canUndo;
    if (redo) redo.disabled = !acts.canRedo;
  };

  tools.hidden = stage.hidden = false;
  setZone(data.hours);
  show(zone.elements.day.value);
  new Rooms(find("[data-rooms]"), store, grid);
  requestAnimationFrame(() => setTimeout(() => performance.mark("board-drawn"))); // painted
  clashes.ask();
}
