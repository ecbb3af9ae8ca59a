/* What the phone keeps of a door, in IndexedDB: it survives a reload and a killed browser.
   `kept` has the door, the clock and the list; `scans` wait there until the server has them;
   `entries` are those let through here and elsewhere. */
const STORES = { kept: "name", scans: "key", entries: "key" };

export async function openStore(name) {
  const base = await new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        asked.result.createObjectStore(store, { keyPath });
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  /** Do something in one transaction; it is on disk when the promise is kept. */
  function change(stores, act) {
    return new Promise((resolve, reject) => {
      const turn = base.transaction(stores, "readwrite", { durability: "strict" });
      act(...[].concat(stores).map((store) => turn.objectStore(store)));
      turn.oncomplete = () => resolve();
      turn.onerror = turn.onabort = () => reject(turn.error);
    });
  }

  function ask(store, question) {
    return new Promise((resolve, reject) => {
      const asked = question(base.transaction(store).objectStore(store));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  return {
    get: async (name) => (await ask("kept", (kept) => kept.get(name)))?.value ?? null,
    put: (name, value) => change("kept", (kept) => kept.put({ name, value })),
    drop: (...names) => change("kept", (kept) => names.forEach((name) => kept.delete(name))),
    scans: () => ask("scans", (scans) => scans.getAll()),
    entries: () => ask("entries", (entries) => entries.getAll()),
    /** A scan and, where it let somebody through, its entry: both or neither. */
    keep: (scan, entry) => change(["scans", "entries"], (scans, entries) => {
      scans.put(scan);
      if (entry) entries.put(entry);
    }),
    /** What a delivery brought: the scans that are safe on the server go. */
    delivered: (keys, met) => change(["scans", "entries"], (scans, entries) => {
      keys.forEach((key) => scans.delete(key));
      met.forEach((entry) => entries.put(entry));
    }),
    forgetEntries: () => change("entries", (entries) => entries.clear()),
  };
}
