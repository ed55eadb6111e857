"""The closed words for what became of a backlink."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What our looks say of a backlink. ``MISSING``: it was not as it should be, a further look is due.

    ``UNCERTAIN``: no look could tell so far.
    """

    UNSEEN = ""
    LIVE = "live"
    MISSING = "missing"
    LOST = "lost"
    UNCERTAIN = "uncertain"


class Why(StrEnum):
    """Why a backlink is missing, lost or uncertain."""

    NONE = ""
    PAGE_GONE = "page_gone"
    PAGE_MOVED = "page_moved"
    LINK_REMOVED = "link_removed"
    PAGE_NOINDEX = "page_noindex"
    TARGET_DEAD = "target_dead"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    UNREACHABLE = "unreachable"
    PART_OF_PAGE = "part_of_page"


class Event(StrEnum):
    """What happened to a backlink between two looks. ``MISSED``: a look that counts did not find it."""

    NEW = "new"
    CHANGED = "changed"
    MISSED = "missed"
    LOST = "lost"
    BACK = "back"


# The link stands on its page and is still worth nothing.
LINK_THERE: Final = frozenset({Why.PAGE_NOINDEX, Why.TARGET_DEAD})
# A look that came to this proves nothing of what it did not see.
UNTOLD: Final = frozenset({Why.BLOCKED, Why.ROBOTS, Why.UNREACHABLE, Why.PART_OF_PAGE})
