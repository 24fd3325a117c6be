"""`fieldcare init`, `staff`, `invite`: the organisation and its members from the console."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.console import fail, in_database, interactive, now
from bot.settings import Settings
from domain.errors import Refused
from domain.staff import Grade, Role, Staff
from locales.words import LANGUAGES
from services import staff as members
from storage import organisation, staff
from storage.tx import Tx

staff_app = typer.Typer(no_args_is_help=True, help="Members of the organisation.")


def init(
    org: Annotated[str | None, typer.Option(help="Name of the organisation.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Time zone, such as Asia/Shanghai.")] = None,
    language: Annotated[str | None, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")] = None,
    own_company: Annotated[str | None, typer.Option(help="What clients call your company, such as 移动.")] = None,
) -> None:
    """Create the organisation, or change what is given of it."""
    settings = Settings()
    old = in_database(organisation.load)
    org = _asked("Organisation", org, old.name if old else None)
    timezone = _asked("Time zone", timezone, old.timezone if old else settings.timezone)
    language = _asked("Language", language, old.language if old else settings.language)
    own_company = _asked("Own company", own_company, old.own_company if old else org)
    if language not in LANGUAGES:
        fail(f"Unknown language {language!r}; one of: {', '.join(LANGUAGES)}.")
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        fail(f"Unknown time zone {timezone!r}; an IANA name such as Asia/Shanghai is needed.")
    in_database(organisation.save, name=org, timezone=timezone, language=language, own_company=own_company)
    typer.echo(f"{org}: {timezone}, {language}. Next: fieldcare staff add NAME --role leader --group 一组")


def _asked(what: str, given: str | None, default: str | None) -> str:
    """What was given; else asked at a terminal; else the default."""
    if given is None and interactive():
        given = typer.prompt(what, default=default)
    value = (given if given is not None else default or "").strip()
    if not value:
        fail(f"{what} is missing: give it as an option.")
    return value


@staff_app.command("add")
def add(
    name: str,
    role: Annotated[Role, typer.Option()],
    group: Annotated[str | None, typer.Option(help="The group the member belongs to, such as 一组.")] = None,
    groups: Annotated[str | None, typer.Option(help="Groups a leader or supervisor leads: 一组,二组.")] = None,
    grade: Annotated[Grade | None, typer.Option(help="Of a manager (R0.2).")] = None,
    assists: Annotated[str | None, typer.Option(help="Managers an assistant works for: 林悦,赵敏.")] = None,
) -> None:
    """Add a member."""
    _staff_id, over = in_database(
        members.add,
        now(),
        name=name,
        role=role,
        group=group,
        groups=_listed(groups),
        grade=grade,
        assists=_listed(assists),
    )
    typer.echo(f"{name}: {role}. Next: fieldcare invite {name}")
    if over:
        typer.echo(f"Warning: the group {group} now has more managers than one leader should have (R0.1).", err=True)


@staff_app.command("list")
def list_() -> None:
    """Show the members."""
    for member, group in in_database(_listed_members):
        state = "enrolled" if member.enrolled_at else "not enrolled"
        typer.echo("\t".join([member.name, member.role, group, member.grade or "", state]))


def _listed_members(tx: Tx) -> list[tuple[Staff, str]]:
    names = staff.group_names(tx)
    return [(member, names.get(member.group_id or 0, "")) for member in staff.everyone(tx)]


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip()]


def invite(
    name: str,
    bot_username: Annotated[str | None, typer.Option(help="The bot's user name, for the link.")] = None,
) -> None:
    """Print a one-time code that enrols a member."""
    code, known = in_database(_invited, name, now())
    typer.echo(f"/start {code}")
    username = (bot_username or known or "").lstrip("@")
    if username:
        typer.echo(f"https://t.me/{username}?start={code}")


def _invited(tx: Tx, name: str, at: datetime) -> tuple[str, str | None]:
    member = staff.by_name(tx, name)
    if member is None:
        raise Refused("staff.no_such_member", name=name)
    house = organisation.load(tx)
    return members.invite(tx, member.id, at), house.bot_username if house else None
