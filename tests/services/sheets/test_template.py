"""Templates in every language are understood by the import, and their example is never imported."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from locales.words import LANGUAGES, words
from services.sheets import columns, importing, template
from services.sheets.files import rows
from storage.tx import Tx
from tests.e2e.house import settle

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noun", ["clients", "persons", "contracts"])
def test_every_header_of_a_template_is_understood(noun: str, language: str) -> None:
    header = template.header(noun, words(language))
    assert [columns.field_of(noun, title) for title in header] == list(columns.TABLES[noun])
    assert columns.noun_of(header) == noun


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noun", ["clients", "persons", "contracts"])
def test_a_template_imports_as_nothing_and_with_its_example_renamed_as_one_row(
    tx: Tx, noun: str, language: str
) -> None:
    settle(tx)
    text = words(language)
    for content in (template.as_csv(noun, text).encode("utf-8-sig"), template.as_xlsx(noun, text)):
        found = rows(content, columns.is_known)
        assert importing.noun_of(found) == noun
        plan = importing.plan(tx, None, noun, found, NOW, zone=ZONE)
        assert (plan.good, plan.bad, plan.unknown, plan.examples) == (0, [], (), 1)
        place = list(columns.TABLES[noun]).index(columns.NAMED[noun])
        renamed = [(number, [*cells[:place], "真名", *cells[place + 1 :]]) for number, cells in found[:2]]
        renamed[0] = found[0]
        if noun != "clients":
            renamed[1][1][0] = "龙岩一中"
        plan = importing.plan(tx, None, noun, renamed, NOW, zone=ZONE)
        # The manager of the example is nobody here; everything else of it is good.
        assert [bad.reason.key for bad in plan.bad] == (["sheets.no_such_manager"] if noun == "clients" else [])


@pytest.mark.parametrize("noun", ["clients", "persons"])
def test_every_column_of_the_records_can_be_imported(noun: str) -> None:
    from domain.clients import FACTS as CLIENT_FACTS
    from domain.persons import FACTS as PERSON_FACTS

    facts = CLIENT_FACTS if noun == "clients" else PERSON_FACTS
    assert set(facts) <= set(columns.TABLES[noun])
