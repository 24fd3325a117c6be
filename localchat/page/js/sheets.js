// Sheets that rise from the bottom, alerts, toasts and the small menu of a message.

import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";

/**
 * Open a sheet. `fill(close)` returns its content; `close(value)` ends it and resolves the promise (undefined when it is
 * dismissed). The native dialog keeps the focus inside, closes on Escape and gives the focus back.
 */
export function sheet(title, fill, props = {}) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: `sheet ${props.class ?? ""}`, "aria-label": title });
    let answer;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    dialog.append(
      h(
        "div",
        { class: "sheet-head" },
        h("h2", {}, title),
        iconButton("close", t("close"), () => close()),
      ),
      h("div", { class: "sheet-body" }, fill(close)),
    );
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.getElementById("phone").append(dialog);
    dialog.showModal();
  });
}

/** An alert as answerCallbackQuery(show_alert) shows it: words and one button. */
export function alertBox(text) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "alert", role: "alertdialog", "aria-label": text });
    dialog.append(
      h("p", {}, text),
      h(
        "button",
        { type: "button", class: "plain-button", autofocus: true, on: { click: () => dialog.close() } },
        t("ok"),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.getElementById("phone").append(dialog);
    dialog.showModal();
  });
}

/** The place where short notes appear. A note may be a button (`onClick`). */
export function toasts() {
  const box = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  function toast(text, { onClick = null, sign = null, seconds = 3.2 } = {}) {
    const content = [sign ? icon(sign) : null, h("span", {}, text)];
    const note = onClick
      ? h(
          "button",
          {
            type: "button",
            class: "toast",
            on: {
              click: () => {
                note.remove();
                onClick();
              },
            },
          },
          content,
        )
      : h("div", { class: "toast" }, content);
    while (box.children.length > 1) box.firstChild.remove();
    box.append(note);
    setTimeout(() => note.remove(), seconds * 1000);
  }
  return { box, toast };
}

/**
 * A menu at a point: `items` are [icon, words, action]. Arrows move, Escape and a press elsewhere close it; the focus goes
 * back to `owner`. Not a native popover: that would close when the finger that called it is lifted.
 */
export function contextMenu(x, y, items, owner) {
  const column = document.getElementById("phone");
  column.querySelector(".context-menu")?.remove(); // a long press may also be told as a right click
  const entry = ([sign, words, action]) => {
    const choose = () => {
      close();
      action();
    };
    return h("button", { type: "button", role: "menuitem", on: { click: choose } }, icon(sign), h("span", {}, words));
  };
  const menu = h("div", { class: "context-menu", role: "menu", "aria-label": t("message_menu") }, items.map(entry));
  const elsewhere = (event) => {
    if (!menu.contains(event.target)) close();
  };
  function close() {
    document.removeEventListener("pointerdown", elsewhere, true);
    if (menu.contains(document.activeElement) && owner?.isConnected) owner.focus({ preventScroll: true });
    menu.remove();
  }
  menu.addEventListener("keydown", (event) => {
    const all = [...menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("pointerdown", elsewhere, true);
  column.append(menu);
  const area = column.getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(area.left + 8, Math.min(x, area.right - box.width - 8))}px`;
  menu.style.top = `${Math.max(area.top + 8, Math.min(y, area.bottom - box.height - 8))}px`;
  menu.firstChild.focus({ preventScroll: true });
}

/** A large photo over everything. */
export function photoViewer(url, caption) {
  const bar = h(
    "div",
    { class: "viewer-bar" },
    h(
      "a",
      { class: "icon-button", href: url, download: "photo.jpg", "aria-label": t("download"), title: t("download") },
      icon("download"),
    ),
    iconButton("close", t("close"), () => dialog.close()),
  );
  const dialog = h(
    "dialog",
    { class: "viewer", "aria-label": caption || t("photo") },
    bar,
    h("img", { src: url, alt: caption || t("photo") }),
    caption ? h("p", {}, caption) : null,
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.getElementById("phone").append(dialog);
  dialog.showModal();
}

/** Do something on Enter in a field, but not on the Enter that ends a word of an input method. */
export function onEnter(input, action) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault(); // else the same key press goes on to the button that gets the focus back
    action();
  });
}

/** A labelled field. */
export function field(label, props) {
  const input = h("input", { class: "field-input", ...props });
  return [h("label", { class: "field" }, h("span", {}, label), input), input];
}
