"""Which export profile a name means: one that comes with finder, or one of the campaign's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from finder.exports import PROFILES
from finder.nearest import nearest

if TYPE_CHECKING:
    from finder.campaign import Campaign
    from finder.exports import Profile

_NEAR = 60


def profile_named(campaign: Campaign, name: str) -> Profile:
    """The profile of a name. Raises :class:`click.UsageError`, with the nearest name, if there is none."""
    if name in campaign.profiles:
        return campaign.profiles[name].profile()
    if name in PROFILES:
        return PROFILES[name]
    known = [*PROFILES, *campaign.profiles]
    near = nearest(name, known, _NEAR)
    meant = f'; did you mean "{near}"?' if near else "."
    raise click.UsageError(f'There is no profile "{name}"{meant} There are {", ".join(known)}.')
