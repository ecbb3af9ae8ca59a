/* Wall times of the venue, "2026-12-19T09:05", and minutes of the day. No zone takes part. */
export const DAY = 1440;
export const SNAP = 5;

export const dayOf = (wall) => wall.slice(0, 10);
export const clockOf = (wall) => wall.slice(11);
export const minuteOf = (wall) => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
export const snapped = (minute) => Math.round(minute / SNAP) * SNAP;

/** The wall time so many minutes after a day began; it may be on another day. */
export function wallAt(day, minute) {
  const moment = new Date(`${day}T00:00Z`);
  moment.setUTCMinutes(minute);
  return moment.toISOString().slice(0, 16);
}

export const later = (wall, minutes) => wallAt(dayOf(wall), minuteOf(wall) + minutes);
export const minutesBetween = (from, to) => (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 60000;
