"""What a template may say: the facts of a lead by the names of its columns, cleaned, and who writes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from finder.messages.greeting import sure_name
from finder.messages.plain import mailbox, one_line, web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.messages.language import Language

Fact = str | int

# Text of the page or about it, with the most characters that a message shows of it.
_TEXTS: Final = {
    "page_title": 150,
    "page_authors": 150,
    "prospect": 100,
    "anchor": 150,
    "context": 400,
    "heading": 120,
    "brand": 80,
    "rivals": 150,
    "replacement_title": 150,
    "why_match": 300,
    "evidence": 600,
    "contact_name": 80,
    "won_anchor": 150,
}
_ADDRESSES: Final = (
    "page_url",
    "dead_url",
    "replacement_url",
    "linked_url",
    "image_url",
    "linked_from",
    "archive_url",
    "contact_url",
    "won_url",
)
_DAYS: Final = (
    "seen_at",
    "dead_since",
    "alive_at",
    "first_seen",
    "last_seen",
    "verified_at",
    "contacted_at",
    "won_at",
    "page_published",
    "page_modified",
)
_WORDS: Final = ("kind", "status", "reason", "confidence", "placement", "page_language", "contact_type")
_NUMBERS: Final = ("lead_id", "score", "mentions", "sightings")
_MADE: Final = ("contact_email", "language", "greeting_name", "where", "finding", "seen_again")
# Of the first message, for one that follows it.
FOLLOWING: Final = ("subject", "opening")
# What a look before writing says of a lead that is still so: it was seen then.
_HOLDS: Final = "holds"
_LONGEST_WORD: Final = 40
_LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. ``signature`` may have several lines, which stand below the name."""

    sender_name: str = ""
    sender_email: str = ""
    sender_role: str = ""
    site_name: str = ""
    site_url: str = ""
    signature: str = ""


SENDER: Final = tuple(each.name for each in fields(Sender))
FACTS: Final = (*_TEXTS, *_ADDRESSES, *_DAYS, *_WORDS, *_NUMBERS, *_MADE, *SENDER)


def facts_of(
    record: Mapping[str, Any], sender: Sender, words: Language, language: str = ""
) -> dict[str, Fact]:
    """Every fact of :data:`FACTS` of a lead record; empty text where there is none, also for a number of 0.

    Days are written as ``words`` has them. Addresses are whole or empty, other text is one line and bounded.
    """
    found: dict[str, Fact] = {name: one_line(_text(record, name), most) for name, most in _TEXTS.items()}
    found |= {name: web_address(_text(record, name)) for name in _ADDRESSES}
    found |= {name: words.day(_text(record, name)) for name in _DAYS}
    found |= {name: one_line(_text(record, name), _LONGEST_WORD) for name in _WORDS}
    found |= {name: _number(record.get(name)) for name in _NUMBERS}
    if record.get("brand"):
        # A mention's context marks the name.
        found["context"] = str(found["context"]).replace("[[", "").replace("]]", "")
    if record.get("verified") == _HOLDS:
        found["seen_at"] = words.day(max(_text(record, "seen_at"), _text(record, "verified_at")))
    found |= {
        "contact_email": mailbox(_text(record, "contact_email")),
        "language": language,
        "greeting_name": one_line(sure_name(record), _TEXTS["contact_name"]),
        "where": words.place(str(found["placement"]), _heading(found)),
        "finding": words.found(_text(record, "reason")),
        "seen_again": words.day(_seen_again(record)),
    }
    return found | _of_sender(sender)


def _seen_again(record: Mapping[str, Any]) -> str:
    """The moment of the last look that saw page and finding as before, if they were written to by then."""
    contacted_at = _text(record, "contacted_at")
    # A dead page is looked at for whichever page links to it: that this one does was seen when it was read.
    seen = min(_text(record, "seen_at"), _text(record, "last_seen"))
    if record.get("verified") == _HOLDS:
        seen = max(seen, _text(record, "verified_at"))
    return seen if contacted_at and seen > contacted_at else ""


def _heading(found: Mapping[str, Fact]) -> str:
    """The heading above, where it tells more than the page's title does."""
    heading = str(found["heading"])
    return "" if heading.casefold() in str(found["page_title"]).casefold() else heading


@lru_cache(maxsize=8)
def _of_sender(sender: Sender) -> dict[str, str]:
    said = {name: one_line(value, _LONGEST_LINE) for name, value in asdict(sender).items()}
    lines = (one_line(line, _LONGEST_LINE) for line in sender.signature.splitlines())
    return said | {"signature": "\n".join(line for line in lines if line)}


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value)


def _number(value: Any) -> Fact:
    return value if isinstance(value, int) and value else ""
