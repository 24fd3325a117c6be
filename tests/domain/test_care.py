"""Which form of care suits a moment (R3.2)."""

import pytest

from domain.care import CareForm, suggested_form
from domain.moments import Kind


@pytest.mark.parametrize(
    ("kind", "name", "class_", "last", "form"),
    [
        (Kind.BIRTHDAY, None, "A", None, CareForm.VISIT),
        (Kind.BIRTHDAY, None, "A", CareForm.VISIT, CareForm.CALL),
        (Kind.BIRTHDAY, None, "C", None, CareForm.CALL),
        (Kind.BIRTHDAY, None, "C", CareForm.CALL, CareForm.SMS),
        (Kind.HOLIDAY, "劳动节", "C", None, CareForm.SMS),
        (Kind.HOLIDAY, "中秋节", "diamond", None, CareForm.VISIT),
        (Kind.HOLIDAY, "中秋节", "B", None, CareForm.SMS),
        (Kind.CONTRACT_END, "专线", "A", CareForm.SMS, CareForm.VISIT),
        (Kind.OTHER, "植树节", None, None, CareForm.CALL),
    ],
)
def test_the_form_suits_the_moment_the_class_and_what_was_done_last(
    kind: Kind, name: str | None, class_: str | None, last: CareForm | None, form: CareForm
) -> None:
    assert suggested_form(kind, name, class_, last) is form


def test_every_kind_of_moment_has_another_form_than_the_last() -> None:
    for kind in Kind:
        for class_ in ("A", "C", None):
            for last in CareForm:
                assert suggested_form(kind, "中秋节", class_, last) is not last
