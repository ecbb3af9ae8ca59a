/* Puts the programme of an event into a page of somebody else, in a frame as high as it needs:
   <script src="https://forum.example/embed.js" data-event="forum-2027" async></script>
   Nothing of this page is read, and nothing but the height is taken from the frame. */
(function () {
  "use strict";
  const script = document.currentScript;
  const event = script && script.dataset.event;
  if (!event) return;
  const home = new URL(script.src);
  const address = new URL(`/events/${encodeURIComponent(event)}/embed`, home);
  for (const name of ["lang", "part"]) {
    if (script.dataset[name]) address.searchParams.set(name, script.dataset[name]);
  }
  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = script.dataset.title || "Programme";
  frame.width = "100%";
  frame.height = "600";
  frame.loading = "lazy";
  frame.style.border = "0";
  frame.referrerPolicy = "no-referrer";
  script.after(frame);
  window.addEventListener("message", (message) => {
    if (message.origin !== home.origin || message.source !== frame.contentWindow) return;
    const height = message.data && message.data.forumappHeight;
    if (Number.isFinite(height) && height > 0) frame.height = String(Math.min(Math.ceil(height), 100000));
  });
})();
