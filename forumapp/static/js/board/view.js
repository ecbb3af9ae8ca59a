/* What is shown: a day, and another zone's clock beside the venue's. Both stand in the address. */
import { fill } from "./server.js";

export class View {
  constructor(root, { grid, server, voice, hours, words }) {
    Object.assign(this, { grid, server, voice, words });
    this.tabs = [...root.querySelectorAll("[data-day]")];
    this.fields = root.querySelector("[data-zone]").elements;
    this.#setBeside(hours);
    this.show(this.fields.day.value);
    this.fields.zone.addEventListener("change", () => this.#ask());
    root.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-day]");
      if (!tab || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.show(tab.dataset.day);
    });
  }

  show(day) {
    if (this.grid.day !== day) this.grid.show(day);
    for (const tab of this.tabs) {
      if (tab.dataset.day === day) tab.setAttribute("aria-current", "date");
      else tab.removeAttribute("aria-current");
    }
    this.fields.day.value = day;
    inAddress("day", day);
  }

  async #ask() {
    try {
      const zone = encodeURIComponent(this.fields.zone.value);
      this.#setBeside(await this.server.get(`hours?zone=${zone}`));
      const { two_clocks: two, one_clock: one } = this.words;
      this.voice.say(this.#place() ? fill(two, { place: this.#place() }) : one);
    } catch (refusal) {
      this.voice.say(refusal.message, "bad");
    }
  }

  #setBeside(hours) {
    this.grid.setBeside(this.#place(), hours);
    inAddress("zone", this.fields.zone.value);
  }

  /** The chosen place without its state, or nothing. */
  #place() {
    const { value, selectedOptions } = this.fields.zone;
    return value && selectedOptions[0].text.split(/[,，]/)[0];
  }
}

export function inAddress(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(null, "", address);
}
