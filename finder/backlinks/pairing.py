"""Which link of a page is which backlink."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder.backlinks.found import OwnLink, as_found, form, worth
from finder.backlinks.state import Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finder.backlinks.known import Known
    from finder.backlinks.page_look import PageLook

_MOST_NEW: Final = 100


@dataclass(frozen=True, slots=True)
class Pairing:
    """The link that each known backlink is now, by its id; ``new`` are links that are none of them."""

    links: Mapping[int, OwnLink]
    new: tuple[OwnLink, ...] = ()


def pair(knowns: Sequence[Known], look: PageLook) -> Pairing:
    """Find the backlinks of a page among its links to us.

    A link leads to the known target, in whatever form of its address, or stands in the place of the one that
    did: it has the same words, or it is the only link to us. Backlinks to some page of ours, nobody says to
    which, have the best link. Of each page of ours that is linked besides, ``new`` has the best link, of at
    most 100 of them; a page that was moved or is gone has none.
    """
    if look.gone:
        return Pairing({})
    by_form: dict[str, list[OwnLink]] = defaultdict(list)
    for own in look.ours:
        by_form[form(own.url)].append(own)
    targeted = [known for known in knowns if known.target_url]
    found = {
        known.id: _best(by_form[form(known.target_url)], known)
        for known in targeted
        if form(known.target_url) in by_form
    }
    for known in targeted:
        by_form.pop(form(known.target_url), None)
    for known in targeted:
        if known.id not in found and (instead := _in_place_of(known, by_form, look)):
            found[known.id] = instead
            del by_form[form(instead.url)]
    if look.ours:
        found.update({known.id: _best(look.ours, known) for known in knowns if not known.target_url})
    moved = look.absence is not None and look.absence[0] is Why.PAGE_MOVED
    new = () if moved else tuple(min(same, key=worth) for same in by_form.values())
    return Pairing(found, new[:_MOST_NEW])


def _in_place_of(known: Known, free: Mapping[str, list[OwnLink]], look: PageLook) -> OwnLink | None:
    """The link that took the place of one that is not there, among those that are no known backlink."""
    if known.found.url and (same := free.get(form(known.found.url))):
        return _best(same, known)
    alike = [own for same in free.values() for own in same if _same_words(own.link.anchor, known.anchor)]
    if alike:
        return min(alike, key=worth)
    links = [own for same in free.values() for own in same]
    if len(look.ours) == 1 and links and known.placement in ("", links[0].link.placement.value):
        return links[0]
    return None


def _same_words(one: str, other: str) -> bool:
    return bool(other.strip()) and one.casefold().split() == other.casefold().split()


def _best(links: Iterable[OwnLink], known: Known) -> OwnLink:
    """The link as it was if there is such a one, else one with the same words or address, else the best."""
    return min(
        links,
        key=lambda own: (
            as_found(own) != known.found,
            own.url != (known.found.url or known.target_url),
            not _same_words(own.link.anchor, known.anchor),
            worth(own),
        ),
    )
