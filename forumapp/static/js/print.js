/* A button that prints the page. */
export function start(buttons) {
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
