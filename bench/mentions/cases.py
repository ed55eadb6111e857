"""Cases: a page, the brand that is looked for, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.mentions.draft import Draft
    from bench.mentions.profiles import Brand


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a case. ``mentions`` bounds the visible occurrences in editorial text, linked or not.

    ``linked_elsewhere``: a mention is itself a link, and not to the brand; None: both answers are as good.
    """

    verdict: str
    accept: tuple[str, ...]
    mentions: tuple[int, int]
    links_to_brand: bool
    linked_elsewhere: bool | None


@dataclass(frozen=True, slots=True)
class Case:
    """One page with the brand looked for and the truth; ``note`` says what its kind is."""

    id: str
    half: str
    kind: str
    lang: str
    layout: str
    url: str
    brand: Brand
    html: str
    truth: Truth
    note: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of case. ``build`` changes a draft and tells its truth.

    ``group`` is the shape of name wanted, ``langs`` the languages (none: all), ``needs``
    the places of a layout, ``data`` a list of data/literal_*.toml or data/words_*.toml, which gives language,
    brand and sentence.
    """

    name: str
    build: Callable[[Draft], Truth]
    group: str = "word"
    langs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    data: str = ""
    count: int = 6


def as_row(case: Case) -> dict[str, Any]:
    """A case without its page, as a line of mentions.jsonl."""
    truth = case.truth
    return {
        "id": case.id,
        "kind": case.kind,
        "page": f"{case.id}.html",
        "url": case.url,
        "lang": case.lang,
        "layout": case.layout,
        "brand": case.brand.profile(),
        "edits": [],
        "truth": {
            "verdict": truth.verdict,
            "accept": list(truth.accept),
            "mentions": list(truth.mentions),
            "links_to_brand": truth.links_to_brand,
            "linked_elsewhere": truth.linked_elsewhere,
        },
        "note": case.note,
    }
