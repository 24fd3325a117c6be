// Telegram's message entities as elements. Offsets are in UTF-16 units, as JavaScript's own string indices are.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE_SCHEMES = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/** The address if a press on it may follow it, else null (no `javascript:` and the like). */
export function safeUrl(value) {
  try {
    const url = new URL(value.includes("://") || /^(mailto|tel|tg):/i.test(value) ? value : `https://${value}`);
    return SAFE_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The code of a link `t.me/<bot>?start=CODE`, or null. */
export function startCode(url) {
  const match = /^(?:https?:\/\/(?:t|telegram)\.me\/\w+|tg:\/\/resolve\/?)\?(.*)$/i.exec(url);
  return match ? new URLSearchParams(match[1]).get("start") : null;
}

/** A link that opens beside the page, except that a start link is opened by one of the people (`actions.openStart`). */
export function link(url, content, actions, props = {}) {
  const code = startCode(url);
  const click = (event) => {
    if (!code) return;
    event.preventDefault();
    actions.openStart(code);
  };
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", ...props, on: { click } }, content);
}

function spoiler(children) {
  const reveal = (event) => {
    const element = event.currentTarget;
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (element.dataset.open) return;
    event.preventDefault();
    element.dataset.open = "yes";
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
  };
  return h(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: 0,
      "aria-label": t("reveal"),
      on: { click: reveal, keydown: reveal },
    },
    h("span", {}, children),
  );
}

function foldable(text, children) {
  if (text.length < 60 && text.split("\n").length < 4) return h("blockquote", {}, children); // nothing to fold
  const quote = h("blockquote", { class: "foldable" }, children);
  const more = h("button", { type: "button", class: "fold-button" }, t("show_more"));
  more.addEventListener("click", () => {
    quote.dataset.open = "yes";
    more.remove();
  });
  quote.append(more);
  return quote;
}

function element(entity, text, children, actions) {
  switch (entity.type) {
    case "bold":
      return h("strong", {}, children);
    case "italic":
      return h("em", {}, children);
    case "underline":
      return h("u", {}, children);
    case "strikethrough":
      return h("s", {}, children);
    case "spoiler":
      return spoiler(children);
    case "code":
      return h("code", { title: t("copy"), on: { click: () => actions.copy(text) } }, children);
    case "pre":
      return h(
        "pre",
        { tabindex: 0, data: entity.language ? { language: entity.language } : {} },
        h("code", {}, children),
      );
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return foldable(text, children);
    case "bot_command":
      return h(
        "button",
        { type: "button", class: "text-button", on: { click: () => actions.sendText(text) } },
        children,
      );
    case "hashtag":
    case "cashtag":
    case "mention":
      return h("span", { class: "tag" }, children);
    case "text_link":
    case "url": {
      const url = safeUrl(entity.url ?? text);
      return url ? link(url, children, actions) : h("span", {}, children);
    }
    case "email":
      return h("a", { href: `mailto:${text}` }, children);
    case "phone_number":
      return h("a", { href: `tel:${text.replace(/[^+\d]/g, "")}` }, children);
    default:
      return h("span", {}, children);
  }
}

function build(text, entities, from, to, actions) {
  const nodes = [];
  let position = from;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const start = Math.max(entity.offset, position);
    const end = Math.min(entity.offset + entity.length, to);
    // What begins inside this entity is built inside it; the rest is for the next round.
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (end > start) {
      if (start > position) nodes.push(text.slice(position, start));
      nodes.push(
        element(
          entity,
          text.slice(start, end),
          build(text, entities.slice(index + 1, next), start, end, actions),
          actions,
        ),
      );
      // The line of a block ends by itself: its own line break would leave an empty line.
      position = BLOCKS.has(entity.type) && text[end] === "\n" && end < to ? end + 1 : end;
    }
    index = next;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

/** The text as nodes. `actions` has copy(text), sendText(text), openStart(code). */
export function formatted(text, entities = [], actions) {
  const ordered = entities
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, ordered, 0, text.length, actions);
}
