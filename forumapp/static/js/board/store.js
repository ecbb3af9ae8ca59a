/* The sessions as this page knows them, by number, and the columns they stand in. */
import { dayOf, minutesBetween } from "./times.js";

export class Store {
  #blocks = new Map();
  #watchers = [];

  constructor({ blocks, columns, hours, rooms, videos, words }) {
    Object.assign(this, { columns, hours, rooms, videos, words });
    for (const block of blocks) this.#blocks.set(block.id, block);
  }

  /** Have something done with the numbers of sessions that changed. */
  watch(call) {
    this.#watchers.push(call);
  }

  get(id) {
    return this.#blocks.get(id);
  }

  all() {
    return [...this.#blocks.values()];
  }

  put(...blocks) {
    for (const block of blocks) this.#blocks.set(block.id, block);
    this.#tell(blocks.map((block) => block.id));
  }

  drop(...ids) {
    for (const id of ids) this.#blocks.delete(id);
    this.#tell(ids);
  }

  #tell(ids) {
    if (ids.length) for (const call of this.#watchers) call(ids);
  }

  parked() {
    return this.all().filter((block) => block.parked).sort(byTime);
  }

  /** The sessions that start on a day, in the order of time and room. */
  ofDay(day) {
    return this.all()
      .filter((block) => !block.parked && dayOf(block.starts) === day)
      .sort((one, other) => byTime(one, other) || this.columnOf(one) - this.columnOf(other)
        || one.code.localeCompare(other.code));
  }

  /** Which column a session stands in; one of all rooms begins at the first. */
  columnOf(block) {
    if (block.everywhere) return 0;
    const found = this.columns.findIndex(({ room, video }) =>
      block.room === null ? room === null && video === block.video : room === block.room);
    return found < 0 ? this.#newColumn(block) : found;
  }

  /** The session above or below another in a column, or undefined. */
  above(block, column, step) {
    const line = this.ofDay(dayOf(block.starts)).filter(
      (one) => one === block || one.everywhere || this.columnOf(one) === column);
    return line[line.indexOf(block) + step];
  }

  /** The session in the nearest column to a side that has any, the nearest in time. */
  aside(block, column, step) {
    const side = this.ofDay(dayOf(block.starts))
      .filter((one) => !one.everywhere)
      .map((one) => [(this.columnOf(one) - column) * step, away(one, block), one])
      .filter(([columns]) => columns > 0)
      .sort(([one, sooner], [other, later]) => one - other || sooner - later);
    return side[0]?.[2];
  }

  /** A video room, or none at all, becomes a column when it is the only place of a session. */
  #newColumn({ room, video }) {
    const name = video === null ? this.words.no_place : this.videos[video];
    if (room !== null || name === undefined) {
      location.reload(); // the event has a room that this page has never heard of
      return 0;
    }
    return this.columns.push({ room: null, video, name }) - 1;
  }

  placeName(block) {
    if (block.everywhere) return this.words.everywhere;
    if (block.room !== null) return this.rooms[block.room];
    return block.video === null ? this.words.nowhere : this.videos[block.video];
  }
}

const away = (one, other) => Math.abs(minutesBetween(one.starts, other.starts));
const byTime = (one, other) => (one.starts < other.starts ? -1 : Number(one.starts > other.starts));
