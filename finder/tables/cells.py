"""What cells say: yes or no, and numbers. What cannot be told is ``None``, never a guess."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_YES: Final = frozenset({"true", "yes", "y", "1", "ja", "oui", "sí", "si", "sim", "да", "はい", "כן", "是"})
_NO: Final = frozenset({"false", "no", "n", "0", "nein", "non", "não", "нет", "いいえ", "לא", "否"})
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(?:[.][0-9]{1,17})?")
_GROUPS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?!\1)(?:[.,][0-9]+)?")
_FRACTION: Final = re.compile(r"[0-9]([.,])[0-9]+\Z")
_LONGEST: Final = 40
_MOST_DIGITS: Final = 18
# A cell that a spreadsheet would take for a formula was given an apostrophe when it was exported.
_GUARDED: Final = ("'=", "'+", "'-", "'@", "'\t")


@lru_cache(maxsize=1_000)
def flag(text: str) -> bool | None:
    """Yes or no, ``None`` for anything else."""
    if len(text) > _LONGEST:
        return None
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None


def unguarded(text: str) -> str:
    """A text without white space around it and without the apostrophe that guards it in spreadsheets."""
    text = text.strip()
    return text[1:] if text.startswith(_GUARDED) else text


def number(text: str, decimal: str = ".") -> int | float | None:
    """The number that a cell says, ``None`` if it is none. ``decimal`` separates its fraction, comma or dot;
    the other one and spaces group its digits."""
    if len(text) > _LONGEST:
        return None
    if text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS:
        return int(text)
    bare = _SPACES.sub("", text)
    bare = bare.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    if not bare.isascii():
        bare = "".join(str(int(each)) if each.isdecimal() else each for each in bare)
    if not _NUMBER.fullmatch(bare):
        return None
    return float(bare) if "." in bare else int(bare)


def decimal_sign(values: Iterable[str]) -> str:
    """What separates fractions in a column, comma or dot, as told by its values.

    ``0,5`` has a comma; ``1.240`` alone is taken for a number with its thousands apart.
    """
    seen = set()
    for text in values:
        bare = _SPACES.sub("", text[:_LONGEST])
        found = _FRACTION.search(bare)
        if not found:
            continue
        if not _GROUPS.fullmatch(bare) or {".", ","} <= set(bare):
            seen.add(found[1])
        else:
            seen.add("." if found[1] == "," else ",")
    return "," if seen == {","} else "."
