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

    Of a mention only what stands around the name counts: the name itself is ours.
    """
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


def _without_names(why: Opportunity) -> str:
    names = "|".join(re.escape(name) for name in (why.anchor, why.brand) if name)
    return re.sub(names, " ", why.context, flags=re.IGNORECASE) if names else why.context
