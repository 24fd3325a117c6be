// What the page knows: people, chats, messages, what each person has read. Views subscribe; only events and the person
// at the page change it.

const PRIVATE = "private";

/** Read a small value that may be missing or unreadable (private windows refuse storage). */
export function remembered(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`localchat.${key}`)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`localchat.${key}`, JSON.stringify(value));
  } catch {
    // Remembering is a comfort; the page works without it.
  }
}

/** The state of the page. `config` is config.json; `now()` the chat's clock in Unix seconds. */
export function createStore(config) {
  const token = config.token;
  const chats = new Map();
  const listeners = new Set();
  const read = remembered(`read.${token}`, {});
  const places = new Map();
  const drafts = new Map();
  const people = [...config.people];
  const here = { person: null, chat: null };
  let clock = { at: Date.now() / 1000, seen: performance.now() };

  const changed = (what, details = {}) => listeners.forEach((listener) => listener(what, details));
  const place = (person, chat) => `${person}:${chat}`;

  function chatOf(id) {
    if (!chats.has(id)) {
      chats.set(id, {
        id,
        type: id > 0 ? PRIVATE : "group",
        title: "",
        members: null,
        messages: new Map(),
        sorted: null,
        pinned: [],
        actions: [],
        marks: [],
      });
    }
    return chats.get(id);
  }

  const store = {
    config,
    people,
    here,
    drafts,
    places,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    // --- people and chats
    person: (id) => people.find((person) => person.id === id),
    addPerson(person) {
      if (!store.person(person.id)) people.push(person);
      changed("people");
    },
    chat: chatOf,
    /** The chats of a person: theirs with the bot first, then the groups they are in. */
    chatsOf(person) {
      const groups = [...chats.values()].filter(
        (chat) => chat.type !== PRIVATE && !chat.upgraded && (!chat.members || chat.members.includes(person)),
      );
      return [chatOf(person), ...groups.sort((a, b) => a.title.localeCompare(b.title))];
    },
    describeChat(id, facts) {
      Object.assign(chatOf(id), facts);
      changed("chats");
    },
    titleOf(id) {
      const chat = chatOf(id);
      return chat.type === PRIVATE ? config.bot.name : chat.title;
    },

    // --- messages
    /** Add a message or replace it by its newer state. */
    put(chatId, message) {
      const chat = chatOf(chatId);
      if (message.deleted) return store.remove(chatId, message.message_id);
      const isNew = !chat.messages.has(message.message_id);
      chat.messages.set(message.message_id, message);
      chat.sorted = null;
      if (isNew && message.from?.is_bot) chat.actions = [];
      changed("messages", { chat: chatId, message, isNew });
      return undefined;
    },
    remove(chatId, messageId) {
      const chat = chatOf(chatId);
      if (!chat.messages.delete(messageId)) return;
      chat.sorted = null;
      chat.pinned = chat.pinned.filter((id) => id !== messageId);
      changed("messages", { chat: chatId, removed: messageId });
    },
    react(chatId, messageId, reactions) {
      const message = chatOf(chatId).messages.get(messageId);
      if (message) store.put(chatId, { ...message, reactions });
    },
    /** Replace all messages of a chat, as after a reconnection. */
    fill(chatId, messages) {
      const chat = chatOf(chatId);
      chat.messages = new Map(
        messages.filter((message) => !message.deleted).map((message) => [message.message_id, message]),
      );
      chat.sorted = null;
      const newest = Math.max(0, ...chat.messages.keys());
      // A new world under the same token counts its messages from one again.
      for (const person of people) {
        const key = place(person.id, chatId);
        if ((read[key] ?? 0) > newest) read[key] = 0;
      }
      changed("messages", { chat: chatId });
    },
    /** The messages of a chat, oldest first. */
    messages(chatId) {
      const chat = chatOf(chatId);
      chat.sorted ??= [...chat.messages.values()].sort((a, b) => a.message_id - b.message_id);
      return chat.sorted;
    },
    /** The commands someone sees have changed. */
    renewCommands: () => changed("commands"),
    setPins(chatId, ids) {
      chatOf(chatId).pinned = ids;
      changed("pins", { chat: chatId });
    },
    act(chatId, action) {
      chatOf(chatId).actions = [{ action, until: performance.now() + 5000 }];
      changed("actions", { chat: chatId });
      setTimeout(() => changed("actions", { chat: chatId }), 5100);
    },
    actionIn(chatId) {
      return chatOf(chatId).actions.find((each) => each.until > performance.now())?.action;
    },

    // --- what is read
    unread(person, chatId) {
      const since = read[place(person, chatId)] ?? 0;
      const messages = store.messages(chatId);
      let count = 0;
      for (let index = messages.length - 1; index >= 0 && messages[index].message_id > since; index -= 1) {
        if (messages[index].from?.id !== person) count += 1;
      }
      return count;
    },
    unreadOf(person) {
      return store.chatsOf(person).reduce((sum, chat) => sum + store.unread(person, chat.id), 0);
    },
    markRead(person, chatId, messageId) {
      const key = place(person, chatId);
      if ((read[key] ?? 0) >= messageId) return;
      read[key] = messageId;
      remember(`read.${token}`, read);
      changed("read", { chat: chatId });
    },

    /** The page's language changed: every view says everything anew. */
    renewWords: () => changed("words"),

    // --- where the person at the page is
    go(person, chat = person) {
      if (here.person === person && here.chat === chat) return;
      const before = { ...here };
      Object.assign(here, { person, chat });
      remember(`here.${token}`, here);
      changed("here", { before });
    },
    placeKey: () => place(here.person, here.chat),

    // --- the chat's clock
    now: () => clock.at + (performance.now() - clock.seen) / 1000,
    setClock(seconds) {
      clock = { at: seconds, seen: performance.now() };
      changed("clock");
    },
    /** Remember in every chat that the clock jumped here, so that the list can say so; returns how to forget it. */
    markTravel(seconds) {
      const before = new Map([...chats.values()].map((chat) => [chat, chat.marks]));
      for (const chat of chats.values()) {
        const last = store.messages(chat.id).at(-1)?.message_id ?? 0;
        chat.marks = [...chat.marks.filter((mark) => mark.after !== last), { after: last, at: seconds }];
      }
      changed("messages", {});
      return () => {
        before.forEach((marks, chat) => {
          chat.marks = marks;
        });
        changed("messages", {});
      };
    },
  };
  return store;
}
