/* Which room is in sight where the window holds one at a time, and the way to another. */

export class Rooms {
  constructor(select, store, grid) {
    Object.assign(this, { select, store, grid });
    select.addEventListener("change", () => grid.goTo(select.selectedIndex));
    grid.frame.addEventListener("scroll", () => this.#follow(), { passive: true });
    store.watch(() => this.#offer());
    this.#offer();
  }

  #offer() {
    const { columns } = this.store;
    if (this.select.length === columns.length) return;
    this.select.replaceChildren(...columns.map(({ name }) => new Option(name)));
    this.#follow();
  }

  #follow() {
    this.select.selectedIndex = this.grid.column;
  }
}
