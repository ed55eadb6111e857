"""Pages and their answers side by side: a new case is two files in ``golden/``."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from finder.brands import Brand, Names
from finder.pages import read_page

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(page.stem for page in GOLDEN.glob("*.html"))


def told(value: Any, wanted: Any) -> Any:
    """As much of ``value`` as the answer speaks of: named keys of objects, all members of lists."""
    if isinstance(wanted, dict):
        return {key: told(value[key], wanted[key]) for key in wanted}
    if isinstance(wanted, list):
        members = list(value)
        return [told(member, wanted[min(index, len(wanted) - 1)]) for index, member in enumerate(members)]
    return value


def _brand(said: dict[str, Any]) -> Brand:
    return Brand(**{key: tuple(value) if isinstance(value, list) else value for key, value in said.items()})


@pytest.mark.parametrize("case", CASES)
def test_a_page_says_what_its_answer_beside_it_tells(case: str) -> None:
    answer = json.loads((GOLDEN / f"{case}.json").read_text(encoding="utf-8"))
    names = Names(map(_brand, answer["brands"])) if "brands" in answer else None
    html = (GOLDEN / f"{case}.html").read_text(encoding="utf-8")
    page = asdict(read_page(html, answer["url"], names))
    assert told(page, answer["page"]) == answer["page"]


def test_every_page_has_an_answer_and_every_answer_a_page() -> None:
    assert sorted(answer.stem for answer in GOLDEN.glob("*.json")) == CASES
