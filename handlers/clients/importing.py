"""A sheet sent by a leader: first what it would do, then one press to do it, and one to take it back (R1.8)."""

from domain.errors import Refused
from handlers.clients import import_report
from handlers.context import Context
from handlers.turn import Button, File, Message, Reply
from locales.markup import join
from services import clients as files
from services.sheets import columns, importing
from services.sheets.files import LARGEST_FILE, rows
from storage import imports

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")
"""File names that look like a sheet; those that cannot be read are refused in words."""

SHOWN = 8
"""Bad rows and hints in the card; the rest is in the file that can be asked for."""


def received(c: Context) -> Reply:
    """A sheet arrives: nothing is written yet."""
    attachment = c.turn.attachment
    assert attachment is not None
    if attachment.content is None:
        raise Refused("sheets.too_large", megabytes=LARGEST_FILE // 2**20)
    found = rows(attachment.content, columns.is_known)
    noun = importing.noun_of(found)
    plan = importing.plan(c.tx, c.actor, noun, found, c.now, zone=c.actor.zone)
    imports.forget_pending(c.tx, c.actor.id)
    import_id = imports.receive(c.tx, noun, found, c.actor.id, c.now)
    return Reply([_summary(c, plan, import_id, attachment.name or "")])


def _summary(c: Context, plan: importing.Plan, import_id: int, file: str) -> Message:
    heading = c.t(f"sheets.title_{plan.noun}", file=file)
    this = {"import": import_id, "file": file}
    choices: list[list[Button]] = []
    if plan.good and not plan.bad:
        choices.append([c.button("sheets.import_all", "sheets.import", **this)])
    elif plan.good:
        label = c.words.plain("sheets.import_good", n=plan.good)
        choices.append([Button(label, "sheets.import", {**this, "skip": True})])
    if plan.bad:
        choices.append([c.button("sheets.list_bad", "sheets.bad", **this)])
    choices.append([c.button("common.cancel", "sheets.cancel", **this)])
    return Message(join([heading, *import_report.summary(c.words, plan, SHOWN)]), choices)


def _pending(c: Context, manager_id: int | None = None) -> tuple[int, importing.Plan]:
    import_id = int(c.data["import"])
    found = imports.pending(c.tx, import_id, c.actor.id)
    if found is None:
        raise Refused("sheets.gone")
    noun, kept = found
    return import_id, importing.plan(c.tx, c.actor, noun, kept, c.now, zone=c.actor.zone, manager_id=manager_id)


def bad(c: Context) -> Reply:
    """All that is wrong, as a file to work through."""
    import_id, plan = _pending(c)
    file = File(c.words.plain("sheets.bad_file"), import_report.bad_sheet(c.words, plan))
    summary = _summary(c, plan, import_id, c.data.get("file", ""))
    return Reply([summary, Message(c.t("sheets.bad_list"), file=file, fresh=True)])


def run(c: Context) -> Reply:
    """Import: who gets the clients without a manager is asked first, once for all of them (R0.3)."""
    manager_id = c.data.get("manager")
    if manager_id is not None and manager_id not in {member.id for member in files.assignable(c.tx, c.actor)}:
        raise Refused("clients.no_such_manager")
    import_id, plan = _pending(c, manager_id)
    if plan.bad and not c.data.get("skip"):
        return Reply([_summary(c, plan, import_id, c.data.get("file", ""))])
    if plan.no_manager:
        return Reply([_ask_manager(c, len(plan.no_manager))])
    done = importing.carry_out(c.tx, c.actor, plan, c.now, zone=c.actor.zone, import_id=import_id)
    lines = import_report.outcome(c.words, done)
    if any(hint.key == "sheets.hint_duplicate" for hint in plan.hints):
        lines.append(c.words.plain("sheets.duplicates_hint"))
    undo = c.button("sheets.undo", "sheets.undo", **{"import": done.import_id})
    return Reply([Message(join(lines), [[undo]] if done.new or done.changed else [])])


def _ask_manager(c: Context, count: int) -> Message:
    members = files.assignable(c.tx, c.actor)
    choices = [Button(member.name, "sheets.import", {**c.data, "manager": member.id}) for member in members]
    grid = [choices[start : start + 2] for start in range(0, len(choices), 2)]
    cancel = c.button("common.cancel", "sheets.cancel", **{"import": c.data["import"]})
    return c.say("sheets.ask_manager", [*grid, [cancel]], n=count)


def cancel(c: Context) -> Reply:
    """Cancel: the rows are forgotten."""
    imports.forget_pending(c.tx, c.actor.id)
    return Reply([c.say("sheets.not_kept")])


def undo(c: Context) -> Reply:
    """Undo an import, as far as nobody has worked with it since."""
    taken, stays = importing.undo(c.tx, c.actor, int(c.data["import"]), c.now)
    lines = [c.t("sheets.undone", n=taken)]
    if stays:
        lines.append(c.t("sheets.undone_but", n=stays))
    return Reply([Message(join(lines))])
