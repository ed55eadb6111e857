"""instantly: leads for Instantly's campaigns."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import company, first_name, fixed, last_name, stored, website
from finder.exports.profile import WORTH_WRITING, Profile
from finder.exports.sentences import opening

PROFILE: Final = Profile(
    columns={
        "email": stored("contact_email"),
        "first_name": first_name,
        "last_name": last_name,
        "company_name": company,
        "website": website,
        "phone": fixed(""),
        "personalization": opening,
        "dead_url": stored("dead_url"),
        "replacement_url": stored("replacement_url"),
    },
    requires=("contact_email",),
    statuses=WORTH_WRITING,
    messages=True,
)
