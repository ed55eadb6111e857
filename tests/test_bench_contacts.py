"""The benchmark of contacts: its cases are many and hold what they say, and finder reads them."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING

from bench.contacts import __main__ as command
from bench.contacts.baseline import plain_regex
from bench.contacts.making import make
from bench.contacts.scoring import Answer, answer, score

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bench.contacts.cases import Case


@cache
def cases() -> tuple[Case, ...]:
    return tuple(make())


def test_cases_are_the_same_every_time_and_spread_over_languages() -> None:
    assert tuple(make()) == cases()
    assert len(cases()) >= 240
    assert len({case.lang for case in cases()}) >= 16
    assert len({case.kind for case in cases()}) >= 60
    assert len({case.id for case in cases()}) == len(cases())


def test_both_sorts_of_mailboxes_and_pages_without_a_contact_page_are_there() -> None:
    roles = [role for case in cases() for role in case.emails.values()]
    assert min(roles.count("role"), roles.count("personal")) >= 50
    assert sum(not case.contact_page for case in cases()) >= 40


def test_finder_finds_the_contacts_and_a_plain_regex_does_not() -> None:
    found = score((case, answer(case)) for case in cases()).figures()
    assert found["precision"] >= 0.98
    assert found["recall"] >= 0.95
    assert found["role"] >= 0.95
    assert found["contact_page"] >= 0.95
    simple = score((case, plain_regex(case)) for case in cases()).figures()
    assert simple["precision"] < 0.5
    assert simple["recall"] < 0.5


def test_the_arithmetic_of_the_scores() -> None:
    case = next(case for case in cases() if case.emails)
    [(address, role)] = case.emails.items()
    figures = score([(case, Answer({address: role, "x@y.example": ""}, "z"))]).figures()
    assert (figures["clean"], figures["precision"], figures["recall"]) == (0, 0.5, 1.0)
    assert (figures["role"], figures["contact_page"]) == (1.0, 0.0)
    assert score([(case, Answer({}))]).figures()["contact_page"] is None


def test_the_command_leaves_pages_and_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "make", lambda: cases()[:3])
    words = ["bench-contacts", "--write", str(tmp_path / "pages"), "--json", str(tmp_path / "figures.json")]
    monkeypatch.setattr(sys, "argv", words)
    assert command.main() == 0
    assert "plain regex" in capsys.readouterr().out
    assert json.loads((tmp_path / "figures.json").read_text())["finder"]["cases"] == 3
    assert len(list((tmp_path / "pages").glob("*.html"))) == 3


def test_a_folder_that_cannot_be_written_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr(command, "make", lambda: cases()[:1])
    monkeypatch.setattr(sys, "argv", ["bench-contacts", "--write", str(tmp_path / "file" / "x")])
    assert command.main() == 1
    assert capsys.readouterr().err.startswith("bench-contacts: ")
