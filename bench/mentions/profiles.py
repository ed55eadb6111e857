"""The brands of each half: who is looked for on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bench.mentions.texts import read_toml


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand with all that a campaign may know of it, and spellings that pages use."""

    name: str
    domains: tuple[str, ...]
    groups: tuple[str, ...] = ()
    native: dict[str, str] = field(default_factory=dict)
    social_profiles: tuple[str, ...] = ()
    negative_terms: tuple[str, ...] = ()
    common_word: bool = False
    context_terms: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    case: str = ""
    typos: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The present one; the others are former ones."""
        return self.domains[0]

    def profile(self) -> dict[str, Any]:
        """What is given to those who answer; keys that say nothing are left out but for the basic ones."""
        basic = {
            "name": self.name,
            "aliases": list(dict.fromkeys(self.native.values())),
            "domains": list(self.domains),
            "social_profiles": list(self.social_profiles),
            "negative_terms": list(self.negative_terms),
            "common_word": self.common_word,
        }
        more = {
            "context_terms": list(self.context_terms),
            "products": list(self.products),
            "people": list(self.people),
            "case": self.case,
        }
        return basic | {key: value for key, value in more.items() if value}


@cache
def brands(half: str) -> dict[str, Brand]:
    """All brands of a half by name."""
    files = (f"data/brands_{half}.toml", f"data/words_{half}.toml")
    return {one["name"]: _brand(one) for name in files for one in read_toml(name).get("brand", ())}


def of_group(half: str, group: str) -> list[Brand]:
    """The brands of a half whose name has some shape: word, two, camel, accent, sharp, turkish, amp …"""
    return [brand for brand in brands(half).values() if group in brand.groups]


def _brand(one: dict[str, Any]) -> Brand:
    known = {name: value for name, value in one.items() if name in Brand.__slots__}
    return Brand(**{key: tuple(value) if isinstance(value, list) else value for key, value in known.items()})
