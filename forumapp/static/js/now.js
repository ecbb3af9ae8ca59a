/* What is on now in a programme and what comes next, by the clock of this device. The page is the
   same for everyone; sessions say from when to when they last in data-from and data-to (ISO 8601,
   with the offset of the venue). */
import { beside, dayIn } from "./zone.js";

const MOST = 6; // of a list: an event may have thirty sessions at once
const locale = document.documentElement.lang || "en";
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "always" });

const wallTime = (iso) => iso.slice(11, 16);

function minutesTo(moment, now) {
  const minutes = Math.ceil((moment - now) / 60000);
  return minutes < 60 ? ago.format(minutes, "minute") : ago.format(Math.round(minutes / 60), "hour");
}

/** Each session once: one across midnight stands on two days. */
function once(sessions) {
  return [...new Map(sessions.toReversed().map((one) => [one.card.dataset.session, one])).values()].toReversed();
}

/** A session on a line: its title as a way to it, where it is and these words. */
function line({ card }, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const title = card.querySelector(".session-title");
  const about = document.createElement("span");
  link.href = card.id ? `#${card.id}` : title.querySelector("a").href;
  link.append(...(title.querySelector("a") ?? title).cloneNode(true).childNodes);
  about.className = "when";
  about.textContent = [card.querySelector(".room")?.textContent, ...words].filter(Boolean).join(" · ");
  item.append(link, about);
  return item;
}

function fill(group, sessions, wordsOf, more) {
  group.hidden = !sessions.length;
  const lines = sessions.slice(0, MOST).map((one) => line(one, wordsOf(one)));
  if (sessions.length > MOST) {
    const rest = document.createElement("li");
    rest.textContent = more.replace("{number}", String(sessions.length - MOST));
    lines.push(rest);
  }
  const list = group.querySelector("ul") ?? group.appendChild(document.createElement("ul"));
  list.replaceChildren(...lines);
}

export function start([box]) {
  const [onGroup, nextGroup] = box.children;
  const { until, more } = box.dataset;
  const sessions = [...document.querySelectorAll("[data-session][data-from]")].map((card) => ({
    card,
    from: Date.parse(card.dataset.from),
    to: Date.parse(card.dataset.to),
  }));
  const zone = document.querySelector("[data-zone]").dataset.zone;
  const dayOf = (moment) => dayIn(zone, moment);
  const firstDay = dayOf(Math.min(...sessions.map(({ from }) => from)));

  const ending = ({ card }) => [until.replace("{time}", wallTime(card.dataset.to)), beside(card.dataset.to)];
  const coming = ({ card, from }, now) => [
    dayOf(from) === dayOf(now) ? "" : card.closest(".day").dataset.name,
    wallTime(card.dataset.from),
    beside(card.dataset.from),
    minutesTo(from, now),
  ];

  const look = () => {
    const now = Date.now();
    const on = sessions.filter(({ from, to }) => from <= now && now < to);
    const ahead = sessions.filter(({ from }) => from > now);
    const soonest = Math.min(...ahead.map(({ from }) => from));
    const next = ahead.filter(({ from }) => from === soonest);
    for (const { card } of sessions) card.classList.remove("now");
    for (const { card } of on) card.classList.add("now");
    box.hidden = dayOf(now) < firstDay || !(on.length || next.length);
    if (box.hidden) return;
    fill(onGroup, once(on), ending, more);
    fill(nextGroup, once(next), (one) => coming(one, now), more);
  };
  look();
  setInterval(look, 30000);
  document.addEventListener("visibilitychange", look);
}
