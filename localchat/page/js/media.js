// What a message carries besides words: photos, files, sound, places, name cards.

import { avatar, h, icon } from "./dom.js";
import { duration, fileSize, t } from "./i18n.js";
import { richSummary } from "./rich.js";

const SVG = "http://www.w3.org/2000/svg";

/** What a message is, in one or two words: for quotes, previews and announcements. */
export function summary(message) {
  const words = message.text ?? message.caption ?? richSummary(message);
  const kinds = ["photo", "voice", "video", "audio", "location", "contact", "sticker"];
  const kind = message.document
    ? "file"
    : message.venue
      ? "location"
      : message.animation
        ? "video"
        : kinds.find((each) => message[each]);
  const label = kind === "file" ? (message.document.file_name ?? t("file")) : kind ? t(kind) : "";
  return [label, words].filter(Boolean).join(" · ");
}

/** The largest size of a photo that is still kind to a phone's memory. */
function pick(sizes) {
  return sizes.reduce((best, size) => (size.width <= 1600 && size.width >= best.width ? size : best), sizes[0]);
}

/** A photo as a button that opens it large. The box has the photo's shape before it is loaded, so nothing jumps. */
export function photo(message, actions) {
  const size = pick(message.photo);
  const url = actions.fileUrl(size.file_id);
  const image = h("img", {
    src: url,
    alt: message.caption ?? t("photo"),
    width: size.width,
    height: size.height,
    decoding: "async",
    draggable: "false",
  });
  return h(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": `${t("view_photo")}${message.caption ? `: ${message.caption}` : ""}`,
      style: { "--ratio": clampRatio(size.width / size.height) },
      on: { click: () => actions.openPhoto(url, message) },
    },
    image,
  );
}

function clampRatio(ratio) {
  return Math.min(2.2, Math.max(0.72, Number.isFinite(ratio) ? ratio : 1));
}

function document_(message, actions) {
  const { document } = message;
  const name = document.file_name ?? t("file");
  const kind = (/\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? "").toLowerCase();
  return h(
    "a",
    {
      class: "file",
      href: actions.fileUrl(document.file_id),
      download: name,
      "aria-label": `${t("download")}: ${name}`,
    },
    h(
      "span",
      { class: "file-sign", data: { kind: sheetKind(kind) } },
      kind ? h("b", {}, kind.slice(0, 4).toUpperCase()) : icon("file"),
    ),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-size" }, fileSize(document.file_size)),
    ),
  );
}

function sheetKind(kind) {
  if (["xlsx", "xls", "csv"].includes(kind)) return "sheet";
  if (["pdf", "doc", "docx", "txt", "md"].includes(kind)) return "paper";
  return "other";
}

/** Sound with a play button; the bars are drawn from the file's id, since Telegram does not send the real ones to bots. */
function sound(file, title, actions) {
  const bars = Array.from(
    { length: 28 },
    (_, index) => 0.25 + 0.75 * Math.abs(Math.sin(index * 1.7 + file.file_id.length * (index % 5))),
  );
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 140 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("bars");
  bars.forEach((height, index) => {
    const bar = document.createElementNS(SVG, "rect");
    for (const [name, value] of [
      ["x", index * 5],
      ["y", 12 - height * 11],
      ["width", 3],
      ["height", height * 22],
      ["rx", 1.5],
    ])
      bar.setAttribute(name, value);
    svg.append(bar);
  });
  const left = h("span", { class: "sound-time" }, duration(file.duration));
  const button = h("button", { type: "button", class: "round-button", "aria-label": t("play") }, icon("play"));
  let audio = null;
  const show = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", t(playing ? "pause" : "play"));
  };
  button.addEventListener("click", () => {
    if (!audio) {
      audio = new Audio(actions.fileUrl(file.file_id));
      audio.addEventListener("play", () => show(true));
      for (const end of ["pause", "ended"]) audio.addEventListener(end, () => show(false));
      audio.addEventListener("timeupdate", () => {
        const total = Number.isFinite(audio.duration) ? audio.duration : file.duration || 1;
        left.textContent = duration(audio.ended ? total : audio.currentTime);
        [...svg.children].forEach((bar, index) =>
          bar.classList.toggle("played", !audio.ended && index / bars.length < audio.currentTime / total),
        );
      });
    }
    if (audio.paused) audio.play().catch(() => show(false));
    else audio.pause();
  });
  return h(
    "div",
    { class: "sound" },
    button,
    h("div", { class: "sound-words" }, title ? h("span", { class: "file-name" }, title) : svg, left),
  );
}

/** A drawn map: streets that depend on the coordinates only, so that one place always looks the same. */
function map(latitude, longitude) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 240 120");
  svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("map");
  const draw = (name, values, kind) => {
    const node = document.createElementNS(SVG, name);
    Object.entries(values).forEach(([key, value]) => node.setAttribute(key, value));
    node.classList.add(kind);
    svg.append(node);
  };
  const seed = Math.abs(Math.round(latitude * 7919 + longitude * 104729));
  const part = (index, range) => ((seed * (index + 3) * 2654435761) >>> 0) % range;
  draw("rect", { x: part(1, 150), y: part(2, 60), width: 50 + part(3, 40), height: 30 + part(4, 30), rx: 8 }, "park");
  draw(
    "path",
    { d: `M-10 ${90 + part(5, 30)} C60 ${60 + part(6, 40)} 140 ${110 - part(7, 30)} 250 ${70 + part(8, 40)}` },
    "river",
  );
  for (let index = 0; index < 4; index += 1) {
    draw(
      "path",
      { d: `M-10 ${12 + index * 32 + part(10 + index, 14)} L250 ${4 + index * 32 + part(20 + index, 20)}` },
      index % 2 ? "street" : "road",
    );
    draw(
      "path",
      { d: `M${20 + index * 62 + part(30 + index, 24)} -10 L${10 + index * 62 + part(40 + index, 34)} 130` },
      index % 2 ? "road" : "street",
    );
  }
  draw("ellipse", { cx: 120, cy: 74, rx: 8, ry: 3 }, "shade");
  draw("path", { d: "M120 74c-11-13-15-19-15-27a15 15 0 1 1 30 0c0 8-4 14-15 27Z" }, "marker");
  draw("circle", { cx: 120, cy: 47, r: 5.5 }, "eye");
  return svg;
}

function place(message, actions) {
  const location = message.venue?.location ?? message.location;
  const coordinates = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  const title = message.venue?.title ?? t("location");
  return h(
    "button",
    {
      type: "button",
      class: "place",
      "aria-label": `${title} ${coordinates}. ${t("copy")}`,
      on: { click: () => actions.copy(coordinates) },
    },
    map(location.latitude, location.longitude),
    h(
      "span",
      { class: "place-words" },
      h("span", { class: "file-name" }, title),
      h("span", { class: "file-size" }, message.venue?.address ?? coordinates),
    ),
  );
}

function card(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h(
    "div",
    { class: "card" },
    avatar(contact.user_id ?? name.length * 3, name),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-size" }, contact.phone_number),
    ),
  );
}

function film(file, actions, silent) {
  return h("video", {
    class: "film",
    src: actions.fileUrl(file.file_id),
    controls: !silent,
    loop: silent,
    muted: silent,
    preload: "metadata",
    playsinline: true,
    "aria-label": t("video"),
  });
}

/** The media of one message as an element, or null where it is words alone. */
export function media(message, actions) {
  if (message.photo?.length) return photo(message, actions);
  if (message.animation) return film(message.animation, actions, true);
  if (message.document) return document_(message, actions);
  if (message.voice) return sound(message.voice, null, actions);
  if (message.audio) return sound(message.audio, message.audio.title ?? message.audio.file_name ?? t("audio"), actions);
  if (message.video) return film(message.video, actions, false);
  if (message.location || message.venue) return place(message, actions);
  if (message.contact) return card(message.contact);
  if (message.sticker)
    return h("span", { class: "sticker", role: "img", "aria-label": t("sticker") }, message.sticker.emoji ?? "▢");
  return null;
}
