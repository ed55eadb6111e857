"""The manual of messages names every fact and file, and its example is right."""

from __future__ import annotations

import re
from pathlib import Path

from finder.messages.facts import FACTS, FOLLOWING
from finder.messages.faults import faults_in
from finder.messages.language import FILE, LANGUAGES
from finder.messages.templates import FOLLOW_UP, PARTS, shipped_kinds

MANUAL = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")


def cells(heading: str) -> list[str]:
    """The names in the first column of the table that follows a heading's first letter line."""
    table = MANUAL.partition(f"\n| {heading} | ")[2].partition("\n\n")[0]
    return [name for row in table.splitlines()[2:] for name in re.findall(r"`([\w.]+)`", row.split("|")[1])]


def test_the_manual_names_every_fact_once() -> None:
    assert sorted(cells("fact")) == sorted((*FACTS, *FOLLOWING))


def test_the_manual_names_every_file() -> None:
    files = {f"{name}.txt" for name in (*shipped_kinds(), FOLLOW_UP, *PARTS)} | {FILE}
    assert set(cells("file")) == files
    assert "English, German, Turkish, Spanish and French" in " ".join(MANUAL.split())
    assert len(LANGUAGES) == 5


def test_the_template_in_the_manual_is_right(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```text\n(Subject:.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken_link.txt").write_text(text, encoding="utf-8")
    assert faults_in(tmp_path) == []
