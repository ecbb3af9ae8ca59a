/* A place is where and when a session is held: {starts, ends, room, video, parked}. */
import { clockOf, dayOf, later, minuteOf, minutesBetween, wallAt } from "./times.js";

export const placeOf = ({ starts, ends, room, video, parked }) => ({ starts, ends, room, video, parked });

export const samePlace = (one, other) =>
  JSON.stringify(placeOf(one)) === JSON.stringify(placeOf(other));

/** In a column: a room keeps the video room, a video room has no room beside it. */
export function inColumn(place, column) {
  if (column.room !== null) return { ...place, room: column.room };
  return { ...place, room: null, video: column.video };
}

/** The same length from another start. */
export const startingAt = (place, starts) => ({
  ...place,
  starts,
  ends: later(starts, minutesBetween(place.starts, place.ends)),
});

export const onDay = (place, day) => ({
  ...startingAt(place, wallAt(day, minuteOf(place.starts))),
  parked: false,
});

/** 09:00–10:30, with the words for one that ends the next day. */
export function hoursOf({ starts, ends }, nextDay) {
  const over = dayOf(ends) > dayOf(starts) ? ` (${nextDay})` : "";
  return `${clockOf(starts)}–${clockOf(ends)}${over}`;
}
