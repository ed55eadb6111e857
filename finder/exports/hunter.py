"""hunter: leads for Hunter's campaigns, with the two addresses as custom attributes."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import company, domain, first_name, last_name, stored
from finder.exports.profile import WORTH_WRITING, Profile

PROFILE: Final = Profile(
    columns={
        "email": stored("contact_email"),
        "first_name": first_name,
        "last_name": last_name,
        "company": company,
        "website": domain,
        "dead_url": stored("dead_url"),
        "replacement_url": stored("replacement_url"),
    },
    requires=("contact_email",),
    statuses=WORTH_WRITING,
)
