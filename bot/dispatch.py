"""From a Turn to the rows of the outbox: who is it, which route, may they, what is answered. Runs as one unit."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import bodies, commands
from domain.errors import Refused
from domain.staff import RECORDING, Actor
from handlers.context import Context
from handlers.keyboard import command_of, command_typed
from handlers.routing import Route, Routes
from handlers.staff import stranger
from handlers.teams import chat as team
from handlers.turn import Attachment, Button, Message, Reply, Turn
from language import absences, additions, contracts, gift_requests, referrals, stand_ups, yearly
from language.understanding import Understanding
from locales.words import words
from services import settings
from services.moments import audible_at
from storage import buttons, drafts, inbox, outbox, staff, team_chats
from storage.tx import Tx

BUTTONS_LIVE = timedelta(days=30)
"""How long a button can be pressed."""

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; Telegram hands no larger file to a bot."""

TO_BE_FOUND = 0
"""Stands for the number of a message that shows when the change of it is sent."""

_CARD = "card:"
"""Begins the key of the bubble that bears a question's buttons, so that they can be taken away from it."""

Row = dict[str, Any]


def serve(tx: Tx, routes: Routes, turn: Turn, now: datetime) -> list[Row]:
    """Answer one update whole: mark it done, let its handler work, and queue what is to be said.

    Returns the queued rows for the relay; none where the update was done before.
    """
    if not inbox.finish(tx, turn.update_id, now):
        return []
    if turn.moved_to is not None:
        team_chats.follow(tx, turn.chat_id, turn.moved_to)
        return []
    if turn.joined is not None:
        return _come_or_gone(tx, turn, now)
    actor = _actor(tx, turn.user_id)
    if actor is None:
        reply = stranger.hear(tx, turn, now)
        return say(tx, turn, reply, now)
    c = Context(tx, turn, actor, now, words(actor.language))
    return say(tx, turn, _answer(c, routes), now)


def _come_or_gone(tx: Tx, turn: Turn, now: datetime) -> list[Row]:
    """The bot was blocked or let back in; brought into a group by a member, or removed from one."""
    if turn.private:
        staff.note_blocked(tx, turn.user_id, None if turn.joined else now)
        return []
    if not turn.joined:
        return say(tx, turn, Reply(team.removed(tx, turn.chat_id, now)), now)
    actor = _actor(tx, turn.user_id)
    if actor is None:
        return []
    return say(tx, turn, team.came(Context(tx, turn, actor, now, words(actor.language))), now)


def apologise(tx: Tx, turn: Turn, error: str, now: datetime) -> list[Row]:
    """Give an update up: keep it with its error among the dead letters, and tell its writer (R0.4: nothing of it)."""
    inbox.bury(tx, turn.update_id, error, now)
    actor = _actor(tx, turn.user_id)
    if actor is None or not turn.private:
        return []
    text = words(actor.language)
    if turn.press:
        return say(tx, turn, Reply(toast=text.plain("common.failed"), alert=True), now)
    return say(tx, turn, Reply([Message(text.t("common.failed"))]), now)


def wants_file(routes: Routes, turn: Turn) -> bool:
    """Whether the bytes of this turn's file must be brought before it can be answered."""
    attachment = turn.attachment
    if attachment is None or not turn.private:
        return False
    return any(route.fetch and route.takes(attachment) for route in routes.attachments.get(attachment.kind, ()))


def outage_words(tx: Tx, user_id: int, reason: str) -> str | None:
    """What to say while nothing can be written; None to a stranger."""
    actor = _actor(tx, user_id)
    return words(actor.language).plain(f"common.outage_{reason}") if actor else None


def _actor(tx: Tx, telegram_id: int) -> Actor | None:
    member = staff.by_telegram(tx, telegram_id)
    house = settings.for_member(tx, member) if member else None
    return Actor(member, house) if member and house else None


def _answer(c: Context, routes: Routes) -> Reply:
    turn = c.turn
    if turn.addressee not in (None, (c.actor.organisation.bot_username or "").lower()):
        return Reply()
    if turn.press is not None:
        return _press(c, routes, turn.press.token)
    if not turn.private:
        route = routes.commands.get(turn.command or "")
        if route is not None and route.group:
            return _run(c, route) or Reply()
        return Reply([c.say("common.private_only")]) if turn.command else Reply()
    if turn.edited:
        mine = (route for route in routes.edited if c.actor.role in route.roles)
        return next((reply for route in mine if (reply := _run(c, route)) is not None), Reply())
    draft = c.latest_draft()
    command = turn.command or command_of(turn.text) or (command_typed(turn.text) if draft is None else None)
    if command:
        route = routes.commands.get(command)
        return (_run(c, route) if route else None) or Reply([c.say("common.unknown_command")])
    if draft is not None and (reply := _go_on(replace(c, draft=draft), routes.drafts.get(draft.noun))):
        return reply
    if turn.attachment is not None and (reply := _attachment(c, routes, turn.attachment)):
        return reply
    if not turn.text.strip():
        return Reply([c.say("common.nothing_to_read")])
    return _read(c, routes)


def _read(c: Context, routes: Routes) -> Reply:
    """Words that belong to no conversation: what they are about decides who answers them."""
    added = additions.addition(c.turn.text)
    if added is not None:  # what opens it says nothing, and would hide what it opens
        c = replace(c, turn=replace(c.turn, text=added))
    turn = c.turn
    if referrals.question(turn.text) and (reply := _run(c, routes.intents.get("referral"))):
        return reply
    if stand_ups.labelled(turn.text) and (reply := _run(c, routes.intents.get("stand_up"))):
        return reply
    if gift_requests.gift_request(turn.text) and (reply := _run(c, routes.intents.get("gift"))):
        return reply
    if absences.told(turn.text, c.said_on) and (reply := _run(c, routes.intents.get("absence"))):
        return reply
    read = c.understand()
    if _may_be_a_name(c, read) and (reply := _run(c, routes.intents.get("name"))):
        return reply
    if read.file_change:
        whose = "client_file" if read.file_change.of == "client" else "file"
        if reply := _run(c, routes.intents.get(whose)):
            return reply
    if _is_contract(c) and (reply := _run(c, routes.intents.get("contract"))):
        return reply
    if _is_yearly(c) and (reply := _run(c, routes.intents.get("yearly"))):
        return reply
    if added is not None and c.actor.role in RECORDING and (reply := _run(c, routes.intents.get("addition"))):
        return reply
    route = routes.intents.get(read.intent.value) or routes.intents["*"]
    return _run(c, route) or Reply()


def _go_on(c: Context, route: Route | None) -> Reply | None:
    """Words typed in a conversation; one that is not for the person's role any more ends, or it would keep them all."""
    reply = _run(c, route)
    lost = reply is not None and route is not None and c.actor.role not in route.roles
    return replace(reply, ends=c.draft) if reply and lost else reply


LONGEST_NAME = 24


def _may_be_a_name(c: Context, read: Understanding) -> bool:
    """Whether so little was understood of so few words that they may just name somebody."""
    vague = read.intent.value == "unknown" or (read.intent.value == "visit" and read.intent.sureness < 0.5)
    return vague and len(c.turn.text) <= LONGEST_NAME and c.actor.role in RECORDING


def _is_yearly(c: Context) -> bool:
    """Whether the words tell of a day that comes every year (R3.1); a question about one is answered as such."""
    return (
        c.understand().intent.value != "query" and yearly.day_of(c.turn.text) is not None and c.actor.role in RECORDING
    )


BESIDE_A_CONTRACT = 8
"""A message with more signs than this besides its clause about a contract tells of more than that."""


def _is_contract(c: Context) -> bool:
    """Whether the words tell of a contract's end and of nothing else (R1.5)."""
    told = contracts.told(c.turn.text, c.said_on) if c.actor.role in RECORDING else None
    if told is None or c.understand().intent.value in ("query", "cancel"):
        return False
    return len(c.turn.text) - (told.finish - told.begin) <= BESIDE_A_CONTRACT


def _attachment(c: Context, routes: Routes, attachment: Attachment) -> Reply | None:
    """The first route of this kind that takes it; one that is not for the person's role, or answers None, does not."""
    for route in routes.attachments.get(attachment.kind, ()):
        if c.actor.role in route.roles and route.takes(attachment) and (reply := _run(c, route)) is not None:
            return reply
    return None


def _press(c: Context, routes: Routes, token: str) -> Reply:
    """A press is authorised anew: the right person, the right chat, in time, once, and with a role that may."""
    pressed = buttons.load(c.tx, token)
    if pressed is None or pressed.chat_id != c.turn.chat_id or pressed.expires_at <= c.now:
        return c.toast("common.button_gone")
    if pressed.user_id is not None and pressed.user_id != c.turn.user_id:
        return c.toast("common.button_not_yours")
    if pressed.used:
        return c.toast("common.button_used")
    c = replace(c, data=pressed.data)
    if "draft" in pressed.data:
        draft = drafts.load(c.tx, c.turn.chat_id, c.turn.user_id, pressed.data["draft"])
        if draft is None:
            return c.toast("common.button_gone")
        if draft.cards and pressed.card not in draft.cards:
            return c.toast("common.button_used")
        c = replace(c, draft=draft)
    reply = _run(c, routes.actions.get(pressed.action)) or Reply()
    if reply.messages and _replaces(reply.messages[0], c.turn):
        buttons.use_card(c.tx, pressed.card, c.now)
    return reply


def _replaces(message: Message, turn: Turn) -> bool:
    """Whether a message takes the place of the one whose button was pressed; else that card lives on."""
    here = message.chat_id is None or message.chat_id == turn.chat_id
    changeable = turn.press is not None and turn.press.under != "nothing"
    drawn = message.file or message.media or message.chart or message.table
    return here and changeable and not message.fresh and drawn is None


def _run(c: Context, route: Route | None) -> Reply | None:
    """Guard and call a handler; what it refuses takes back its changes and is said in the person's words."""
    if route is None:
        return None
    if c.actor.role not in route.roles:
        return _refusal(c, "common.not_your_role", {})
    try:
        with c.tx.savepoint():
            return route.handler(c)
    except Refused as refused:
        return _refusal(c, refused.key, refused.values)


def _refusal(c: Context, key: str, values: dict[str, Any]) -> Reply:
    if c.turn.press is not None:
        return Reply(toast=c.words.plain(key, **values), alert=True)
    return Reply([c.say(key, **values)])


def say(tx: Tx, turn: Turn, reply: Reply, now: datetime) -> list[Row]:
    """Queue an answer with its buttons, and keep its conversation; returns the rows for the relay."""
    answered = _standing(tx, turn, reply)
    draft_id = _keep_draft(tx, turn, reply, now)
    rows: list[Row | None] = []
    asked: list[str] = []
    if turn.press is not None:
        body = bodies.press_answer(turn.press.query_id, reply.toast, reply.alert)
        rows.append(outbox.put(tx, chat_id=turn.chat_id, method="answerCallbackQuery", body=body, now=now))
    first = turn.press is not None
    captioned = turn.press is not None and turn.press.under == "caption"
    for message in reply.messages:
        edit = turn.press.message_id if turn.press and first and _replaces(message, turn) else None
        first = first and message.chat_id is not None and message.chat_id != turn.chat_id
        of_draft = None if message.apart or message.chat_id not in (None, turn.chat_id) else draft_id
        card = buttons.new_card()
        if of_draft is not None and message.rows and message.key is None:
            asked.append(card)
        said = _in_topic(message, turn)
        here = {"chat_id": turn.chat_id, "user_id": turn.user_id}
        rows += queue(tx, said, now, **here, edit=edit, captioned=captioned, draft_id=of_draft, card=card)
    if draft_id is not None and asked:
        stays = [_pressed_card(turn)] if turn.press and not _replaces(reply.messages[0], turn) else []
        drafts.ask(tx, draft_id, [*asked, *stays])
    if asked or reply.ends is not None:
        rows += [_take_down(tx, turn.chat_id, card, now) for card in answered]
    if reply.commands and (actor := _actor(tx, turn.user_id)):
        body = commands.own_list(actor)
        rows.append(outbox.put(tx, chat_id=turn.chat_id, method="setMyCommands", body=body, now=now))
    return [row for row in rows if row is not None]


def _standing(tx: Tx, turn: Turn, reply: Reply) -> list[str]:
    """The cards under the question that this turn answers, but for the one that was pressed: it is replaced itself."""
    draft = reply.ends or reply.draft
    if draft is None or draft.id is None:
        return []
    return [card for card in drafts.cards(tx, draft.id) if card != _pressed_card(turn)]


def _pressed_card(turn: Turn) -> str:
    return turn.press.token.rpartition(".")[0] if turn.press else ""


def _take_down(tx: Tx, chat_id: int, card: str, now: datetime) -> Row | None:
    """Take the buttons away from under a question that was answered in another way, as by typing."""
    body = {"chat_id": chat_id, "message_id": TO_BE_FOUND}
    edits = f"{_CARD}{card}"
    return outbox.put(tx, chat_id=chat_id, method="editMessageReplyMarkup", body=body, now=now, edits=edits)


def _in_topic(message: Message, turn: Turn) -> Message:
    """What is said in the chat of the turn is said in its topic."""
    here = message.chat_id in (None, turn.chat_id) and message.thread_id is None
    return replace(message, thread_id=turn.thread_id) if here and turn.thread_id is not None else message


def queue(
    tx: Tx,
    message: Message,
    now: datetime,
    *,
    chat_id: int,
    user_id: int | None,
    edit: int | None = None,
    captioned: bool = False,
    draft_id: int | None = None,
    card: str = "",
) -> list[Row | None]:
    """Queue one message; a text too long for one bubble is continued in more, the buttons under the last.

    `edit` is the message that it takes the place of, `captioned` where that is a file with a caption.
    One that `edits` an earlier message finds it when it is sent: it may still be on its way.
    """
    target = message.chat_id if message.chat_id is not None else chat_id
    owner = target if target > 0 else user_id
    card = card or buttons.new_card()
    owner = None if message.open_to_all else owner
    markup = _markup(tx, message, now, chat_id=target, user_id=owner, draft_id=draft_id, card=card)
    there = TO_BE_FOUND if message.edits is not None else edit
    calls = bodies.calls(message, target, markup, there, captioned=captioned)
    if draft_id is not None and message.rows and message.key is None:
        keys = [*(None for _ in calls[1:]), f"{_CARD}{card}"]
    else:
        keys = [_key_of(message, place) for place, _ in enumerate(calls)]
    return [
        outbox.put(
            tx,
            chat_id=target,
            method=method,
            body=body,
            now=now,
            kind=_kind(message),
            key=keys[place],
            file=message.file.content if message.file and place == 0 else None,
            edits=message.edits if place == 0 else None,
            due_at=audible_at(tx, now) if message.held else None,
        )
        for place, (method, body) in enumerate(calls)
    ]


def _kind(message: Message) -> str:
    if message.secret:
        return outbox.PRIVATE
    return outbox.PROMPT if message.prompt and message.edits is None else outbox.ANSWER


def _key_of(message: Message, place: int) -> str | None:
    """The key of one bubble of a message, so that none of a message already said is said again."""
    return f"{message.key}#{place}" if message.key is not None and place else message.key


def _keep_draft(tx: Tx, turn: Turn, reply: Reply, now: datetime) -> int | None:
    if reply.ends is not None and reply.ends.id is not None:
        drafts.drop(tx, reply.ends.id)
    return drafts.save(tx, turn.chat_id, turn.user_id, reply.draft, now) if reply.draft else None


def _markup(
    tx: Tx, message: Message, now: datetime, *, chat_id: int, user_id: int | None, draft_id: int | None, card: str
) -> dict[str, Any] | None:
    if not message.rows:
        return bodies.lasting_keyboard(message.keyboard)
    actions: list[buttons.Action] = []

    def wire(button: Button) -> dict[str, Any]:
        if button.url or button.copy:
            return bodies.passive_button(button)
        actions.append((button.action, button.data if draft_id is None else {**button.data, "draft": draft_id}))
        return {"text": button.label, "callback_data": buttons.token(card, len(actions) - 1)}

    grid = [[wire(button) for button in row] for row in message.rows if row]
    buttons.put(tx, card, actions, user_id=user_id, chat_id=chat_id, expires_at=now + BUTTONS_LIVE)
    return {"inline_keyboard": grid}
