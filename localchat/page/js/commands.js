// The commands of this person: the menu, and what is offered while "/" is being typed.

import { h } from "./dom.js";
import { t } from "./i18n.js";

/** A listbox over the composer. `does` has choose(command) to send and complete(command) to write it out. */
export function commandList(box, input, does) {
  let all = [];
  let shown = [];
  let active = 0;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", box.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");

  function draw() {
    const open = shown.length > 0;
    box.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    box.replaceChildren(
      ...shown.map((each, index) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            class: "suggestion",
            id: `command-${index}`,
            tabindex: -1,
            "aria-selected": index === active ? "true" : "false",
            on: {
              click: () => {
                hide();
                does.choose(each.command);
              },
            },
          },
          h("span", { class: "suggestion-name" }, `/${each.command}`),
          h("span", { class: "suggestion-words" }, each.description),
        ),
      ),
    );
    if (open) {
      input.setAttribute("aria-activedescendant", `command-${active}`);
      box.children[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function hide() {
    shown = [];
    draw();
  }

  return {
    set(commands) {
      all = commands;
    },
    hide,
    showAll() {
      shown = all;
      active = 0;
      draw();
      if (!all.length) {
        box.hidden = false;
        box.replaceChildren(h("p", { class: "suggestions-none" }, t("no_commands")));
        setTimeout(() => {
          if (!shown.length) box.hidden = true;
        }, 2500);
      }
      input.focus({ preventScroll: true });
    },
    filter(text) {
      const typed = /^\/(\w*)$/.exec(text)?.[1].toLowerCase();
      shown = typed === undefined ? [] : all.filter((each) => each.command.startsWith(typed));
      active = 0;
      draw();
    },
    /** Handle a key of the composer; true when it was meant for the list. */
    key(event) {
      if (!shown.length) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp")
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length;
      else if (event.key === "Escape") shown = [];
      else if (event.key === "Tab") {
        does.complete(shown[active].command);
        event.preventDefault();
        return true;
      } else if (event.key === "Enter" && !event.shiftKey) {
        const chosen = shown[active];
        hide();
        event.preventDefault();
        does.choose(chosen.command);
        return true;
      } else return false;
      event.preventDefault();
      draw();
      return true;
    },
  };
}
