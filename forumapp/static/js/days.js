/* The days of a programme as tabs (WAI-ARIA): one day at a time, or all of them. Without a script
   they are links to each day. */
import { dayIn } from "./zone.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const SAME_PAGE = ".view, .clocks a, a[hreflang]"; // in another shape, clock or language: the day stays

export function start([list]) {
  const tabs = [...list.querySelectorAll("a")];
  const stage = document.getElementById("days");
  const days = [...stage.querySelectorAll(".day")];
  const everything = tabs.at(-1);

  const select = (chosen) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    for (const day of days) {
      day.classList.toggle("away", chosen !== everything && `#${day.id}` !== chosen.hash);
    }
    for (const link of document.querySelectorAll(SAME_PAGE)) link.hash = chosen.hash;
    chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const choose = (tab) => {
    select(tab);
    history.replaceState(null, "", tab.hash);
    if (stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
  };

  /** The tab of what the address names, if it is a day or something in one. */
  const named = () => {
    const target = document.querySelector(":target");
    if (target === stage) return everything;
    const day = target?.closest(".day");
    return tabs.find((tab) => day && tab.hash === `#${day.id}`);
  };

  list.setAttribute("role", "tablist");
  everything.hidden = false;
  for (const tab of tabs) {
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", tab.hash.slice(1));
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      choose(tab);
    });
  }
  for (const day of days) {
    day.setAttribute("role", "tabpanel");
  }
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? NaN);
    const tab = tabs.at(to % tabs.length);
    if (Number.isNaN(to) || at < 0) return;
    event.preventDefault();
    tab.focus();
    choose(tab);
  });
  addEventListener("hashchange", () => {
    const tab = named();
    if (!tab) return;
    select(tab);
    document.querySelector(":target")?.scrollIntoView();
  });

  const now = tabs.find((tab) => tab.hash === `#day-${dayIn(stage.dataset.zone, Date.now())}`);
  select(named() ?? ("all" in list.dataset ? everything : now ?? tabs[0]));
  document.querySelector(":target")?.scrollIntoView();
}
