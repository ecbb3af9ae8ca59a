/* Counts down by the server's clock and goes on by itself when the time has come. */
function words(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const pieces = [hours, Math.floor((seconds % 3600) / 60), seconds % 60];
  const clock = pieces.map((piece) => String(piece).padStart(2, "0")).join(":");
  const locale = document.documentElement.lang || "en";
  const unit = new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" });
  return days ? `${unit.format(days)} ${clock}` : clock;
}

export function start(timers) {
  for (const timer of timers) {
    const until = Date.parse(timer.dataset.countdown);
    const ahead = Date.parse(timer.dataset.now) - Date.now();
    const ticking = setInterval(tick, 1000);
    tick();

    function tick() {
      const left = Math.ceil((until - Date.now() - ahead) / 1000);
      timer.textContent = words(Math.max(0, left));
      if (left > 0) return;
      clearInterval(ticking);
      // Not everyone in the same second: the guests of a hall are let in over two.
      setTimeout(() => location.assign(timer.dataset.then), Math.random() * 2000);
    }
  }
}
