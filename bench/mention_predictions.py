"""What finder says of a brand on a page, in the words of ``mentions.jsonl``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder import urls
from finder.items import Placement
from finder.pages import BrandNames, read_page

if TYPE_CHECKING:
    from collections.abc import Collection

    from bench.page_cases import Case


def mention_prediction(case: Case) -> dict[str, Any]:
    """The verdict, how often the main text names the brand and whether the page links to it."""
    brand = case.record["brand"]
    names = BrandNames({brand["name"]: [brand["name"], *brand["aliases"]]})
    page = read_page(case.html, case.url, names)
    linked = any(_is_at(link.url, brand["domains"]) for link in page.links)
    main = [mention for mention in page.mentions if mention.placement is Placement.MAIN]
    if linked:
        verdict = "linked"
    elif main:
        verdict = "unlinked"
    else:
        verdict = "template_only" if page.mentions else "none"
    return {"id": case.id, "verdict": verdict, "mentions": len(main), "links_to_brand": linked}


def _is_at(url: str, domains: Collection[str]) -> bool:
    host = urls.hostname(url)
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
