"""What finder says of a case: the one place of the mention benchmarks that knows finder."""

from __future__ import annotations

from typing import Any

from finder.brands import Brand, Names
from finder.brands.pointing import leads_to
from finder.items import Mention, Placement, Sense
from finder.pages import read_page
from finder.standing import is_link, on_page

Answer = dict[str, Any]

# What a profile of a case calls otherwise than a campaign.
_KEYS = {
    "aliases": "aliases",
    "products": "products",
    "people": "people",
    "domains": "domains",
    "social_profiles": "social_profiles",
    "negative_terms": "not_in",
    "context_terms": "context",
}


def brand_of(profile: dict[str, Any]) -> Brand:
    """The brand of a case as a campaign would describe it."""
    words = {key: tuple(profile.get(name) or ()) for name, key in _KEYS.items()}
    return Brand(
        name=profile["name"],
        common_word=bool(profile.get("common_word")),
        case=profile.get("case") or "auto",
        **words,
    )


def answer(html: str, url: str, brand_profile: dict[str, Any]) -> Answer:
    """Verdict, number of mentions in the main text, whether the brand is linked, and a mention elsewhere."""
    brand = brand_of(brand_profile)
    page = read_page(html, url, Names([brand]))
    linked = any(leads_to(link.url, brand.domains) for link in page.links)
    named = on_page(url, brand.name, page.mentions, linked=linked)
    return {
        "verdict": named.standing.value,
        "mentions": named.count,
        "links_to_brand": linked,
        "linked_elsewhere": not linked
        and any(is_link(mention) for mention in page.mentions if _counts(mention)),
    }


def _counts(mention: Mention) -> bool:
    return mention.sense is Sense.OURS and mention.placement is Placement.MAIN
