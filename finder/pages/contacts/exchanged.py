"""A sign or a word that stands for @ only on this page, as a note says: *info★site.jp (★を@に変えて)*."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Final

from finder.reference import load_table

_MOST: Final = 20
_NEAR: Final = 24
_NOTE: Final = 50
_SIGN: Final = re.compile(r"[★☆■□●○◆◇◎※△▲▽▼♪♡♥♠♣#*$%&!?^~=|§¤]")
_WORD: Final = re.compile(r"[\"'“”„«»‘’「『]([^\W\d_]{1,12})[\"'“”„«»‘’」』]")


def with_signs_put_back(text: str) -> str:
    """A text in which @ stands where a note in it says that another sign or a quoted word stands for it."""
    places = [found.start() for found in islice(re.finditer("@", text), _MOST)]
    for place in places:
        if not _instead().search(text[max(place - _NOTE, 0) : place + _NOTE].casefold()):
            continue
        near = text[max(place - _NEAR, 0) : place + _NEAR]
        for sign in dict.fromkeys(_SIGN.findall(near)):
            text = re.sub(rf"(?<=[A-Za-z0-9]){re.escape(sign)}(?=[A-Za-z0-9-]{{1,63}}\.)", "@", text)
        for word in dict.fromkeys(_WORD.findall(near)):
            text = re.sub(rf"(?<=[A-Za-z0-9])[ ({{\[]{word}[ )}}\]](?=[A-Za-z0-9-]{{1,63}}\.)", "@", text)
    return text


@cache
def _instead() -> re.Pattern[str]:
    words = (word for of, word in load_table("placeholder_addresses.tsv") if of == "instead")
    return re.compile("|".join(map(re.escape, words)))
