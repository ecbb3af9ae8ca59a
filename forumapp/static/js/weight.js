/* Files that are too large together for a form are told of when they are chosen. */
const MOST = 24.5 * 2 ** 20; // bytes of the 25 MB that a form may have with all else in it
const SHOWN = 6000; // milliseconds

export function start(inputs) {
  const sizes = () => inputs.flatMap((input) => [...input.files]).map((file) => file.size);
  const choose = (input) => {
    if (sizes().reduce((sum, size) => sum + size, 0) <= MOST) return;
    input.value = "";
    input.setCustomValidity(input.dataset.weight);
    input.reportValidity();
    setTimeout(() => input.setCustomValidity(""), SHOWN);
  };
  for (const input of inputs) input.addEventListener("change", () => choose(input));
}
