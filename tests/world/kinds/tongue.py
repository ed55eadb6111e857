"""Languages: phrases and vocabulary read from ``tongues/``, and articles written with them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FOLDER = Path(__file__).parent / "tongues"
TABLES = frozenset({"subjects", "trades"})
CHOICE = re.compile(r"\(([^()|]*\|[^()]*)\)")
UNSPACED = frozenset({"ja", "zh"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a site is about, with the words that belong to it."""

    key: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language. Only those with sentences can write articles; the others say what error pages say."""

    code: str
    phrases: dict[str, tuple[str, ...]]
    subjects: dict[str, Subject]
    trades: dict[str, Subject]

    def knows(self, what: str) -> bool:
        """Whether there are phrases of this sort."""
        return what in self.phrases

    def say(self, rng: Random, what: str, **fill: str) -> str:
        """One phrase of a sort, its choices ``(this|that)`` made, filled in."""
        phrase = rng.choice(self.phrases[what])
        return CHOICE.sub(lambda found: rng.choice(found[1].split("|")), phrase).format_map(fill)

    def word(self, place: int) -> str:
        """A word of a site's chrome: home, about, contact, search, news, archive, privacy, popular..."""
        chrome = self.phrases["chrome"]
        return chrome[min(place, len(chrome) - 1)]


@dataclass(frozen=True, slots=True)
class Article:
    """A text on a subject: what its title promises and what stands in it."""

    title: str
    topics: tuple[str, str, str]
    paragraphs: tuple[str, ...]

    @property
    def html(self) -> str:
        """The paragraphs as HTML."""
        return "\n".join(f"<p>{escape(text)}</p>" for text in self.paragraphs)


def write(rng: Random, tongue: Tongue, subject: Subject, words: int = 0) -> Article:
    """Write an article of about so many words (150 to 600 unless told), with a title."""
    wanted = words or rng.randrange(150, 600)
    first, second, third = topics = tuple(rng.sample(subject.words, 3))
    title = tongue.say(rng, "titles", A=first, B=second, C=third, S=subject.name)
    paragraphs: list[str] = []
    while wanted > 0:
        sentences = [sentence(rng, tongue, subject, topics) for _ in range(rng.randrange(3, 7))]
        paragraphs.append(("" if tongue.code in UNSPACED else " ").join(sentences))
        size = len(paragraphs[-1])
        wanted -= size // 2 if tongue.code in UNSPACED else size // 6
    return Article(capital(title), (first, second, third), tuple(paragraphs))


def sentence(rng: Random, tongue: Tongue, subject: Subject, topics: tuple[str, ...] = ()) -> str:
    """One sentence about a subject, leaning to the given topics."""
    words = rng.sample(subject.words, 3)
    if topics and rng.random() < 0.6:
        chosen = rng.choice(topics)
        words = [chosen, *[word for word in words if word != chosen][:2]]
    text = tongue.say(rng, "sentences", A=words[0], B=words[1], C=words[2], S=subject.name)
    return capital(text)


def capital(text: str) -> str:
    """A text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """A text as it goes into addresses: Latin letters, digits, hyphens; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    parts = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(parts) if len("".join(parts)) * 2 >= len(text) else ""


def read_tongues() -> tuple[Tongue, ...]:
    """All languages, those that write articles first."""
    full, small = [], []
    for file in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        if file.stem == "others":
            small = [_tongue(code, table) for code, table in told.items()]
        else:
            full.append(_tongue(file.stem, told))
    return (*full, *small)


def _tongue(code: str, told: dict[str, str]) -> Tongue:
    phrases = {name: _phrases(text) for name, text in told.items() if name not in TABLES}
    return Tongue(code, phrases, _table(told.get("subjects", "")), _table(told.get("trades", "")))


def _phrases(text: str) -> tuple[str, ...]:
    parts = text.strip().splitlines() if "\n" in text else text.split(" | ")
    return tuple(part.strip() for part in parts)


def _table(text: str) -> dict[str, Subject]:
    rows = [line.split(" | ") for line in text.strip().splitlines()]
    return {key: Subject(key, name, tuple(words.split(", "))) for key, name, words in rows}


TONGUES = read_tongues()
WRITING = tuple(tongue for tongue in TONGUES if tongue.subjects)
ENGLISH = next(tongue for tongue in TONGUES if tongue.code == "en")
