// The list of messages: shows the last stretch of a chat, loads more upward, never moves what is being read.

import { h, icon } from "./dom.js";
import { bubble, serviceText } from "./bubble.js";
import { dayAndTime, dayName, dayNumber, t } from "./i18n.js";

const STRETCH = 60;
const NEAR = 48;
const RUN_SECONDS = 600;

/** Messages as blocks: an album is one block, everything else a block of its own. */
function blocksOf(messages) {
  const blocks = [];
  for (const message of messages) {
    const last = blocks.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else blocks.push([message]);
  }
  return blocks;
}

function sameRun(a, b) {
  return (
    a &&
    b &&
    a.at(-1).from?.id === b[0].from?.id &&
    b[0].date - a.at(-1).date < RUN_SECONDS &&
    dayNumber(a[0].date) === dayNumber(b[0].date) &&
    serviceText(a[0]) === null &&
    serviceText(b[0]) === null
  );
}

/** The view of the current chat. `actions` is what bubbles may ask for; see main.js. */
export function messageList(store, actions) {
  const rows = h("div", { class: "rows" });
  const pill = h(
    "button",
    { type: "button", class: "pill", hidden: true },
    icon("down"),
    h("span", { class: "pill-count" }),
  );
  const box = h(
    "div",
    { class: "messages", role: "log", "aria-label": t("messages"), "aria-live": "polite", tabindex: -1 },
    rows,
  );
  let fromId = 0; // the first message shown
  let signatures = new Map();
  let scheduled = false;
  let atBottom = true;
  let key = "";

  const blocks = () => blocksOf(store.messages(store.here.chat));

  /** What stands in the list, top to bottom: [key, signature, build]. */
  function entries() {
    const { person, chat } = store.here;
    const all = blocks();
    let start = all.findIndex((block) => block.at(-1).message_id >= fromId);
    if (fromId === 0 || start < 0) start = Math.max(0, all.length - STRETCH);
    if (all.length) fromId = all[start][0].message_id;
    const marks = store.chat(chat).marks;
    const pinned = new Set(store.chat(chat).pinned);
    const group = chat !== person;
    const list = [];
    const mark = (after) => {
      const found = marks.find((each) => each.after === after);
      if (found)
        list.push([
          `mark${after}`,
          String(found.at),
          () =>
            h(
              "div",
              { class: "line travel" },
              h("span", {}, icon("forward"), t("travelled", { time: dayAndTime(found.at) })),
            ),
        ]);
    };
    if (start === 0) mark(0);
    for (let index = start; index < all.length; index += 1) {
      const block = all[index].map((message) =>
        pinned.has(message.message_id) ? { ...message, pinned: true } : message,
      );
      const message = block[0];
      const arrival = index > start && marks.find((each) => each.after === all[index - 1].at(-1).message_id);
      const told = arrival && dayNumber(arrival.at) === dayNumber(message.date); // the line of the journey names the day
      if (!told && (index === start || dayNumber(all[index - 1][0].date) !== dayNumber(message.date))) {
        const name = dayName(message.date, store.now());
        list.push([
          `day${message.message_id}`,
          name,
          () => h("div", { class: "line day", role: "separator" }, h("span", {}, name)),
        ]);
      }
      const travelled = (after) => marks.some((each) => each.after === after);
      const first = index === 0 || !sameRun(all[index - 1], block) || travelled(all[index - 1].at(-1).message_id);
      const last = !sameRun(block, all[index + 1]) || travelled(block.at(-1).message_id);
      const place = { first, last, group, mine: message.from?.id === person };
      list.push([`m${message.message_id}`, JSON.stringify([place, block]), () => bubble(block, place, actions)]);
      mark(block.at(-1).message_id);
    }
    return { list, more: start > 0, empty: all.length === 0 };
  }

  /** Bring the elements in line with the entries, keeping those that have not changed. */
  function patch() {
    const { list, more, empty } = entries();
    const held = new Map([...rows.children].map((row) => [row.dataset.key, row]));
    const next = new Map();
    const focus = rows.contains(document.activeElement) ? document.activeElement : null;
    const focusRow = focus?.closest(".rows > *");
    const elements = list.map(([entryKey, signature, build]) => {
      next.set(entryKey, signature);
      const old = held.get(entryKey);
      if (old && signatures.get(entryKey) === signature) return old;
      const fresh = build();
      fresh.dataset.key = entryKey;
      if (old && old === focusRow) queueMicrotask(() => refocus(fresh, focus));
      if (!old && key && entryKey.startsWith("m")) fresh.classList.add("arriving");
      return fresh;
    });
    box.dataset.more = more ? "yes" : "";
    signatures = next;
    // Only the differing stretch is touched, so that unaffected rows keep their focus, selection and playing sounds.
    const wanted = new Set(elements);
    for (const row of [...rows.children]) if (!wanted.has(row)) row.remove();
    let cursor = rows.firstChild;
    for (const element of elements) {
      if (element === cursor) cursor = cursor.nextSibling;
      else rows.insertBefore(element, cursor);
    }
    const tabStop = rows.querySelector(".entry[tabindex='0']");
    const lastEntry = [...rows.querySelectorAll(".entry")].at(-1);
    if (!tabStop && lastEntry) lastEntry.tabIndex = 0;
    if (tabStop && lastEntry && tabStop !== lastEntry && !tabStop.contains(document.activeElement)) {
      tabStop.tabIndex = -1;
      lastEntry.tabIndex = 0;
    }
    rows.hidden = empty;
    box.dispatchEvent(new CustomEvent("emptiness", { detail: empty }));
  }

  function refocus(row, focus) {
    const twin = focus.dataset.key && row.querySelector(`[data-key="${CSS.escape(focus.dataset.key)}"]`);
    (twin ?? row).focus({ preventScroll: true });
  }

  /** The first row in sight and how far it is from the top, to put it back there after a change. */
  function anchor() {
    const top = box.getBoundingClientRect().top;
    for (const row of rows.children) {
      const rect = row.getBoundingClientRect();
      if (rect.bottom > top + 1 && row.dataset.key.startsWith("m"))
        return { key: row.dataset.key, offset: rect.top - top };
    }
    return null;
  }

  function restore(saved) {
    const row = saved && rows.querySelector(`[data-key="${CSS.escape(saved.key)}"]`);
    if (!row) return;
    const drift = row.getBoundingClientRect().top - box.getBoundingClientRect().top - saved.offset;
    if (Math.abs(drift) > 0.5) box.scrollTop += drift;
  }

  const toBottom = (smooth = false) =>
    box.scrollTo({
      top: box.scrollHeight,
      behavior: smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant",
    });

  function settle() {
    atBottom = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    const { person, chat } = store.here;
    if (atBottom && document.visibilityState === "visible") {
      const newest = store.messages(chat).at(-1)?.message_id;
      if (newest) store.markRead(person, chat, newest);
    }
    const count = person === null ? 0 : store.unread(person, chat);
    pill.hidden = atBottom;
    pill.setAttribute("aria-label", count ? t("new_messages", { n: count }) : t("to_bottom"));
    pill.querySelector(".pill-count").textContent = count ? t("new_messages", { n: count }) : "";
    pill.classList.toggle("counting", count > 0);
  }

  function render() {
    scheduled = false;
    if (store.here.person === null) return;
    if (key !== store.placeKey()) return open();
    const saved = atBottom ? null : anchor();
    if (atBottom && rows.children.length > STRETCH * 3) fromId = 0; // forget what scrolled away long ago
    patch();
    if (atBottom) toBottom();
    else restore(saved);
    return settle();
  }

  /** Show the chat the person turned to, where they left it, or from the first unread message. */
  function open() {
    const leaving = key;
    if (leaving) store.places.set(leaving, atBottom ? null : { fromId, anchor: anchor() });
    key = "";
    rows.replaceChildren();
    signatures = new Map();
    const saved = store.places.get(store.placeKey());
    fromId = saved?.fromId ?? 0;
    patch();
    key = store.placeKey();
    toBottom();
    if (saved) restore(saved.anchor);
    settle();
  }

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(render);
  }

  function earlier() {
    const all = blocks();
    const start = all.findIndex((block) => block[0].message_id >= fromId);
    if (start <= 0) return;
    const saved = anchor();
    fromId = all[Math.max(0, start - STRETCH)][0].message_id;
    const held = key;
    key = ""; // older messages do not arrive, they are looked up: no entrance
    patch();
    key = held;
    restore(saved);
  }

  /** Scroll to a message and mark it for a moment. */
  function jumpTo(messageId) {
    const all = blocks();
    const index = all.findIndex((block) => block.some((message) => message.message_id === messageId));
    if (index < 0) return actions.toast(t("deleted_message"));
    if (all[index][0].message_id < fromId) {
      fromId = all[Math.max(0, index - 10)][0].message_id;
      patch();
    }
    const row = rows.querySelector(`[data-key="m${all[index][0].message_id}"]`);
    row.scrollIntoView({ block: "center" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
    return settle();
  }

  box.addEventListener(
    "scroll",
    () => {
      if (key !== store.placeKey()) return;
      if (box.scrollTop < 500 && box.dataset.more) earlier();
      settle();
    },
    { passive: true },
  );
  pill.addEventListener("click", () => {
    const far = box.scrollHeight - box.scrollTop > 3 * box.clientHeight;
    if (far) {
      fromId = 0;
      patch();
    }
    toBottom(!far); // gliding past hundreds of messages would load them all
  });
  document.addEventListener("visibilitychange", () => settle());
  // A keyboard that opens, or a photo that loads, must not push the newest message out of sight.
  new ResizeObserver(() => {
    if (atBottom && key) toBottom();
  }).observe(box);
  new ResizeObserver(() => {
    if (atBottom && key) toBottom();
  }).observe(rows);
  box.addEventListener("keydown", (event) => {
    const entry = event.target.closest(".entry");
    if (!entry || event.target !== entry) return;
    const all = [...rows.querySelectorAll(".entry")];
    const index = all.indexOf(entry);
    const target = { ArrowUp: all[index - 1], ArrowDown: all[index + 1], Home: all[0], End: all.at(-1) }[event.key];
    if (!target) return;
    event.preventDefault();
    entry.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  });

  store.subscribe((what, details) => {
    if (["here", "pins", "words", "clock"].includes(what)) schedule();
    if (what === "words") signatures = new Map();
    if (what === "messages" && (details.chat === undefined || details.chat === store.here.chat)) schedule();
  });
  return {
    box,
    pill,
    jumpTo,
    toBottom: () => {
      atBottom = true;
      toBottom();
    },
  };
}
