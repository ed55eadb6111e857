"""What an export can take of a lead record (:func:`finder.storage.queries.leads.leads`), by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from finder.exports.cells import one_line
from finder.exports.person import person
from finder.exports.sentences import description, kind_words, opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finder.exports.profile import Field

    Lead = Mapping[str, Any]

# What a record has as it is; a profile can require these. In the order in which the manual has them.
STORED: Final = (
    *("lead_id", "kind", "status", "score", "page_url", "page_title", "page_language", "prospect"),
    *("dead_url", "dead_since", "reason", "confidence", "anchor", "context", "heading", "placement", "rel"),
    *("replacement_url", "replacement_title", "why_match", "match_score", "first_seen", "last_seen"),
    *("sightings", "contact_name", "contact_email", "contact_url", "contact_type", "contact_found_on"),
    *("alive_at", "archive_url", "brand", "linked_url", "image_url", "linked_from", "rivals"),
    *("page_published", "page_modified", "page_authors", "owner", "follow_up", "snoozed_until", "note"),
    *("rejected_because", "status_at", "contacted_at", "contacted_lately", "sitewide", "score_why"),
    *("verified_at", "verified", "verified_detail"),
    *("risk", "risk_evidence", "won_url", "won_anchor", "won_rel", "won_placement", "won_at"),
)


# What a message about the lead says (:func:`finder.messages.drafting.with_messages`).
MESSAGE: Final = ("message_language", "message_subject", "message_body", "message_missing")
_FROM_MESSAGE: Final = frozenset((*MESSAGE, "opening"))


def takes_messages(fields: Iterable[str]) -> bool:
    """Whether one of these fields is made better by the message about a lead, or comes from it."""
    return not _FROM_MESSAGE.isdisjoint(fields)


def stored(name: str) -> Field:
    """What the record has under a name, the empty text for nothing."""

    def take(lead: Lead) -> Any:
        value = lead.get(name)
        return "" if value is None else value

    return take


def fixed(text: str) -> Field:
    """The same text in every row."""
    return lambda _lead: text


def evidence(lead: Lead) -> str:
    """The sentence, when that was seen, and whether it holds no more."""
    parts = [lead["evidence"]]
    if lead["seen_at"]:
        parts.append(f"Seen on {lead['seen_at'][:10]}.")
    if lead["withdrawn_at"]:
        parts.append(f"Withdrawn on {lead['withdrawn_at'][:10]}: {lead['withdrawn_reason']}")
    return " ".join(part for part in parts if part)


def mentions(lead: Lead) -> Any:
    """How many there are; of a lead that is about no mention, none were counted."""
    return lead.get("mentions") or ""


def score_parts(lead: Lead) -> str:
    """What the score is made of: each part with its value (0-1)."""
    return ", ".join(f"{name} {value:.2f}" for name, value in (lead.get("score_parts") or {}).items())


def sitewide(lead: Lead) -> Any:
    """On how many pages of the site a link in its template is."""
    return lead.get("sitewide") or ""


def first_name(lead: Lead) -> str:
    """The contact's first name, as far as its name tells."""
    return person(lead["contact_name"]).first


def last_name(lead: Lead) -> str:
    """The contact's last name, as far as its name tells."""
    return person(lead["contact_name"]).last


def company(lead: Lead) -> str:
    """What the prospect is called: the name of its domain, on shared hosts with the user."""
    return one_line(lead["prospect"])


def domain(lead: Lead) -> str:
    """The host of the page without ``www.``; of a prospect on a shared host its name there."""
    if "/" in company(lead):
        return company(lead)
    return _host(lead).removeprefix("www.") or company(lead)


def website(lead: Lead) -> str:
    """The address of the prospect's site: the front page of the host that has the page."""
    scheme = urlsplit(one_line(lead["page_url"])).scheme or "https"
    name = company(lead) if "/" in company(lead) else _host(lead) or company(lead)
    return f"{scheme}://{name}"


def link_rel(lead: Lead) -> str:
    """How search engines take the link that the lead is about: ``follow``, ``nofollow`` or ``sponsored``."""
    if not lead["dead_url"]:
        return ""
    rel = set(lead["rel"].lower().split())
    if "sponsored" in rel:
        return "sponsored"
    return "nofollow" if rel & {"nofollow", "ugc"} else "follow"


def link_type(lead: Lead) -> str:
    """The kind as tools name link types: ``Broken Link``."""
    return kind_words(lead).title()


def lead_source(lead: Lead) -> str:
    """Where the lead comes from, as a CRM asks: ``Broken link finder``."""
    return f"{kind_words(lead)} finder"


def prospect_leads(lead: Lead) -> Any:
    """Of a row that stands for a prospect: how many of its leads the export has."""
    return lead.get("prospect_leads") or ""


def other_pages(lead: Lead) -> str:
    """Of a row that stands for a prospect: the pages of its other leads, with spaces between."""
    return " ".join(lead.get("other_pages") or ())


def _host(lead: Lead) -> str:
    try:
        return urlsplit(one_line(lead["page_url"])).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


# Everything that a profile of the user's own can take.
FIELDS: Final[Mapping[str, Field]] = {
    **{name: stored(name) for name in STORED},
    "evidence": evidence,
    "mentions": mentions,
    "sitewide": sitewide,
    "score_parts": score_parts,
    "first_name": first_name,
    "last_name": last_name,
    "company": company,
    "domain": domain,
    "website": website,
    "opening": opening,
    "description": description,
    "link_rel": link_rel,
    "link_type": link_type,
    "lead_source": lead_source,
    "prospect_leads": prospect_leads,
    "other_pages": other_pages,
    **{name: stored(name) for name in MESSAGE},
}
