// The page's own words in its three languages, and dates in the form of the language. What the bot says is the bot's.

/** key: [简体中文, 繁體中文, English]; an English entry may be [one, other]. */
const TEXTS = {
  you_are: ["你现在是", "你現在是", "You are"],
  choose_person: ["切换身份", "切換身分", "Switch person"],
  choose_person_hint: ["用谁的手机来看？", "用誰的手機來看？", "Whose phone are you holding?"],
  who_opens: ["谁打开这个链接？", "誰打開這個連結？", "Who opens this link?"],
  new_person: ["新来的人", "新來的人", "Someone new"],
  new_person_hint: [
    "还没有登记过的 Telegram 用户",
    "還沒有登記過的 Telegram 使用者",
    "A Telegram user the bot has never met",
  ],
  name: ["姓名", "姓名", "Name"],
  phone_number: ["电话", "電話", "Phone"],
  add: ["添加", "新增", "Add"],
  cancel: ["取消", "取消", "Cancel"],
  close: ["关闭", "關閉", "Close"],
  ok: ["好", "好", "OK"],
  send: ["发送", "傳送", "Send"],
  bot: ["机器人", "機器人", "bot"],
  group: ["群聊", "群組", "Group"],
  members: ["{n} 位成员", "{n} 位成員", ["{n} member", "{n} members"]],
  chats: ["会话", "對話", "Chats"],
  typing: ["正在输入", "正在輸入", "typing"],
  sending_photo: ["正在发送照片", "正在傳送照片", "sending a photo"],
  sending_file: ["正在发送文件", "正在傳送檔案", "sending a file"],
  sending_voice: ["正在录音", "正在錄音", "recording"],
  sending_location: ["正在找位置", "正在找位置", "finding a place"],
  connecting: ["连接中…", "連線中…", "Connecting…"],
  unread: ["{n} 条未读", "{n} 則未讀", ["{n} unread", "{n} unread"]],
  messages: ["消息", "訊息", "Messages"],
  new_messages: ["{n} 条新消息", "{n} 則新訊息", ["{n} new message", "{n} new messages"]],
  to_bottom: ["回到最新消息", "回到最新訊息", "Go to the newest message"],
  edited: ["已编辑", "已編輯", "edited"],
  sent: ["已发送", "已傳送", "sent"],
  forwarded: ["转发自 {name}", "轉傳自 {name}", "Forwarded from {name}"],
  forwarded_plain: ["转发的消息", "轉傳的訊息", "Forwarded message"],
  pinned_message: ["置顶消息", "置頂訊息", "Pinned message"],
  pinned_by: ["{name} 置顶了一条消息", "{name} 置頂了一則訊息", "{name} pinned a message"],
  joined: ["{name} 加入了群聊", "{name} 加入了群組", "{name} joined the group"],
  left: ["{name} 离开了群聊", "{name} 離開了群組", "{name} left the group"],
  group_created: ["群聊已建立", "群組已建立", "Group created"],
  group_title: ["群名改为“{name}”", "群組名稱改為「{name}」", "Group renamed “{name}”"],
  group_upgraded: ["群聊已升级为超级群", "群組已升級為超級群組", "Group upgraded to a supergroup"],
  unsupported: [
    "这里看不了的消息（{type}）",
    "這裡無法顯示的訊息（{type}）",
    "A message this page cannot show ({type})",
  ],
  photo: ["照片", "照片", "Photo"],
  sample_photo: ["示例照片", "範例照片", "Sample photo"],
  file: ["文件", "檔案", "File"],
  location: ["位置", "位置", "Location"],
  contact: ["名片", "名片", "Contact"],
  voice: ["语音", "語音", "Voice"],
  video: ["视频", "影片", "Video"],
  audio: ["音频", "音訊", "Audio"],
  sticker: ["贴纸", "貼圖", "Sticker"],
  play: ["播放", "播放", "Play"],
  pause: ["暂停", "暫停", "Pause"],
  view_photo: ["查看照片", "檢視照片", "View photo"],
  download: ["下载", "下載", "Download"],
  reveal: ["点开隐藏的文字", "點開隱藏的文字", "Reveal hidden text"],
  show_more: ["展开", "展開", "Show more"],
  reply: ["回复", "回覆", "Reply"],
  edit: ["编辑", "編輯", "Edit"],
  copy: ["复制", "複製", "Copy"],
  copied: ["已复制", "已複製", "Copied"],
  message_menu: ["消息操作", "訊息操作", "Message actions"],
  replying: ["回复 {name}", "回覆 {name}", "Reply to {name}"],
  editing: ["编辑消息", "編輯訊息", "Edit message"],
  deleted_message: ["消息已删除", "訊息已刪除", "Deleted message"],
  write: ["发消息…", "傳送訊息…", "Message"],
  attach: ["附件", "附件", "Attach"],
  commands: ["命令菜单", "指令選單", "Commands"],
  menu: ["菜单", "選單", "Menu"],
  no_commands: ["机器人还没有公布命令", "機器人尚未公布指令", "The bot has not published any commands yet"],
  show_keyboard: ["显示按钮键盘", "顯示按鈕鍵盤", "Show the button keyboard"],
  hide_keyboard: ["收起按钮键盘", "收起按鈕鍵盤", "Hide the button keyboard"],
  caption: ["添加说明…", "新增說明…", "Add a caption"],
  choose_place: ["发送哪里的位置？", "傳送哪裡的位置？", "Which place?"],
  coordinates: ["或输入坐标", "或輸入座標", "Or coordinates"],
  latitude: ["纬度", "緯度", "Latitude"],
  longitude: ["经度", "經度", "Longitude"],
  share_contact: ["发送名片", "傳送名片", "Share a contact"],
  start: ["开始", "開始", "Start"],
  empty_title: ["和 {name} 打个招呼", "和 {name} 打個招呼", "Say hello to {name}"],
  empty_text: [
    "点“开始”，机器人就会认识你。",
    "點「開始」，機器人就會認識你。",
    "Tap Start, and the bot will know you are here.",
  ],
  empty_group: ["群里还没有消息", "群組裡還沒有訊息", "No messages in this group yet"],
  time_travel: ["时间旅行", "時間旅行", "Time travel"],
  time_travel_hint: [
    "把时钟往后拨，看看到点会发生什么。",
    "把時鐘往後撥，看看到點會發生什麼。",
    "Move the clock on and see what it triggers.",
  ],
  clock_is: ["现在 {time}", "現在 {time}", "It is {time}"],
  next_morning: ["早上 8:25", "早上 8:25", "8:25 a.m."],
  one_hour: ["+1 小时", "+1 小時", "+1 hour"],
  one_day: ["+1 天", "+1 天", "+1 day"],
  pick_time: ["选日期和时间", "選日期和時間", "Pick a date and time"],
  pick: ["选时间", "選時間", "Pick"],
  go: ["出发", "出發", "Go"],
  back_in_time: [
    "只能往后走：已经发出的消息不会回到过去。",
    "只能往後走：已經傳出的訊息不會回到過去。",
    "Only forward: what was sent stays sent.",
  ],
  travelled: ["时间来到 {time}", "時間來到 {time}", "The clock moved to {time}"],
  arrived: ["拨钟之后有新消息", "撥鐘之後有新訊息", "New after the jump"],
  settings: ["显示设置", "顯示設定", "Display"],
  language: ["页面语言", "頁面語言", "Language of this page"],
  language_hint: [
    "机器人说什么语言，在聊天里用 /settings 选。",
    "機器人說什麼語言，在聊天裡用 /settings 選。",
    "The bot's own language is chosen in the chat: /settings.",
  ],
  theme: ["外观", "外觀", "Appearance"],
  theme_auto: ["跟随系统", "跟隨系統", "Automatic"],
  theme_light: ["浅色", "淺色", "Light"],
  theme_dark: ["深色", "深色", "Dark"],
  no_world: [
    "还没有机器人连到这里。等它来了，这一页会自己打开。",
    "還沒有機器人連到這裡。等它來了，這一頁會自己打開。",
    "No bot has registered here yet. This page opens by itself once one does.",
  ],
  no_answer: ["机器人没有回应这个按钮", "機器人沒有回應這個按鈕", "The bot has not answered this button"],
  failed: ["没有发出去：{reason}", "沒有傳出去：{reason}", "Not sent: {reason}"],
  server_gone: ["连不上本机的聊天服务", "連不上本機的聊天服務", "The local chat server cannot be reached"],
  not_here: [
    "这种按钮只在 Telegram 里能用",
    "這種按鈕只在 Telegram 裡能用",
    "This kind of button works in Telegram only",
  ],
  too_big: ["文件太大（上限 {size}）", "檔案太大（上限 {size}）", "The file is too big (limit {size})"],
  today: ["今天", "今天", "Today"],
  yesterday: ["昨天", "昨天", "Yesterday"],
  demo_note: ["演示 · 全在这台电脑上", "展示 · 全在這台電腦上", "Demo · everything stays on this computer"],
};

export const LANGUAGES = { zh_Hans: "简体中文", zh_Hant: "繁體中文", en: "English" };
const COLUMN = { zh_Hans: 0, zh_Hant: 1, en: 2 };
const LOCALE = { zh_Hans: "zh-Hans-CN", zh_Hant: "zh-Hant-TW", en: "en-GB" };

let language = "zh_Hans";
let zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const formats = new Map();

export function setLanguage(value) {
  language = value in COLUMN ? value : "zh_Hans";
  document.documentElement.lang = { zh_Hans: "zh-Hans", zh_Hant: "zh-Hant", en: "en" }[language];
  formats.clear();
}

export function getLanguage() {
  return language;
}

/** The organisation's time zone (an IANA name); the browser's own where the server names none. */
export function setTimeZone(name) {
  if (name) zone = name;
  formats.clear();
}

export function getTimeZone() {
  return zone;
}

/** The words for `key`, with `{name}` filled from `values` and the plural chosen by `values.n`. */
export function t(key, values = {}) {
  let text = TEXTS[key][COLUMN[language]];
  if (Array.isArray(text)) text = text[values.n === 1 ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function format(name, options) {
  if (!formats.has(name)) {
    formats.set(name, new Intl.DateTimeFormat(LOCALE[language], { timeZone: zone, hourCycle: "h23", ...options }));
  }
  return formats.get(name);
}

/** 08:25 in the organisation's zone; `seconds` is Unix time. */
export function clockTime(seconds) {
  return format("time", { hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);
}

/** A number that names the day in the organisation's zone (20260318): equal for two instants of one day. */
export function dayNumber(seconds) {
  const { year, month, day } = wallClock(seconds);
  return year * 10000 + month * 100 + day;
}

/** 3月18日 周三 / Wed 18 Mar; with the year where it is not the year of `now`. */
export function dayName(seconds, now) {
  const day = dayNumber(seconds);
  if (day === dayNumber(now)) return t("today");
  if (day === dayNumber(now - 86400)) return t("yesterday");
  return fullDay(seconds, Math.floor(day / 10000) !== Math.floor(dayNumber(now) / 10000));
}

/** The day spelled out, never as today or yesterday. */
export function fullDay(seconds, withYear = false) {
  const options = {
    month: language === "en" ? "short" : "long",
    day: "numeric",
    weekday: "short",
    ...(withYear ? { year: "numeric" } : {}),
  };
  const text = format(`day${withYear}`, options).format(seconds * 1000);
  return language === "en" ? text.replace(",", "") : text.replace(/日\s*/, "日 ");
}

/** 3月18日 周三 08:25 */
export function dayAndTime(seconds) {
  return `${fullDay(seconds)} ${clockTime(seconds)}`;
}

/** The parts of the wall clock in the organisation's zone at an instant. */
export function wallClock(seconds) {
  const parts = format("parts", {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    calendar: "iso8601",
    numberingSystem: "latn",
  }).formatToParts(seconds * 1000);
  const number = (type) => Number(parts.find((part) => part.type === type).value.replace(/\D/g, ""));
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
    second: number("second"),
  };
}

/** The instant (Unix seconds) at which the zone's wall clock shows these parts; in a gap, the instant after it. */
export function instantOf(year, month, day, hour, minute) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute) / 1000;
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = wallClock(guess);
    guess += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) / 1000;
  }
  return guess;
}

/** 1.2 MB in the way of the language. */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toLocaleString(LOCALE[language], { maximumFractionDigits: value < 10 && unit ? 1 : 0 })} ${units[unit]}`;
}

/** 0:03 */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
