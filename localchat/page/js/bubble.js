// One entry of the list: a message (or an album of several) as a bubble, or a line in the middle.

import { avatar, botAvatar, h, icon, tint } from "./dom.js";
import { formatted } from "./entities.js";
import { clockTime, t } from "./i18n.js";
import { inlineKeyboard } from "./keyboards.js";
import { media, photo, summary } from "./media.js";
import { rich } from "./rich.js";

const CONTENT = [
  "text",
  "caption",
  "photo",
  "document",
  "voice",
  "audio",
  "video",
  "animation",
  "location",
  "venue",
  "contact",
  "sticker",
  "rich_message",
];

export function fullName(user) {
  return user ? [user.first_name, user.last_name].filter(Boolean).join(" ") : "";
}

/** The small picture beside a message in a group. */
function face(user) {
  return user?.is_bot ? botAvatar("small") : avatar(user?.id ?? 0, fullName(user), "small");
}

/** The words of a service message (someone joined, a message was pinned …), or null for an ordinary one. */
export function serviceText(message) {
  const name = fullName(message.from);
  if (message.new_chat_members) return t("joined", { name: message.new_chat_members.map(fullName).join("、") });
  if (message.left_chat_member) return t("left", { name: fullName(message.left_chat_member) });
  if (message.pinned_message) return t("pinned_by", { name });
  if (message.group_chat_created || message.supergroup_chat_created) return t("group_created");
  if (message.new_chat_title) return t("group_title", { name: message.new_chat_title });
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("group_upgraded");
  if (CONTENT.some((kind) => message[kind] !== undefined)) return null;
  const known = new Set([
    "message_id",
    "from",
    "chat",
    "date",
    "edit_date",
    "reply_markup",
    "reply_to_message",
    "deleted",
    "is_automatic_forward",
  ]);
  return t("unsupported", { type: Object.keys(message).find((key) => !known.has(key)) ?? "?" });
}

function quote(message, actions) {
  const replied = message.reply_to_message;
  if (!replied) return null;
  const words = message.quote?.text ?? (summary(replied) || t("deleted_message"));
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      style: { "--tint": tint(replied.from?.id ?? 0) },
      on: { click: () => actions.jumpTo(replied.message_id) },
    },
    h("span", { class: "quote-name" }, fullName(replied.from)),
    h("span", { class: "quote-words" }, words.slice(0, 160)),
  );
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user
    ? fullName(origin.sender_user)
    : (origin.sender_user_name ?? origin.chat?.title ?? origin.sender_chat?.title);
  return h("div", { class: "forwarded" }, name ? t("forwarded", { name }) : t("forwarded_plain"));
}

function meta(message, mine) {
  return h(
    "span",
    { class: "meta" },
    message.pinned ? icon("pin") : null,
    message.edit_date && !message.edit_hidden ? h("span", { class: "edited" }, t("edited")) : null,
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date)),
    mine ? h("span", { class: "tick", role: "img", "aria-label": t("sent") }, icon("check")) : null,
  );
}

function reactions(message) {
  const list = message.reactions ?? [];
  if (!list.length) return null;
  const signs = list.map(
    (reaction) => reaction.emoji ?? reaction.type?.emoji ?? (typeof reaction === "string" ? reaction : "★"),
  );
  return h(
    "div",
    { class: "reactions" },
    signs.map((sign) => h("span", { class: "reaction" }, sign)),
  );
}

/** Words of up to three emoji are shown large, as Telegram does. */
function isBigEmoji(message) {
  return (
    message.text && !message.entities?.length && /^(\p{Extended_Pictographic}\uFE0F?\u200D?){1,3}$/u.test(message.text)
  );
}

/**
 * The entry of a block: `messages` are one message or the members of an album; `place` says where it stands
 * (`first`, `last` of a run of one sender, `mine`, `group`).
 */
export function bubble(messages, place, actions) {
  const message = messages[0];
  const service = serviceText(message);
  if (service !== null) return h("div", { class: "line" }, h("span", {}, service));
  const words = messages.find((each) => each.caption) ?? message;
  const text = message.text ?? words.caption;
  const keyboard = inlineKeyboard(message, actions);
  const content =
    messages.length > 1
      ? h(
          "div",
          { class: `album of-${Math.min(messages.length, 4)}` },
          messages.map((each) => (each.photo ? photo(each, actions) : media(each, actions))),
        )
      : (rich(message) ?? media(message, actions));
  const kind =
    message.text !== undefined
      ? isBigEmoji(message)
        ? "big-emoji"
        : "words"
      : message.photo || message.video || message.animation
        ? "picture"
        : message.sticker
          ? "big-emoji"
          : "thing";
  const last = messages.at(-1);
  const body = h(
    "div",
    { class: `bubble ${kind}${text === undefined ? " bare" : ""}` },
    place.group && place.first && !place.mine
      ? h("div", { class: "sender", style: { "--tint": tint(message.from?.id ?? 0) } }, fullName(message.from))
      : null,
    forwarded(message),
    quote(message, actions),
    content,
    text === undefined
      ? meta(last, place.mine)
      : h(
          "div",
          { class: "text" },
          formatted(text, message.text !== undefined ? message.entities : words.caption_entities, actions),
          meta(last, place.mine),
        ),
    reactions(message),
  );
  const entry = h(
    "div",
    {
      class: [
        "entry",
        place.mine ? "mine" : "theirs",
        place.first ? "first" : "",
        place.last ? "last" : "",
        keyboard ? "with-keyboard" : "",
      ]
        .filter(Boolean)
        .join(" "),
      role: "article",
      tabindex: -1,
      "aria-label": `${fullName(message.from)}, ${clockTime(message.date)}`,
      data: { id: message.message_id },
      on: {
        contextmenu: (event) => {
          if (event.target.closest("a")) return;
          event.preventDefault();
          actions.openMenu(message, text, event.clientX, event.clientY, entry);
        },
        keydown: (event) => {
          if (
            event.target !== entry ||
            (event.key !== "Enter" && event.key !== "ContextMenu" && !(event.shiftKey && event.key === "F10"))
          )
            return;
          event.preventDefault();
          const box = body.getBoundingClientRect();
          actions.openMenu(message, text, box.left + box.width / 2, box.top + Math.min(box.height, 60) / 2, entry);
        },
      },
    },
    place.group && !place.mine ? h("span", { class: "side" }, place.last ? face(message.from) : null) : null,
    h("div", { class: "stack" }, body, keyboard),
  );
  longPress(body, (x, y) => actions.openMenu(message, text, x, y, entry));
  return entry;
}

/** A finger that stays opens the menu; one that moves scrolls. Mice have their own button for it. */
function longPress(target, open) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  target.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") return;
    timer = setTimeout(() => open(event.clientX, event.clientY), 480);
  });
  for (const name of ["pointerup", "pointermove", "pointercancel", "pointerleave"]) target.addEventListener(name, stop);
}
