/* How much of the programme has changed since the release that this browser showed last. The line
   stays for this visit; the next one counts from the release that is in force now. */
import { read, write } from "./shelf.js";

export async function start([line]) {
  const shelf = `seen:${line.dataset.event}`;
  const current = Number(line.dataset.since);
  const before = read(shelf, 0, sessionStorage) || read(shelf, 0);
  if (current) write(shelf, current);
  if (!before || before >= current) return;
  write(shelf, before, sessionStorage);
  const link = line.querySelector("a");
  const answer = await fetch(`${link.pathname}.json?since=${before}`).catch(() => null);
  const changes = answer?.ok ? await answer.json() : null;
  if (!changes?.count) return;
  link.textContent = changes.words;
  link.href = `${link.pathname}?since=${before}#release-${current}`;
  line.hidden = false;
}
