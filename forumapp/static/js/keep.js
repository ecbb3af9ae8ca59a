/* Keeps what was typed into a form while the language of its page is changed, in this tab alone. */
const place = `typed:${location.pathname}`;
const own = ["csrf_token", "key"];

function typed(form) {
  return [...new FormData(form)].filter(([name, value]) => !own.includes(name) && typeof value === "string");
}

function restore(form, entries) {
  const given = new Map();
  for (const [name, value] of entries) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || own.includes(field.name)) continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

export function start([form]) {
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (kept) restore(form, JSON.parse(kept));
  for (const link of document.querySelectorAll("a[hreflang]")) {
    link.addEventListener("click", () => sessionStorage.setItem(place, JSON.stringify(typed(form))));
  }
}
