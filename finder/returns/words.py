"""The words of tools for where a contact stands, and what each means here."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from finder.lifecycle import Status
from finder.reference import load_table
from finder.tables import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Final = "nothing"
BOUNCED: Final = "bounced"
UNSUBSCRIBED: Final = "unsubscribed"
WRONG_PERSON: Final = "wrong_person"
MEANINGS: Final = (*(status.value for status in Status), NOTHING, BOUNCED, UNSUBSCRIBED, WRONG_PERSON)
_ANY: Final = "any"
_NUMBER: Final = re.compile(r"([+-]?[0-9]{1,3})(?:[.,]0+)?")


class Words:
    """What words mean: what the user says (``own``, word to meaning) before what the tools are known to."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own = {_key(word): meaning for word, meaning in (own or {}).items()}

    def meaning(self, word: str, vocabulary: str) -> str | None:
        """What a word of a vocabulary means, one of :data:`MEANINGS`; ``None`` if that is not known."""
        key = _key(word)
        if not key:
            return NOTHING
        known = _known()
        return self._own.get(key) or known.get((vocabulary, key)) or known.get((_ANY, key))


def _key(word: str) -> str:
    number = _NUMBER.fullmatch(word.strip())
    return str(int(number[1])) if number else plain(word)


@cache
def _known() -> dict[tuple[str, str], str]:
    rows = load_table("returned_statuses.tsv")
    return {
        (vocabulary, key): meaning for name, meaning in rows for vocabulary, _, key in [name.partition(".")]
    }
