/* Asks before what was typed in one form is lost: by leaving the page or by sending another form.
   A form that came back with something to mend says data-guard="dirty". */
export function start(forms) {
  const dirty = new Set(forms.filter((form) => form.dataset.guard === "dirty"));
  for (const form of forms) {
    form.addEventListener("input", () => dirty.add(form));
    form.addEventListener("submit", () => dirty.delete(form));
  }
  addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });
}
