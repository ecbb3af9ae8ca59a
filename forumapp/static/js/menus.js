/* Closes an open menu on Escape or on a press elsewhere. */
export function start(menus) {
  const close = (menu) => {
    menu.open = false;
  };
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) close(menu);
  });
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      close(menu);
      menu.querySelector("summary").focus();
    });
  }
}
