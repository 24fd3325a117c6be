"""Sheets of contracts: read, kept, nudged, updated, taken back (R1.5)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.sheets import columns, importing
from services.sheets.files import rows
from storage import contracts, moments
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at

NOW = at("03-18 18:20")
ZONE = ZoneInfo("Asia/Shanghai")
SHEET = """客户名称,合同,客户方负责人,开始日期,到期日期
一中,互联网专线,陈丽娟,2025-04-01,2027-03-31
二院,云主机,外面的人,,2026年12月31日
雁中,宽带,,,
"""


@pytest.fixture(autouse=True)
def house(tx: Tx) -> None:
    settle(tx)


def planned(tx: Tx, text: str, name: str | None = None) -> importing.Plan:
    found = rows(text.encode(), columns.is_known)
    who = actor(tx, name) if name else None
    return importing.plan(tx, who, importing.noun_of(found), found, NOW, zone=ZONE)


def imported(tx: Tx, text: str, name: str = "周敏", now: datetime = NOW) -> importing.Done:
    return importing.carry_out(tx, actor(tx, name), planned(tx, text, name), now, zone=ZONE)


def test_a_sheet_of_contracts_is_known_by_its_header_and_kept(tx: Tx) -> None:
    plan = planned(tx, SHEET)
    assert (plan.noun, len(plan.new), plan.bad, plan.unknown) == ("contracts", 3, [], ())
    imported(tx, SHEET)
    kept, _ = contracts.page(tx, actor(tx, "林悦"))
    first = next(contract for contract, client in kept if client == "龙岩一中")
    assert (first.subject, first.owner, first.starts_on, first.ends_on) == (
        "互联网专线", "陈丽娟", date(2025, 4, 1), date(2027, 3, 31)
    )  # fmt: skip
    assert first.owner_id is not None


def test_the_end_of_an_imported_contract_is_nudged(tx: Tx) -> None:
    imported(tx, SHEET)
    row = moments.by_key(tx, f"contract_end:{contracts.all_of(tx, None)[1].id}")
    assert row is not None and row.next_on == date(2026, 12, 31) and row.next_nudge_at == at("10-30 08:30")


def test_importing_again_updates_the_contract_of_that_name_and_undo_brings_it_back(tx: Tx) -> None:
    imported(tx, SHEET)
    done = imported(tx, SHEET.replace("2027-03-31", "2028-03-31"))
    assert (done.new, done.changed, done.same) == (0, 1, 2)
    first = contracts.all_of(tx, None)[0]
    assert first.ends_on == date(2028, 3, 31)
    importing.undo(tx, actor(tx, "周敏"), done.import_id, NOW)
    assert contracts.all_of(tx, None)[0].ends_on == date(2027, 3, 31)


def test_undoing_the_import_takes_the_contracts_and_their_nudges_away(tx: Tx) -> None:
    done = imported(tx, SHEET)
    kept = contracts.all_of(tx, None)
    assert importing.undo(tx, actor(tx, "周敏"), done.import_id, NOW) == (3, 0)
    assert contracts.all_of(tx, None) == []
    assert [moments.by_key(tx, f"contract_end:{contract.id}") for contract in kept] == [None] * 3


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("没有的客户,专线,,,2027-03-31", "客户名称", "sheets.no_such_client"),
        ("一中,专线,,2027-04-01,2027-03-31", "到期日期", "contracts.ends_before_start"),
        ("一中,专线,,,看情况", "到期日期", "fields.not_a_day"),
        ("一中,,,,2027-03-31", "合同", "sheets.missing"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(tx: Tx, row: str, column: str, reason: str) -> None:
    plan = planned(tx, SHEET.splitlines()[0] + "\n" + row)
    assert [(bad.row, bad.column) for bad in plan.bad] == [(2, column)]
    assert plan.bad[0].reason.key == reason


def test_a_leader_cannot_enter_contracts_of_another_group(tx: Tx) -> None:
    plan = planned(tx, SHEET, "吴江")
    assert [bad.reason.key for bad in plan.bad] == ["sheets.no_such_client"] * 3
