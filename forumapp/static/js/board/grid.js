/* The day as a grid: a column for each room, an hour's height for each hour. Blocks stand in it by
   shares of its width and height, so that nothing is measured to draw it. */
import { grips, pressable, write } from "./blocks.js";
import { lanesOf } from "./lanes.js";
import { DAY, minuteOf, minutesBetween } from "./times.js";

const HOURS = 24;
const MORNING = 9 * 60; // minutes, where a day without sessions is shown from
const LEAST = 1.75; // pixels a minute
const MOST = 2.6;
const SHORT = 37; // pixels, in which title and time share a line
const MANY = 10; // columns, which a sheet of paper has no room for
const BRIEF = 30; // minutes, which on paper are a line or two
const TARGET = 26; // pixels that a finger or a shaky hand can hit (WCAG 2.2, 2.5.8), and a gap

const part = (className, ...children) => {
  const made = document.createElement("div");
  made.className = className;
  made.append(...children);
  return made;
};

export class Grid {
  #drawn = new Map(); // number -> {button, block, clashes, frame}
  #columns = 0;
  #scale = LEAST;
  #places = []; // whose clocks stand beside each other
  #heads = part("heads");
  #ruler = part("ruler");
  #blocks = part("blocks");
  #rules = part("rules");

  constructor(frame, store, { mine, clashesOf }) {
    Object.assign(this, { frame, store, mine, clashesOf });
    this.#heads.setAttribute("aria-hidden", "true"); // each block says its room and its hours
    this.#ruler.setAttribute("aria-hidden", "true");
    this.#rules.setAttribute("aria-hidden", "true");
    this.layer = part("layer", this.#rules, this.#blocks);
    frame.append(this.#heads, part("hours", this.#ruler, this.layer));
    this.#scale = this.#pixels();
    frame.style.setProperty("--minute", `${this.#scale}px`);
    store.watch((ids) => this.refresh(ids));
  }

  /** Of a minute: enough for the shortest session to be hit, within reason. */
  #pixels() {
    const lengths = this.store.all().map((block) => minutesBetween(block.starts, block.ends));
    return Math.min(MOST, Math.max(LEAST, TARGET / Math.min(...lengths, HOURS * 60)));
  }

  /** Show a day, from a little before its first session where nothing was scrolled yet. */
  show(day) {
    const first = this.day === undefined;
    this.day = day;
    this.#drawn.clear();
    this.#blocks.replaceChildren();
    const blocks = this.store.ofDay(day); // may add a column
    this.#drawFrame();
    const made = document.createDocumentFragment();
    for (const block of blocks) made.append(this.#make(block));
    this.#place(blocks);
    this.#blocks.append(made);
    if (first) this.#scrollTo((blocks.length ? minuteOf(blocks[0].starts) : MORNING) - 30);
  }

  #scrollTo(minute) {
    this.frame.scrollTop = (minute / DAY) * this.layer.offsetHeight;
  }

  #drawFrame() {
    const { columns, hours } = this.store;
    this.#columns = columns.length;
    this.frame.style.setProperty("--columns", columns.length);
    this.frame.classList.toggle("many", columns.length > MANY);
    const corner = part("corner", ...this.#places.map((place) => part("", place)));
    this.#heads.replaceChildren(corner, ...columns.map((column) => {
      const head = part(`head${column.video === null ? "" : " online"}`);
      head.textContent = column.name;
      return head;
    }));
    const beside = hours[this.day] ?? [];
    this.frame.classList.toggle("two-clocks", beside.length > 0);
    this.#ruler.replaceChildren(...Array.from({ length: HOURS }, (_none, hour) =>
      this.#hour(hour, beside[hour])));
    this.#rules.replaceChildren(...Array.from({ length: HOURS }, () => part("line")),
      part("columns", ...columns.map(() => part("column"))));
  }

  /** Another place's clock beside the venue's, or none. */
  setBeside(place, hours) {
    this.#places = place ? [this.frame.dataset.venue, place] : [];
    this.store.hours = hours;
    if (this.day) this.#drawFrame();
  }

  #hour(hour, other) {
    const own = document.createElement("b");
    own.textContent = `${String(hour).padStart(2, "0")}:00`;
    const made = part("hour", own);
    if (!other) return made;
    const there = document.createElement("span");
    there.textContent = other.time;
    made.append(there);
    if (other.day) {
      const day = document.createElement("small");
      day.textContent = other.day;
      made.append(day);
    }
    return made;
  }

  #make(block) {
    const button = pressable("block");
    this.#drawn.set(block.id, { button });
    return button;
  }

  /** Draw again what changed; the others only move aside. */
  refresh(ids) {
    if (this.day === undefined) return;
    const blocks = this.store.ofDay(this.day); // may add a column
    if (this.#columns !== this.store.columns.length) this.#drawFrame();
    const held = document.activeElement;
    const changed = new Set(ids);
    const here = new Set(blocks.map((block) => block.id));
    for (const id of changed) if (!here.has(id)) this.#remove(id);
    let next = null; // from the last to the first, so that what follows stands where it belongs
    for (const block of blocks.toReversed()) {
      const button = this.#drawn.get(block.id)?.button ?? this.#make(block);
      if (changed.has(block.id) && (!button.isConnected || button.nextElementSibling !== next)) {
        this.#blocks.insertBefore(button, next);
      }
      next = button;
    }
    this.#place(blocks);
    if (held?.isConnected && held !== document.activeElement) held.focus({ preventScroll: true });
  }

  /** Take a session away; the focus that it had goes to the one beside it. */
  #remove(id) {
    const button = this.element(id);
    if (!button) return;
    const near = button.nextElementSibling ?? button.previousElementSibling ?? this.frame;
    const held = button === document.activeElement;
    button.remove();
    this.#drawn.delete(id);
    if (held) near.focus({ preventScroll: true });
  }

  #place(blocks) {
    const byColumn = new Map();
    for (const block of blocks) {
      if (block.everywhere) continue;
      const column = this.store.columnOf(block);
      if (!byColumn.has(column)) byColumn.set(column, []);
      byColumn.get(column).push(block);
    }
    const lanes = new Map([...byColumn.values()].flatMap((column) => [...lanesOf(column)]));
    for (const block of blocks) this.#draw(block, lanes.get(block.id));
    for (const block of blocks) if (block.everywhere) this.#writeAside(block, byColumn);
    this.#setHours(blocks);
  }

  /** What takes all rooms is written over the first column in which nothing else is on. */
  #writeAside(block, byColumn) {
    const isOn = (one) => one.starts < block.ends && block.starts < one.ends;
    const free = this.store.columns.findIndex((_one, column) => !byColumn.get(column)?.some(isOn));
    const share = Math.max(free, 0) / this.store.columns.length;
    this.element(block.id).style.setProperty("--aside", share);
  }

  /** From which to which hour something is on, for paper, which has no room for the night. */
  #setHours(blocks) {
    const starts = blocks.map((block) => minuteOf(block.starts));
    const ends = blocks.map((block) => minuteOf(block.starts) + minutesBetween(block.starts, block.ends));
    const [from, until] = blocks.length ? [Math.min(...starts), Math.max(...ends)] : [480, 1080];
    this.frame.style.setProperty("--from", Math.floor(from / 60) * 60);
    this.frame.style.setProperty("--until", Math.min(DAY, Math.ceil(until / 60) * 60));
  }

  #draw(block, lane) {
    this.#write(block);
    const { left, width, top, height } = this.#share(block, lane);
    const frame = `${left} ${width} ${top} ${height}`;
    const drawn = this.#drawn.get(block.id);
    if (drawn.frame === frame) return;
    drawn.frame = frame;
    Object.assign(drawn.button.style, {
      left: `${left * 100}%`,
      width: `calc(${width * 100}% - var(--gap))`,
      top: `${top * 100}%`,
      height: `calc(${height * 100}% - 1px)`,
    });
  }

  /** The text of a block, where it isn't written already. */
  #write(block) {
    const drawn = this.#drawn.get(block.id);
    const clashes = this.clashesOf(block.id);
    if (drawn.block === block && drawn.clashes === clashes) return;
    Object.assign(drawn, { block, clashes });
    write(drawn.button, block, this.store, clashes);
    if (this.mine) drawn.button.append(...grips());
    drawn.button.classList.toggle("everywhere", block.everywhere);
    const length = minutesBetween(block.starts, block.ends);
    drawn.button.classList.toggle("short", this.#scale * length < SHORT);
    drawn.button.classList.toggle("brief", length < BRIEF);
  }

  /** Write anew what clashes with something else than before. */
  rewrite(ids) {
    for (const id of ids) if (this.#drawn.has(id)) this.#write(this.store.get(id));
  }

  /** Where a block stands, in shares of the layer. What lasts past midnight is cut there. */
  #share(block, lane = { lane: 0, lanes: 1 }) {
    const from = minuteOf(block.starts);
    const until = Math.min(DAY, from + minutesBetween(block.starts, block.ends));
    const down = { top: from / DAY, height: (until - from) / DAY };
    if (block.everywhere) return { left: 0, width: 1, ...down };
    const width = 1 / this.store.columns.length;
    const left = (this.store.columnOf(block) + lane.lane / lane.lanes) * width;
    return { left, width: width / lane.lanes, ...down };
  }

  element(id) {
    return this.#drawn.get(id)?.button;
  }

  focus(id) {
    const button = this.element(id);
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return Boolean(button);
  }

  /** Bring a session into sight, and light it up for a moment. */
  point(id) {
    const button = this.element(id);
    button?.scrollIntoView({ block: "nearest", inline: "nearest" });
    button?.classList.add("found");
    button?.addEventListener("animationend", () => button.classList.remove("found"), { once: true });
  }

  /** The column and the minute (not snapped) under a point of the window, within the grid. */
  spotAt(x, y) {
    const box = this.layer.getBoundingClientRect();
    const across = Math.floor(((x - box.left) / box.width) * this.store.columns.length);
    const minute = ((y - box.top) / box.height) * DAY;
    return {
      column: Math.min(Math.max(across, 0), this.store.columns.length - 1),
      minute: Math.min(Math.max(minute, 0), DAY),
    };
  }

  /** The first column in sight. */
  get column() {
    return Math.round(this.frame.scrollLeft / this.#wide());
  }

  /** Bring a column to the left edge. */
  goTo(column) {
    this.frame.scrollLeft = column * this.#wide();
  }

  #wide() {
    return this.layer.offsetWidth / this.store.columns.length;
  }

  isOver(x, y) {
    const box = this.frame.getBoundingClientRect();
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  }
}
