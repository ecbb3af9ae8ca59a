/* Marks what is on now in a programme, and offers the way there. */
export function start(slots) {
  const link = document.querySelector("[data-now-link]");
  const mark = document.createElement("span");
  mark.className = "now-mark";
  mark.textContent = link?.textContent.trim() ?? "";

  const look = () => {
    const now = Date.now();
    const running = slots.filter(
      (slot) => Date.parse(slot.dataset.from) <= now && now < Date.parse(slot.dataset.to),
    );
    for (const slot of slots) {
      slot.classList.toggle("now", running.includes(slot));
      if (running.includes(slot)) slot.setAttribute("aria-current", "time");
      else slot.removeAttribute("aria-current");
    }
    if (!link) return;
    link.hidden = !running.length;
    mark.remove();
    if (!running.length) return;
    link.querySelector("a").href = `#${running[0].querySelector("[id]").id}`;
    running[0].querySelector(".slot-time").append(mark);
  };
  look();
  setInterval(look, 30000);
}
