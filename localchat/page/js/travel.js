// Travel in time: move the chat's clock on, and say what arrived because of it.

import { h } from "./dom.js";
import { dayAndTime, instantOf, t, wallClock } from "./i18n.js";
import { onEnter, sheet } from "./sheets.js";

const WATCH_MS = 8000;

/** The next 8:25 of the organisation's morning after an instant (Unix seconds). */
export function nextMorning(now) {
  const { year, month, day } = wallClock(now);
  const today = instantOf(year, month, day, 8, 25);
  // Counted on the calendar, since a day is not always 24 hours long.
  return today > now ? today : instantOf(year, month, day + 1, 8, 25);
}

function localValue(seconds) {
  const wall = wallClock(seconds);
  const two = (number) => String(number).padStart(2, "0");
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`;
}

/** The quick ways to travel from an instant: [icon, words, instant]. */
export function waysFrom(now) {
  const { year, month, day, hour, minute } = wallClock(now);
  return [
    ["sunrise", t("next_morning"), nextMorning(now)],
    ["clock", t("one_hour"), now + 3600],
    ["forward", t("one_day"), instantOf(year, month, day + 1, hour, minute)],
  ];
}

/** Ask for a day and time. Resolves with the instant to go to, or undefined. */
export function askWhen(store) {
  const now = store.now();
  return sheet(t("time_travel"), (close) => {
    const input = h("input", {
      type: "datetime-local",
      class: "field-input",
      value: localValue(now),
      min: localValue(now),
      "aria-label": t("pick_time"),
    });
    const problem = h("p", { class: "field-problem", role: "alert", hidden: true }, t("back_in_time"));
    const go = () => {
      const parts = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(input.value);
      const to = parts ? instantOf(...parts.slice(1).map(Number)) : 0;
      problem.hidden = to > now;
      if (to > now) close(to);
    };
    onEnter(input, go);
    return [
      h("p", { class: "sheet-hint" }, t("time_travel_hint")),
      h("p", { class: "big-clock" }, dayAndTime(now)),
      h(
        "div",
        { class: "pick-row" },
        input,
        h("button", { type: "button", class: "plain-button filled", on: { click: go } }, t("go")),
      ),
      problem,
    ];
  });
}

/**
 * Travel to an instant. Afterwards, what others received is told in a note that leads there; what arrives in the open chat
 * stands under its own line in the list.
 */
export async function travel(store, api, to, toast, goTo) {
  const unmark = store.markTravel(to);
  const others = new Map();
  let timer = 0;
  const tell = () => {
    const names = [...others].map(([person, count]) => `${store.person(person).name} ${count}`);
    if (!names.length) return;
    const [first] = others.keys();
    toast(`${t("arrived")}: ${names.slice(0, 4).join("、")}${names.length > 4 ? "…" : ""}`, {
      sign: "forward",
      seconds: 6,
      onClick: () => goTo(first),
    });
    others.clear();
  };
  const stop = store.subscribe((what, details) => {
    if (what !== "messages" || !details.isNew || details.chat === store.here.chat || !store.person(details.chat))
      return;
    others.set(details.chat, (others.get(details.chat) ?? 0) + 1);
    clearTimeout(timer);
    timer = setTimeout(tell, 700); // a burst of nudges is one note
  });
  setTimeout(stop, WATCH_MS);
  try {
    store.setClock(await api.setClock(to));
  } catch (error) {
    unmark();
    throw error;
  }
}
