"""What words mean in the role of a message: title, heading, or the text of a page that has little else.

The lists are in ``finder/reference/signs``, one file a sign: languages and patterns. Which role words have,
and what follows from them, is for the checks to say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from finder.reference import load_signs

_MAX_TEXT: Final = 4_000
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES: Final = str.maketrans("’‘ʼ´`“”„«»", "'''''\"\"\"\"\"")
_NO_MESSAGE: Final = frozenset({"about", "bad_trade"})


def normalised(text: str) -> str:
    """Text in the form that the patterns are written for: NFKC, case-folded, plain quotes and dashes."""
    folded = unicodedata.normalize("NFKC", text[:_MAX_TEXT]).casefold().translate(_QUOTES)
    return " ".join(_DASHES.sub("-", folded).split())


@lru_cache(maxsize=20_000)
def signs_in(text: str) -> frozenset[str]:
    """The signs whose words a text has, but for ``about`` and ``bad_trade``, which are no messages."""
    form = normalised(text)
    if not form:
        return frozenset()
    letters = _letters(form)
    return frozenset(sign for sign in _signs() if sign not in _NO_MESSAGE and _found(sign, letters, form))


@lru_cache(maxsize=20_000)
def about(text: str) -> bool:
    """Whether a title speaks about such things (how to mend them, what they mean) instead of saying them."""
    form = normalised(text)
    return _found("about", _letters(form), form)


def count_signs(sign: str, text: str) -> int:
    """How often a text has words of a sign."""
    form = normalised(text)
    return sum(1 for pattern in _patterns(sign, _letters(form)) for _ in pattern.finditer(form))


def _found(sign: str, letters: str, form: str) -> bool:
    return any(pattern.search(form) for pattern in _patterns(sign, letters))


def _letters(form: str) -> str:
    """The writing of a text: patterns of other writings need not be tried."""
    if form.isascii():
        return "latin"
    return "".join(sorted({script for name, script in _SCRIPTS.items() if re.search(name, form)} | {"latin"}))


_SCRIPTS: Final = {
    "[\u0400-\u04ff]": "cyrillic",
    "[\u0370-\u03ff]": "greek",
    "[\u0590-\u05ff]": "hebrew",
    "[\u0600-\u06ff]": "arabic",
    "[\u0900-\u0dff]": "indic",
    "[\u0e00-\u0e7f]": "thai",
    "[\u10a0-\u10ff\u0530-\u058f]": "caucasian",
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]": "eastern",
}
_WRITTEN_IN: Final = {
    **dict.fromkeys(("ru", "uk", "bg"), "cyrillic"),
    **dict.fromkeys(("ar", "fa"), "arabic"),
    **dict.fromkeys(("hi", "bn"), "indic"),
    **dict.fromkeys(("ja", "ko", "zh"), "eastern"),
    **dict.fromkeys(("ka", "hy"), "caucasian"),
    "el": "greek",
    "he": "hebrew",
    "th": "thai",
}


@cache
def _patterns(sign: str, letters: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a sign that a text in such letters may have, one for each writing."""
    wanted = [
        pattern
        for language, pattern in _signs()[sign]
        if (_WRITTEN_IN.get(language, "latin") in letters) or language in ("mul", "ja", "zh", "ko")
    ]
    return (re.compile("|".join(f"(?:{pattern})" for pattern in wanted)),) if wanted else ()


@cache
def _signs() -> dict[str, list[tuple[str, str]]]:
    return load_signs()
