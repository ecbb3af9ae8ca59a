/* What the door answers to a badge: the twin of forumapp/domain/checkin/verdicts.py, held to the
   same cases. A badge is { standing, places: { part: "room" | "waiting" | "online" } }. */
const GREEN = ["welcome", "goodbye"];
const AMBER = ["wrong_day", "wrong_part", "waiting", "online_only", "already_in"];
const BEST_FIRST = ["room", "waiting", "online"];
const NOT_SEATED = { waiting: "waiting", online: "online_only" };

export function finding(badge, { part, today, inside = false, leaving = false }) {
  if (!badge) return "unknown";
  if (badge.standing !== "approved") return badge.standing;
  if (leaving) return "goodbye";
  if (!today) return "wrong_day";
  const place = placeIn(badge.places, part);
  if (place !== "room") return place ? NOT_SEATED[place] : "wrong_part";
  return inside ? "already_in" : "welcome";
}

export function verdict(found) {
  if (GREEN.includes(found)) return "green";
  return AMBER.includes(found) ? "amber" : "red";
}

/** The place in this part; at the door of all parts (null) the best there is. */
function placeIn(places, part) {
  if (part !== null) return places[part];
  const had = Object.values(places);
  return BEST_FIRST.find((place) => had.includes(place));
}
