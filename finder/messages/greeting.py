"""Whether a message may greet a contact by name: a wrong name is worse than none."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 60
_FEWEST_WORDS, _MOST_WORDS = 2, 4
_TELLING_LETTERS: Final = 3
_SEPARATOR: Final = re.compile(r"[.\-'’]")
_NO_LETTER: Final = re.compile(r"[^a-z]+")
# Letters that do not come apart into a plain one and a mark, as addresses write them.
_PLAIN: Final = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


def sure_name(record: Mapping[str, Any]) -> str:
    """The name of the person behind a lead's contact, empty if there is none or it is not sure.

    It is sure when the address is a personal one, the name looks like a person's, and the address says a part
    of it, too: ``jane.doe@`` or ``jdoe@`` for Jane Doe.
    """
    name = " ".join(str(record.get("contact_name") or "")[: 2 * _LONGEST].split())
    local = str(record.get("contact_email") or "").partition("@")[0].lower()
    if record.get("contact_type") != "personal" or not _like_a_person(name):
        return ""
    letters = _NO_LETTER.sub("", local)
    return name if letters and _says(letters, name) else ""


def _like_a_person(name: str) -> bool:
    words = name.split()
    if len(name) > _LONGEST or not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return False
    return all(map(_like_a_name, words)) and not name.isupper()


def _like_a_name(word: str) -> bool:
    """Letters that do not begin in small case, but for words such as "de" and "van"."""
    letters = _SEPARATOR.sub("", word)
    if not letters or not all(unicodedata.category(each)[0] in "LM" for each in letters):
        return False
    return not letters[0].islower() or len(letters) <= _TELLING_LETTERS


def _says(local: str, name: str) -> bool:
    for folds in ({}, _UMLAUTS):
        words = [_folded(word, folds) for word in name.split()]
        initials = f"{words[0][:1]}{words[-1]}", f"{words[0]}{words[-1][:1]}", "".join(w[:1] for w in words)
        if local in initials or any(len(word) >= _TELLING_LETTERS and word in local for word in words):
            return True
    return False


def _folded(word: str, folds: Mapping[int, str]) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().translate(dict(folds)).translate(_PLAIN))
    return _NO_LETTER.sub("", plain)
