/* Follows a job: asks its address until it is done, then shows what came of it.
   The answer: {"state", "done", "total", "message", "location"}. */
async function follow(box, wait) {
  let job;
  try {
    const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    job = await answer.json();
  } catch {
    setTimeout(() => follow(box, Math.min(wait * 2, 15000)), wait);
    return;
  }
  const bar = box.querySelector("progress");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done || 0;
  }
  const words = box.querySelector("[data-job-message]");
  if (job.message && words.textContent !== job.message) words.textContent = job.message;
  if (job.state === "done" || job.state === "failed") {
    if (job.location) location.assign(job.location);
    else location.reload();
    return;
  }
  setTimeout(() => follow(box, 1000), 1000);
}

export function start(boxes) {
  for (const box of boxes) follow(box, 1000);
}
