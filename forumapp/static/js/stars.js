/* My schedule. Stars are kept in this browser. On the browser of someone registered (a page with
   data-participant has been open here) they are kept at a data-stars address too:
   GET answers {"stars": [key, …], "csrf": "…"}; POST takes {"session": key, "starred": bool}. */
import { read, write } from "./shelf.js";

const scope = document.querySelector("[data-stars]");
const event = scope?.dataset.event ?? "";
const only = document.querySelector("[data-only-starred]");
let csrf = "";

const keys = (shelf) => new Set(read(`${shelf}:${event}`, []));
const keep = (shelf, found) => write(`${shelf}:${event}`, [...found]);

async function ask(options = {}) {
  const answer = await fetch(scope.dataset.stars, {
    ...options,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf },
  }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/** Send one star, and remember that the server has heard of it: what it drops later stays dropped. */
async function send(session, starred) {
  if (!csrf) return;
  const heard = await ask({ method: "POST", body: JSON.stringify({ session, starred }) });
  if (!heard) return;
  const told = keys("told");
  if (starred) told.add(session);
  else told.delete(session);
  keep("told", told);
}

/** What was starred here since the last time goes to the server; then the server's list holds.
    Answers the list, and how many of it are new there. */
async function join(stars) {
  const known = await ask();
  if (!known) return { stars, added: 0 };
  csrf = known.csrf;
  const told = keys("told");
  const fresh = [...stars].filter((key) => !known.stars.includes(key) && !told.has(key));
  const joined = new Set([...known.stars, ...fresh]);
  keep("told", new Set(known.stars));
  keep("stars", joined);
  await Promise.all(fresh.map((key) => send(key, true)));
  return { stars: joined, added: fresh.length };
}

function show(buttons, stars) {
  for (const button of buttons) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(stars.has(button.dataset.star)));
  }
  for (const session of document.querySelectorAll("[data-session]")) {
    session.classList.toggle("starred", stars.has(session.dataset.session));
  }
  if (!only) return;
  only.hidden = !stars.size;
  if (!stars.size) filter(false);
}

/** My sessions alone, as a list: of a grid little would be left. */
function filter(pressed) {
  only.setAttribute("aria-pressed", String(pressed));
  scope.classList.toggle("only-starred", pressed);
  scope.classList.toggle("rooms", !pressed && "rooms" in scope.dataset);
}

export async function start(buttons) {
  let stars = keys("stars");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const key = button.dataset.star;
      const starred = !stars.has(key);
      if (starred) stars.add(key);
      else stars.delete(key);
      keep("stars", stars);
      show(buttons, stars);
      send(key, starred);
    });
  }
  show(buttons, stars);
  only?.addEventListener("click", () => filter(only.getAttribute("aria-pressed") !== "true"));
  if (!scope || !read("participant", []).includes(event)) return;
  ({ stars } = await join(stars));
  show(buttons, stars);
}

/** Remember that someone registered uses this browser, and hand over what was starred before. Where
    the stars are shown (data-shows-stars), the page is drawn anew with them. */
export async function remember(elements) {
  const known = new Set(read("participant", []));
  for (const element of elements) known.add(element.dataset.participant);
  write("participant", [...known]);
  if (!scope || !known.has(event)) return;
  const stars = keys("stars");
  if (![...stars].some((key) => !keys("told").has(key))) return;
  const { added } = await join(stars);
  if (!added) return;
  if ("showsStars" in scope.dataset) location.reload();
  for (const note of document.querySelectorAll("[data-stars-joined]")) note.hidden = false;
}
