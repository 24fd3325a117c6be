// Where the person writes: text, "/" commands, replies and edits, attachments, the bot's reply keyboard.

import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { commandList } from "./commands.js";
import { attachSheet, offerFiles } from "./attach.js";
import { replyKeyboard, replyMarkup } from "./keyboards.js";
import { summary } from "./media.js";
import { fullName } from "./bubble.js";

/**
 * The composer of the current chat. `does` has sendText(text, options), sendMany(payloads),
 * editText(message, text), press(text), describe(the bot's description of itself), toast(text).
 */
export function composer(store, api, does) {
  const input = h("textarea", {
    class: "input",
    rows: 1,
    enterkeyhint: "send",
    autocomplete: "off",
    spellcheck: "false",
  });
  const banner = h("div", { class: "banner", hidden: true });
  const suggestions = h("div", { class: "suggestions", id: "suggestions", role: "listbox", hidden: true });
  const keyboardBox = h("div", { class: "keyboard-box", hidden: true });
  const sendButton = iconButton("send", t("send"), () => submit(), { class: "send" });
  const attachButton = iconButton("attach", t("attach"), () => attach(), { "aria-haspopup": "dialog" });
  const keyboardButton = iconButton(
    "keyboard",
    t("show_keyboard"),
    () => {
      keyboardShown = !keyboardShown;
      drawKeyboard();
    },
    { hidden: true },
  );
  const menuButton = h("button", {
    type: "button",
    class: "menu-button",
    "aria-haspopup": "listbox",
    on: { click: () => toggleMenu() },
  });
  const startButton = h("button", {
    type: "button",
    class: "wide-button start-button",
    hidden: true,
    on: { click: () => does.sendText("/start") },
  });
  const line = h(
    "div",
    { class: "composer-line" },
    menuButton,
    h("div", { class: "input-box" }, input, keyboardButton, attachButton),
    sendButton,
  );
  const box = h("footer", { class: "composer" }, suggestions, banner, startButton, line, keyboardBox);

  const used = new Set(); // one-time keyboards and forced replies that were answered or put away
  let context = null; // {kind: "reply" | "edit", message}
  let keyboardShown = true;
  let shownKeyboard = null;
  let empty = false;
  let place = null;
  let hiddenReply = null;
  let drawnKeyboard = null;

  const commands = commandList(suggestions, input, {
    choose: (command) => {
      write("");
      does.sendText(`/${command}`);
    },
    complete: (command) => {
      write(`/${command} `);
      input.focus();
    },
  });

  function write(text) {
    input.value = text;
    grow();
    commands.filter(text);
  }

  function grow() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 132)}px`;
    sendButton.classList.toggle("ready", input.value.trim() !== "");
  }

  function setContext(next) {
    if (context?.kind === "edit" && next?.kind !== "edit") write("");
    context = next;
    banner.hidden = !context;
    if (!context) return banner.replaceChildren();
    const { kind, message } = context;
    banner.replaceChildren(
      icon(kind === "edit" ? "edit" : "reply"),
      h(
        "span",
        { class: "banner-words" },
        h(
          "span",
          { class: "banner-title" },
          kind === "edit" ? t("editing") : t("replying", { name: fullName(message.from) }),
        ),
        h("span", { class: "banner-text" }, summary(message)),
      ),
      iconButton("close", t("cancel"), () => {
        if (context.forced) hiddenReply = context.message.message_id;
        setContext(null);
        input.focus();
      }),
    );
    if (kind === "edit") {
      write(message.text ?? message.caption ?? "");
      input.setSelectionRange(input.value.length, input.value.length);
    }
    input.focus();
    return undefined;
  }

  /** Send what is written. It leaves the field only once the server has it. */
  async function submit() {
    const text = input.value.trim();
    if (!text || sendButton.getAttribute("aria-busy")) return;
    sendButton.setAttribute("aria-busy", "true");
    const held = context;
    const done =
      held?.kind === "edit" ? await does.editText(held.message, text) : await does.sendText(text, replyTo(held));
    sendButton.removeAttribute("aria-busy");
    if (!done) return;
    write("");
    setContext(null);
    putAway();
    input.focus();
  }

  const replyTo = (held) => (held?.kind === "reply" ? { reply_to: held.message.message_id } : {});

  /** A one-time keyboard or a forced reply is done with once something was sent. */
  function putAway() {
    const markup = replyMarkup(store, used);
    if (markup?.forceReply || markup?.keyboard?.one_time_keyboard) used.add(markup.message.message_id);
    drawKeyboard();
  }

  async function attach() {
    const payloads = await attachSheet(does.toast);
    if (payloads) await sendPayloads(payloads);
    input.focus();
  }

  async function sendPayloads(payloads) {
    const held = context;
    if (await does.sendMany(payloads.map((payload) => ({ ...payload, ...replyTo(held) })))) {
      setContext(null);
      putAway();
    }
  }

  async function takeFiles(files) {
    if (!files.length) return;
    const payloads = await offerFiles([...files], does.toast);
    if (payloads) await sendPayloads(payloads);
  }

  async function toggleMenu() {
    if (!suggestions.hidden) return commands.hide();
    await loadCommands();
    commands.showAll();
    return undefined;
  }

  let asking = 0;
  /** Bots publish commands in many calls: they are read once it is quiet. */
  function renewCommands() {
    clearTimeout(asking);
    asking = setTimeout(loadCommands, 200);
  }

  async function loadCommands() {
    const { person, chat } = store.here;
    try {
      const seen = await api.commands(chat, person);
      commands.set(seen.commands ?? []);
      does.describe(seen.description);
    } catch {
      commands.set([]);
    }
  }

  function drawKeyboard() {
    const markup = replyMarkup(store, used);
    const has = Boolean(markup?.keyboard) && !empty;
    if (has && shownKeyboard !== markup.message.message_id) {
      shownKeyboard = markup.message.message_id;
      keyboardShown = !markup.done;
    }
    if (has && markup.done && used.delete(markup.message.message_id)) keyboardShown = false;
    keyboardButton.hidden = !has || Boolean(markup.keyboard.is_persistent && keyboardShown);
    const label = t(keyboardShown ? "hide_keyboard" : "show_keyboard");
    keyboardButton.setAttribute("aria-label", label);
    keyboardButton.title = label;
    keyboardButton.setAttribute("aria-pressed", String(has && keyboardShown));
    keyboardBox.hidden = !has || !keyboardShown;
    const sign = has ? `${place}:${markup.message.message_id}:${JSON.stringify(markup.keyboard)}` : null;
    if (sign !== drawnKeyboard) {
      drawnKeyboard = sign;
      keyboardBox.replaceChildren(
        ...(has
          ? [
              replyKeyboard(markup.keyboard, async (text) => {
                if (await does.press(text)) putAway();
              }),
            ]
          : []),
      );
    }
    input.placeholder = markup?.placeholder ?? t("write");
    if (markup?.forceReply && !context && hiddenReply !== markup.message.message_id) {
      setContext({ kind: "reply", message: markup.message });
      context.forced = true;
    } else if (context?.forced && !markup?.forceReply) setContext(null);
  }

  function words() {
    input.setAttribute("aria-label", t("write"));
    sendButton.setAttribute("aria-label", t("send"));
    attachButton.setAttribute("aria-label", t("attach"));
    attachButton.title = t("attach");
    menuButton.replaceChildren(icon("menu"), h("span", {}, t("menu")));
    menuButton.setAttribute("aria-label", t("commands"));
    startButton.textContent = t("start");
    suggestions.setAttribute("aria-label", t("commands"));
  }

  function setEmpty(flag) {
    empty = flag && store.here.chat === store.here.person;
    startButton.hidden = !empty;
    line.hidden = empty;
    drawKeyboard();
  }

  function turn() {
    if (place)
      store.drafts.set(place, {
        text: context?.kind === "edit" ? "" : input.value,
        context: context?.kind === "reply" ? context : null,
      });
    place = store.placeKey();
    const draft = store.drafts.get(place);
    context = null;
    write(draft?.text ?? "");
    setContext(draft?.context ?? null);
    commands.hide();
    shownKeyboard = null;
    drawKeyboard();
    loadCommands();
    if (matchMedia("(hover: hover)").matches) input.focus(); // on a phone, focus would raise the keyboard
  }

  function lastOwn() {
    return store
      .messages(store.here.chat)
      .findLast((message) => message.from?.id === store.here.person && message.text !== undefined);
  }

  input.addEventListener("input", () => {
    grow();
    commands.filter(input.value);
  });
  input.addEventListener("keydown", (event) => {
    // While an input method is composing, Enter chooses a word: it must not send half a sentence.
    if (event.isComposing || event.keyCode === 229) return;
    if (commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
    if (event.key === "Escape" && context) {
      event.preventDefault();
      setContext(null);
    }
    if (event.key === "ArrowUp" && input.value === "" && lastOwn()) {
      event.preventDefault();
      setContext({ kind: "edit", message: lastOwn() });
    }
  });
  input.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    takeFiles(event.clipboardData.files);
  });

  store.subscribe((what, details) => {
    if (what === "here") turn();
    if (what === "words") {
      words();
      drawKeyboard();
    }
    if (what === "commands") renewCommands();
    if (what === "messages" && (details.chat === undefined || details.chat === store.here.chat)) {
      if (context && details.removed === context.message.message_id) setContext(null);
      drawKeyboard();
    }
  });
  words();
  return {
    box,
    setEmpty,
    takeFiles,
    focus: () => input.focus(),
    reply: (message) => setContext({ kind: "reply", message }),
    edit: (message) => setContext({ kind: "edit", message }),
  };
}
