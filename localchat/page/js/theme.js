// Light, dark, or as the system has it.

import { remember, remembered } from "./store.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

export const THEMES = ["auto", "light", "dark"];

export function currentTheme() {
  const kept = remembered("theme", "auto");
  return THEMES.includes(kept) ? kept : "auto";
}

export function applyTheme(theme = currentTheme()) {
  remember("theme", theme);
  const shown = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  document.documentElement.dataset.theme = shown;
  document.querySelector("meta[name=theme-color]").content = shown === "dark" ? "#15201d" : "#ffffff";
}

dark.addEventListener("change", () => applyTheme());
