/* Writes the time of the reader's clock beside the venue's, where the two differ. */
const locale = document.documentElement.lang || "en";
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });

/** Minutes ahead of UTC that an ISO 8601 time is written in: 2022-06-28T09:00:00+08:00 -> 480. */
export function writtenOffset(iso) {
  const found = /([+-])(\d\d):?(\d\d)(?::\d\d)?$/.exec(iso);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === "-" ? -minutes : minutes;
}

/** Asia/Ho_Chi_Minh -> Ho Chi Minh; a language without Latin letters gets the zone's own name. */
export function city() {
  if (/^(zh|km|lo|my|th)/.test(locale)) {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "longGeneric" }).formatToParts();
    return parts.find((part) => part.type === "timeZoneName").value;
  }
  return zone.split("/").pop().replaceAll("_", " ");
}

function offsetWords(minutes) {
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const sign = minutes < 0 ? "−" : "+";
  return minutes ? `UTC${sign}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}` : "UTC";
}

function fill(slot) {
  const from = new Date(slot.dateTime);
  const here = -from.getTimezoneOffset();
  if (here === writtenOffset(slot.dateTime)) return false;
  const until = slot.dataset.until ? `–${clock.format(new Date(slot.dataset.until))}` : "";
  const venueDay = slot.dateTime.slice(8, 10);
  const day = String(from.getDate()).padStart(2, "0") === venueDay ? "" : `${weekday.format(from)} `;
  slot.textContent = `${day}${clock.format(from)}${until} ${city()}`;
  slot.hidden = false;
  return true;
}

export function start(found) {
  const slots = found.filter((element) => element.matches("[data-viewer]"));
  const filled = slots.filter(fill);
  if (!filled.length) return;
  const here = -new Date(filled[0].dateTime).getTimezoneOffset();
  for (const note of document.querySelectorAll("[data-viewer-note]")) {
    note.querySelector("[data-viewer-city]").textContent = `${city()}, ${offsetWords(here)}`;
    note.hidden = false;
  }
}
