"""buzzstream: link partners, in the columns of BuzzStream's own template up to the way of acquisition."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import company, domain, fixed, stored
from finder.exports.profile import WORTH_WRITING, Profile

PROFILE: Final = Profile(
    columns={
        "Link Partner - Name": company,
        "Link Partner - Domain": domain,
        "Linking from": stored("page_url"),
        "Linking To": stored("replacement_url"),
        "Anchor Text": stored("anchor"),
        "Sitewide Link?": fixed(""),
        "Sitewide - # of links": fixed(""),
        "Acquisition Method": fixed("Organic"),
    },
    statuses=WORTH_WRITING,
)
