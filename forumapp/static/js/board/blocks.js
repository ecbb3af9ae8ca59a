/* A session as something to press: a block in the grid, a card in the tray. */
import { hoursOf } from "./places.js";
import { fill } from "./server.js";
import { minutesBetween } from "./times.js";

const element = (name, className, text = "") => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

export function pressable(className) {
  const made = element("button", className);
  made.type = "button";
  return made;
}

/** Write a session into its element; `clashes` are the words of what it clashes with. */
export function write(button, block, store, clashes) {
  const length = minutesBetween(block.starts, block.ends);
  const over = block.spoken - length;
  const hours = block.parked
    ? fill(store.words.minutes, { minutes: length })
    : hoursOf(block, store.words.next_day);
  const marks = [];
  if (over > 0) marks.push(element("span", "mark-over", fill(store.words.over, { minutes: over })));
  if (clashes.length) marks.push(element("span", "mark-clash", `⚠ ${clashes.length}`));
  const title = element("span", "block-title", block.title);
  if (block.lang) title.lang = block.lang;
  const head = element("span", "block-head");
  head.append(element("span", "block-hours", hours), element("span", "block-code", block.code), ...marks);
  button.replaceChildren(head, title);
  button.dataset.id = block.id;
  button.dataset.kind = block.kind;
  button.classList.toggle("clashing", clashes.length > 0);
  button.title = clashes.join("\n");
  const place = block.parked ? store.words.parked : store.placeName(block);
  const warned = clashes.map((words) => fill(store.words.clash, { words }));
  button.setAttribute("aria-label",
    [`${block.code} ${block.title}`, hours, place, ...marks.slice(0, Number(over > 0)).map((mark) =>
      mark.textContent), ...warned].join(", "));
}

/** The edges by which a block is made longer or shorter. */
export function grips() {
  return ["start", "end"].map((edge) => {
    const grip = element("span", `grip ${edge}`);
    grip.dataset.grip = edge;
    return grip;
  });
}
