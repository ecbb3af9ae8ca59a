/* What this browser keeps, as JSON. A private window may refuse: it then lasts as long as the page. */
export function read(name, otherwise, storage = localStorage) {
  try {
    return JSON.parse(storage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function write(name, value, storage = localStorage) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    /* refused */
  }
}
