"""What a find asks the matcher; a lead asks the same as the find that it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finder.matching.query import Query
from finder.words import is_generic_anchor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import Opportunity


def query_of(why: Opportunity, anchors: Iterable[str] = ()) -> Query:
    """The query of an opportunity. ``anchors`` are those of any links to its dead address.

    Of a mention only what stands around the name counts: the name itself is ours. Of links to rivals that
    counts what stands around each, and what anchor and address of the one that says most tell of its page.
    """
    if why.rivals:
        return _beside_rivals(why)
    about_link = bool(why.dead_url)
    idle = about_link and is_generic_anchor(why.anchor)
    named = (anchor for anchor in anchors if not is_generic_anchor(anchor))
    return Query(
        url=why.dead_url,
        anchor=why.anchor if about_link else "",
        context=why.context if about_link else "",
        heading=why.heading,
        page_title=why.page_title,
        language=why.page_language,
        text="" if about_link else _without_names(why),
        target_title=why.archived_title,
        target_text=why.archived_text,
        anchor_elsewhere=next(named, "") if idle else "",
    )


def _beside_rivals(why: Opportunity) -> Query:
    return Query(
        url=why.linked_url,
        anchor="" if _is_name(why.anchor, why.rivals) else why.anchor,
        context=why.context,
        heading=why.heading,
        page_title=why.page_title,
        language=why.page_language,
    )


def _is_name(anchor: str, domains: Iterable[str]) -> bool:
    """Whether an anchor is no more than the name of a site: ``Tide Tables`` of ``tide-tables.example``."""
    named = {_letters(name) for domain in domains for name in (domain, domain.partition(".")[0])}
    return _letters(anchor) in named


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _without_names(why: Opportunity) -> str:
    names = "|".join(re.escape(name) for name in (why.anchor, why.brand) if name)
    return re.sub(names, " ", why.context, flags=re.IGNORECASE) if names else why.context
