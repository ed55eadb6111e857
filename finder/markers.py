"""What a page says of its dealings with links: paid, exchanged, offered, sold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Dealing(StrEnum):
    """What a page, or the policy of its site, does with links."""

    # It says that somebody paid for it.
    PAID_POST = "paid_post"
    # It says that it earns from what readers buy by its links.
    AFFILIATE_DISCLOSURE = "affiliate_disclosure"
    # It asks for texts of others.
    WRITE_FOR_US = "write_for_us"
    # It offers links, or texts with links, for money.
    SELLS_LINKS = "sells_links"
    # It offers or demands a link for a link.
    LINK_EXCHANGE = "link_exchange"
    # Next to nothing but links to what spam advertises.
    LINK_FARM = "link_farm"
    # A directory made by stock scripts, open for anybody's link.
    SPAM_DIRECTORY = "spam_directory"


@dataclass(frozen=True, slots=True)
class Marker:
    """A dealing of a page, and the page's own words for it (at most 200 characters)."""

    what: Dealing
    snippet: str
