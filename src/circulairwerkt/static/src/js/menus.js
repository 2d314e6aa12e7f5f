// Menus are <details>: they open without script. With it, they also close on Escape and on a press elsewhere.

function close(menu, { andFocus = false } = {}) {
  menu.open = false;
  if (andFocus) menu.querySelector("summary").focus();
}

export function startMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      close(menu, { andFocus: menu.contains(document.activeElement) });
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) close(menu);
    }
  });
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
  });
  // A press on "print": the one button that cannot exist without script.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
