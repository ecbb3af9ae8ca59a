/* Loads a module only where the page has something for it. Every page works without. */
const parts = [
  ["[data-viewer]", "./zone.js"],
  ["[data-now-next]", "./now.js"],
  ["[data-days]", "./days.js"],
  ["[data-since]", "./since.js"],
  ["[data-print]", "./print.js"],
  ["[data-countdown]", "./countdown.js"],
  ["[data-job]", "./progress.js"],
  ["[data-star]", "./stars.js"],
  ["[data-participant]", "./stars.js", "remember"],
  ["form[data-confirm]", "./confirm.js"],
  ["form[data-guard]", "./guard.js"],
  ["[data-board]", "./board/start.js"],
  ["[data-door]", "./door/start.js"],
  ["[data-asked]", "./asked.js"],
  ["tbody[data-order]", "./ordering.js"],
  ["[data-conditions]", "./depends.js"],
  ["[data-weight]", "./weight.js"],
  ["form[data-keep]", "./keep.js"],
  ["details.dropdown", "./menus.js"],
];

for (const [selector, module, act = "start"] of parts) {
  const found = document.querySelectorAll(selector);
  if (found.length) import(module).then((loaded) => loaded[act]([...found]));
}

document.querySelector(".error-summary, .came-back")?.focus();
