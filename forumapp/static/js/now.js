/* Marks what is on now in a programme. */
export function start(slots) {
  const mark = () => {
    const now = Date.now();
    for (const slot of slots) {
      const running = Date.parse(slot.dataset.from) <= now && now < Date.parse(slot.dataset.to);
      slot.classList.toggle("now", running);
      if (running) slot.setAttribute("aria-current", "time");
      else slot.removeAttribute("aria-current");
    }
    const link = document.querySelector("[data-now-link]");
    const current = slots.find((slot) => slot.classList.contains("now"));
    if (!link) return;
    link.hidden = !current;
    if (current) link.querySelector("a").href = `#${current.querySelector("[id]").id}`;
  };
  mark();
  setInterval(mark, 30000);
}
