/* Questions that depend on others come and go as one answers. The server decides in the end, and
   drops what wasn't asked; without a script each says in words when it is asked. */
export function start(boxes) {
  const form = boxes[0].closest("form");
  const rules = boxes.map((box) => ({ box, ...JSON.parse(box.dataset.asked) }));
  for (const note of form.querySelectorAll("[data-when]")) note.remove();

  /** Whether a file was kept before, and is to stay. */
  const isKept = (name) => form.elements[`${name}-ticket`] || form.elements[`${name}-remove`]?.checked === false;

  /** What is answered; whatever is not asked has no answer. */
  const answers = (name) => {
    const given = new FormData(form).getAll(name).filter((value) => value && (value.size ?? 1));
    return given.length || !isKept(name) ? given : ["kept"];
  };

  const isThere = (name) => {
    const control = form.querySelector(`[name="${name}"]`);
    return control && !control.closest("[data-asked]")?.hidden;
  };

  const number = (text) => Number(text.normalize("NFKC").replace(/\s/g, "") || NaN);
  const meets = {
    answered: (given) => given.length > 0,
    one_of: (given, values) => given.some((value) => values.includes(value)),
    none_of: (given, values) => !given.some((value) => values.includes(value)),
    at_least: (given, values) => given.some((value) => number(value) >= Number(values[0])),
  };

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
    return isThere(rule.question) && meets[rule.being](answers(rule.question), rule.values);
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
