"""Photos, files, voice notes, videos and locations: tied to the visit they belong to, and sent again from its card."""

from collections import Counter
from dataclasses import astuple, replace
from datetime import timedelta

from domain.visits import Attached
from handlers.context import Context
from handlers.turn import Attachment, Button, Message, Reply
from handlers.visit_card import card, comma, short
from handlers.visits.drafting import VisitDraft
from handlers.visits.log import NOUN, record, told
from locales.format import day
from services import visit_lists, visits
from storage import visits as records
from storage.drafts import Draft
from storage.visit_lists import Listed

KINDS = ("photo", "document", "voice", "audio", "video", "location")
"""What can belong to a visit."""

BELONGS_WITHIN = timedelta(minutes=30)
"""What is sent so shortly after a visit was recorded belongs to it."""

_MOST_AT_ONCE = 10
_CHOICES = 5
_NOTED = ("visit", "unknown", "smalltalk")
"""Captions that are no record of another kind; words that are one go their own way."""


def send(c: Context) -> Reply | None:
    """Something sent outside a conversation. None: its caption is a record of another kind."""
    sent = _sent(c)
    if sent is None:
        return None
    if sent.album and (visit_id := records.album_visit(c.tx, c.actor.id, sent.album)):
        visits.attach(c.tx, c.actor, visit_id, [sent], c.now)
        return Reply()
    if c.turn.text.strip():
        intent = c.understand().intent.value
        if intent == "visit":
            return record(c, told(c, attachments=(_flat(sent),)))
        if intent not in _NOTED:
            return None
        sent = replace(sent, name=sent.name or short(c.turn.text.strip(), 200))
    recent = visits.latest(c.tx, c.actor, c.now, BELONGS_WITHIN)
    if recent is None:
        return _ask_which(c, VisitDraft(attachments=(_flat(sent),)))
    recorded = visits.attach(c.tx, c.actor, recent.visit.id, [sent], c.now)
    return Reply([_tied(c, recorded.client.name, recorded.visit.id, [sent], recorded.visit.attachments[-1].id)])


def into_draft(c: Context, part: VisitDraft) -> Reply | None:
    """Something sent while a visit is asked about, or changed. None: not of a kind that belongs to visits."""
    assert c.draft is not None
    sent = _sent(c)
    if sent is None:
        return None
    if part.visit_id is not None:
        recorded = visits.attach(c.tx, c.actor, part.visit_id, [sent], c.now)
        return Reply([card(c, recorded, "visits.card")], ends=c.draft)
    known = bool(sent.album) and any(Attached(*each).album == sent.album for each in part.attachments)
    part = replace(part, attachments=(*part.attachments, _flat(sent)))
    draft = Draft(NOUN, c.draft.step, part.to_json(), c.draft.id)
    if known:
        return Reply(draft=draft)
    if c.draft.step == "attach":
        return replace(_ask_which(c, part), draft=draft)
    return Reply([c.say("visits.attached_to_draft", what=_kinds(c, [sent]))], draft=draft)


def _sent(c: Context) -> Attached | None:
    sent = c.turn.attachment
    if sent is None or sent.kind not in KINDS:
        return None
    return Attached(sent.kind, sent.file_id, sent.name, sent.latitude, sent.longitude, c.turn.album)


def _flat(sent: Attached) -> tuple[object, ...]:
    return astuple(sent)


def _kinds(c: Context, sent: list[Attached]) -> str:
    counted = Counter(each.kind for each in sent)
    return comma(c, [c.words.plain(f"visits.kind_{kind}", n=n) for kind, n in counted.items()])


def _tied(c: Context, client: str, visit_id: int, sent: list[Attached], newest: int | None) -> Message:
    where = {"visit": visit_id, "ids": [newest], "album": sent[-1].album}
    rows = [
        [
            c.button("visits.open", "visits.show", visit=visit_id),
            Button(c.words.plain("visits.not_this_one"), "visits.attach_elsewhere", where),
        ]
    ]
    return c.say("visits.attached", rows, what=_kinds(c, sent), client=client)


def _ask_which(c: Context, part: VisitDraft) -> Reply:
    """Which of today's visits, or else of the latest ones; or a visit yet to be recorded."""
    rows = [[Button(_label(c, each), "visits.attach_to", {"visit": each.id})] for each in _candidates(c)]
    rows.append([c.button("visits.log_another", "visits.start")])
    rows.append([c.button("common.cancel", "common.cancel")])
    what = _kinds(c, [Attached(*each) for each in part.attachments])
    draft = Draft(NOUN, "attach", part.to_json(), c.draft.id if c.draft else None)
    return Reply([c.say("visits.attach_where", rows, what=what)], draft=draft)


def _candidates(c: Context) -> list[Listed]:
    """One's own visits of today, else the latest ones; what was only gone along to is another's record."""
    staff = (c.actor.id, *c.actor.staff.assists)
    today, _ = visit_lists.mine(c.tx, c.actor, on=c.today, limit=2 * _CHOICES)
    found = today or visit_lists.mine(c.tx, c.actor, limit=2 * _CHOICES)[0]
    return [each for each in found if each.manager_id in staff or each.logged_by == c.actor.id][:_CHOICES]


def _label(c: Context, each: Listed) -> str:
    return c.words.plain("visits.choice", client=each.client, when=day(each.visited_on, c.today, c.words.language))


def attach_to(c: Context) -> Reply:
    """A visit chosen for what was sent."""
    if c.draft is None:
        return c.toast("common.button_gone")
    sent = [Attached(*each) for each in VisitDraft.from_json(c.draft.data).attachments]
    recorded = visits.attach(c.tx, c.actor, int(c.data["visit"]), sent, c.now)
    return Reply([card(c, recorded, "visits.card")], ends=c.draft)


def attach_elsewhere(c: Context) -> Reply:
    """ "Not this one" under what was tied to the last visit: which one then?"""
    data = {name: c.data[name] for name in ("ids", "album")}
    found = [each for each in _candidates(c) if each.id != c.data["visit"]]
    rows = [
        [Button(_label(c, each), "visits.attach_move", {**data, "from": c.data["visit"], "to": each.id})]
        for each in found
    ]
    rows.append([c.button("common.close", "common.close")])
    return Reply([c.say("visits.attach_which" if found else "visits.attach_no_other", rows)])


def attach_move(c: Context) -> Reply:
    """Tie what was sent, with its album, to another visit."""
    source = visits.load(c.tx, c.actor, int(c.data["from"])).visit
    album = c.data["album"]
    ids = [each.id for each in source.attachments if each.id in c.data["ids"] or (album and each.album == album)]
    moved = visits.move_attachments(c.tx, c.actor, source.id, int(c.data["to"]), [id_ for id_ in ids if id_])
    return Reply([card(c, moved, "visits.card")])


def show_attachments(c: Context) -> Reply:
    """Everything that was sent along with a visit, sent again, ten at a time."""
    recorded = visits.load(c.tx, c.actor, int(c.data["visit"]))
    offset = int(c.data.get("offset", 0))
    all_sent = recorded.visit.attachments
    caption = c.t(
        "visits.choice",
        client=recorded.client.name,
        when=day(recorded.visit.visited_on, c.today, c.words.language),
    )
    found = [Message(caption, media=_again(each), fresh=True) for each in all_sent[offset : offset + _MOST_AT_ONCE]]
    left = len(all_sent) - offset - _MOST_AT_ONCE
    if left > 0:
        data = {"visit": recorded.visit.id, "offset": offset + _MOST_AT_ONCE}
        more = Button(c.words.plain("visits.show_attachments", n=left), "visits.attachments", data)
        found.append(Message(c.t("visits.more_attachments", n=left), [[more]], fresh=True))
    return Reply(found)


def _again(sent: Attached) -> Attachment:
    return Attachment(
        sent.kind,  # type: ignore[arg-type]  # a kind comes from an Attachment and goes back into one
        sent.file_id,
        sent.name,
        latitude=sent.latitude,
        longitude=sent.longitude,
    )
