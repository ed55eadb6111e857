"""Days as spreadsheets leave them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.returns.days import day_of


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-23",
        "2026-11-23T05:11:00Z",
        "2026-11-23 05:11",
        "2026/11/23",
        "23.11.2026",
        "23.11.26",
        "23.11.2026 05:11",
        "11/23/2026",
        "11/23/2026 5:11 PM",
        "23/11/2026",
        "23-11-2026",
        "46349",
        "46349.5",
        "46349,25",
        "23 Nov 2026",
        "23. November 2026",
        "Nov 23, 2026",
        "Mon, 23 Nov 2026 05:11:00 +0000",
        "November 23rd, 2026",
        "1795392000",
        "1795392000000",
    ],
)
def test_one_day_in_many_forms_is_one(said: str) -> None:
    assert day_of(said) == date(2026, 11, 23)


def test_a_day_that_is_the_month_too_can_be_told() -> None:
    assert day_of("3/3/2026") == date(2026, 3, 3)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "02/03/2026",
        "2026-13-01",
        "31.02.2026",
        "99/99/2026",
        "12345",
        "99999",
        "1.5",
        "23 Foo 2026",
        "1" * 100,
    ],
)
def test_what_may_be_two_days_or_none_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"write it as"):
        day_of(said)


def test_the_two_days_are_named() -> None:
    with pytest.raises(ValueError, match=r"2026-02-03 or 2026-03-02"):
        day_of("02/03/2026")


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_unambiguous_forms_come_back(day: date) -> None:
    assert day_of(day.isoformat()) == day
    assert day_of(day.strftime("%d.%m.%Y")) == day
    assert day_of(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@given(text=st.text(max_size=80) | st.text("0123456789/.-, NovT:", max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        found = day_of(text)
    except ValueError:
        return
    assert date(2000, 1, 1) <= found < date(2100, 1, 1)
