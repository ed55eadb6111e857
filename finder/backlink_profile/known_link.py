"""A link to us as the database has it, with all that report it as one."""

from __future__ import annotations

from typing import NamedTuple


class KnownLink(NamedTuple):
    """A link to us with what our own look saw, else with what suppliers say.

    ``page`` is the key of its page, ``target_url`` empty where nobody says to which page of ours it leads,
    ``ends`` where it ends if that is known. ``first_seen`` and ``lost_at`` are days; ``lost_by`` is
    ``finder``, ``supplier`` or empty for a current link. ``seen`` and ``denied`` are the bits of the
    suppliers that report it and that call it lost. ``looked``: our own look saw the link.
    """

    domain: str
    page: int
    target_url: str
    ends: str
    first_seen: str
    lost_at: str
    language: str
    anchor: str
    state: str
    why: str
    lost_by: str
    seen: int
    denied: int
    looked: int
    rel: str
    link_type: str
    placement: str
    sitewide: str
