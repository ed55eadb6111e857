"""hubspot: contacts for HubSpot, which knows a contact again by its e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.exports.fields import company, first_name, fixed, last_name, stored, website
from finder.exports.profile import WORTH_WRITING, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

# The options that HubSpot's property "Lead status" comes with.
_LEAD_STATUS: Final = {
    "new": "New",
    "accepted": "New",
    "contacted": "Attempted to contact",
    "replied": "Connected",
    "won": "Connected",
    "lost": "Unqualified",
    "fixed": "Unqualified",
    "rejected": "Unqualified",
    "snoozed": "Bad timing",
}


def _lead_status(lead: Mapping[str, Any]) -> str:
    return _LEAD_STATUS.get(lead["status"], "")


def _owner(lead: Mapping[str, Any]) -> str:
    """HubSpot knows its users by their addresses."""
    return lead["owner"] if "@" in lead["owner"] else ""


PROFILE: Final = Profile(
    columns={
        "Email": stored("contact_email"),
        "First Name": first_name,
        "Last Name": last_name,
        "Company": company,
        "Website": website,
        "Job Title": fixed(""),
        "Lead Status": _lead_status,
        "Contact owner": _owner,
    },
    requires=("contact_email",),
    statuses=WORTH_WRITING,
)
