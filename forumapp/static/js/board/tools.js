/* The buttons above the board. */

export function useTools(root, { acts, draw, keys }) {
  const tools = root.querySelector("[data-tools]");
  const button = (name) => tools.querySelector(`[data-act=${name}]`);
  const does = { keys, undo: () => acts.undo(), redo: () => acts.redo() };
  tools.addEventListener("click", (event) =>
    does[event.target.closest("[data-act]")?.dataset.act]?.());
  root.querySelector("[data-new]")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return; // to its own page, in another tab
    event.preventDefault();
    draw();
  });
  acts.changed = () => { // a button that is disabled would lose the focus
    button("undo")?.setAttribute("aria-disabled", String(!acts.canUndo));
    button("redo")?.setAttribute("aria-disabled", String(!acts.canRedo));
  };
  tools.hidden = false;
}
