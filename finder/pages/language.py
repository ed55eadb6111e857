"""The language of a text by its script and its small words: for pages that declare none or a wrong one."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from finder.reference import load_table

_SAMPLE: Final = 3_000
_ENOUGH_WORDS: Final = 5
_MANY_WORDS: Final = 15
_CLEARLY_MORE: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")
# The words of ASCII text by a shorter way: small letters, and spaces for all the rest.
_LETTERS: Final = bytes(
    ord(chr(code).lower() if code < 128 and chr(code).isalpha() else " ") for code in range(256)
)
_FOREIGN_LETTERS: Final = re.compile(r"[\u0370-\u03ff\u0530-\u10ff\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
# Scripts that one language alone uses on most of its pages.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("hi", re.compile("[\u0900-\u097f]"), 0.4),
    ("ka", re.compile("[\u10a0-\u10ff]"), 0.4),
    ("hy", re.compile("[\u0530-\u058f]"), 0.4),
)


def language_of(declared: str, text: str) -> str:
    """The language (primary subtag) of a page that declares ``declared`` and whose text is ``text``.

    The declaration holds unless the text clearly is in another language, and in one that could be told
    from the declared one. Empty where nothing is declared and the text is too little to tell.
    """
    sample = text[:_SAMPLE]
    by_script = _by_script(sample)
    if by_script:
        recognised = declared in _words() or any(declared == language for language, _, _ in _SCRIPTS)
        return by_script if not declared or recognised else declared
    telling = _telling(sample)
    if not telling:
        return declared
    if not declared:
        (best, most), *others = _counts(telling).most_common(2)
        runner_up = others[0][1] if others else 0
        return best if most >= _ENOUGH_WORDS and most > runner_up else ""
    own = _words().get(declared)
    if own is None or len(telling) < _MANY_WORDS:
        return declared
    enough = _CLEARLY_MORE * sum(word in own for word in telling)
    if len(telling) <= enough:
        # No language can have clearly more of these words than the declared one has.
        return declared
    [(best, most)] = _counts(telling).most_common(1)
    return best if most >= _MANY_WORDS and most > enough else declared


def _by_script(sample: str) -> str:
    if sample.isascii() or _FOREIGN_LETTERS.search(sample) is None:
        return ""
    letters = sum(len(word) for word in _WORD.findall(sample))
    for language, script, share in _SCRIPTS:
        if len(script.findall(sample)) > share * letters:
            return language
    return ""


def _telling(sample: str) -> list[str]:
    """The words of a text that are among the small words of some language, each as often as it is there."""
    known = _languages_by_word()
    if sample.isascii():
        words = sample.encode().translate(_LETTERS).decode().split()
    else:
        words = _WORD.findall(sample.lower())
    return [word for word in words if word in known]


def _counts(telling: list[str]) -> Counter[str]:
    languages = _languages_by_word()
    return Counter([language for word in telling for language in languages[word]])


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in load_table("function_words.tsv")}


@lru_cache(maxsize=1)
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _words().items():
        for word in words:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
