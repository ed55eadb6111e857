"""What is known of a backlink before its page is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from finder.backlinks.found import FoundLink
from finder.backlinks.state import State, Why

_NOT_FOUND = FoundLink()
# Kinds of links that are no links of a page to be followed, or to another address than ours.
_NO_LINK_OF_PAGE: Final = frozenset({"frame", "form", "canonical", "alternate", "rss", "mention"})


@dataclass(frozen=True, slots=True)
class Witness:
    """What one supplier says of a backlink. Times are ISO 8601 or days, empty: it does not say.

    ``only_rendered``: it saw the link only after it had run the scripts of the page.
    """

    supplier: str
    anchor: str = ""
    rel: str = ""
    placement: str = ""
    first_seen: str = ""
    last_seen: str = ""
    link_type: str = ""
    only_rendered: bool = False


def only_rendered(metrics: dict[str, Any] | None) -> bool:
    """Whether a supplier saw a link only after it had run the scripts of the page, by its own columns."""
    said = metrics or {}
    return (said.get("Raw"), said.get("Rendered")) == (False, True) or said.get(
        "Link Origin"
    ) == "Rendered HTML"


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

    @property
    def out_of_sight(self) -> str:
        """Why a look that does not see the link proves nothing, in words; empty: it does.

        No look of ours saw it, and by what all suppliers say that know it is nothing that one can see.
        """
        if self.live_since:
            return ""
        kinds = {each.link_type for each in self.witnesses if each.link_type}
        if kinds and kinds <= _NO_LINK_OF_PAGE:
            return f"Suppliers report no link to be followed but another tie ({', '.join(sorted(kinds))})."
        if self.witnesses and all(each.only_rendered for each in self.witnesses):
            return "Suppliers saw the link only after the scripts of the page had run."
        return ""
