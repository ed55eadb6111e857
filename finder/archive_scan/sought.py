"""What archives are gone through for: a campaign's brands and rivals, and addresses that are dead."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.campaign import Campaign

_SCHEME: Final = re.compile(r"^https?://")


@dataclass(frozen=True)
class Sought:
    """What is looked for in every page; goes to other processes as it is.

    ``targets``: dead addresses by their :func:`spelling`. ``hosts``: hosts of which every address is dead.
    """

    campaign: Campaign
    targets: dict[str, str]
    hosts: frozenset[str] = frozenset()

    @property
    def digest(self) -> int:
        """A signed 64-bit number that changes when archives have to be gone through anew."""
        said = hashlib.blake2b(digest_size=16)
        for text in (*sorted(self.targets), "", *sorted(self.hosts)):
            said.update(text.encode("utf-8", "surrogatepass") + b"\n")
        return urls.key(f"{self.campaign.looked_for} {said.hexdigest()}")

    def dead(self, url: str) -> str:
        """The dead address that a link to ``url`` leads to, empty if to none."""
        known = self.targets.get(spelling(url))
        if known is None and self.hosts and urls.hostname(url) in self.hosts:
            known = identity(url)
        return known or ""


def spelling(url: str) -> str:
    """What all spellings of an absolute address have in common; http or https makes no difference here."""
    return _SCHEME.sub("", identity(url), count=1)


def sought_of(campaign: Campaign, dead: Iterable[str], dead_hosts: Iterable[str] = ()) -> Sought:
    """What is looked for: ``dead`` are absolute addresses; of those in ``dead_hosts`` all of the host is."""
    targets = {spelling(url): identity(url) for url in sorted(set(dead), reverse=True)}
    return Sought(campaign, targets, frozenset(map(urls.hostname, dead_hosts)))
