"""What finder says of a case: the one place of this benchmark that knows finder."""

from __future__ import annotations

from typing import Any

from finder import urls
from finder.items import Placement
from finder.pages import BrandNames, read_page

Answer = dict[str, Any]


def answer(html: str, url: str, brand_profile: dict[str, Any]) -> Answer:
    """Verdict, number of mentions in the main text, whether the brand is linked, and a mention elsewhere."""
    name = brand_profile["name"]
    page = read_page(html, url, BrandNames({name: [name, *brand_profile["aliases"]]}))
    hosts = {urls.host(link.url) for link in page.links}
    linked = any(
        host == domain or host.endswith(f".{domain}") for host in hosts for domain in brand_profile["domains"]
    )
    main = sum(mention.placement is Placement.MAIN for mention in page.mentions)
    named = "unlinked" if main else "template_only" if page.mentions else "none"
    return {
        "verdict": "linked" if linked else named,
        "mentions": main,
        "links_to_brand": linked,
        "linked_elsewhere": False,
    }
