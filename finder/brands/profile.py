"""A brand as a campaign describes it: under which names people write about us, and what is not us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Case = Literal["auto", "exact", "any"]


class Role(StrEnum):
    """What a name is the name of."""

    BRAND = "brand"
    ALIAS = "alias"
    PRODUCT = "product"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand: its names, where its sites are, and what speaks for and against a mention being of it.

    ``domains`` are host names whose pages and subdomains are the brand's, ``social_profiles`` addresses of
    its own profiles elsewhere. ``common_word``: the name is also an ordinary word or a name of others, and
    counts only where more speaks for us. ``case``: ``exact`` takes a name only as it is written here (or
    all in capitals), ``any`` however it is written, ``auto`` decides by the name.

    ``context`` are words that speak for us, wherever on the page. Of ``near`` at least one must be in the
    same paragraph, the title or the heading above, of ``not_near`` none may be in the same paragraph.
    ``not_in`` are phrases in which the name is not ours ("Apple Valley"). ``weight`` scales what a mention
    is worth.
    """

    name: str
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    social_profiles: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    common_word: bool = False
    case: Case = "auto"
    weight: float = 1.0

    def names(self) -> list[tuple[str, Role]]:
        """Every name with what it is the name of, each spelling once."""
        found: dict[str, Role] = {}
        for role, names in (
            (Role.BRAND, (self.name,)),
            (Role.ALIAS, self.aliases),
            (Role.PRODUCT, self.products),
            (Role.PERSON, self.people),
        ):
            for name in names:
                if tidy := " ".join(name.split()):
                    found.setdefault(tidy, role)
        return list(found.items())
