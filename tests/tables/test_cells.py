"""Yes and no, and numbers."""

from __future__ import annotations

import pytest

from finder.tables.cells import decimal_sign, flag, number


@pytest.mark.parametrize("text", ["true", "TRUE", " True ", "yes", "Y", "1", "ja", "oui", "sí", "כן"])
def test_yes_is_yes(text: str) -> None:
    assert flag(text) is True


@pytest.mark.parametrize("text", ["false", "FALSE", "No", "0", "nein", "non"])
def test_no_is_no(text: str) -> None:
    assert flag(text) is False


@pytest.mark.parametrize("text", ["", " ", "?", "maybe", "2", "dofollow", "x" * 1_000])
def test_anything_else_is_neither(text: str) -> None:
    assert flag(text) is None


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["17", "+3", "-4"], [17, 3, -4]),
        (["1,240", "2,100,300"], [1240, 2100300]),
        (["1.240", "2.100.300"], [1240, 2100300]),
        (["1 240", "1\u00a0240", "1\u202f240", "1'240"], [1240, 1240, 1240, 1240]),
        (["0,5", "12,25", "3"], [0.5, 12.25, 3]),
        (["0.5", "1.240"], [0.5, 1.24]),
        (["1,240.5", "7"], [1240.5, 7]),
        (["1.240,5", "1.240"], [1240.5, 1240]),
        (["0.125"], [0.125]),
        (["٣٤"], [34]),
        (["", "-", "nan", "inf", "1e5", "0x1", "1_000", "12%", "1" * 30, "x" * 99], [None] * 10),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(texts: list[str], numbers: list[float | None]) -> None:
    sign = decimal_sign(texts)
    assert [number(text, sign) for text in texts] == numbers
