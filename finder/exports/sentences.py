"""What a lead is about in one short sentence that is true of it: for merge fields and descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.exports.cells import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_TITLE: Final = 120
_NAMED: Final = (
    *("kind", "reason", "page_title", "page_url"),
    *("dead_url", "brand", "linked_url", "image_url", "rivals"),
)
# Reasons for which there is nothing left at the address; of others it only leads somewhere else.
_GONE: Final = frozenset(
    {"not_found", "gone", "no_such_host", "soft_404", "removed", "same_as_missing", "expired", "suspended"}
)

# By kind, for the reader of the page: each names what the page has, and nothing that was not seen.
_OPENINGS: Final = {
    "broken_link": "{page} links to {dead_url}, which {state}.",
    "unlinked_mention": "{page} mentions {brand}.",
    "mention_wrong_link": "{page} mentions {brand} and links the name to {linked_url}.",
    "image_without_credit": "{page} shows our image {image_url}.",
    "lost_link": "{page} had a link to {linked_url}.",
    "broken_backlink": "{page} links to our page {dead_url}, which {state}.",
    "link_intersect": "{page} links to {rivals}.",
}
_DESCRIPTIONS: Final = {
    "broken_link": "Dead link {dead_url} on {page_url}",
    "unlinked_mention": "{brand} named without a link on {page_url}",
    "mention_wrong_link": "{brand} named on {page_url} and linked to {linked_url}",
    "image_without_credit": "Image {image_url} without credit on {page_url}",
    "lost_link": "Link to {linked_url} lost on {page_url}",
    "broken_backlink": "Dead page of ours {dead_url} linked on {page_url}",
    "link_intersect": "{rivals} linked on {page_url}, our site not",
}


def opening(lead: Mapping[str, Any]) -> str:
    """A sentence to begin a letter with: that of its message, else what is on the reader's page.

    Empty where the lead lacks a fact.
    """
    if said := one_line(lead.get("opening", "")):
        return said
    facts = _facts(lead)
    title = facts["page_title"]
    short = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    facts["page"] = f"Your page “{short}”" if title else f"Your page {facts['page_url']}"
    facts["state"] = "is gone" if facts["reason"] in _GONE else "no longer shows what was there"
    return _filled(_OPENINGS.get(facts["kind"], ""), facts)


def description(lead: Mapping[str, Any]) -> str:
    """What it is about, for ourselves: the finding and the page."""
    facts = _facts(lead)
    return (
        _filled(_DESCRIPTIONS.get(facts["kind"], ""), facts) or f"{kind_words(lead)} on {facts['page_url']}"
    )


def kind_words(lead: Mapping[str, Any]) -> str:
    """The kind in words: ``Broken link``."""
    return one_line(lead["kind"]).replace("_", " ").capitalize()


def _facts(lead: Mapping[str, Any]) -> dict[str, str]:
    return {name: one_line(lead[name]) for name in _NAMED}


def _filled(sentence: str, facts: dict[str, str]) -> str:
    """The sentence, or nothing when a fact it needs is not there."""
    wanted = [name for name in facts if f"{{{name}}}" in sentence]
    return sentence.format_map(facts) if all(facts[name] for name in wanted) else ""
