"""Days and times of any spelling."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.tables.moments import moment, order_of


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-08-01", "2026-08-01"),
        (" 2026-8-1 ", "2026-08-01"),
        ("2023-08-10 15:51:35", "2023-08-10T15:51:35Z"),
        ("2023-08-10T15:51:35Z", "2023-08-10T15:51:35Z"),
        ("2023-08-10T15:51:35.123+02:00", "2023-08-10T13:51:35Z"),
        ("2023-08-10 15:51:35 UTC", "2023-08-10T15:51:35Z"),
        ("2019-03-02 09:14", "2019-03-02T09:14:00Z"),
        ("2026/9/28", "2026-09-28"),
        ("Sep 15, 2026", "2026-09-15"),
        ("September 15th, 2026", "2026-09-15"),
        ("28 Sep 2026", "2026-09-28"),
        ("28-Sep-2026", "2026-09-28"),
        ("28. September 2026", "2026-09-28"),
        ("8 may 2026", "2026-05-08"),
        ("15 de septiembre de 2026", "2026-09-15"),
        ("1er janv. 2026", "2026-01-01"),
        ("28 août 2026", "2026-08-28"),
        ("15 сент. 2026 г.", "2026-09-15"),
        ("28 Eyl 2026", "2026-09-28"),
        ("28 ספטמבר 2026", "2026-09-28"),
        ("2026年9月28日", "2026-09-28"),
        ("2026. 9. 28.", "2026-09-28"),
        ("2026년 9월 28일", "2026-09-28"),
        ("٢٨/٠٩/٢٠٢٦", "2026-09-28"),
        ("\u200f28/09/2026", "2026-09-28"),
        ("28/09/2026", "2026-09-28"),
        ("9/28/2026 3:04:05 PM", "2026-09-28T15:04:05Z"),
        ("9/28/2026 12:04 AM", "2026-09-28T00:04:00Z"),
        ("28.09.26", "2026-09-28"),
        ("03.04.2026", "2026-04-03"),
        ("04/04/2026", "2026-04-04"),
        ("1709596800", "2024-03-05T00:00:00Z"),
        ("1709596800000", "2024-03-05T00:00:00Z"),
        ("46293", "2026-09-28"),
        ("46293.5", "2026-09-28T12:00:00Z"),
        ("46293,25", "2026-09-28T06:00:00Z"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_or_a_time_is_told(text: str, iso: str) -> None:
    assert moment(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", "-", "n/a", "never", "03/04/2026", "31/02/2026", "2026-02-30", "2026-13-01", "17", "123456",
     "1926-01-02", "2999-01-01", "28 Foo 2026", "2026-01-02 25:00:00", "Sep 2026", "99999999999999",
     "x" * 1_000],
)  # fmt: skip
def test_what_is_none_or_may_be_two_is_empty(text: str) -> None:
    assert moment(text) == ""


def test_the_order_of_day_and_month_is_told_by_the_column() -> None:
    assert order_of(["01/02/2026", "28/09/2026"]) == ("day first", "01/02/2026")
    assert order_of(["01/02/2026", "09/28/2026"]) == ("month first", "01/02/2026")
    assert order_of(["01/02/2026", "09/28/2026", "28/09/2026"]) == ("", "01/02/2026")
    assert order_of(["01/02/2026", "03/03/2026"]) == ("", "01/02/2026")
    assert order_of(["01.02.2026", "2026-01-02", "03/03/2026", ""]) == ("", "")
    assert moment("01/02/2026", "day first") == "2026-02-01"
    assert moment("01/02/2026", "month first") == "2026-01-02"


def test_a_name_that_means_two_months_counts_by_the_language() -> None:
    assert moment("3 listopada 2026", language="pl") == "2026-11-03"
    assert moment("3 listopada 2026", language="hr") == "2026-10-03"
    assert moment("3 listopada 2026") == ""


@given(st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_time_is_read_back(time: datetime) -> None:
    time = time.replace(microsecond=0, tzinfo=UTC)
    spelt = f"{time:%Y-%m-%dT%H:%M:%SZ}"
    assert moment(f"{time:%Y-%m-%d %H:%M:%S}") == spelt
    assert moment(f"{time:%d/%m/%Y %H:%M:%S}", "day first") == spelt
    assert moment(f"{time:%b %d, %Y %I:%M:%S %p}") == spelt


@given(st.text(max_size=70))
def test_any_text_gives_a_day_or_nothing(text: str) -> None:
    found = moment(text, "day first")
    assert found == "" or datetime.fromisoformat(found)
