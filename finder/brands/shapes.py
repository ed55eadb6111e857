"""Whether found letters are those of a name, and in which case they are written."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from finder.brands.fold import fold
from finder.brands.hits import Shape
from finder.brands.surroundings import all_words_of

_LETTERS_I: Final = frozenset("iıİI")


def shape_of(found: str, name: str) -> Shape:
    """How ``found`` is written beside ``name``; where both are equally long, letter by letter.

    An article that belongs to a name begins with a small letter inside a sentence ("in the Guardian").
    """
    if len(found) == len(name) and all(map(_same_case, _with_article(found, name), name)):
        return Shape.EXACT
    letters = [letter for letter in found if letter.lower() != letter.upper()]
    if not letters:
        return Shape.EXACT
    if name == name.lower():
        return Shape.EXACT
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return Shape.CAPITALS
    return Shape.CAPITALISED if letters[0].isupper() else Shape.LOWER


def letters_agree(found: str, name: str) -> bool:
    """Whether two spellings with the same folded letters are of one name.

    A text may leave out accents that the name has; accents that the name has not make another word of it
    (``résumé`` is no Resume). Without equal length nothing is compared.
    """
    return len(found) != len(name) or all(map(_agree, found, name))


@cache
def _agree(found: str, letter: str) -> bool:
    if found.isascii():
        return True
    plain = unicodedata.normalize("NFKC", found).lower()
    if plain == unicodedata.normalize("NFKC", letter).lower() or not plain.isalpha():
        return True
    if found in _LETTERS_I and letter in _LETTERS_I:
        return True
    # Twins (Arabic and Persian letters, the final sigma) fold to one another; accents are no twins.
    return fold(found) == fold(letter) and len(unicodedata.normalize("NFD", plain)) == 1


def _with_article(found: str, name: str) -> str:
    """The found letters with the first word as the name has it, if that is its article."""
    article = name.partition(" ")[0]
    if article.lower() in all_words_of("article") and found.startswith(f"{article.lower()} "):
        return article + found[len(article) :]
    return found


def _same_case(found: str, letter: str) -> bool:
    return found.isupper() == letter.isupper()
