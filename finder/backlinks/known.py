"""What is known of a backlink before its page is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from finder.backlinks.found import FoundLink
from finder.backlinks.state import State, Why

_NOT_FOUND = FoundLink()


@dataclass(frozen=True, slots=True)
class Witness:
    """What one supplier says of a backlink. Times are ISO 8601 or days, empty: it does not say."""

    supplier: str
    anchor: str = ""
    rel: str = ""
    placement: str = ""
    first_seen: str = ""
    last_seen: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A backlink as the database knows it: addresses as identities, what our looks found, who reports it.

    ``target_url`` is empty where nobody says to which of our pages it leads. ``live_since`` and ``live_at``:
    first and last seen live by us; ``missed``: when looks in a row did not find it, as far as they count.
    ``id`` is 0 for a link that no row is about yet.
    """

    id: int
    source_url: str
    target_url: str = ""
    state: State = State.UNSEEN
    why: Why = Why.NONE
    found: FoundLink = _NOT_FOUND
    live_since: str = ""
    live_at: str = ""
    missed: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()

    @property
    def anchor(self) -> str:
        """The words of the link as they were last seen, by us or by a supplier."""
        return self.found.anchor or next((each.anchor for each in self.witnesses if each.anchor), "")

    @property
    def placement(self) -> str:
        """Where on the page it was last seen, by us or by a supplier."""
        return self.found.placement or next((each.placement for each in self.witnesses if each.placement), "")
