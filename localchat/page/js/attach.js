// What can be sent besides words. Every way ends in payloads of the control API's `send`.

import { h, icon } from "./dom.js";
import { fileSize, t } from "./i18n.js";
import { field, onEnter, sheet } from "./sheets.js";
import { samplePhoto, sampleVoice } from "./samples.js";

const PHOTO_LIMIT = 10e6;
const FILE_LIMIT = 50e6;
const ALBUM_LIMIT = 10;

/** Public places, as facts. */
const PLACES = [
  { name: { zh: "上海 · 人民广场", en: "Shanghai · People’s Square" }, latitude: 31.2304, longitude: 121.4737 },
  { name: { zh: "杭州 · 武林广场", en: "Hangzhou · Wulin Square" }, latitude: 30.2741, longitude: 120.1641 },
  {
    name: { zh: "广州 · 天河体育中心", en: "Guangzhou · Tianhe Sports Centre" },
    latitude: 23.1375,
    longitude: 113.3206,
  },
  { name: { zh: "深圳 · 市民中心", en: "Shenzhen · Civic Centre" }, latitude: 22.5446, longitude: 114.0545 },
];

/** Invented, to spare typing; the number is of no one (the prefix is not in use). */
const SAMPLE_CONTACT = { name: { zh: "周立群", en: "Zhou Liqun" }, phone: "+86 139 0000 2999" };

const inLanguage = (words) => (document.documentElement.lang === "en" ? words.en : words.zh);

/** A file as the control API wants it. */
async function encoded(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
  return { name: file.name, mime: file.type || "application/octet-stream", base64: url.slice(url.indexOf(",") + 1) };
}

/** Let the person choose files of the device; resolves with [] when they change their mind. */
function pickFiles(accept) {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept, multiple: true, hidden: true, class: "file-input" });
    const end = (files) => {
      input.remove();
      resolve(files);
    };
    input.addEventListener("change", () => end([...input.files]));
    input.addEventListener("cancel", () => end([]));
    document.body.append(input); // some browsers forget an input that is not in the page
    input.click();
  });
}

/** Show what is about to be sent, with room for a caption. Resolves with payloads, or undefined. */
export async function offerFiles(files, toast) {
  const asPhotos = files.every(
    (file) => file.type.startsWith("image/") && file.type !== "image/svg+xml" && file.size <= PHOTO_LIMIT,
  );
  if (files.some((file) => file.size > FILE_LIMIT)) {
    toast(t("too_big", { size: fileSize(FILE_LIMIT) }));
    return undefined;
  }
  const urls = [];
  const caption = await sheet(t(asPhotos ? "photo" : "file"), (close) => {
    const input = h("input", {
      class: "field-input",
      maxlength: 1024,
      placeholder: t("caption"),
      "aria-label": t("caption"),
      autofocus: true,
      autocomplete: "off",
    });
    onEnter(input, () => close(input.value));
    const previews = files.slice(0, ALBUM_LIMIT).map((file) => {
      if (!asPhotos)
        return h(
          "div",
          { class: "file" },
          h("span", { class: "file-sign", data: { kind: "other" } }, icon("file")),
          h(
            "span",
            { class: "file-words" },
            h("span", { class: "file-name" }, file.name),
            h("span", { class: "file-size" }, fileSize(file.size)),
          ),
        );
      const url = URL.createObjectURL(file);
      urls.push(url);
      return h("img", { src: url, alt: file.name });
    });
    return [
      h("div", { class: `previews of-${Math.min(previews.length, 3)}${asPhotos ? " photos" : ""}` }, previews),
      input,
      h("button", { type: "button", class: "wide-button", on: { click: () => close(input.value) } }, t("send")),
    ];
  });
  urls.forEach((url) => URL.revokeObjectURL(url));
  if (caption === undefined) return undefined;
  const kind = asPhotos ? "photo" : "document";
  const parts = await Promise.all(files.slice(0, ALBUM_LIMIT).map(encoded));
  const said = caption.trim() ? { caption: caption.trim() } : {};
  if (parts.length === 1) return [{ [kind]: { ...parts[0], ...said } }];
  return [{ media_group: parts.map((part, index) => ({ [kind]: { ...part, ...(index === 0 ? said : {}) } })) }];
}

async function place() {
  return sheet(t("choose_place"), (close) => {
    const [latitudeLabel, latitude] = field(t("latitude"), {
      inputmode: "decimal",
      type: "number",
      step: "any",
      min: -90,
      max: 90,
    });
    const [longitudeLabel, longitude] = field(t("longitude"), {
      inputmode: "decimal",
      type: "number",
      step: "any",
      min: -180,
      max: 180,
    });
    const typed = () => {
      if (latitude.value === "" || longitude.value === "" || !latitude.checkValidity() || !longitude.checkValidity()) {
        (latitude.value === "" || !latitude.checkValidity() ? latitude : longitude).reportValidity();
        return;
      }
      close([{ location: { latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber } }]);
    };
    onEnter(latitude, typed);
    onEnter(longitude, typed);
    return [
      h(
        "div",
        { class: "choices" },
        PLACES.map((each) =>
          h(
            "button",
            {
              type: "button",
              class: "choice",
              on: { click: () => close([{ location: { latitude: each.latitude, longitude: each.longitude } }]) },
            },
            h("span", { class: "choice-sign" }, icon("location")),
            h(
              "span",
              { class: "choice-words" },
              h("span", { class: "choice-title" }, inLanguage(each.name)),
              h("span", { class: "choice-hint" }, `${each.latitude.toFixed(4)}, ${each.longitude.toFixed(4)}`),
            ),
          ),
        ),
      ),
      h("h3", {}, t("coordinates")),
      h(
        "div",
        { class: "field-row" },
        latitudeLabel,
        longitudeLabel,
        h("button", { type: "button", class: "plain-button filled", on: { click: typed } }, t("send")),
      ),
    ];
  });
}

async function contact() {
  return sheet(t("share_contact"), (close) => {
    const [nameLabel, name] = field(t("name"), {
      value: inLanguage(SAMPLE_CONTACT.name),
      maxlength: 64,
      autocomplete: "off",
      required: true,
    });
    const [phoneLabel, phone] = field(t("phone_number"), {
      value: SAMPLE_CONTACT.phone,
      type: "tel",
      maxlength: 32,
      autocomplete: "off",
      required: true,
    });
    const done = () => {
      if (!name.reportValidity() || !phone.reportValidity()) return;
      close([{ contact: { phone_number: phone.value.trim(), first_name: name.value.trim() } }]);
    };
    onEnter(name, done);
    onEnter(phone, done);
    return [
      nameLabel,
      phoneLabel,
      h("button", { type: "button", class: "wide-button", on: { click: done } }, t("send")),
    ];
  });
}

/** The sheet of attachments. Resolves with payloads for `send`, or undefined. */
export async function attachSheet(toast) {
  const ways = [
    ["photo", "photo"],
    ["sample", "sample_photo"],
    ["file", "file"],
    ["location", "location"],
    ["contact", "contact"],
    ["mic", "voice"],
  ];
  const kind = await sheet(t("attach"), (close) =>
    h(
      "div",
      { class: "ways" },
      ways.map(([sign, key]) =>
        h(
          "button",
          { type: "button", class: "way", on: { click: () => close(key) } },
          h("span", { class: "way-sign", data: { way: key } }, icon(sign)),
          h("span", {}, t(key)),
        ),
      ),
    ),
  );
  if (kind === "photo" || kind === "file") {
    const files = await pickFiles(kind === "photo" ? "image/*" : "");
    if (!files.length) return undefined;
    return offerFiles(
      kind === "file" ? files.map((file) => new File([file], file.name, { type: "application/octet-stream" })) : files,
      toast,
    );
  }
  if (kind === "sample_photo") return offerFiles([await samplePhoto()], toast);
  if (kind === "location") return place();
  if (kind === "contact") return contact();
  if (kind === "voice") return [{ voice: { ...(await encoded(sampleVoice())), duration: 3 } }];
  return undefined;
}
