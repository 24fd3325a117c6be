// Rich messages: blocks of words and tables.

import { h } from "./dom.js";

const MARKS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  subscript: "sub",
  superscript: "sup",
  marked: "mark",
};

/** A rich text as nodes: a string, a list, or an object around another rich text. */
function words(text) {
  if (text === undefined || typeof text === "string") return text ?? "";
  if (Array.isArray(text)) return text.map(words);
  return MARKS[text.type] ? h(MARKS[text.type], {}, words(text.text)) : words(text.text);
}

/** The words alone. */
function plain(text) {
  if (text === undefined || typeof text === "string") return text ?? "";
  return Array.isArray(text) ? text.map(plain).join("") : plain(text.text);
}

function table(block) {
  const cell = (each) =>
    h(
      each.is_header ? "th" : "td",
      {
        class: `to-${each.align}`,
        colspan: each.colspan,
        rowspan: each.rowspan,
        scope: each.is_header ? "col" : null,
      },
      words(each.text),
    );
  const kind = ["is_bordered", "is_striped", "is_compact"].filter((each) => block[each]);
  return h(
    "div",
    { class: "rich-table", tabindex: 0, role: "group" },
    h(
      "table",
      { class: kind.map((each) => each.replace("is_", "")).join(" ") },
      block.caption ? h("caption", {}, words(block.caption)) : null,
      h(
        "tbody",
        {},
        block.cells.map((row) => h("tr", {}, row.map(cell))),
      ),
    ),
  );
}

function shown(block) {
  switch (block.type) {
    case "heading":
      return h(
        "div",
        { class: `rich-heading size-${block.size}`, role: "heading", "aria-level": block.size },
        words(block.text),
      );
    case "table":
      return table(block);
    case "divider":
      return h("hr");
    case "pre":
      return h("pre", {}, words(block.text));
    case "details":
      return h("details", { open: block.is_open }, h("summary", {}, words(block.summary)), block.blocks.map(shown));
    case "blockquote":
      return h("blockquote", {}, block.blocks.map(shown), words(block.credit));
    case "expandable_blockquote":
    case "pullquote":
      return h("blockquote", {}, words(block.text), words(block.credit));
    default:
      return h("p", {}, words(block.text));
  }
}

/** A rich message as an element, or null for any other. */
export function rich(message) {
  return message.rich_message ? h("div", { class: "rich" }, message.rich_message.blocks.map(shown)) : null;
}

/** The first words of a rich message: for quotes, previews and announcements. */
export function richSummary(message) {
  const first = message.rich_message?.blocks.find((block) => block.text !== undefined || block.caption !== undefined);
  return first ? plain(first.text ?? first.caption) : undefined;
}
