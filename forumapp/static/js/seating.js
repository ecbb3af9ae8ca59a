/* Moves a table of the seating plan with the mouse or the keyboard; the form moves it without. */
const plan = document.querySelector("[data-seating]");
const form = document.querySelector("#seating-move");
const dialog = document.querySelector("#seating-dialog");
const voice = document.querySelector("#seating-voice");
let taken = null;
let over = null;

function say(words) {
  voice.textContent = words;
}

function spot(row, place) {
  return plan.querySelector(`[data-row="${row}"][data-place="${place}"]`);
}

function worded(cell) {
  return plan.dataset.over
    .replace("{row}", cell.dataset.row)
    .replace("{place}", cell.dataset.place);
}

function aim(cell) {
  over?.classList.remove("over");
  over = cell;
  over?.classList.add("over");
}

function take(table) {
  taken = table;
  table.setAttribute("aria-pressed", "true");
  aim(table.closest("td"));
  say(plan.dataset.taken.replace("{name}", table.dataset.name));
}

function letGo() {
  taken?.setAttribute("aria-pressed", "false");
  taken = null;
  aim(null);
}

function put() {
  const [table, cell] = [taken, over];
  letGo();
  if (!table || !cell || cell === table.closest("td")) {
    say(plan.dataset.let);
    return;
  }
  form.elements.delegation.value = table.dataset.delegation;
  form.elements.row.value = cell.dataset.row;
  form.elements.place.value = cell.dataset.place;
  dialog.querySelector("h2").textContent = `${table.dataset.name}: ${worded(cell)}`;
  dialog.addEventListener("close", () => table.focus(), { once: true });
  dialog.showModal();
  form.elements.reason.focus();
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function step(event) {
  const [down, right] = STEPS[event.key];
  const { row, place } = (taken ? over : event.target.closest("td")).dataset;
  const cell = spot(Number(row) + down, Number(place) + right);
  if (!cell) return;
  event.preventDefault();
  if (!taken) {
    cell.querySelector("[data-delegation]")?.focus();
    return;
  }
  aim(cell);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(worded(cell));
}

function key(event) {
  const table = event.target.closest("[data-delegation]");
  if (!table) return;
  if (event.key in STEPS) {
    step(event);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (taken) put();
    else take(table);
  } else if (event.key === "Escape" && taken) {
    letGo();
    say(plan.dataset.let);
  }
}

function press(event) {
  const cell = event.target.closest("td");
  if (taken && cell) {
    aim(cell);
    put();
  } else if (!taken && event.target.closest("[data-delegation]")) {
    take(event.target.closest("[data-delegation]"));
  }
}

function start() {
  for (const table of plan.querySelectorAll("[data-delegation]")) {
    table.draggable = true;
    table.tabIndex = 0;
    table.setAttribute("role", "button");
    table.setAttribute("aria-pressed", "false");
    table.setAttribute("aria-describedby", "how");
  }
  document.querySelector("#how").hidden = false;
  form.querySelector("[data-close]").hidden = false;
  form.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  document.querySelector("#move").closest("section").hidden = true;
  dialog.append(form);
  plan.addEventListener("keydown", key);
  plan.addEventListener("click", press);
  plan.addEventListener("dragstart", (event) => {
    const table = event.target.closest("[data-delegation]");
    if (!table) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", table.dataset.name);
    take(table);
  });
  plan.addEventListener("dragover", (event) => {
    const cell = event.target.closest("td");
    if (!taken || !cell) return;
    event.preventDefault();
    aim(cell);
  });
  plan.addEventListener("drop", (event) => {
    event.preventDefault();
    put();
  });
  plan.addEventListener("dragend", letGo);
  document.getElementById(location.hash.slice(1))?.focus();
}

if (plan) start();
