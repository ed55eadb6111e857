"""Whether a name on a page means our brand: evidence in points, with reasons a person can check."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.brands.hits import Shape, Sort
from finder.brands.profile import Role
from finder.brands.spellings import Form
from finder.brands.surroundings import Surroundings, all_words_of, is_title, surroundings, words_of
from finder.items import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.brands.hits import Clue, Hit

SURE: Final = 4.0
CLEAR: Final = 2.0
_RULED_OUT: Final = -9.0
_SHORT: Final = 4  # letters; shorter names are easily those of others
_OFTEN: Final = 3
_ADJECTIVE: Final = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)$")
# Scripts in which a name cannot be told from a word by its first letter.
_NO_CASE: Final = re.compile(
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_ALL_NOUNS: Final = frozenset(("de", "lb"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a page with the names and clues in it. ``heading`` is the one above it."""

    text: str
    hits: tuple[Hit, ...]
    clues: tuple[Clue, ...] = ()
    heading: str = ""
    is_heading: bool = False


@dataclass(slots=True)
class Judgement:
    """What speaks for and against a hit being a mention of its brand: points, and reasons in words."""

    hit: Hit
    points: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        """Count a piece of evidence."""
        self.points += points
        self.reasons.append(reason)

    @property
    def confidence(self) -> Confidence | None:
        """How sure it is that the brand is meant; ``None``: it is not, ``LOW``: it cannot be told."""
        if self.points >= SURE:
            return Confidence.HIGH
        if self.points >= CLEAR:
            return Confidence.MEDIUM
        return Confidence.LOW if self.points > 0 else None


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What a whole page says about brands. ``linked``: the names of brands that it links to."""

    language: str = ""
    title: str = ""
    clues: tuple[Clue, ...] = ()
    linked: frozenset[str] = frozenset()


def judge(passages: Sequence[Passage], page: PageEvidence) -> list[list[Judgement]]:
    """For each passage the judgements of its hits, in order.

    Each hit is weighed by itself first; then what is clear on the page helps with what is not, for a page
    rarely uses one name in two senses.
    """
    judged = [[_weigh(hit, passage, page) for hit in passage.hits] for passage in passages]
    everything = [judgement for some in judged for judgement in some]
    _by_the_page(everything)
    return judged


def _weigh(hit: Hit, passage: Passage, page: PageEvidence) -> Judgement:
    judgement = Judgement(hit)
    if against := _forbidden(hit, passage, page):
        judgement.add(_RULED_OUT, against)
        return judgement
    around = surroundings(passage.text, hit.start, hit.stop, hit.end)
    if _is_common(hit):
        _weigh_common(judgement, hit, around, passage, page)
    else:
        _weigh_plain(judgement, hit, around)
    _weigh_company(judgement, hit, passage, page)
    return judgement


def _forbidden(hit: Hit, passage: Passage, page: PageEvidence) -> str:
    """Why the campaign says that this is not the brand, empty if it does not."""
    brand = hit.brand
    if hit.ruled_out:
        return f"part of “{hit.ruled_out}”"
    if brand.case == "exact" and hit.shape not in (Shape.EXACT, Shape.CAPITALS):
        return "written in another case"
    near = [clue for clue in passage.clues if clue.brand is brand]
    if bad := next((clue.word for clue in near if clue.sort is Sort.NOT_NEAR), ""):
        return f"“{bad}” is near"
    if brand.near and not any(clue.sort is Sort.NEAR for clue in near):
        places = f"{page.title}\n{passage.heading}".lower()
        if not any(word.lower() in places for word in brand.near):
            return "none of the words that must be near is"
    return ""


def _is_common(hit: Hit) -> bool:
    """Whether a name alone proves nothing."""
    one_word = " " not in hit.name
    if hit.role in (Role.BRAND, Role.ALIAS):
        return hit.brand.common_word and (one_word or hit.name == hit.name.lower())
    return one_word and len(hit.name) <= _SHORT


def _weigh_plain(judgement: Judgement, hit: Hit, around: Surroundings) -> None:
    """A name that no ordinary word has."""
    letters = sum(2 if _NO_CASE.match(letter) else 1 for letter in hit.name if letter != " ")
    unlike = hit.brand.case != "any" and hit.shape is Shape.LOWER
    if hit.form is Form.MISSPELT:
        judgement.add(CLEAR, f"“{hit.name}” with a typing error")
    elif unlike and not _NO_CASE.search(hit.name):
        judgement.add(1.0 if letters > _SHORT else -1.0, "written without a capital")
    elif letters < _SHORT and hit.shape is not Shape.EXACT:
        judgement.add(0.5, "a short name in another case")
    elif letters < _SHORT:
        alone = hit.role is Role.BRAND and letters == _SHORT - 1
        judgement.add(3.0 if alone else 1.5, f"“{hit.name}” as it is written")
    else:
        judgement.add(SURE, f"“{hit.name}” is no ordinary word")
    if " " not in hit.name and around.joined_before:
        judgement.add(-1.0, "the second part of a compound")


def _weigh_common(
    judgement: Judgement, hit: Hit, around: Surroundings, passage: Passage, page: PageEvidence
) -> None:
    """A name that is an ordinary word as well, or somebody else's."""
    language = page.language
    if _NO_CASE.search(hit.name):
        judgement.add(0.5, "also an ordinary word")
    elif hit.shape is Shape.LOWER or (hit.shape is Shape.CAPITALISED and hit.brand.case != "any"):
        judgement.add(-5.0, "written as the ordinary word")
        return
    elif hit.shape is Shape.CAPITALS and hit.name != hit.name.upper():
        judgement.add(0.25, "all in capitals")
    elif is_title(passage.text):
        judgement.add(0.75, "in a line where most words have a capital")
    elif hit.name.lower() in words_of("en", "always_capital"):
        judgement.add(-0.5, "a word that always has a capital")
    elif language in _ALL_NOUNS:
        _weigh_noun(judgement, around)
    elif around.whole:
        judgement.add(1.0, "stands by itself")
    elif around.starts:
        judgement.add(0.5, "a capital at the beginning of a sentence")
    else:
        judgement.add(2.5, "a capital inside a sentence")
    _weigh_neighbours(judgement, hit, around, language)


def _weigh_noun(judgement: Judgement, around: Surroundings) -> None:
    """In languages that write every noun with a capital, the words before tell a noun from a name."""
    before = around.before.lower()
    if before in all_words_of("determiner"):
        judgement.add(-2.5, f"a noun behind “{around.before}”")
    elif _ADJECTIVE.match(around.before) and around.before not in words_of("de", "preposition"):
        behind_article = around.second_before.lower() in all_words_of("determiner")
        judgement.add(-2.0 if behind_article else -0.5, f"a noun behind “{around.before}”")
    elif before in words_of("de", "preposition"):
        judgement.add(1.25, f"a name behind “{around.before}”")
    elif around.joined_after:
        judgement.add(1.0, "the first part of a compound")
    else:
        judgement.add(0.5, "a noun without an article")


def _weigh_neighbours(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """The words next to the name: what it is called, or another name that it is part of."""
    before, after = around.before.lower(), around.after.lower()
    if after in words_of("mul", "legal") and around.after[:1].isupper():
        judgement.add(3.0, f"a company: “{hit.name} {around.after}”")
        return
    if before in words_of(language, "person") or before in words_of("en", "person"):
        judgement.add(-3.0, f"a person or place: “{around.before} {hit.name}”")
        return
    cues = words_of(language, "cue") | words_of("en", "cue")
    cue = next((word for word in (before, after) if word in cues), "")
    if cue and not (around.starts and cue == before):
        judgement.add(1.5, f"“{cue}” beside it")
    if after in words_of(language, "saying"):
        judgement.add(1.0, f"“{hit.name} {around.after}”")
    if after in all_words_of("joining"):
        judgement.add(-1.0, f"“{hit.name} {around.after}” may be a longer name")
    _weigh_signs(judgement, hit, around, language)
    _weigh_capitals(judgement, hit, around)


def _weigh_signs(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """Quotation marks, commas, colons, hyphens and endings at the name."""
    if around.quoted:
        judgement.add(0.75, "in quotation marks")
    if around.starts and around.next_sign == ",":
        judgement.add(-1.5, "a word before a comma that begins a sentence")
    if around.starts and around.next_sign == ":":
        judgement.add(-1.0, "a label before a colon")
    if hit.end > hit.stop and not around.possessive and language in ("en", ""):
        judgement.add(-2.0, "a plural")
    if around.joined_before:
        judgement.add(-3.0, "the second part of a compound")


def _weigh_capitals(judgement: Judgement, hit: Hit, around: Surroundings) -> None:
    """Capitals beside a name make a longer name of it, which is mostly another's."""
    cues = all_words_of("cue")
    if around.capital_before and around.before.lower() not in cues:
        judgement.add(-2.0, f"part of the name “{around.before} {hit.name}”")
    if around.capital_after and around.after.lower() not in cues:
        if around.possessive:
            judgement.add(-0.5, f"“{around.after}” follows")
        else:
            judgement.add(-1.5, f"part of the name “{hit.name} {around.after}”")


def _weigh_company(judgement: Judgement, hit: Hit, passage: Passage, page: PageEvidence) -> None:
    """What else on the page speaks for the brand: words of the campaign, its other names, links to it."""
    brand = hit.brand
    near = {clue.word for clue in passage.clues if clue.brand is brand and _speaks_for(clue)}
    near |= {other.name for other in passage.hits if other.brand is brand and _is_clear(other, hit)}
    if near:
        judgement.add(2.5, f"“{min(near)}” beside it")
    elif far := {clue.word for clue in page.clues if clue.brand is brand and _speaks_for(clue)}:
        judgement.add(1.5 if len(far) == 1 else 2.0, f"“{min(far)}” on the page")
    if brand.name in page.linked:
        judgement.add(2.5, "the page links to the brand")


def _speaks_for(clue: Clue) -> bool:
    return clue.sort in (Sort.CONTEXT, Sort.NEAR)


def _is_clear(other: Hit, hit: Hit) -> bool:
    """Whether another name of the brand needs no proof itself."""
    return other.name != hit.name and not _is_common(other) and other.form is not Form.MISSPELT


def _by_the_page(judged: Iterable[Judgement]) -> None:
    """One name mostly has one sense on one page."""
    by_brand: dict[int, list[Judgement]] = {}
    for judgement in judged:
        by_brand.setdefault(id(judgement.hit.brand), []).append(judgement)
    for some in by_brand.values():
        _share(some)


def _share(judged: list[Judgement]) -> None:
    clear = [judgement for judgement in judged if judgement.points >= CLEAR]
    lower = Counter(judgement.hit.name for judgement in judged if judgement.hit.shape is Shape.LOWER)
    names = Counter(judgement.hit.name for judgement in judged if judgement.hit.shape is not Shape.LOWER)
    for judgement in judged:
        hit = judgement.hit
        if judgement.points >= CLEAR or judgement.points <= -2.0:
            continue
        if any(other.hit.name == hit.name or not _is_common(other.hit) for other in clear):
            judgement.add(2.0, "clear elsewhere on the page")
        elif _is_common(hit) and lower[hit.name]:
            judgement.add(-1.0, "the page also uses the ordinary word")
        elif names[hit.name] >= _OFTEN and judgement.points >= 0.5:
            judgement.add(1.0, f"{names[hit.name]} times on the page")
