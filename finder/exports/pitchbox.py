"""pitchbox: partners for Pitchbox's CRM import."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import company, first_name, fixed, last_name, link_rel, link_type, stored, website
from finder.exports.profile import WORTH_WRITING, Profile

PROFILE: Final = Profile(
    columns={
        "Partner URL": website,
        "Partner Category": fixed(""),
        "Contact Email": stored("contact_email"),
        "Contact First Name": first_name,
        "Contact Last Name": last_name,
        "Company": company,
        "Link Type": link_type,
        "Link Type Price": fixed(""),
        "Link Type Rel": link_rel,
    },
    statuses=WORTH_WRITING,
)
