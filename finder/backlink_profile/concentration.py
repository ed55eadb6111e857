"""What is unusual in how we are linked to: said with its numbers, without a judgement nobody can know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.backlink_profile.anchor import AnchorSort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finder.backlink_profile.profile import Counts, ReferringDomain, UsedAnchor

# A phrase on more than this share of the referring domains, and on so many of them.
PHRASE_SHARE: Final = 0.2
PHRASE_DOMAINS: Final = 10
# A domain with more than this share of all links, of so many.
DOMAIN_SHARE: Final = 0.5
DOMAIN_LINKS: Final = 100
_PHRASES: Final = (AnchorSort.EXACT_PHRASE, AnchorSort.OTHER_PHRASE)
_SHOWN: Final = 80


def notes(
    anchors: Sequence[UsedAnchor], linking: int, domains: Sequence[ReferringDomain], current: Counts
) -> list[str]:
    """Sentences about concentration; ``linking``: how many domains there are whose anchors were counted."""
    return [*_phrases(anchors, linking), *_one_domain(domains, current)]


def _phrases(anchors: Sequence[UsedAnchor], linking: int) -> Iterator[str]:
    for used in anchors:
        many = used.domains >= PHRASE_DOMAINS and used.domain_share > PHRASE_SHARE
        if used.sort in _PHRASES and many:
            text = used.text if len(used.text) <= _SHOWN else used.text[: _SHOWN - 1] + "…"
            yield (
                f"“{text}” is the anchor on {used.domains:,} of {linking:,} referring domains "
                f"({used.domain_share:.0%}). Sites that choose their words themselves seldom agree so often "
                f"on a phrase that is no name of yours (told from {PHRASE_DOMAINS} domains and more than "
                f"{PHRASE_SHARE:.0%} on). What a search engine makes of it is not known."
            )


def _one_domain(domains: Sequence[ReferringDomain], current: Counts) -> Iterator[str]:
    for domain in domains:
        if current.links >= DOMAIN_LINKS and domain.links > DOMAIN_SHARE * current.links:
            yield (
                f"{domain.domain} has {domain.links:,} of {current.links:,} links "
                f"({domain.links / current.links:.0%}): counts by link are mostly about it, those by domain "
                "tell more."
            )
