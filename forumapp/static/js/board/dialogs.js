/* The small forms of the board. Each is filled, sent, and stays open while it is refused. */
import { placeOf, startingAt } from "./places.js";
import { DAY, clockOf, dayOf, later, minuteOf, minutesBetween, snapped, wallAt } from "./times.js";

const numberOf = (text) => (text ? Number(text) : null);

export class Dialogs {
  #open = new Map();

  constructor(root, { store, on }) {
    Object.assign(this, { store, on });
    for (const dialog of root.querySelectorAll("[data-dialog]")) {
      const form = dialog.querySelector("form");
      this.#open.set(dialog.dataset.dialog, { dialog, form });
      form.elements.close.addEventListener("click", () => dialog.close());
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#send(dialog, form);
      });
    }
    for (const name of ["move", "new"]) this.#keepLength(this.#open.get(name)?.form);
  }

  keys() {
    this.#show("keys", "", async () => null);
  }

  move(block) {
    const { form } = this.#open.get("move");
    this.#fill(form, block, block.parked ? "" : dayOf(block.starts));
    this.#show("move", `${block.code} ${block.title}`, () =>
      this.on.move(block.id, this.#place(form, block)));
  }

  /** A new session at a place, drawn or not; an event without a part has to have one first. */
  draw(place) {
    const { form } = this.#open.get("new");
    if (!form.elements.part.length) {
      this.on.first();
      return;
    }
    form.reset();
    this.#fill(form, place, dayOf(place.starts));
    this.#show("new", "", () => this.on.draw({
      ...this.#place(form, place),
      title: form.elements.title.value,
      kind: form.elements.kind.value,
      part: numberOf(form.elements.part.value),
      everywhere: form.elements.everywhere.checked,
    }));
  }

  /** In the middle, unless told otherwise. */
  split(block) {
    const { form } = this.#open.get("split");
    const half = snapped(minutesBetween(block.starts, block.ends) / 2);
    form.elements.at.value = clockOf(later(block.starts, half));
    this.#show("split", `${block.code} ${block.title}`, () => {
      const minute = minuteOf(`${dayOf(block.starts)}T${form.elements.at.value}`);
      const over = minute < minuteOf(block.starts) ? DAY : 0;
      return this.on.split(block.id, wallAt(dayOf(block.starts), minute + over));
    });
  }

  #fill({ elements }, place, day) {
    elements.day.value = day;
    elements.starts.value = clockOf(place.starts);
    elements.ends.value = clockOf(place.ends);
    elements.room.value = place.room ?? "";
    elements.video.value = place.video ?? "";
  }

  /** A later start takes the end along. */
  #keepLength(form) {
    if (!form) return;
    const { starts, ends } = form.elements;
    let from = starts;
    starts.addEventListener("focus", () => {
      from = starts.value;
    });
    starts.addEventListener("change", () => {
      if (!from || !starts.value || !ends.value) return;
      const day = "2000-01-01";
      const place = { starts: `${day}T${from}`, ends: `${day}T${ends.value}` };
      ends.value = clockOf(startingAt(place, `${day}T${starts.value}`).ends);
      from = starts.value;
    });
  }

  #place({ elements }, known) {
    const day = elements.day.value || dayOf(known.starts);
    const until = elements.ends.value <= elements.starts.value ? DAY : 0;
    return {
      ...placeOf(known),
      starts: `${day}T${elements.starts.value}`,
      ends: elements.ends.value ? wallAt(day, minuteOf(`${day}T${elements.ends.value}`) + until) : "",
      room: numberOf(elements.room.value),
      video: numberOf(elements.video.value),
      parked: !elements.day.value,
    };
  }

  #show(name, about, send) {
    const { dialog, form } = this.#open.get(name);
    dialog.send = send;
    dialog.querySelector("[data-about]").textContent = about;
    this.#refuse(dialog, form, null);
    dialog.showModal();
  }

  async #send(dialog, form) {
    const refusal = await dialog.send();
    if (refusal) this.#refuse(dialog, form, refusal);
    else dialog.close();
  }

  #refuse(dialog, form, refusal) {
    const line = dialog.querySelector("[data-refusal]");
    line.hidden = !refusal;
    line.textContent = refusal?.message ?? "";
    for (const field of form.elements) {
      const wrong = Boolean(refusal?.answer.errors?.[field.name]);
      if (field.matches(".input")) field.setAttribute("aria-invalid", String(wrong));
    }
    form.querySelector("[aria-invalid=true]")?.focus();
  }
}
