/* Writes the time of the reader's clock beside the venue's, where the two differ. */
const locale = document.documentElement.lang || "en";
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
// Browsers still answer with the names these zones had long ago.
const renamed = { Rangoon: "Yangon", Saigon: "Hanoi", "Ho Chi Minh": "Hanoi", Shanghai: "Beijing",
  Calcutta: "Kolkata", Katmandu: "Kathmandu" };

/** Minutes ahead of UTC that an ISO 8601 time is written in: 2022-06-28T09:00:00+08:00 -> 480. */
export function writtenOffset(iso) {
  const found = /([+-])(\d\d):?(\d\d)(?::\d\d)?$/.exec(iso);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === "-" ? -minutes : minutes;
}

/** Asia/Yangon -> Yangon; in languages without Latin letters the zone's own name. */
function place() {
  if (/^(Etc\/)?(UTC|UCT|Universal|Zulu)$/.test(zone)) return "UTC";
  if (/^(zh|km|lo|my|th)/.test(locale)) {
    const format = new Intl.DateTimeFormat(locale, { timeZoneName: "longGeneric" });
    return format.formatToParts().find((part) => part.type === "timeZoneName").value;
  }
  const city = zone.split("/").pop().replaceAll("_", " ");
  return renamed[city] ?? city;
}

function offset(minutes) {
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const sign = minutes < 0 ? "−" : "+";
  return minutes ? `UTC${sign}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}` : "UTC";
}

/** The clock of this device at a moment; with its day where that isn't `day` of the month. */
function shown(moment, day) {
  const elsewhere = moment.getDate() !== day;
  return `${elsewhere ? `${weekday.format(moment)} ` : ""}${clock.format(moment)}`;
}

const dayWritten = (iso) => Number(iso.slice(8, 10));
const ahead = (moment) => -moment.getTimezoneOffset();
const here = place();

/** The day of a zone's calendar at a moment: 2026-12-19. */
export function dayIn(zone, moment) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(moment);
}

/** The time here of an ISO 8601 moment, "" where the clock here shows what is written. */
export function beside(iso) {
  const moment = new Date(iso);
  if (ahead(moment) === writtenOffset(iso)) return "";
  return `${shown(moment, dayWritten(iso))} ${here}`;
}

/** Write the reader's time into a slot; where clocks change meanwhile (`turning`), with its offset. */
function fill(slot, turning) {
  const from = new Date(slot.dateTime);
  if (ahead(from) === writtenOffset(slot.dateTime)) return false;
  const until = slot.dataset.until ? `–${shown(new Date(slot.dataset.until), from.getDate())}` : "";
  const written = turning ? ` (${offset(ahead(from))})` : "";
  slot.textContent = `${shown(from, dayWritten(slot.dateTime))}${until} ${here}${written}`;
  slot.hidden = false;
  return true;
}

export function start(found) {
  const slots = found.filter((element) => element.matches("[data-viewer]"));
  const offsets = new Set(slots.map((slot) => ahead(new Date(slot.dateTime))));
  const filled = slots.filter((slot) => fill(slot, offsets.size > 1));
  if (!filled.length) return;
  const minutes = ahead(new Date(filled[0].dateTime));
  for (const note of document.querySelectorAll("[data-viewer-note]")) {
    note.querySelector("[data-viewer-city]").textContent = [...new Set([here, offset(minutes)])].join(locale.startsWith("zh") ? "，" : ", ");
    note.hidden = false;
  }
}
