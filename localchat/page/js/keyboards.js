// Inline keyboards under messages, and the reply keyboard under the composer.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { link, safeUrl } from "./entities.js";

function inlineButton(button, row, column, message, actions) {
  const key = `${row}:${column}`;
  const props = { class: "inline-button", data: { key } };
  const words = h("span", { class: "inline-button-text" }, button.text);
  const url = button.url && safeUrl(button.url);
  if (url) return link(url, [words, icon("link")], actions, props);
  if (button.copy_text) {
    return h(
      "button",
      { ...props, type: "button", on: { click: () => actions.copy(button.copy_text.text) } },
      words,
      icon("copy"),
    );
  }
  if (button.callback_data === undefined) {
    return h("button", { ...props, type: "button", on: { click: () => actions.toast(t("not_here")) } }, words);
  }
  const element = h("button", { ...props, type: "button" }, words);
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-busy")) return;
    element.setAttribute("aria-busy", "true");
    await actions.press(message, row, column);
    element.removeAttribute("aria-busy");
  });
  return element;
}

/** The keyboard under a message, or null. */
export function inlineKeyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h(
    "div",
    { class: "inline-keyboard" },
    rows.map((row, y) =>
      h(
        "div",
        { class: "inline-row" },
        row.map((button, x) => inlineButton(button, y, x, message, actions)),
      ),
    ),
  );
}

/**
 * What the composer shows for this person in a chat: `{keyboard, message}`, `{forceReply, message}` or null. The newest
 * markup of the bot that is meant for the person wins; one-time keyboards go once used (`used` holds message ids).
 */
export function replyMarkup(store, used) {
  const { person, chat } = store.here;
  const messages = store.messages(chat);
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    const markup = message.reply_markup;
    if (!markup || markup.inline_keyboard) continue;
    if (markup.selective && chat !== person && !isFor(person, message)) continue;
    if (markup.remove_keyboard) return null;
    if (markup.force_reply) {
      if (used.has(message.message_id) || answered(messages, index, person)) continue;
      return { forceReply: true, message, placeholder: markup.input_field_placeholder };
    }
    if (markup.keyboard) {
      const done = markup.one_time_keyboard && (used.has(message.message_id) || answered(messages, index, person));
      return { keyboard: markup, message, placeholder: markup.input_field_placeholder, done };
    }
  }
  return null;
}

function isFor(person, message) {
  return (
    message.reply_to_message?.from?.id === person ||
    (message.entities ?? []).some((entity) => entity.type === "text_mention" && entity.user?.id === person)
  );
}

function answered(messages, index, person) {
  return messages.slice(index + 1).some((message) => message.from?.id === person);
}

/** The buttons of a reply keyboard. `press(text)` sends one. */
export function replyKeyboard(markup, press) {
  return h(
    "div",
    {
      class: `reply-keyboard${markup.resize_keyboard ? "" : " tall"}`,
      role: "group",
      "aria-label": t("show_keyboard"),
    },
    markup.keyboard.map((row) =>
      h(
        "div",
        { class: "reply-row" },
        row.map((entry) => {
          const button = typeof entry === "string" ? { text: entry } : entry;
          const sign = button.request_contact ? "contact" : button.request_location ? "location" : null;
          return h(
            "button",
            { type: "button", class: "reply-button", on: { click: () => press(button.text) } },
            sign ? icon(sign) : null,
            h("span", {}, button.text),
          );
        }),
      ),
    ),
  );
}
