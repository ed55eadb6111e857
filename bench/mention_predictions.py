"""What finder says of a brand on a page, in the words of ``mentions.jsonl``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.mentions.answers import answer

if TYPE_CHECKING:
    from bench.page_cases import Case


def mention_prediction(case: Case) -> dict[str, Any]:
    """The verdict, how often the main text names the brand and whether the page links to it."""
    said = answer(case.html, case.url, case.record["brand"])
    return {"id": case.id} | {name: said[name] for name in ("verdict", "mentions", "links_to_brand")}
