"""`[profiles.*]`: what is wrong with a profile is told by line, with the nearest right word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finder.campaign import examine_text
from tests.cli.crawled import CAMPAIGN

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'columns = { a = "contact_mail" }',
            'columns.a: unknown field "contact_mail"; did you mean "contact_email"?',
        ),
        ('columns = { a = "Page_URL" }', 'columns.a: unknown field "Page_URL"; did you mean "page_url"?'),
        ("columns = { a = 3 }", "columns.a: must be the name of a field, or { text ="),
        ('columns = { a = { txt = "x" } }', "columns.a: must be the name of a field, or { text ="),
        ("columns = {}", "columns: must name at least one column"),
        ('columns = ["score"]', "columns: must be a table ([profiles.crm.columns]), not a list"),
        ('columns = { "" = "score" }', "the name of a column must be one line of text"),
        ('columns = { "a\\nb" = "score" }', "the name of a column must be one line of text"),
        ('colums = { a = "score" }', 'colums: unknown key; did you mean "columns"?'),
        ("form = 'csv'", "columns: is missing"),
        ('columns = { a = "score" }\nform = "xls"', 'form: must be "csv", "jsonl" or "xlsx", not "xls"'),
        ('columns = { a = "score" }\nrequires = ["first_name"]', '"first_name" is made of other fields'),
        ('columns = { a = "score" }\nrequires = ["contakt_email"]', 'did you mean "contact_email"?'),
        ('columns = { a = "score" }\nstatuses = ["acepted"]', 'did you mean "accepted"?'),
        ('columns = { a = "score" }\nrow_per = "x"', 'row_per: must be "lead" or "prospect"'),
    ],
)
def test_a_fault_is_told_with_what_is_right(tmp_path: Path, text: str, said: str) -> None:
    _, problems = examine_text(f"{CAMPAIGN}\n[profiles.crm]\n{text}\n", tmp_path / "acme.toml")
    assert len(problems) == 1
    assert said in str(problems[0])
    assert problems[0].key.startswith("profiles.crm")
    assert problems[0].line is not None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("[profiles.hunter]", "a profile of this name comes with finder"),
        ('[profiles."my crm"]', "must be 1 to 64 letters, digits, - or _"),
    ],
)
def test_a_profile_has_a_name_of_its_own(tmp_path: Path, head: str, said: str) -> None:
    text = f'{CAMPAIGN}\n{head}\ncolumns = {{ a = "score" }}\n'
    _, problems = examine_text(text, tmp_path / "acme.toml")
    assert [said in str(problem) for problem in problems] == [True]


def test_another_profile_changes_nothing_for_a_crawl(tmp_path: Path) -> None:
    plain, _ = examine_text(CAMPAIGN, tmp_path / "acme.toml")
    more, _ = examine_text(
        f'{CAMPAIGN}\n[profiles.crm]\ncolumns = {{ a = "score" }}\n', tmp_path / "acme.toml"
    )
    assert plain is not None
    assert more is not None
    assert plain.digest == more.digest
