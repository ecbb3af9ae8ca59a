/* Dragging: blocks about the grid, by their edges, to the tray and back, to another day, and new ones
   over the empty grid. A finger scrolls, unless it rests on a session first. */
import { inColumn, onDay, placeOf, samePlace, startingAt } from "./places.js";
import { DAY, SNAP, minuteOf, minutesBetween, snapped, wallAt } from "./times.js";

const FAR = 4; // pixels after which a press is a drag
const SHAKY = 10; // pixels that a finger moves while it rests
const EDGE = 40; // pixels from the frame's edge where it scrolls by itself
const REST = 450; // milliseconds that a finger rests on a session to take it
const PAUSE = 600; // milliseconds over a day's tab before that day is shown

export class Drag {
  #hold = null;

  constructor({ stage, grid, ghost, clashes, voice, store, on }) {
    Object.assign(this, { stage, grid, ghost, clashes, voice, store, on });
    stage.addEventListener("pointerdown", (event) => this.#press(event));
    addEventListener("pointermove", (event) => this.#move(event));
    addEventListener("pointerup", (event) => this.#release(event));
    addEventListener("pointercancel", () => {
      this.cancel();
      this.swallowing = false; // no click comes of it
    });
    stage.addEventListener("touchmove", (event) => this.held && event.preventDefault(),
      { passive: false }); // what is in a finger's hand doesn't scroll the page
    stage.addEventListener("click", (event) => this.#swallow(event), true);
  }

  /** The session in hand, if any. */
  get held() {
    return this.#hold?.lifted ? this.#hold.block.id : undefined;
  }

  #press(event) {
    if (event.button !== 0 || this.#hold) return;
    const touch = event.pointerType === "touch";
    const button = event.target.closest(".block, .card");
    if (!button && (touch || !event.target.closest(".layer"))) return;
    const block = button && this.store.get(Number(button.dataset.id));
    const kind = button ? event.target.closest("[data-grip]")?.dataset.grip ?? "move" : "draw";
    const hold = { kind, block, button, touch, from: [event.clientX, event.clientY], at: event };
    this.#hold = hold;
    if (touch) hold.resting = setTimeout(() => this.#lift(hold), REST);
    if (kind === "draw") event.preventDefault();
  }

  #move(event) {
    const hold = this.#hold;
    if (!hold) return;
    hold.at = event;
    const [x, y] = hold.from;
    const far = Math.hypot(event.clientX - x, event.clientY - y);
    if (hold.lifted || far < (hold.touch ? SHAKY : FAR)) return;
    if (hold.touch) this.cancel();
    else this.#lift(hold);
  }

  #lift(hold) {
    hold.lifted = true;
    hold.warned = "";
    this.grid.frame.classList.add("carrying");
    const spot = this.grid.spotAt(...hold.from);
    if (hold.kind === "draw") {
      const column = this.store.columns[spot.column];
      hold.anchor = Math.floor(spot.minute / SNAP) * SNAP;
      hold.block = { id: 0, title: "", everywhere: false, parked: false, spoken: 0,
        ...inColumn({ room: null, video: null }, column) };
    } else {
      hold.grab = hold.block.parked ? 0 : spot.minute - minuteOf(hold.block.starts);
      hold.button.classList.add("lifted");
      hold.button.setPointerCapture(hold.at.pointerId); // whose cursor is shown wherever it goes
      this.clashes.prepare(hold.block.id);
    }
    this.#frame(hold);
  }

  /** Once for each frame that the screen shows, however often the mouse tells of itself. */
  #frame(hold) {
    if (this.#hold !== hold) return;
    this.#scroll(hold);
    this.#follow(hold);
    requestAnimationFrame(() => this.#frame(hold));
  }

  /** Near an edge the frame scrolls, but not while something only comes in over that edge. */
  #scroll(hold) {
    const { clientX: x, clientY: y } = hold.at;
    const { frame } = this.grid;
    if (!this.grid.isOver(x, y)) {
      hold.within = false;
      return;
    }
    const box = frame.getBoundingClientRect();
    const speed = (near, far) => (near < EDGE ? near - EDGE : far < EDGE ? EDGE - far : 0) / 3;
    const [across, down] = [speed(x - box.left, box.right - x), speed(y - box.top, box.bottom - y)];
    hold.within ||= !across && !down;
    if (hold.within && (across || down)) frame.scrollBy(across, down);
  }

  #follow(hold) {
    const { clientX: x, clientY: y } = hold.at;
    const target = this.grid.isOver(x, y) ? null : this.#targetAt(x, y, hold);
    if (target !== hold.target) this.#aim(hold, target);
    if (target) {
      this.ghost.hide();
      hold.place = null;
      return;
    }
    const place = this.#placeAt(hold, this.grid.spotAt(x, y));
    const block = { ...hold.block, ...place };
    const warnings = this.clashes.met(block);
    if (hold.place && samePlace(place, hold.place) && hold.warned === String(warnings)) return;
    if (hold.warned !== String(warnings)) this.voice.say(this.clashes.said(warnings), "warn");
    hold.place = place;
    hold.warned = String(warnings);
    this.ghost.show(block, warnings);
  }

  /** The tray or a day's tab under the pointer, for what can be dropped there. */
  #targetAt(x, y, { kind }) {
    if (kind !== "move") return null;
    const under = document.elementFromPoint(x, y);
    return under?.closest("[data-tray]") ?? under?.closest("[data-day]") ?? null;
  }

  #aim(hold, target) {
    hold.target?.classList.remove("aimed");
    target?.classList.add("aimed");
    hold.target = target;
    clearTimeout(hold.waiting);
    if (target?.dataset.day) {
      hold.waiting = setTimeout(() => {
        this.on.day(target.dataset.day);
        hold.place = null;
      }, PAUSE);
    }
  }

  #placeAt(hold, { column, minute }) {
    const { day } = this.grid;
    if (hold.kind === "draw") return this.#drawn(hold, minute);
    const place = { ...placeOf(hold.block), parked: false };
    const from = minuteOf(place.starts);
    const until = from + minutesBetween(place.starts, place.ends);
    if (hold.kind === "start") {
      return { ...place, starts: wallAt(day, Math.min(snapped(minute), until - SNAP)) };
    }
    if (hold.kind === "end") {
      return { ...place, ends: wallAt(day, Math.max(snapped(minute), from + SNAP)) };
    }
    const start = Math.min(Math.max(snapped(minute - hold.grab), 0), DAY - SNAP);
    const there = startingAt(place, wallAt(day, start));
    return hold.block.everywhere ? there : inColumn(there, this.store.columns[column]);
  }

  #drawn({ anchor, block }, minute) {
    const { day } = this.grid;
    const other = snapped(minute);
    const [from, until] = other > anchor ? [anchor, other] : [other, anchor + SNAP];
    return { ...placeOf(block), starts: wallAt(day, from),
      ends: wallAt(day, Math.max(until, from + SNAP)) };
  }

  #release() {
    const hold = this.#hold;
    if (hold?.lifted) {
      this.#follow(hold);
      this.#end(hold);
      this.#drop(hold);
    } else this.cancel();
    setTimeout(() => {
      this.swallowing = false;
    });
  }

  #drop({ kind, block, target, place }) {
    if (target?.dataset.day) this.on.move(block.id, onDay(placeOf(block), target.dataset.day));
    else if (target) this.on.move(block.id, { ...placeOf(block), parked: true });
    else if (kind === "draw") this.on.draw(place);
    else if (place) this.on.move(block.id, place);
  }

  #swallow(event) {
    if (!this.swallowing) return;
    this.swallowing = false;
    event.preventDefault();
    event.stopPropagation();
  }

  #end(hold) {
    this.#hold = null;
    this.swallowing = true; // the click that comes of letting go opens nothing
    clearTimeout(hold.waiting);
    hold.target?.classList.remove("aimed");
    this.grid.element(hold.block.id)?.classList.remove("lifted");
    hold.button?.classList.remove("lifted");
    this.grid.frame.classList.remove("carrying");
    this.ghost.hide();
  }

  /** Let go without moving anything; whether something was in hand. */
  cancel() {
    const hold = this.#hold;
    if (!hold?.lifted) {
      clearTimeout(hold?.resting);
      this.#hold = null;
      return false;
    }
    this.#end(hold);
    this.voice.say(this.store.words.let_go);
    return true;
  }
}
