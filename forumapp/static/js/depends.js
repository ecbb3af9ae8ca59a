/* Of the answers that a condition can name, only those of the question that is chosen. */
export function start(boxes) {
  for (const box of boxes) {
    const select = document.getElementById(box.dataset.answersOf);
    const show = () => {
      const prefix = `${select.value}:`;
      let any = false;
      for (const input of box.querySelectorAll("input")) {
        const mine = input.value.startsWith(prefix);
        input.closest(".choice").hidden = !mine;
        any ||= mine;
      }
      box.hidden = !any;
    };
    select.addEventListener("change", show);
    show();
  }
}
