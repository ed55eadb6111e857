"""The outreach tools whose tables are known: what tells each, and which columns count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.returns.words import BOUNCED, UNSUBSCRIBED
from finder.tables import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GENERIC: Final = "generic"

# Which lead a row is about, and what else it says, by plain names of columns; the first that is there.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "lead_id": ("leadid", "finderleadid", "finderid"),
    "email": ("email", "emailaddress", "contactemail", "recipient", "recipientemail", "workemail", "to"),
    "page_url": ("pageurl", "linkingfrom", "sourceurl", "referringpage"),
    "dead_url": ("deadurl", "brokenurl", "deadlink", "brokenlink"),
    "prospect": ("prospect", "website", "domain", "partnerurl", "linkpartnerdomain", "companydomain", "site"),
    "texts": ("description",),
    "contacted_at": (
        *("contactedat", "sentat", "emailsentat", "datesent", "sentdate", "senddate", "sent", "firstsentat"),
        *("lastcontacted", "lastcontactedat", "lastcontactdate", "lastcontact", "contactdate", "contacted"),
    ),
}
# What only a table of our own may say: there, people wrote it for finder.
OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "owner": ("owner",),
    "note": ("note", "notes"),
    "follow_up": ("followup",),
    "rejected_because": ("rejectedbecause",),
}
_STATUSES: Final = (
    *(
        "status",
        "leadstatus",
        "mergestatus",
        "recipientstatus",
        "emailstatus",
        "replystatus",
        "outreachstatus",
    ),
    *("campaignstatus", "relationshipstage", "stage", "opportunitystage", "opportunitystatus", "laststate"),
    *("leadcategory", "intereststatus", "ltintereststatus"),
)
# A mark (yes, 1, a day) that is not there for nothing.
FLAGS: Final[Mapping[str, str]] = {
    "emailoptout": UNSUBSCRIBED,
    "hasoptedoutofemail": UNSUBSCRIBED,
    "unsubscribed": UNSUBSCRIBED,
    "unsubscribedat": UNSUBSCRIBED,
    "unsubscribedfromallemail": UNSUBSCRIBED,
    "isunsubscribed": UNSUBSCRIBED,
    "bounced": BOUNCED,
    "bouncedat": BOUNCED,
    "isbounced": BOUNCED,
    "replied": "replied",
    "repliedat": "replied",
    "isreplied": "replied",
    "replycount": "replied",
    "emailreplycount": "replied",
    "sentat": "contacted",
    "emailsentat": "contacted",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: the columns that only it has, and of columns that speak a language of their own which."""

    name: str
    signs: frozenset[str] = frozenset()
    vocabularies: Mapping[str, str] = field(default_factory=dict)


def _tool(name: str, *signs: str, **vocabularies: str) -> Tool:
    return Tool(name, frozenset(signs), vocabularies)


TOOLS: Final = (
    _tool(
        *(
            "buzzstream",
            "linkpartnername",
            "linkpartnerdomain",
            "relationshipstage",
            "linkingfrom",
            "linkingto",
        ),
        "acquisitionmethod",
    ),
    _tool(
        "pitchbox", "partnerurl", "partnercategory", "linktypeprice", "opportunitystage", "opportunitystatus"
    ),
    _tool("hunter", "recipientstatus"),
    _tool("lemlist", "icebreaker", "laststate", "linkedinurl"),
    _tool(
        *("instantly", "personalization", "intereststatus", "ltintereststatus"),
        intereststatus="instantly_interest",
        ltintereststatus="instantly_interest",
    ),
    _tool("smartlead", "leadcategory", "campaignleadmapid", "isunsubscribed"),
    _tool("hubspot", "contactowner", "lifecyclestage", "recordid", "unsubscribedfromallemail"),
    _tool("salesforce", "leadsource", "emailoptout", "hasoptedoutofemail", "recordowner", "leadowner"),
    _tool("yamm", "mergestatus"),
    _tool(GENERIC, "kind", "sightings", "whymatch", "followup", "rejectedbecause"),
)

KNOWN_COLUMNS: Final = frozenset(
    name
    for names in (*KEYS.values(), *OWN.values(), _STATUSES, FLAGS, *(tool.signs for tool in TOOLS))
    for name in names
)


def tool_of(columns: Iterable[str]) -> Tool:
    """The tool whose table has these columns: which most of them tell; the generic one if none does."""
    names = {plain(name) for name in columns}
    best = max(TOOLS, key=lambda tool: len(tool.signs & names))
    return best if best.signs & names else named(GENERIC)


def named(name: str) -> Tool:
    """The tool of a name in :data:`TOOLS`."""
    return next(tool for tool in TOOLS if tool.name == name)


def status_columns(tool: Tool, columns: Iterable[str]) -> dict[int, str]:
    """The places of the columns that say where a contact stands, with the vocabulary that each speaks."""
    return {
        place: tool.vocabularies.get(name, tool.name)
        for place, name in enumerate(map(plain, columns))
        if name in _STATUSES
    }
