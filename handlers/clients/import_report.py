"""What an import found and did, as lines of plain text: the same in chat and on the command line."""

import csv
import io
from collections.abc import Sequence

from locales.words import Words
from services.exports import without_formula
from services.sheets.importing import Done, Hint, Plan
from services.sheets.records import Bad


def summary(text: Words, plan: Plan, most: int | None = None) -> list[str]:
    """Counts, bad rows, unknown columns and hints; at most so many lines of each kind where `most` says so."""
    lines = []
    if plan.good:
        counts = {"new": len(plan.new), "changed": len(plan.changed), "same": len(plan.same)}
        lines.append(text.plain("sheets.counts", **counts))
    elif not plan.bad:
        lines.append(text.plain("sheets.nothing"))
    if plan.bad:
        lines.append(text.plain("sheets.bad_rows", n=len(plan.bad)))
        lines += [bad_line(text, bad) for bad in plan.bad[:most]]
        lines += _more(text, plan.bad, most)
    if plan.unknown:
        columns = text.plain("common.comma").join(plan.unknown)
        lines.append(text.plain("sheets.unknown_columns", columns=columns))
    if plan.examples:
        lines.append(text.plain("sheets.examples"))
    if plan.hints:
        lines.append(text.plain("sheets.hints", n=len(plan.hints)))
        lines += [_hint_line(text, hint) for hint in plan.hints[:most]]
        lines += _more(text, plan.hints, most)
    if plan.no_manager:
        lines.append(text.plain("sheets.no_manager", n=len(plan.no_manager)))
    return lines


def outcome(text: Words, done: Done) -> list[str]:
    """What was done."""
    lines = [text.plain("sheets.done", new=done.new, changed=done.changed, same=done.same)]
    if done.left_out:
        lines.append(text.plain("sheets.left_out", n=done.left_out))
    return lines


def bad_line(text: Words, bad: Bad) -> str:
    """One thing that is wrong: row, column, reason."""
    return text.plain("sheets.bad", row=bad.row, column=bad.column, reason=reason(text, bad))


def reason(text: Words, bad: Bad) -> str:
    """Why, in words."""
    return text.plain(bad.reason.key, **bad.reason.values)


def bad_sheet(text: Words, plan: Plan) -> bytes:
    """All that is wrong as a CSV file that Excel opens; no cell of it is taken for a formula."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([text.plain(f"sheets.{name}") for name in ("row", "column", "reason")])
    rows.writerows([bad.row, without_formula(bad.column), without_formula(reason(text, bad))] for bad in plan.bad)
    return out.getvalue().encode("utf-8-sig")


def _hint_line(text: Words, hint: Hint) -> str:
    said = text.plain(hint.key, **hint.values)
    return said if hint.row is None else text.plain("sheets.hint", row=hint.row, text=said)


def _more(text: Words, found: Sequence[object], most: int | None) -> list[str]:
    left = len(found) - most if most is not None else 0
    return [text.plain("sheets.more_bad", n=left)] if left > 0 else []
