// What stands above the chat: whose phone it is, the clock to travel with, the chats of this person, the pinned message.

import { avatar, botAvatar, h, icon, iconButton } from "./dom.js";
import { LANGUAGES, clockTime, dayAndTime, fullDay, getLanguage, setLanguage, t } from "./i18n.js";
import { summary } from "./media.js";
import { badge, roleOf } from "./people.js";
import { sheet } from "./sheets.js";
import { remember, remembered } from "./store.js";
import { waysFrom } from "./travel.js";
import { THEMES, applyTheme, currentTheme } from "./theme.js";

const ACTIONS = {
  typing: "typing",
  upload_photo: "sending_photo",
  upload_document: "sending_file",
  record_voice: "sending_voice",
  upload_voice: "sending_voice",
  find_location: "sending_location",
};
const SIGNS = { auto: "auto", light: "sun", dark: "moon" };

/** The language and appearance of the page. */
export function settingsSheet(onLanguage) {
  return sheet(t("settings"), (close) => {
    const option = (words, chosen, pick, sign) =>
      h(
        "button",
        {
          type: "button",
          class: "segment",
          "aria-pressed": chosen ? "true" : "false",
          on: {
            click: () => {
              pick();
              close();
            },
          },
        },
        sign ? icon(sign) : null,
        words,
      );
    return [
      h("h3", {}, t("theme")),
      h(
        "div",
        { class: "segments" },
        THEMES.map((theme) =>
          option(t(`theme_${theme}`), currentTheme() === theme, () => applyTheme(theme), SIGNS[theme]),
        ),
      ),
      h("h3", {}, t("language")),
      h(
        "div",
        { class: "segments" },
        Object.entries(LANGUAGES).map(([code, name]) =>
          option(name, getLanguage() === code, () => {
            setLanguage(code);
            remember("language", code);
            onLanguage();
          }),
        ),
      ),
      h("p", { class: "sheet-hint" }, t("language_hint")),
      h("p", { class: "sheet-hint" }, t("demo_note")),
    ];
  });
}

/** The bars above the messages. `does` has choosePerson(), travelTo(instant), pickTime(), settings(), jumpTo(id). */
export function stage(store, does) {
  const box = h("header", { class: "stage" });
  let online = true;
  let travelling = remembered("travelling", false);

  function bar() {
    const person = store.person(store.here.person);
    const others = store.people.reduce((sum, each) => sum + (each.id === person.id ? 0 : store.unreadOf(each.id)), 0);
    const persona = h(
      "button",
      {
        type: "button",
        class: "persona",
        "aria-haspopup": "dialog",
        "aria-label": `${t("you_are")}: ${person.name}, ${roleOf(person)}. ${t("choose_person")}${others ? `. ${t("unread", { n: others })}` : ""}`,
        on: { click: does.choosePerson },
      },
      avatar(person.id, person.name, "small"),
      h(
        "span",
        { class: "persona-words" },
        h("span", { class: "persona-name" }, h("span", {}, person.name), icon("chevron")),
        h("span", { class: "persona-role" }, roleOf(person)),
      ),
      badge(others),
    );
    const clock =
      store.config.travel === false
        ? null
        : h(
            "button",
            {
              type: "button",
              class: "clock",
              "aria-expanded": travelling ? "true" : "false",
              title: t("time_travel"),
              on: {
                click: () => {
                  travelling = !travelling;
                  remember("travelling", travelling);
                  draw();
                },
              },
            },
            icon("clock"),
            h("span", { class: "clock-words" }, h("span", { class: "clock-day" }), h("span", { class: "clock-time" })),
            icon("chevron"),
          );
    return h("div", { class: "bar" }, persona, clock, iconButton("settings", t("settings"), does.settings));
  }

  function journey() {
    if (!travelling || store.config.travel === false) return null;
    const ways = waysFrom(store.now()).map(([sign, words], index) =>
      h(
        "button",
        {
          type: "button",
          class: "way-button",
          data: { way: index },
          on: { click: () => does.travelTo(waysFrom(store.now())[index][2]) },
        },
        icon(sign),
        h("span", {}, words),
      ),
    );
    return h(
      "div",
      { class: "journey", role: "group", "aria-label": t("time_travel") },
      ways,
      h(
        "button",
        { type: "button", class: "way-button", "aria-haspopup": "dialog", on: { click: does.pickTime } },
        icon("calendar"),
        h("span", {}, t("pick")),
      ),
    );
  }

  function subtitle(chat) {
    if (!online) return h("span", { class: "subtitle" }, t("connecting"));
    const action = store.actionIn(chat.id);
    if (action)
      return h(
        "span",
        { class: "subtitle acting" },
        t(ACTIONS[action] ?? "typing"),
        h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      );
    if (chat.type === "private") return h("span", { class: "subtitle" }, t("bot"));
    return h("span", { class: "subtitle" }, chat.members ? t("members", { n: chat.members.length }) : t("group"));
  }

  function tabs() {
    const { person, chat: open } = store.here;
    const chats = store.chatsOf(person);
    const tab = (chat) => {
      const chosen = chat.id === open;
      const title = store.titleOf(chat.id);
      const picture = chat.type === "private" ? botAvatar() : avatar(chat.id, title);
      return h(
        "button",
        {
          type: "button",
          class: "tab",
          role: "tab",
          "aria-selected": chosen ? "true" : "false",
          tabindex: chosen ? 0 : -1,
          title,
          data: { chat: chat.id },
          on: { click: () => store.go(person, chat.id) },
        },
        picture,
        h("span", { class: "tab-words" }, h("span", { class: "tab-title" }, title), chosen ? subtitle(chat) : null),
        chosen ? null : badge(store.unread(person, chat.id)),
      );
    };
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": t("chats") }, chats.map(tab));
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = chats[(chats.findIndex((chat) => chat.id === open) + step + chats.length) % chats.length];
      store.go(person, next.id);
      box.querySelector("[aria-selected=true]").focus();
    });
    return list;
  }

  function pin() {
    const chat = store.chat(store.here.chat);
    const message = chat.messages.get(chat.pinned.at(-1));
    if (!message) return null;
    return h(
      "button",
      { type: "button", class: "pinned", on: { click: () => does.jumpTo(message.message_id) } },
      icon("pin"),
      h(
        "span",
        { class: "pinned-words" },
        h("span", { class: "pinned-title" }, t("pinned_message")),
        h("span", { class: "pinned-text" }, summary(message)),
      ),
    );
  }

  function tick() {
    const now = store.now();
    const day = box.querySelector(".clock-day");
    if (!day) return;
    day.textContent = fullDay(now);
    box.querySelector(".clock-time").textContent = clockTime(now);
    box
      .querySelector(".clock")
      .setAttribute("aria-label", `${t("clock_is", { time: dayAndTime(now) })}. ${t("time_travel")}`);
    waysFrom(now).forEach(([, words, to], index) => {
      const button = box.querySelector(`.way-button[data-way="${index}"]`);
      button?.setAttribute("aria-label", `${words}: ${dayAndTime(to)}`);
      button?.setAttribute("title", dayAndTime(to));
    });
  }

  // Each bar is replaced only when it says something else, so that a press on one is not lost to news in another.
  const parts = [bar, journey, tabs, pin].map((build) => ({ build, drawn: "", holder: h("div", { class: "part" }) }));
  box.append(...parts.map((part) => part.holder));

  function draw() {
    if (store.here.person === null) return;
    for (const part of parts) {
      const fresh = h("div", {}, part.build());
      if (fresh.innerHTML === part.drawn) continue; // reading markup is safe; it is never written
      part.drawn = fresh.innerHTML;
      const held = [...part.holder.querySelectorAll("button")].indexOf(document.activeElement);
      part.holder.replaceChildren(...fresh.children);
      if (held >= 0) part.holder.querySelectorAll("button")[held]?.focus();
    }
    tick();
  }

  let scheduled = false;
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      draw();
    });
  };
  store.subscribe((what) => (what === "here" || what === "words" ? draw() : schedule()));
  setInterval(tick, 5000);
  return {
    box,
    draw,
    setOnline: (flag) => {
      online = flag;
      schedule();
    },
  };
}
