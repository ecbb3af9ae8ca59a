/* Rows that can be dragged into order by their handle: the form of that name sends them so. */
import "../vendor/sortablejs-1.15.7/Sortable.min.js";

export function start(lists) {
  for (const list of lists) {
    for (const handle of list.querySelectorAll(".handle")) handle.hidden = false;
    globalThis.Sortable.create(list, {
      handle: ".handle",
      animation: 0,
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) document.getElementById(list.dataset.order).requestSubmit();
      },
    });
  }
}
