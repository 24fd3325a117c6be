"""How things are written in the form of a language."""

import pytest

from locales.format import masked_phone


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13900000101", "139****0101"),
        ("0912 345 678", "091***5678"),
        ("0590-5551001", "059****1001"),
        ("+86 139 0000 2999", "+86*******2999"),
        ("5678", "****"),
    ],
)
def test_a_phone_hides_its_middle_however_it_was_spaced(written: str, shown: str) -> None:
    assert masked_phone(written) == shown
