/* Questions that depend on others come and go as one answers. The server decides in the end, and
   drops what wasn't asked; without a script each says in words when it is asked. */
export function start(boxes) {
  const form = boxes[0].closest("form");
  const rules = boxes.map((box) => ({ box, ...JSON.parse(box.dataset.asked) }));
  for (const note of form.querySelectorAll("[data-when]")) note.remove();

  /** What is answered; whatever is not asked has no answer. */
  const answers = (name) => new FormData(form).getAll(name).filter((value) => value && (value.size ?? 1));

  const partakes = ({ parts, modes }) => {
    if (!parts.length && !modes.length) return true;
    const chosen = [...new FormData(form)].filter(([name, value]) => name.startsWith("part-") && value);
    return chosen.some(([name, mode]) => (
      (!parts.length || parts.includes(Number(name.slice(5)))) && (!modes.length || modes.includes(mode))
    ));
  };

  const isAsked = (rule) => {
    if (rule.box.parentElement.closest("[data-asked]")?.hidden) return false;
    if (rule.categories.length && !rule.categories.includes(Number(answers("category")[0]))) return false;
    if (!partakes(rule)) return false;
    if (!rule.question) return true;
    const given = answers(rule.question);
    return rule.values.length ? given.some((value) => rule.values.includes(value)) : given.length > 0;
  };

  const ask = () => {
    for (const rule of rules) {
      rule.box.hidden = !isAsked(rule);
      for (const control of rule.box.querySelectorAll("input, select, textarea")) control.disabled = rule.box.hidden;
    }
  };
  form.addEventListener("input", ask);
  form.addEventListener("change", ask);
  ask();
}
