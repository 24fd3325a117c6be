// The page: reads the configuration, joins the views, and carries out what they ask for.

import { controlApi, readConfig, readWorlds } from "./api.js";
import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { safeUrl, startCode } from "./entities.js";
import { setLanguage, setTimeZone, t } from "./i18n.js";
import { follow } from "./live.js";
import { messageList } from "./messages.js";
import { choosePerson } from "./people.js";
import { alertBox, contextMenu, photoViewer, toasts } from "./sheets.js";
import { settingsSheet, stage } from "./stage.js";
import { createStore, remembered } from "./store.js";
import { applyTheme } from "./theme.js";
import { askWhen, travel } from "./travel.js";

const PRESS_WAIT_SECONDS = 10;

async function copy(text, toast) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the clipboard permission the old way still works from a press.
    const held = h("textarea", { class: "off-screen" });
    held.value = text;
    document.body.append(held);
    held.select();
    document.execCommand("copy");
    held.remove();
  }
  toast(t("copied"), { sign: "check", seconds: 1.6 });
}

/** The configuration, filled up where the server was started without one: then the first bot that registers is shown. */
async function configured(phone) {
  let given = await readConfig();
  while (given.starting) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    given = await readConfig();
  }
  const config = { people: [], groups: [], bot: { name: "Bot" }, ...given };
  setLanguage(remembered("language", config.language ?? "zh_Hans"));
  while (!config.token) {
    [config.token] = (await readWorlds()).tokens;
    if (config.token) break;
    phone.replaceChildren(h("p", { class: "nobody" }, t("no_world")));
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  return config;
}

async function start() {
  applyTheme();
  const phone = document.getElementById("phone");
  const config = await configured(phone);
  setTimeZone(config.timezone);
  document.title = config.title ?? "fieldcare";
  const api = controlApi(config.token);
  const store = createStore(config);
  const { box: toastBox, toast } = toasts();

  /** Run a call to the server; what goes wrong is said, and answered by undefined. */
  async function attempt(work) {
    try {
      return await work();
    } catch (error) {
      if (error.status === undefined) throw error;
      toast(error.status === 0 ? t("server_gone") : t("failed", { reason: error.message }), { sign: "close" });
      return undefined;
    }
  }

  const from = () => ({
    user: store.here.person,
    ...(store.here.chat === store.here.person ? {} : { chat: store.here.chat }),
  });
  const send = (payload) =>
    attempt(async () => {
      const answer = await api.send({ ...from(), ...payload });
      list.toBottom();
      return answer;
    });

  async function press(message, row, column) {
    const answered = await attempt(() =>
      api.press({ ...from(), message_id: message.message_id, row, column, wait: PRESS_WAIT_SECONDS }),
    );
    if (!answered) return;
    const url = answered.answer?.url && safeUrl(answered.answer.url);
    if (url && startCode(url)) await actions.openStart(startCode(url));
    else if (url) window.open(url, "_blank", "noopener");
    if (answered.answer === null) toast(t("no_answer"));
    else if (answered.answer?.text && answered.answer.show_alert)
      alertBox(answered.answer.text); // the button is done
    else if (answered.answer?.text) toast(answered.answer.text);
  }

  function openMenu(message, text, x, y, owner) {
    const mine = message.from?.id === store.here.person;
    contextMenu(
      x,
      y,
      [
        ["reply", t("reply"), () => writer.reply(message)],
        ...(text ? [["copy", t("copy"), () => actions.copy(text)]] : []),
        ...(mine && message.text !== undefined && !message.forward_origin
          ? [["edit", t("edit"), () => writer.edit(message)]]
          : []),
      ],
      owner,
    );
  }

  const actions = {
    toast,
    press,
    openMenu,
    copy: (text) => copy(text, toast),
    fileUrl: api.fileUrl,
    sendText: (text) => send({ text }),
    jumpTo: (id) => list.jumpTo(id),
    openPhoto: (url, message) => photoViewer(url, message.caption),
    async openStart(code) {
      const person = await choosePerson(store, api, t("who_opens"), `/start ${code}`);
      if (person === undefined) return;
      store.go(person);
      await send({ text: `/start ${code}` });
    },
  };

  const list = messageList(store, actions);
  const writer = composer(store, api, {
    toast,
    sendText: (text, options = {}) => send({ text, ...options }),
    async sendMany(payloads) {
      for (const payload of payloads) if (!(await send(payload))) return false;
      return true;
    },
    describe(words) {
      description = words ?? "";
      drawWelcome();
    },
    editText: (message, text) => attempt(() => api.edit({ ...from(), message_id: message.message_id, text })),
    press: (text) =>
      attempt(async () => {
        const answer = await api.pressReply({ ...from(), text });
        list.toBottom();
        return answer;
      }),
  });
  const goTo = (to) => attempt(() => travel(store, api, to, toast, (person) => store.go(person)));
  const top = stage(store, {
    async choosePerson() {
      const person = await choosePerson(store, api);
      if (person !== undefined) store.go(person);
    },
    travelTo: goTo,
    async pickTime() {
      const to = await askWhen(store);
      if (to !== undefined) await goTo(to);
    },
    settings: () => settingsSheet(() => store.renewWords()),
    jumpTo: (id) => list.jumpTo(id),
  });

  const welcome = h("div", { class: "welcome", hidden: true });
  let description = "";
  function drawWelcome() {
    const alone = store.here.chat === store.here.person;
    welcome.replaceChildren(
      ...[
        h("img", { src: "/page/icon.svg", alt: "", width: 84, height: 84 }),
        h("h2", {}, alone ? t("empty_title", { name: config.bot.name }) : store.titleOf(store.here.chat)),
        alone && description ? h("p", { class: "description" }, description) : null,
        h("p", {}, t(alone ? "empty_text" : "empty_group")),
      ].filter(Boolean),
    );
  }
  list.box.addEventListener("emptiness", ({ detail: empty }) => {
    welcome.hidden = !empty;
    if (empty) drawWelcome();
    writer.setEmpty(empty);
  });
  const drop = h("div", { class: "drop", hidden: true }, icon("attach"));
  phone.replaceChildren(
    top.box,
    h("main", { class: "room" }, list.box, welcome, list.pill, toastBox, drop),
    writer.box,
  );
  takeDrops(phone, drop, writer);

  /** Nobody is there yet: the first person is made up here. */
  async function meetSomeone() {
    const person = await choosePerson(store, api);
    if (person !== undefined) store.go(person);
  }

  const kept = remembered(`here.${config.token}`, {});
  const person = store.person(kept.person) ?? store.people[0];
  if (person) store.go(person.id, person.id === kept.person ? kept.chat : person.id);
  await follow(api, store, {
    signal: new AbortController().signal,
    onOnline(flag) {
      top.setOnline(flag);
      if (!flag) return;
      if (store.here.person === null && store.people.length) store.go(store.people[0].id);
      if (store.here.person === null) meetSomeone();
      // A remembered group may be gone in a new world.
      if (store.here.person !== null && !store.chatsOf(store.here.person).some((chat) => chat.id === store.here.chat))
        store.go(store.here.person);
      phone.dataset.ready = "yes";
    },
  });
}

/** Files dragged onto the phone are attached. */
function takeDrops(phone, drop, writer) {
  phone.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.hidden = false;
  });
  phone.addEventListener("dragleave", (event) => {
    if (!phone.contains(event.relatedTarget)) drop.hidden = true;
  });
  phone.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.hidden = true;
    writer.takeFiles(event.dataTransfer.files);
  });
}

start();
