// The long poll: what happens in the world reaches the store here, also after the server was away for a while.

const WAIT_SECONDS = 25;
const RETRY_MS = [300, 700, 1500, 3000, 5000];

/** Apply one event of the control API to the store. */
function apply(api, store, event) {
  const chat = event.chat?.id ?? event.chat;
  switch (event.type) {
    case "message":
    case "edit":
      return store.put(chat, event.message);
    case "reaction":
      return store.react(chat, event.message_id, event.reaction);
    case "delete":
      return store.remove(chat, event.message_id);
    case "action":
      return store.act(chat, event.action);
    case "pin":
      return store.setPins(chat, event.pinned);
    case "chat":
      return readChats(api, store);
    case "clock":
      return store.setClock(Date.parse(event.now) / 1000);
    case "commands":
      return store.renewCommands();
    default:
      return undefined; // toasts and alerts come back with the press itself
  }
}

/** Read which groups there are and who is in them; returns the ids of all chats. */
async function readChats(api, store) {
  const chats = await api.chats();
  for (const chat of chats) {
    store.setPins(chat.id, chat.pinned ?? []);
    if (chat.type === "private") continue;
    store.describeChat(chat.id, {
      type: chat.type,
      title: chat.title,
      members: chat.members ?? null,
      upgraded: Boolean(chat.migrated_to),
    });
  }
  return chats.map((chat) => chat.id);
}

/** Read everything anew: people, groups, every transcript. */
async function readWorld(api, store) {
  const [users, chats, now] = await Promise.all([api.users(), readChats(api, store), api.clock()]);
  store.setClock(now);
  for (const user of users) {
    if (user.is_bot || store.person(user.id)) continue;
    store.addPerson({ id: user.id, name: [user.first_name, user.last_name].filter(Boolean).join(" ") });
  }
  const known = new Set([...store.people.map((person) => person.id), ...chats]);
  // The chat on screen first; the rest in small groups, since a server in one process answers one at a time anyway.
  const order = [...known].sort((a, b) => Number(b === store.here.chat) - Number(a === store.here.chat));
  for (let index = 0; index < order.length; index += 6) {
    await Promise.all(
      order.slice(index, index + 6).map(async (id) => {
        const messages = await api.transcript(id).catch((error) => {
          if (error.status === 0) throw error;
          return [];
        });
        store.fill(id, messages);
      }),
    );
  }
}

/**
 * Follow the world until `signal` aborts. `onOnline(flag)` tells whether the server can be reached. A server that starts
 * again has a new history: a counter that went back, or a lost connection, has everything read anew.
 */
export async function follow(api, store, { signal, onOnline }) {
  let last = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (last === null) {
        // The counter first, the transcripts after: an event in between is then applied twice, which is harmless.
        last = (await api.events(-1, 0, signal)).last;
        await readWorld(api, store);
        onOnline(true);
      }
      const answer = await api.events(last, WAIT_SECONDS, signal);
      failures = 0;
      if (answer.last < last) {
        last = null;
        continue;
      }
      for (const event of answer.events) await apply(api, store, event);
      last = answer.last;
    } catch (error) {
      if (signal.aborted) return;
      onOnline(false);
      last = null;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]));
      failures += 1;
      if (!error.status && error.status !== 0) console.error(error);
    }
  }
}
