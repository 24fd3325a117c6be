"""/invite: a leader hands a member of the group their way in."""

from dataclasses import replace

from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from services import staff as members


def invite(c: Context) -> Reply:
    """/invite: whom? Those not yet enrolled come first; or the name right after the command."""
    open_ones = sorted(members.invitable(c.tx, c.actor), key=lambda member: member.enrolled_at is not None)
    if not open_ones:
        return Reply([c.say("staff.nobody_to_invite")])
    named = [member for member in open_ones if member.name == c.turn.argument]
    if named:
        return _code(c, named[0].id)
    return Reply([_choices(c, 0)])


def page(c: Context) -> Reply:
    """Another page of the members to choose from."""
    return Reply([_choices(c, int(c.data["offset"]))])


def _choices(c: Context, offset: int) -> Message:
    found = sorted(members.invitable(c.tx, c.actor), key=lambda member: member.enrolled_at is not None)
    rows = []
    for member in found[offset : offset + PAGE]:
        state = "staff.already_in" if member.enrolled_at else "staff.not_yet_in"
        label = c.words.plain(state, name=member.name)
        rows.append([Button(label, "staff.invite", {"staff": member.id})])
    rows += [turning(c, "staff.invite_page", offset, len(found)), [c.button("common.close", "common.close")]]
    return c.say("staff.invite_whom", rows)


def chosen(c: Context) -> Reply:
    """A member pressed: their one-time code."""
    return _code(c, int(c.data["staff"]))


def _code(c: Context, staff_id: int) -> Reply:
    member = next((each for each in members.invitable(c.tx, c.actor) if each.id == staff_id), None)
    if member is None:
        return c.toast("common.button_gone")
    code = members.invite(c.tx, member.id, c.now, by=c.actor.id)
    username = c.actor.organisation.bot_username
    rows = [[Button(c.words.plain("staff.copy_code"), copy=f"/start {code}")]]
    if username:
        link = f"https://t.me/{username}?start={code}"
        rows.append([Button(c.words.plain("staff.copy_link"), copy=link)])
    rows.append(
        [c.button("staff.back_to_invite", "staff.invite_page", offset=0), c.button("common.close", "common.close")]
    )
    hours = c.actor.organisation.settings.invite_valid_hours
    told = c.say("staff.invitation", rows, name=member.name, code=code, hours=hours)
    return Reply([replace(told, secret=True)])
