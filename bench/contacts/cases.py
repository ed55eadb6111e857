"""Cases: a page, and the contacts that truly are on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random


class Mail(NamedTuple):
    """An address in its parts, and whether a person or a role reads it."""

    local: str
    domain: str
    role: str

    def __str__(self) -> str:
        """The address as it is written."""
        return f"{self.local}@{self.domain}"


@dataclass
class Place:
    """What a kind writes into a page: HTML for the article, the head and the end of the body."""

    mail: Mail
    words: dict[str, str]
    rng: Random
    head: str = ""
    tail: str = ""
    found: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One page with the truth; ``note`` says what its kind is."""

    id: str
    kind: str
    lang: str
    url: str
    html: str
    emails: dict[str, str] = field(default_factory=dict)
    contact_page: str = ""
    note: str = ""
