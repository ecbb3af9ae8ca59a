/* Sessions at once in one column stand beside each other. */
import { minuteOf, minutesBetween } from "./times.js";

/** For each session of a column, in order of time: {lane, lanes}, by number. */
export function lanesOf(blocks) {
  const found = new Map();
  let group = [];
  let ends = [];
  const close = () => {
    for (const [id, lane] of group) found.set(id, { lane, lanes: ends.length });
    group = [];
    ends = [];
  };
  for (const block of blocks) {
    const from = minuteOf(block.starts);
    if (ends.every((end) => end <= from)) close();
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = from + minutesBetween(block.starts, block.ends);
    group.push([block.id, lane]);
  }
  close();
  return found;
}
