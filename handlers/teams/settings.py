"""Team settings in chat (/settings): meetings, standards of visits, plans, digests, the team's chat; for leaders."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.meetings import Kind
from domain.settings import MeetingSettings, Settings
from handlers.context import Context
from handlers.turn import Button, Message, Reply
from language.characters import fold
from language.dates import find
from language.numerals import whole
from locales.format import weekday as weekday_of
from locales.markup import Markup, join
from services import team_settings
from storage import team_chats
from storage.drafts import Draft

NOUN = "teams"
WITH_WEEKDAY = (Kind.WEEKLY, Kind.TRAINING, Kind.QUARTERLY)
LENGTHS = (15, 20, 30, 60, 90, 120)
_CLOCK = re.compile(r"([01]?\d|2[0-3])\s*[:.点时h]\s*([0-5]\d)?\s*分?")

_UNITS = re.compile(r"\s*(?:天|日|分钟|分|家|次|个|days?|min(?:ute)?s?|visits?)$")
LONGEST_VALUE = 12
"""Characters of a value: what is longer is something new."""
MONDAY = date(2024, 1, 1)

Rows = list[list[Button]]


def _day(c: Context, number: int) -> str:
    return weekday_of(MONDAY + timedelta(days=number), c.words.language)


def show(c: Context) -> Reply:
    """The settings of a team; whoever leads several chooses one first."""
    groups = team_settings.groups(c.tx, c.actor)
    if not groups:
        return c.toast("teams.not_your_group")
    if "group" not in c.data and len(groups) > 1:
        rows = [[Button(name, "teams.settings", {"group": group})] for group, name in groups.items()]
        return Reply([c.say("teams.which", [*rows, [c.button("common.back", "staff.settings")]])], ends=_own(c))
    return _overview(c, int(c.data.get("group", next(iter(groups)))))


def _own(c: Context) -> Draft | None:
    return c.draft if c.draft and c.draft.noun == NOUN else None


def _overview(c: Context, group: int, lead: Markup | None = None, undo: dict[str, Any] | None = None) -> Reply:
    settings = team_settings.load(c.tx, c.actor, group)
    chat = team_chats.of_group(c.tx, group)
    lines: list[str] = [lead, ""] if lead else []
    lines.append(c.t("teams.heading", group=team_settings.groups(c.tx, c.actor)[group]))
    lines += [_meeting_line(c, kind, settings.meetings[kind]) for kind in Kind]
    lines.append(c.t("teams.standards_line", text=_standards(c, settings)))
    lines.append(c.t("teams.plan_line", **_plan_values(c, settings)))
    lines.append(c.t("teams.digest_line", **_digest_values(c, settings)))
    lines.append(c.t("teams.chat_line", title=chat.title or "—") if chat else c.t("teams.no_chat_line"))
    this = {"group": group}
    rows: Rows = [[c.button("teams.meetings", "teams.meetings", **this)]]
    rows[0].append(c.button("teams.plans", "teams.plans", **this))
    rows.append([c.button("teams.standards", "teams.standards", **this)])
    rows[-1].append(c.button("teams.digests", "teams.digests", **this))
    if undo is not None:
        rows.append([c.button("teams.undo", "teams.restore", **this, before=undo)])
    elif team_settings.overridden(c.tx, group):
        rows.append([c.button("teams.reset", "teams.reset", **this)])
    rows.append([c.button("common.back", "staff.settings"), c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)], ends=_own(c))


def _meeting_line(c: Context, kind: Kind, rule: MeetingSettings) -> Markup:
    name = c.words.plain(f"meetings.kind_{kind}")
    if not rule.held:
        return c.t("teams.meeting_off", kind=name)
    return c.t("teams.meeting_on", kind=name, when=_when(c, kind, rule), minutes=rule.minutes, led_by=_led_by(c, rule))


def _when(c: Context, kind: Kind, rule: MeetingSettings) -> str:
    day = _day(c, rule.on or 0)
    return c.words.plain(f"teams.when_{kind}", day=day, time=f"{rule.at:%H:%M}")


def _led_by(c: Context, rule: MeetingSettings) -> str:
    return c.words.plain(f"teams.led_by_{rule.led_by}")


def _class(c: Context, class_: str) -> str:
    return c.words.plain(f"clients.class_{class_}") if class_ else c.words.plain("teams.no_class")


def _standards(c: Context, settings: Settings) -> str:
    days = settings.visit_every_days
    each = [c.words.plain("teams.standard", name=_class(c, one), days=n) for one, n in days.items()]
    return c.words.plain("common.comma").join(each)


def _plan_values(c: Context, settings: Settings) -> dict[str, Any]:
    day = _day(c, settings.plan_week_due_weekday)
    values: dict[str, Any] = {"day": day, "time": f"{settings.plan_due_at:%H:%M}"}
    return {**values, "most": settings.visits_per_day, "before_noon": settings.visits_before_noon}


def _digest_values(c: Context, settings: Settings) -> dict[str, Any]:
    hours = {
        name: f"{getattr(settings, f'digest_{name}_at'):%H:%M}" for name in ("daily", "weekly", "monthly", "service")
    }
    return {**hours, "day": _day(c, settings.digest_weekly_on), "by": settings.digest_service_on}


def meetings(c: Context) -> Reply:
    """The five kinds of meetings."""
    group = int(c.data["group"])
    settings = team_settings.load(c.tx, c.actor, group)
    lines = [c.t("teams.meetings_heading"), *(_meeting_line(c, kind, settings.meetings[kind]) for kind in Kind)]
    kinds = [
        Button(c.words.plain(f"meetings.kind_{kind}"), "teams.meeting", {"group": group, "kind": kind}) for kind in Kind
    ]
    back = [c.button("common.back", "teams.settings", group=group)]
    return Reply([Message(join(lines), [kinds[:3], kinds[3:], back])], ends=_own(c))


def meeting(c: Context) -> Reply:
    """One kind of meeting: on or off, when, how long, led by whom."""
    return _meeting(c, int(c.data["group"]), Kind(c.data["kind"]))


def _meeting(c: Context, group: int, kind: Kind) -> Reply:
    rule = team_settings.load(c.tx, c.actor, group).meetings[kind]
    held = ["meetings", kind.value, "held"]
    rows: Rows = [[_set(c, "teams.switch_off" if rule.held else "teams.switch_on", group, held, not rule.held)]]
    rows.append([_choose(c, "teams.change_at", group, ["meetings", kind, "at"])])
    if kind in WITH_WEEKDAY:
        rows[-1].append(_choose(c, "teams.change_on", group, ["meetings", kind, "on"]))
    minutes, led_by = (["meetings", kind, name] for name in ("minutes", "led_by"))
    rows.append([_choose(c, "teams.change_minutes", group, minutes), _choose(c, "teams.change_led_by", group, led_by)])
    rows.append([c.button("common.back", "teams.meetings", group=group)])
    return Reply([Message(_meeting_line(c, kind, rule), rows)], ends=_own(c))


def _set(c: Context, key: str, group: int, path: list[str], value: Any) -> Button:
    return c.button(key, "teams.set", group=group, path=path, value=value)


def _choose(c: Context, key: str, group: int, path: list[str]) -> Button:
    return c.button(key, "teams.choose", group=group, path=path)


def standards(c: Context) -> Reply:
    """How often clients are visited, by class (R2.5): a tap, then a number."""
    group = int(c.data["group"])
    settings = team_settings.load(c.tx, c.actor, group)
    names = [
        Button(
            c.words.plain("teams.standard", name=_class(c, one), days=n),
            "teams.choose",
            {"group": group, "path": ["visit_every_days", one]},
        )
        for one, n in settings.visit_every_days.items()
    ]
    rows = [names[place : place + 2] for place in range(0, len(names), 2)]
    back = [c.button("common.back", "teams.settings", group=group)]
    return Reply([c.say("teams.standards_heading", [*rows, back])], ends=_own(c))


def plans(c: Context) -> Reply:
    """When plans are due, and how many visits a day holds (R4.2, R4.6)."""
    group = int(c.data["group"])
    values = _plan_values(c, team_settings.load(c.tx, c.actor, group))
    names = [_choose(c, f"teams.change_{name}", group, [name]) for name in team_settings.PLAN]
    rows = [names[:2], names[2:], [c.button("common.back", "teams.settings", group=group)]]
    return Reply([c.say("teams.plan_line", rows, **values)], ends=_own(c))


def digests(c: Context) -> Reply:
    """When the leader's digests come (R6.1, R6.2)."""
    group = int(c.data["group"])
    values = _digest_values(c, team_settings.load(c.tx, c.actor, group))
    names = [_choose(c, f"teams.change_{name}", group, [name]) for name in team_settings.DIGEST]
    rows = [names[:1], names[1:3], names[3:], [c.button("common.back", "teams.settings", group=group)]]
    return Reply([c.say("teams.digest_line", rows, **values)], ends=_own(c))


def choose(c: Context) -> Reply:
    """Another value: what can be chosen is offered, what can be typed is asked for."""
    group, path = int(c.data["group"]), list(c.data["path"])
    settings = team_settings.load(c.tx, c.actor, group)
    rows = [*_offered(c, group, path), [_back(c, group, path)]]
    draft = Draft(NOUN, "value", {"group": group, "path": path}, c.draft.id if _own(c) and c.draft else None)
    return Reply([c.say(f"teams.ask_{_sort(path)}", rows, now=_told(c, settings, path))], draft=draft)


def _sort(path: list[str]) -> str:
    """What kind of value a setting has: a time, a weekday, minutes, who leads, days, or a number."""
    if path[0] == "visit_every_days":
        return "days"
    if path[0] == "meetings":
        return path[-1]
    if path[0] == "plan_week_due_weekday":
        return "on"
    return next((sort for sort in ("at", "on") if path[0].endswith(f"_{sort}")), "number")


def _told(c: Context, settings: Settings, path: list[str]) -> str:
    value = team_settings.value_of(settings, path)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if _sort(path) == "on":
        return _day(c, value or 0)
    return c.words.plain(f"teams.led_by_{value}") if _sort(path) == "led_by" else str(value)


def _offered(c: Context, group: int, path: list[str]) -> Rows:
    def button(label: str, value: Any) -> Button:
        return Button(label, "teams.set", {"group": group, "path": path, "value": value})

    match _sort(path):
        case "on":
            days = [button(_day(c, day), day) for day in range(7)]
            return [days[:4], days[4:]]
        case "minutes":
            lengths = [button(str(n), n) for n in LENGTHS]
            return [lengths[:3], lengths[3:]]
        case "led_by":
            return [[button(c.words.plain(f"teams.led_by_{one}"), one)] for one in ("turn", "leader", "supervisor")]
    return []


def _back(c: Context, group: int, path: list[str]) -> Button:
    if path[0] == "meetings":
        return c.button("common.back", "teams.meeting", group=group, kind=path[1])
    page = "standards" if path[0] == "visit_every_days" else "digests" if path[0] in team_settings.DIGEST else "plans"
    return c.button("common.back", f"teams.{page}", group=group)


def set_(c: Context) -> Reply:
    """A value pressed."""
    return _changed(c, int(c.data["group"]), list(c.data["path"]), c.data["value"])


def _changed(c: Context, group: int, path: list[str], value: Any) -> Reply:
    before = team_settings.overridden(c.tx, group)
    team_settings.change(c.tx, c.actor, group, path, value, c.now)
    return _overview(c, group, c.t("teams.changed"), before)


def typed(c: Context) -> Reply | None:
    """A value typed: 8:45, 九点半, 周四, 20; or something new (None)."""
    assert c.draft is not None
    group, path = int(c.draft.data["group"]), list(c.draft.data["path"])
    if len(c.turn.text) > LONGEST_VALUE or c.turn.attachment is not None:
        return None
    value = _READ[_sort(path)](c)
    if value is None:
        back = [[_back(c, group, path)]]
        return Reply([c.say(f"teams.again_{'at' if _sort(path) == 'at' else 'number'}", back)], draft=c.draft)
    return _changed(c, group, path, value)


def _clock(c: Context) -> str | None:
    folded = fold(c.turn.text).strip()
    if found := _CLOCK.fullmatch(folded):
        return f"{int(found[1]):02}:{found[2] or '00'}"
    named = [each.start for each in find(c.turn.text, c.said_on, "future") if each.grain == "minute"]
    return f"{named[0]:%H:%M}" if named and isinstance(named[0], datetime) else None


def _number(c: Context) -> int | None:
    figure = _UNITS.sub("", fold(c.turn.text).strip())
    return whole(figure) if figure and len(figure) <= 6 else None


def _weekday(c: Context) -> int | None:
    named = find(c.turn.text, c.said_on, "future")
    return named[0].start.weekday() if named else None


_READ: dict[str, Callable[[Context], Any]] = {
    "at": _clock,
    "on": _weekday,
    "minutes": _number,
    "days": _number,
    "number": _number,
    "led_by": lambda c: None,
}


def reset(c: Context) -> Reply:
    """All as in the organisation; Undo brings one's own back."""
    group = int(c.data["group"])
    before = team_settings.overridden(c.tx, group)
    team_settings.replace(c.tx, c.actor, group, {}, c.now)
    return _overview(c, group, c.t("teams.is_reset"), before)


def restore(c: Context) -> Reply:
    """Undo: as it was before."""
    group = int(c.data["group"])
    team_settings.replace(c.tx, c.actor, group, dict(c.data["before"]), c.now)
    return _overview(c, group, c.t("teams.restored"))
