// Light, dark, or as the system has it. The choice is a cookie, so that the server draws the page right at once.
const COOKIE = "theme";
const YEAR_IN_SECONDS = 31_536_000;

function chosen() {
  return document.documentElement.dataset.theme ?? "system";
}

function show(group) {
  for (const button of group.querySelectorAll("button[value]")) {
    button.setAttribute("aria-pressed", String(button.value === chosen()));
  }
}

function choose(theme) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = theme === "system" ? 0 : YEAR_IN_SECONDS;
  document.cookie = `${COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new CustomEvent("theme:change"));
}

/** Brings the theme switches to life; they are hidden until then, because without script they could do nothing. */
export function startTheme() {
  const groups = document.querySelectorAll("[data-theme-switch]");
  for (const group of groups) {
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button[value]");
      if (!button) return;
      choose(button.value);
      groups.forEach(show);
    });
    show(group);
  }
}
