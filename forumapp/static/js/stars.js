/* My schedule. Stars are kept in this browser; where the page names an address (data-stars) and
   the reader is registered, they are kept there too.
   GET answers {"stars": [key, …], "csrf": "…"}; POST sends {"session": key, "starred": bool}. */
const scope = document.querySelector("[data-stars]");
const address = scope?.dataset.stars;
const shelf = `stars:${scope?.dataset.event || location.pathname}`;
let csrf = "";

function kept() {
  try {
    return new Set(JSON.parse(localStorage.getItem(shelf) || "[]"));
  } catch {
    return new Set();
  }
}

function keep(stars) {
  try {
    localStorage.setItem(shelf, JSON.stringify([...stars]));
  } catch {
    /* A private window may refuse: the stars then last as long as the page. */
  }
}

function send(session, starred) {
  if (!csrf) return;
  fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ session, starred }),
  });
}

function show(buttons, stars) {
  for (const button of buttons) {
    const starred = stars.has(button.dataset.star);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(starred));
    button.closest("[data-session]")?.classList.toggle("starred", starred);
  }
}

export async function start(buttons) {
  let stars = kept();
  show(buttons, stars);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const key = button.dataset.star;
      const starred = !stars.has(key);
      if (starred) stars.add(key);
      else stars.delete(key);
      keep(stars);
      show(buttons, stars);
      send(key, starred);
    });
  }
  const only = document.querySelector("[data-only-starred]");
  if (only) {
    only.hidden = false;
    only.addEventListener("click", () => {
      const pressed = only.getAttribute("aria-pressed") !== "true";
      only.setAttribute("aria-pressed", String(pressed));
      scope.classList.toggle("only-starred", pressed);
    });
  }
  if (!address) return;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const known = await answer.json();
  csrf = known.csrf;
  const mine = stars;
  stars = new Set([...known.stars, ...mine]);
  for (const key of mine) if (!known.stars.includes(key)) send(key, true);
  keep(stars);
  show(buttons, stars);
}
