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

/** So many clashes, as a sign that isn't drawn in colour. */
export const mark = (count) => `⚠\uFE0E ${count}`;

export function pressable(className) {
  const made = element("button", className);
  made.type = "button";
  return made;
}

/** Write a session into its element; `clashes` are the words of what it clashes with. */
export function write(button, block, store, clashes) {
  const { words } = store;
  const length = minutesBetween(block.starts, block.ends);
  const hours = block.parked
    ? fill(words.minutes, { minutes: length })
    : hoursOf(block, words.next_day);
  const over = block.spoken > length ? fill(words.over, { minutes: block.spoken - length }) : "";
  const text = element("span", "block-text");
  const beside = block.room !== null && block.video !== null ? store.videos[block.video] : "";
  text.append(head(block, hours, over, clashes), title(block));
  for (const more of [beside, block.speakers]) {
    if (more) text.append(element("span", "block-more", more));
  }
  button.replaceChildren(text);
  button.dataset.id = block.id;
  button.dataset.kind = block.kind;
  button.classList.toggle("clashing", clashes.length > 0);
  const place = block.parked ? words.parked : store.placeName(block);
  button.dataset.place = place;
  const said = [`${block.code} ${block.title}`, hours, place, over];
  button.setAttribute("aria-label", said.filter(Boolean).join(", "));
  const warned = clashes.map((clash) => fill(words.clash, { words: clash }));
  button.title = [beside, block.speakers, ...warned].filter(Boolean).join("\n");
}

function head(block, hours, over, clashes) {
  const made = element("span", "block-head");
  made.append(element("span", "block-hours", hours), element("span", "block-code", block.code));
  if (over) made.append(element("span", "block-mark", over));
  if (clashes.length) made.append(element("span", "block-mark", mark(clashes.length)));
  return made;
}

function title(block) {
  const made = element("span", "block-title", block.title);
  if (block.lang) made.lang = block.lang;
  return made;
}

/** The edges by which a block is made longer or shorter. */
export function grips() {
  return ["start", "end"].map((edge) => {
    const grip = element("span", `grip ${edge}`);
    grip.dataset.grip = edge;
    return grip;
  });
}
