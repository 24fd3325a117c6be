// Building elements without markup: every value becomes a text node or an attribute, so nothing a chat contains can
// turn into HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `props` holds attributes, plus `class`, `on` (event → listener), `data` (dataset) and `style`
 * (set through the object model, which the page's content policy allows). Children that are null or false are skipped.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "style") Object.entries(value).forEach(([key, v]) => element.style.setProperty(key, v));
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Line icons on a 24 × 24 grid, drawn for this page. */
const ICONS = {
  send: "M4 12 20 4l-5 16-4-7-7-1Zm7 1 4-4",
  attach: "M8 12.5 14 6.5a3 3 0 0 1 4.3 4.2l-7.6 7.7a4.7 4.7 0 0 1-6.7-6.6L11 4.7",
  keyboard:
    "M3 7.5A1.5 1.5 0 0 1 4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5ZM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14.2h8",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5 10 17.5 19.5 7",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2",
  reply: "M10 6 4 11.5 10 17v-3.5c5 0 8 1.5 10 4.5-.5-6-4-9.5-10-9.5Z",
  edit: "M4.5 19.5 5.5 15 15.5 5a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L9 18.5Z",
  copy: "M9 9h10v11H9ZM5 15V4h10v2",
  photo: "M4 6.5h16v11.5H4ZM4 15l4.5-4 4 3.5 3-2.5 4.5 4M15.5 9.5h.01",
  sample: "M6 3.5h8l4 4v13H6ZM14 3.5v4h4M9 12h6M9 15.5h4",
  file: "M6 3.5h8l4 4v13H6ZM14 3.5v4h4",
  location:
    "M12 21c4.5-4.6 6.5-8 6.5-11a6.5 6.5 0 1 0-13 0c0 3 2 6.4 6.5 11ZM12 12.3a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Z",
  contact: "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.5 20c.8-3.7 3.7-5.5 7.5-5.5s6.7 1.8 7.5 5.5",
  mic: "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 1 0-6 0v5a3 3 0 0 0 3 3ZM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3.5",
  play: "M8 5.5v13l10.5-6.5Z",
  pause: "M8 5.5v13M16 5.5v13",
  down: "M12 5v13M6 12.5 12 18.5 18 12.5",
  pin: "M9 4h6l-.7 6 3.2 3.5H6.5L9.7 10ZM12 13.5V20",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  auto: "M12 4a8 8 0 1 0 0 16ZM12 4a8 8 0 0 1 0 16",
  chevron: "M7 10l5 5 5-5",
  plus: "M12 5v14M5 12h14",
  forward: "M4.5 6.5v11L12 12ZM12 6.5v11l7.5-5.5Z",
  sunrise: "M3 18.5h18M7 18.5a5 5 0 0 1 10 0M12 4v5M9 6.5 12 3.5l3 3M4.5 12.5l1.5 1M19.5 12.5l-1.5 1",
  calendar: "M4.5 6h15v14h-15ZM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8",
  link: "M9 6h9v9M18 6 7 17",
  settings: "M5 8h8M17 8h2M5 16h2M11 16h8M15 5.8v4.4M9 13.8v4.4",
  people:
    "M9.5 11.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM3 19c.6-3.4 3-5 6.5-5s5.9 1.6 6.5 5M16 5.3a3 3 0 0 1 0 5.9M18 14.6c1.6.8 2.6 2.2 3 4.4",
  download: "M12 4v11M7 10.5l5 5 5-5M5 19.5h14",
};

/** An icon that says nothing to assistive technology: the control beside it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that is an icon with a name for assistive technology and a tooltip. */
export function iconButton(name, label, onClick, props = {}) {
  return h(
    "button",
    {
      type: "button",
      "aria-label": label,
      title: label,
      ...props,
      class: `icon-button ${props.class ?? ""}`,
      on: { click: onClick, ...(props.on ?? {}) },
    },
    icon(name),
  );
}

const TINTS = ["#b4442f", "#9a5b00", "#5b7a00", "#00796b", "#0069a8", "#4a5ac0", "#8345a8", "#ad3a72"];

/** The colour of a person or chat: the same everywhere, and dark enough for white letters on it. */
export function tint(id) {
  return TINTS[Math.abs(Number(id)) % TINTS.length];
}

/** The picture of the bot. */
export function botAvatar(extra = "") {
  return h(
    "span",
    { class: `avatar bot ${extra}`, "aria-hidden": "true" },
    h("img", { src: "/page/icon.svg", alt: "" }),
  );
}

/** A round picture with the first letter of the name (the last two characters of a Chinese name read best). */
export function avatar(id, name, extra = "") {
  const letters = /^[\u3400-\u9fff]{2,4}$/.test(name) ? name.slice(-2) : ([...name.trim()][0] ?? "?");
  return h(
    "span",
    { class: `avatar ${extra}`, "aria-hidden": "true", style: { "--tint": tint(id) }, data: { size: letters.length } },
    letters.toUpperCase(),
  );
}
