"""What pages say in each language: sentences and labels of one half, read from ``texts/<language>.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from random import Random

FOLDER: Final = Path(__file__).parent
HALVES: Final = ("dev", "held")
# Written from right to left; written without spaces between sentences.
_RIGHT_TO_LEFT: Final = frozenset({"ar", "he"})
_UNSPACED: Final = frozenset({"ja", "zh"})


@dataclass(frozen=True, slots=True)
class Texts:
    """One language in one half. ``{brand}``, ``{n}``, ``{person}``, ``{place}`` are filled."""

    lang: str
    half: str
    labels: dict[str, list[str]]
    persons: list[str]
    places: list[str]
    said: dict[str, list[str]]

    @property
    def direction(self) -> str:
        """The value of the attribute ``dir``."""
        return "rtl" if self.lang in _RIGHT_TO_LEFT else "ltr"

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return "" if self.lang in _UNSPACED else " "

    def label(self, name: str) -> str:
        """A short text of the page's furniture, as HTML; dev takes the first of two, held the last."""
        return escape(self.labels[name][0 if self.half == HALVES[0] else -1], quote=False)

    def shuffled(self, name: str, rng: Random) -> list[str]:
        """All sentences of a sort in random order, as HTML in which only ``{brand}`` is left open."""
        sentences = list(self.said[name])
        rng.shuffle(sentences)
        return [self.fill(sentence, rng) for sentence in sentences]

    def fill(self, sentence: str, rng: Random) -> str:
        """The sentence as HTML with a number, persons and places put in."""
        for slot, values in (("{person}", self.persons), ("{place}", self.places)):
            while slot in sentence:
                sentence = sentence.replace(slot, rng.choice(values), 1)
        while "{n}" in sentence:
            sentence = sentence.replace("{n}", str(rng.randrange(12, 90)), 1)
        return escape(sentence, quote=False)


@cache
def languages() -> tuple[str, ...]:
    """All languages that there are texts of."""
    return tuple(sorted(path.stem for path in (FOLDER / "texts").glob("*.toml")))


@cache
def texts_of(lang: str, half: str) -> Texts:
    """The texts of a language, those of one half only."""
    read = read_toml(f"texts/{lang}.toml")
    return Texts(lang, half, read["labels"], read["persons"], read["places"], read[half])


@cache
def read_toml(name: str) -> dict[str, Any]:
    """A data file beside this module."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
