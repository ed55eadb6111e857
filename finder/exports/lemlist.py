"""lemlist: leads for lemlist's campaigns, named as its variables."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import company, first_name, fixed, last_name, stored
from finder.exports.profile import WORTH_WRITING, Profile
from finder.exports.sentences import opening

PROFILE: Final = Profile(
    columns={
        "email": stored("contact_email"),
        "firstName": first_name,
        "lastName": last_name,
        "companyName": company,
        "phone": fixed(""),
        "linkedinUrl": fixed(""),
        "picture": fixed(""),
        "icebreaker": opening,
        "timezone": fixed(""),
        "deadUrl": stored("dead_url"),
        "replacementUrl": stored("replacement_url"),
    },
    requires=("contact_email",),
    statuses=WORTH_WRITING,
    messages=True,
)
