"""salesforce: leads for Salesforce, named by labels (Data Import Wizard) or by API names (Data Loader)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.exports.fields import company, first_name, fixed, last_name, lead_source, stored, website
from finder.exports.profile import WORTH_WRITING, Profile
from finder.exports.sentences import description

if TYPE_CHECKING:
    from collections.abc import Mapping

# The lead statuses that an organisation has at first. Values that it does not have fail.
_STATUS: Final = {
    "contacted": "Working - Contacted",
    "replied": "Working - Contacted",
    "won": "Closed - Converted",
    "lost": "Closed - Not Converted",
    "fixed": "Closed - Not Converted",
    "rejected": "Closed - Not Converted",
}


def _last_name(lead: Mapping[str, Any]) -> str:
    """The contact's last name; Salesforce wants one, and takes the domain where none is known."""
    return last_name(lead) or company(lead)


def _status(lead: Mapping[str, Any]) -> str:
    return _STATUS.get(lead["status"], "Open - Not Contacted")


WIZARD: Final = Profile(
    columns={
        "First Name": first_name,
        "Last Name": _last_name,
        "Company": company,
        "Email": stored("contact_email"),
        "Title": fixed(""),
        "Website": website,
        "Lead Source": lead_source,
        "Lead Status": _status,
        "Description": description,
        "Email Opt Out": fixed("0"),
    },
    statuses=WORTH_WRITING,
)

LOADER: Final = Profile(
    columns={
        "FirstName": first_name,
        "LastName": _last_name,
        "Company": company,
        "Email": stored("contact_email"),
        "Title": fixed(""),
        "Website": website,
        "LeadSource": lead_source,
        "Status": _status,
        "Description": description,
    },
    statuses=WORTH_WRITING,
)
