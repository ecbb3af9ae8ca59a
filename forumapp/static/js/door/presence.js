/* Who is inside, by all that is known here: the last entry of each person decides, whichever phone
   made it and in whatever order they came. */
export function presence() {
  const last = new Map();
  const later = (one, other) => one.at > other.at || (one.at === other.at && one.key > other.key);
  return {
    add(entry) {
      const known = last.get(entry.person);
      if (!known || known.key === entry.key || later(entry, known)) last.set(entry.person, entry);
    },
    /** The entry by which somebody is inside, or null. */
    inside(person) {
      const entry = last.get(person);
      return entry?.direction === "in" ? entry : null;
    },
    count: () => [...last.values()].filter((entry) => entry.direction === "in").length,
  };
}
