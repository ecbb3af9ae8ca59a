/* The page of a door. All it shows is words that the server wrote into it, and the list. */
import { startCamera } from "./camera.js";
import { keeper } from "./keeper.js";
import { server } from "./server.js";
import { signal } from "./signals.js";
import { openStore } from "./store.js";

const EVERY = 15_000; // milliseconds between contacts
const FRESH = 10 * 60_000; // and between lists
const AT_ONCE = 2; // photos

export async function start([page]) {
  const words = JSON.parse(page.querySelector("[data-door-words]").textContent);
  const part = (name) => page.querySelector(`[data-${name}]`);
  const root = page.dataset.door;
  const store = await openStore(`door ${root}`);
  let desk = null;
  let seen = null;
  let listed = 0;

  navigator.serviceWorker?.register(`${root}worker.js`, { scope: root });
  navigator.storage?.persist?.();
  /** Meet the server; every so often a new list comes along, and the photos that it speaks of. */
  async function meet() {
    const fresh = Date.now() - listed > FRESH;
    if ((await desk.contact({ fresh })) && fresh && desk.facts.ready) {
      listed = Date.now();
      fetchPhotos();
    }
  }

  async function fetchPhotos() {
    const addresses = desk.photos.map((person) => photo(person));
    const next = async () => {
      const address = addresses.shift();
      if (!address || !navigator.onLine) return;
      await fetch(address).catch(() => {});
      await next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  const photo = (person) => `${root}photos/${person.id}`;

  /** A code that came with the address, behind the #: it goes into the form, and out of the bar. */
  function fromAddress() {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    page.querySelector("[name=code]").value = code;
    part("form").hidden = false;
    part("form").scrollIntoView();
  }

  function show() {
    const facts = desk?.facts;
    if (!facts) return;
    const typed = page.querySelector("[name=code]").value;
    part("form").hidden = Boolean(facts.door) && !facts.shut && !typed && !part("another").open;
    part("desk").hidden = !facts.door;
    part("name").textContent = facts.door?.name ?? "";
    part("network").textContent = facts.connected ? words.connected : words.no_network;
    part("network").dataset.tone = facts.connected ? "good" : "warn";
    part("waiting").textContent = facts.waiting ? say("waiting", facts.waiting) : words.all_sent;
    part("inside").textContent = say("inside", facts.inside);
    part("list").hidden = facts.shut;
    part("list").textContent = facts.ready ? say("list", facts.people, moment(facts.made)) : words.no_list;
    part("tools").hidden = !facts.ready || facts.shut;
    tell("shut", facts.shut && say("shut", facts.waiting + facts.refused));
    tell("skewed", facts.skewed && say("skewed", Math.round(Math.abs(facts.skewed) / 60_000)));
    tell("not-today", facts.door && !facts.today && !facts.shut && words.not_today);
    tell("full", facts.full && words.full);
    tell("refused", !facts.shut && facts.refused && say("refused", facts.refused));
  }

  function tell(name, text) {
    part(name).hidden = !text;
    part(name).textContent = text || "";
  }

  const say = (name, ...given) =>
    given.reduce((text, value, number) => text.replace(`{${number}}`, value), words[name]);
  const hour = (moment) =>
    new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
  const moment = (at) => {
    const day = (of) => new Date(of).toLocaleDateString(document.documentElement.lang, { weekday: "short" });
    return day(at) === day(Date.now()) ? hour(at) : `${day(at)} ${hour(at)}`;
  };
  const leaving = () => page.querySelector("[name=direction]:checked").value === "out";

  /** One after the other: a code that is read while an answer is put away waits for it. */
  let last = Promise.resolve();
  const inTurn = (act) => (last = last.catch(() => {}).then(act));
  const answer = (given) => inTurn(() => look(given));
  const close = () => inTurn(putAway);

  /** Green and red are being written down before they are shown. */
  async function look(given) {
    if (!desk.facts.ready || desk.facts.shut) return;
    const started = performance.now();
    await putAway();
    seen = await desk.look({ ...given, leaving: leaving() });
    const written = seen.verdict === "amber" || settle(seen, seen.verdict === "green");
    draw(seen);
    page.dataset.took = (performance.now() - started).toFixed(1);
    signal(seen.verdict, { tones: part("tones").checked, shakes: part("shakes").checked });
    await written;
  }

  async function settle(done, through) {
    if (!done || done.done) return;
    done.done = true;
    await desk.decide(done, through);
    desk.send();
  }

  /** The next one: who was left undecided on amber wasn't let through. */
  async function putAway() {
    await settle(seen, false);
    seen = null;
    part("answer").hidden = true;
  }

  function draw({ person, finding, verdict, before }) {
    const panel = part("answer");
    panel.dataset.verdict = verdict;
    for (const sign of panel.querySelectorAll("[data-sign]")) {
      sign.toggleAttribute("hidden", sign.dataset.sign !== verdict);
    }
    part("word").textContent = words.verdicts[verdict];
    part("finding").textContent = words.findings[finding];
    part("came").textContent = finding === "already_in" ? say("since", hour(before.at)) : "";
    part("who").textContent = person?.name ?? "";
    part("native").textContent = person?.native ?? "";
    part("from").textContent = [person?.country, person?.organisation].filter(Boolean).join(" · ");
    part("category").textContent = person?.category ?? "";
    part("photo").hidden = true;
    if (person?.photo) part("photo").src = photo(person);
    part("decide").hidden = verdict !== "amber";
    part("next").hidden = verdict === "amber";
    panel.hidden = false;
    panel.focus();
  }

  part("photo").addEventListener("load", () => { part("photo").hidden = false; });
  part("next").addEventListener("click", close);
  part("refuse").addEventListener("click", close);
  part("admit").addEventListener("click", () => {
    const meant = seen;
    return inTurn(async () => {
      await settle(meant, true);
      if (seen === meant) await putAway();
    });
  });

  part("start-camera").addEventListener("click", async () => {
    part("camera").hidden = false;
    try {
      await startCamera(part("video"), page.dataset.scanner, (code) => answer({ code, way: "camera" }));
      part("start-camera").hidden = true;
      tell("no-camera", "");
    } catch {
      part("camera").hidden = true;
      tell("no-camera", words.no_camera);
    }
  });

  part("search").addEventListener("input", () => offer(desk.find(part("search").value)));
  part("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    typed(part("search").value.trim());
  });

  /** Enter: the one person found, else the code of a badge as a hand scanner types it. */
  function typed(text) {
    const found = desk.find(text);
    if (found.length === 1) return choose(found[0]);
    if (!text || found.length) return;
    clear();
    answer({ code: text, way: "typed" });
  }

  function choose(person) {
    clear();
    answer({ person, way: "name" });
  }

  /** A hand scanner types wherever the reader is: letters and the Enter behind them are a code. */
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("[name=code]")) return;
    if (key.length === 1 && key !== " ") part("search").focus();
    if (key !== "Enter" || !part("search").value || target.closest("a, button, input, summary")) return;
    event.preventDefault();
    part("search-form").requestSubmit();
  });

  function clear() {
    part("search").value = "";
    offer([]);
  }

  function offer(found) {
    part("found").replaceChildren(...found.map((person) => {
      const row = part("row").content.cloneNode(true);
      row.querySelector("b").textContent = person.name;
      row.querySelector("span").textContent = [person.native, person.country, person.organisation]
        .filter(Boolean).join(" · ");
      row.querySelector("button").addEventListener("click", () => choose(person));
      return row;
    }));
  }

  for (const name of ["tones", "shakes"]) {
    part(name).checked = localStorage.getItem(`door ${name}`) !== "off";
    part(name).addEventListener("change", () =>
      localStorage.setItem(`door ${name}`, part(name).checked ? "on" : "off"));
  }
  part("another").addEventListener("toggle", show);
  desk = await keeper(store, server(root), show);
  fromAddress();
  show();
  addEventListener("online", meet);
  addEventListener("offline", show);
  setInterval(meet, EVERY);
  await meet();
}
