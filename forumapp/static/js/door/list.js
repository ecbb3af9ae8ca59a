/* The list of a door: checked by its signature, and read so that a badge is found at once. */
const DIGEST = 12; // bytes, as forumapp/domain/checkin/lists.py has it
const STANDINGS = { a: "approved", p: "pending", r: "rejected", w: "withdrawn" };
const PLACES = { r: "room", w: "waiting", o: "online" };
const FOUND = 8; // people shown of a search

/** The list of `{ list, signature }`, or null where the signature doesn't fit. */
export async function readList(signed, verify) {
  const bytes = new TextEncoder().encode(signed.list);
  const kind = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", verify, kind, false, ["verify"]);
  const signature = Uint8Array.from(atob(signed.signature), (letter) => letter.charCodeAt(0));
  const fits = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, bytes);
  return fits ? index(JSON.parse(signed.list)) : null;
}

/** What the list holds of a code: the first bytes of its SHA-256. */
export async function digestOf(code) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  const start = String.fromCharCode(...new Uint8Array(hash, 0, DIGEST));
  return btoa(start).replaceAll("+", "-").replaceAll("/", "_");
}

function index(list) {
  const people = new Map();
  const digests = new Map();
  for (const row of list.people) {
    const person = read(row, list);
    people.set(person.id, person);
    row[1].split(" ").forEach((digest) => digests.set(digest, person.id));
  }
  return { ...list, people, digests, revoked: new Map(Object.entries(list.revoked)) };
}

function read([id, , name, native, organisation, country, category, standing, places, photo], list) {
  const at = {};
  [...places].forEach((letter, number) => {
    if (letter in PLACES) at[list.parts[number][0]] = PLACES[letter];
  });
  return {
    id, name, native, organisation, photo: Boolean(photo),
    country: list.countries[country] ?? "",
    category: list.categories[category] ?? "",
    badge: { standing: STANDINGS[standing], places: at },
    sought: plain([name, native, organisation, list.countries[country] ?? ""].join(" ")),
  };
}

/** Whom a code belongs to, and what the badge is good for: `{ person, badge }`, either of them null. */
export async function ownerOf(list, code) {
  const digest = await digestOf(code);
  const person = list.people.get(list.digests.get(digest)) ?? null;
  if (person) return { person, badge: person.badge };
  const once = list.people.get(list.revoked.get(digest)) ?? null;
  const over = list.revoked.has(digest) ? { standing: "revoked", places: {} } : null;
  return { person: once, badge: over };
}

/** The people whose name, organisation or country has every word that was typed. */
export function search(list, text) {
  const words = plain(text).split(" ").filter(Boolean);
  const found = [];
  if (!words.length) return found;
  for (const person of list.people.values()) {
    if (words.every((word) => person.sought.includes(word))) found.push(person);
    if (found.length === FOUND) break;
  }
  return found;
}

const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
