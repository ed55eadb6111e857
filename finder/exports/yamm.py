"""yamm: a sheet for Yet Another Mail Merge, which fills in the last column itself."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import first_name, fixed, stored
from finder.exports.profile import WORTH_WRITING, Profile

PROFILE: Final = Profile(
    columns={
        "Email Address": stored("contact_email"),
        "First Name": first_name,
        "Dead URL": stored("dead_url"),
        "Page URL": stored("page_url"),
        "Replacement URL": stored("replacement_url"),
        "Merge status": fixed(""),
    },
    requires=("contact_email",),
    statuses=WORTH_WRITING,
)
