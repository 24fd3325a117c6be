// Whose phone this is: the sheet of people with their unread counts.

import { avatar, h, icon } from "./dom.js";
import { getLanguage, t } from "./i18n.js";
import { field, onEnter, sheet } from "./sheets.js";

/** The role of a person in the page's language, as far as the configuration has it. */
export function roleOf(person) {
  const language = getLanguage();
  if (language === "en") return person.role_en ?? person.role ?? "";
  return (language === "zh_Hant" && person.role_zh_Hant) || person.role || "";
}

/** A count as a badge, with the words for those who hear it. */
export function badge(count) {
  return count
    ? h(
        "span",
        { class: "badge", "aria-label": t("unread", { n: count }), role: "img" },
        count > 99 ? "99+" : String(count),
      )
    : null;
}

function row(store, person, close) {
  const here = store.here.person === person.id;
  return h(
    "button",
    {
      type: "button",
      class: `choice${here ? " chosen" : ""}`,
      "aria-current": here ? "true" : null,
      on: { click: () => close(person.id) },
    },
    avatar(person.id, person.name),
    h(
      "span",
      { class: "choice-words" },
      h("span", { class: "choice-title" }, person.name),
      h("span", { class: "choice-hint" }, roleOf(person)),
    ),
    here ? icon("check") : badge(store.unreadOf(person.id)),
  );
}

/** Ask which person; resolves with the id, or undefined. Someone new can be made up on the spot. */
export async function choosePerson(store, api, title = t("choose_person"), hint = t("choose_person_hint")) {
  const chosen = await sheet(title, (close) => [
    h("p", { class: "sheet-hint" }, hint),
    h(
      "div",
      { class: "choices" },
      store.people.map((person) => row(store, person, close)),
      h(
        "button",
        { type: "button", class: "choice", on: { click: () => close("new") } },
        h("span", { class: "avatar dashed", "aria-hidden": "true" }, icon("plus")),
        h(
          "span",
          { class: "choice-words" },
          h("span", { class: "choice-title" }, t("new_person")),
          h("span", { class: "choice-hint" }, t("new_person_hint")),
        ),
      ),
    ),
  ]);
  return chosen === "new" ? newPerson(store, api) : chosen;
}

async function newPerson(store, api) {
  const name = await sheet(t("new_person"), (close) => {
    const [label, input] = field(t("name"), { maxlength: 64, autofocus: true, autocomplete: "off" });
    const done = () => {
      if (input.value.trim()) close(input.value.trim());
    };
    onEnter(input, done);
    return [label, h("button", { type: "button", class: "wide-button", on: { click: done } }, t("add"))];
  });
  if (!name) return undefined;
  const user = await api.addUser({
    first_name: name,
    language_code: { zh_Hans: "zh-hans", zh_Hant: "zh-hant", en: "en" }[getLanguage()],
  });
  store.addPerson({ id: user.id, name });
  return user.id;
}
