/* My schedule. Stars are kept in this browser. On the browser of someone registered (a page with
   data-participant has been open here) they are kept at the page's data-stars address too:
   GET answers {"stars": [key, …], "csrf": "…"}; POST sends {"session": key, "starred": bool}. */
const scope = document.querySelector("[data-stars]");
const event = scope?.dataset.event ?? "";
const shelf = `stars:${event}`;
const only = document.querySelector("[data-only-starred]");
let csrf = "";

function read(name) {
  try {
    return new Set(JSON.parse(localStorage.getItem(name) ?? "[]"));
  } catch {
    return new Set();
  }
}

function write(name, keys) {
  try {
    localStorage.setItem(name, JSON.stringify([...keys]));
  } catch {
    /* A private window may refuse: the stars then last as long as the page. */
  }
}

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
  const told = read(`told:${event}`);
  if (starred) told.add(session);
  else told.delete(session);
  write(`told:${event}`, told);
}

function show(buttons, stars) {
  for (const button of buttons) {
    const starred = stars.has(button.dataset.star);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(starred));
    button.closest("[data-session]")?.classList.toggle("starred", starred);
  }
  if (!only) return;
  only.hidden = !stars.size;
  if (!stars.size) filter(false);
}

/** What was starred here since the last time goes to the server; then the server's list holds. */
async function join(stars) {
  const known = await ask();
  if (!known) return stars;
  csrf = known.csrf;
  const joined = new Set(known.stars);
  const told = read(`told:${event}`);
  for (const key of stars) {
    if (joined.has(key) || told.has(key)) continue;
    joined.add(key);
    send(key, true);
  }
  write(`told:${event}`, joined);
  write(shelf, joined);
  return joined;
}

function filter(pressed) {
  only.setAttribute("aria-pressed", String(pressed));
  scope.classList.toggle("only-starred", pressed);
}

export async function start(buttons) {
  let stars = read(shelf);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const key = button.dataset.star;
      const starred = !stars.has(key);
      if (starred) stars.add(key);
      else stars.delete(key);
      write(shelf, stars);
      show(buttons, stars);
      send(key, starred);
    });
  }
  show(buttons, stars);
  only?.addEventListener("click", () => filter(only.getAttribute("aria-pressed") !== "true"));
  if (!scope || !read("participant").has(event)) return;
  stars = await join(stars);
  show(buttons, stars);
}

/** Remember that someone registered for these events uses this browser. */
export function remember(elements) {
  const events = read("participant");
  for (const element of elements) events.add(element.dataset.participant);
  write("participant", events);
}
