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
import { Server } from "./server.js";
import { Store } from "./store.js";
import { Tray } from "./tray.js";
import { Voice } from "./voice.js";
import { wallAt } from "./times.js";

export function start([root]) {
  const find = (selector) => root.querySelector(selector);
  const data = JSON.parse(find("[data-board-data]").textContent);
  const { mine } = data;
  const store = new Store(data);
  const server = new Server(data);
  const voice = new Voice(find("[data-voice]"));
  const stage = find("[data-stage]");
  const clashes = new Clashes(store, server, find("[data-clashes]"));
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
    find(".board-zone [name=day]").value = day;
    const address = new URL(location.href);
    address.searchParams.set("day", day);
    history.replaceState(null, "", address);
  }

  async function move(id, place) {
    const before = store.get(id);
    if (samePlace(before, place)) {
      store.put({ ...before });
      return null;
    }
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
    grid.refresh(ids);
    panel.showClashes();
  };
  store.watch((ids) => panel.refresh(new Set(ids)));

  const drag = mine && new Drag({ stage, grid, tray, ghost: new Ghost(grid), clashes, voice, store,
    on: { move, day: show, draw: (place) => dialogs.draw(place) } });
  const keys = new Keys({ stage, store, grid, clashes, voice, mine, on: {
    act, move,
    escape: () => (drag && drag.cancel()) || panel.close(),
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
  const tools = find("[data-tools]");
  tools.addEventListener("click", (event) => {
    const name = event.target.closest("[data-act]")?.dataset.act;
    if (name === "keys") dialogs.keys();
    else if (name) acts[name]();
  });
  find(".page-header .actions a")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    dialogs.draw({ starts: wallAt(grid.day, 540), ends: wallAt(grid.day, 600), room: null, video: null });
  });
  acts.changed = () => {
    const [undo, redo] = ["undo", "redo"].map((name) => tools.querySelector(`[data-act=${name}]`));
    if (undo) undo.disabled = !acts.canUndo;
    if (redo) redo.disabled = !acts.canRedo;
  };

  tools.hidden = stage.hidden = false;
  show(find(".board-zone [name=day]").value);
  requestAnimationFrame(() => performance.mark("board-drawn"));
  clashes.ask();
}
