// The control API of localchat (localchat/CONTROL.md), the only thing this page talks to.

/** What the server refused, with its own description; `status` 0 means that it could not be reached. */
export class ControlError extends Error {
  constructor(status, description) {
    super(description);
    this.status = status;
  }
}

async function call(method, path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ControlError(0, error.message);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ControlError(response.status, answer.description ?? answer.error ?? response.statusText);
  return answer;
}

/**
 * GET /page/config.json, all of it optional: `token`; `title`; `language` (zh_Hans, zh_Hant, en); `timezone`, the zone in
 * which times are shown and travelled (IANA name, default the browser's); `people`, in this order to choose from:
 * [{id, name, role, role_en, role_zh_Hant}]; `bot`: {name}; `travel` false to leave the clock out. Groups are read live.
 */
export function readConfig() {
  return call("GET", "/page/config.json");
}

/** The tokens of all bots of this server. */
export function readWorlds() {
  return call("GET", "/control/worlds");
}

/** The calls of one bot's world. Instants are Unix seconds here, ISO on the wire. */
export function controlApi(token) {
  const root = `/control/${encodeURIComponent(token)}`;
  const query = (values) =>
    new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString();
  const instant = ({ now }) => Date.parse(now) / 1000;
  return {
    users: () => call("GET", `${root}/users`).then((answer) => answer.users ?? answer),
    addUser: (user) => call("POST", `${root}/users`, user),
    chats: () => call("GET", `${root}/chats`).then((answer) => answer.chats ?? answer),
    transcript: (chat) => call("GET", `${root}/transcript?${query({ chat })}`).then((answer) => answer.messages),
    events: (after, wait, signal) => call("GET", `${root}/events?${query({ after, wait })}`, undefined, signal),
    commands: (chat, user) => call("GET", `${root}/commands?${query({ chat, user })}`),
    send: (message) => call("POST", `${root}/send`, message),
    edit: (message) => call("POST", `${root}/edit`, message),
    press: (press) => call("POST", `${root}/press`, press),
    pressReply: (press) => call("POST", `${root}/press_reply`, press),
    clock: () => call("GET", "/control/clock").then(instant),
    setClock: (seconds) =>
      call("POST", "/control/clock", { now: new Date(seconds * 1000).toISOString() }).then(instant),
    fileUrl: (fileId) => `${root}/file/${encodeURIComponent(fileId)}`,
  };
}
