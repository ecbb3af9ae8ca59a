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
import { Server } from "./server.js";
import { Store } from "./store.js";
import { dayOf, wallAt } from "./times.js";
import { useTools } from "./tools.js";
import { Tray } from "./tray.js";
import { View, inAddress } from "./view.js";
import { Voice } from "./voice.js";

export function start([root]) {
  const find = (selector) => root.querySelector(selector);
  const data = JSON.parse(find("[data-board-data]").textContent);
  const { mine } = data;
  const store = new Store(data);
  const server = new Server(data);
  const voice = new Voice(find("[data-voice]"));
  const stage = find("[data-stage]");
  const clashes = new Clashes(store, server, voice, find("[data-clashes]"));
  const acts = new Acts(store, server, voice);
  const grid = new Grid(find("[data-frame]"), store, { mine, clashesOf: (id) => clashes.of(id) });
  const tray = new Tray(find("[data-tray]"), store);
  stage.hidden = false; // it is measured from here on
  const view = new View(root, { grid, server, voice, hours: data.hours, words: data.words });
  const focus = (id) => grid.focus(id) || tray.focus(id);
  acts.shown = (block) => follow(block);

  async function move(id, place) {
    const before = store.get(id);
    if (samePlace(before, place)) {
      store.put({ ...before });
      return null;
    }
    clashes.follow(id);
    return acts.move(id, place);
  }

  /** Show a session where it is, and let it have the focus unless a panel or a tool is used. */
  function goTo({ id, parked, starts }) {
    if (!parked && dayOf(starts) !== grid.day) view.show(dayOf(starts));
    if (!document.activeElement.closest("[data-panel], [data-tools]")) focus(id);
    grid.point(id);
  }

  /** The same as soon as no dialog is open. */
  function follow(block) {
    const dialog = root.querySelector("dialog[open]");
    if (dialog) dialog.addEventListener("close", () => goTo(block), { once: true });
    else goTo(block);
  }

  /** Move, and follow the session to where it is then. */
  async function moveAndFollow(id, place) {
    const refusal = await move(id, place);
    const block = store.get(id);
    if (!refusal && block) follow(block);
    return refusal;
  }

  const named = {
    move: (block) => dialogs.move(block),
    split: (block) => dialogs.split(block),
    copy: ({ id }) => acts.copy(id),
    async park(block) {
      await moveAndFollow(block.id, { ...placeOf(block), parked: !block.parked });
      focus(block.id);
    },
  };
  const act = (name, id) => store.get(id) && named[name]?.(store.get(id));

  const dialogs = new Dialogs(root, { store, on: {
    move: moveAndFollow,
    draw: (facts) => acts.draw(facts),
    split: (id, at) => acts.split(id, at),
    first: () => location.assign(find("[data-new] a").href),
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
    on: { move, day: (day) => view.show(day), draw: (place) => dialogs.draw(place) } });
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

  stage.addEventListener("click", (event) => {
    const pressed = event.target.closest(".block, .card");
    if (pressed) panel.open(Number(pressed.dataset.id));
  });
  useTools(root, { acts, draw, keys: () => dialogs.keys() });
  new Rooms(find("[data-rooms]"), store, grid);
  clashes.ask();
  const asked = store.get(Number(new URLSearchParams(location.search).get("session")));
  if (asked) {
    goTo(asked);
    panel.open(asked.id);
    inAddress("session", "");
  }
  requestAnimationFrame(() => setTimeout(() => performance.mark("board-drawn"))); // painted
}
