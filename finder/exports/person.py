"""The parts of a person's name, for tools that greet people by their first name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

# Words before a name, without dots: what they are put before is a family name if it is one word.
_TITLES: Final = frozenset(
    (
        *("mr", "mrs", "ms", "mx", "miss", "sir", "dr", "prof", "professor", "doctor", "rev", "dra", "pani"),
        *(
            "ing",
            "dipl",
            "herr",
            "frau",
            "hr",
            "fr",
            "monsieur",
            "madame",
            "mme",
            "mlle",
            "sr",
            "sra",
            "srta",
        ),
        *("señor", "señora", "senhor", "senhora", "sig", "signor", "signora", "dott", "dottssa"),
        *("sayın", "dhr", "mevr"),
    )
)
_SUFFIXES: Final = frozenset(
    ("jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "msc", "ma", "ba", "esq", "cpa", "rn")
)
_LONGEST: Final = 200
_FAMILY_FIRST: Final = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


class Person(NamedTuple):
    """First and last name; empty where the name does not tell."""

    first: str = ""
    last: str = ""


@lru_cache(maxsize=4096)
def person(name: str) -> Person:
    """The first and the last name of a person, of whom nothing is made up.

    The first word is the first name, with the initials that follow if it is one; whatever comes after it
    (particles, several family names) is the last name, without initials in between. A single word after a
    title is a last name, and so is what begins with a particle (``van der Berg``). Names in Chinese, Japanese
    or Korean writing have the family name first. Several names, roles, companies and addresses are nobody.
    """
    # Only here, since what knows names takes a while to load and most commands ask for none.
    from finder.brands.own_name import without_legal_form
    from finder.pages.names import names_in

    name = name[:_LONGEST]
    found = names_in(name)
    if (
        len(found) != 1
        or _is_another_order(name, found[0], names_in(name.partition(",")[2]))
        or without_legal_form(found[0]) != found[0]
    ):
        return Person()
    words = found[0].split()
    titled = len(words)
    while words and _plain(words[0]) in _TITLES:
        del words[0]
    titled -= len(words)
    while len(words) > 1 and _plain(words[-1]) in _SUFFIXES:
        del words[-1]
    return _split(words, titled=titled > 0)


def _split(words: list[str], *, titled: bool) -> Person:
    if not words:
        return Person()
    if unicodedata.name(words[0][0], "").startswith(_FAMILY_FIRST):
        return Person(" ".join(words[1:]), words[0])
    if words[0][0].islower() and len(words) > 1 and words[0].islower():
        # A particle, unless the whole name is in small letters.
        lower = all(word.islower() for word in words)
        return Person(words[0], " ".join(words[1:])) if lower else Person("", " ".join(words))
    if len(words) == 1:
        if _is_initial(words[0]):
            return Person()
        return Person("", words[0]) if titled else Person(words[0])
    return _first_and_last(words)


def _first_and_last(words: list[str]) -> Person:
    end = 1
    while _is_initial(words[0]) and end < len(words) - 1 and _is_initial(words[end]):
        end += 1
    rest = [word for word in words[end:] if not _is_initial(word)]
    return Person(" ".join(words[:end]), " ".join(rest))


def _is_another_order(name: str, found: str, after: list[str]) -> bool:
    """Whether what follows a comma may be the first name of somebody (``García Márquez, Gabriel``)."""
    if " ".join(name.partition(",")[0].split()) != found:
        return False
    return any(_plain(word) not in _SUFFIXES for rest in after for word in rest.split())


def _is_initial(word: str) -> bool:
    letters = word.rstrip(".")
    return len(letters) == 1 and letters.isupper()


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()
