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
_COMPANY: Final = 2.5
# What else the page says does not make a name of what the sentence shows to be a word.
_DOUBTED: Final = 1.0
_ADJECTIVE: Final = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)$")
# Scripts in which a name cannot be told from a word by its first letter.
_NO_CASE: Final = re.compile(
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_OPENING: Final = " 「『《〈“\"'«‹（("
_CLOSING: Final = " 」』》〉”\"'»›）)の"
_FIRST_WORD: Final = re.compile(r"-([^\W\d_]+)")
_REGION: Final = re.compile(r", ([^\W\d_]+)")
_AND_ANOTHER: Final = re.compile(r" ?[&+] ?[^\W\d_a-z]")
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
    """What speaks for and against a hit being a mention of its brand: points, and reasons in words.

    ``starts``: it begins a sentence, ``part_of_name``: capitals beside it make a longer name of it,
    ``company``: something else on the page speaks for the brand.
    """

    hit: Hit
    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    starts: bool = False
    part_of_name: bool = False
    company: bool = False

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
    judgement.starts = around.starts
    if _is_common(hit):
        _weigh_common(judgement, hit, around, passage, page)
    else:
        _weigh_plain(judgement, hit, around, page.language)
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
    first, *more = hit.name.lower().split()
    one_word = not more or (len(more) == 1 and first in all_words_of("article"))
    if hit.role in (Role.BRAND, Role.ALIAS):
        return hit.brand.common_word and (one_word or hit.name == hit.name.lower())
    return one_word and len(hit.name) <= _SHORT


def _weigh_plain(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """A name that no ordinary word has."""
    letters = sum(2 if _NO_CASE.match(letter) else 1 for letter in hit.name if letter != " ")
    unlike = hit.brand.case != "any" and hit.shape is Shape.LOWER and not _is_camel(hit.name)
    if hit.form is Form.MISSPELT:
        # A noun one letter away is written with a capital, too.
        judgement.add(1.0 if language in _ALL_NOUNS else CLEAR, f"“{hit.name}” with a typing error")
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


def _is_camel(name: str) -> bool:
    """Whether a name has a capital inside, as made-up names have."""
    return " " not in name and len(name) > _SHORT and name[1:] != name[1:].lower() and name != name.upper()


def _weigh_common(
    judgement: Judgement, hit: Hit, around: Surroundings, passage: Passage, page: PageEvidence
) -> None:
    """A name that is an ordinary word as well, or somebody else's."""
    written = hit.shape is Shape.EXACT or (hit.shape is Shape.CAPITALS and not hit.name.isupper())
    if not _NO_CASE.search(hit.name) and not written and hit.brand.case != "any":
        judgement.add(-5.0, "written as the ordinary word")
        return
    if _legal(around):
        judgement.add(SURE, f"a company: “{hit.name} {around.after}”")
        return
    _weigh_capital(judgement, hit, around, passage, page.language)
    _weigh_neighbours(judgement, hit, around, page.language)


def _legal(around: Surroundings) -> bool:
    form = around.after.replace(".", "")
    return form.lower() in words_of("mul", "legal") and form[:1].isupper()


def _weigh_capital(
    judgement: Judgement, hit: Hit, around: Surroundings, passage: Passage, language: str
) -> None:
    """What the capital of a common name proves where it stands."""
    if _NO_CASE.search(hit.name):
        judgement.add(0.5, "also an ordinary word")
    elif hit.name.isupper() and len(hit.name) > 1 and not around.shouted:
        judgement.add(2.5, "in capitals, as the brand writes itself")
    elif hit.shape is Shape.CAPITALS:
        judgement.add(0.25, "all in capitals")
    elif is_title(passage.text):
        judgement.add(0.75, "in a line where most words have a capital")
    elif hit.name.lower() in words_of("en", "always_capital"):
        judgement.add(-0.5, "a word that always has a capital")
    elif language in _ALL_NOUNS and (" " not in hit.name or around.starts):
        _weigh_noun(judgement, around)
    elif around.whole:
        judgement.add(1.0, "stands by itself")
    elif around.starts:
        judgement.add(0.5, "a capital at the beginning of a sentence")
    else:
        judgement.add(2.5, "a capital inside a sentence")


def _weigh_noun(judgement: Judgement, around: Surroundings) -> None:
    """In languages that write every noun with a capital, the words before tell a noun from a name."""
    before = around.before.lower()
    if around.joined_after:
        judgement.add(1.0, "the first part of a compound")
    elif before in all_words_of("determiner"):
        judgement.add(-2.5, f"a noun behind “{around.before}”")
    elif _ADJECTIVE.match(around.before) and around.before not in words_of("de", "preposition"):
        behind_article = around.second_before.lower() in all_words_of("determiner")
        judgement.add(-2.0 if behind_article else -0.5, f"a noun behind “{around.before}”")
    elif before in words_of("de", "preposition"):
        judgement.add(1.25, f"a name behind “{around.before}”")
    elif around.before[:1].isupper() and before not in all_words_of("cue"):
        judgement.add(-0.5, f"behind another noun, “{around.before}”")
    else:
        judgement.add(0.5, "a noun without an article")


def _weigh_neighbours(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """The words next to the name: what it is called, or another name that it is part of."""
    before, after = around.before.lower(), around.after.lower()
    if before in words_of(language, "person") or before in words_of("en", "person"):
        judgement.add(-3.0, f"a person or place: “{around.before} {hit.name}”")
        return
    if cue := _cue(around, language):
        judgement.add(1.5, f"“{cue}” beside it")
    if after in words_of(language, "saying"):
        judgement.add(1.0, f"“{hit.name} {around.after}”")
    if after in all_words_of("joining"):
        judgement.add(-1.0, f"“{hit.name} {around.after}” may be a longer name")
    _weigh_signs(judgement, hit, around, language)
    _weigh_capitals(judgement, hit, around)


def _cue(around: Surroundings, language: str) -> str:
    """What the name is called beside it ("the Slack app"), empty if nothing."""
    cues = words_of(language, "cue") | words_of("en", "cue")
    joined = _FIRST_WORD.match(around.right) if around.joined_after else None
    before = "" if around.starts else around.before.lower()
    found = next(
        (
            word
            for word in (before, around.after.lower(), joined[1].lower() if joined else "")
            if word in cues
        ),
        "",
    )
    if found or not _NO_CASE.search(around.left[-3:] + around.right[:3]):
        return found
    left, right = around.left.rstrip(_OPENING), around.right.lstrip(_CLOSING)
    return next(
        (word for word in cues if _NO_CASE.match(word) and (left.endswith(word) or right.startswith(word))),
        "",
    )


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
    region = _REGION.match(around.right)
    if region and region[1].lower() in words_of(language, "region"):
        judgement.add(-2.0, f"a place: “{hit.name}, {region[1]}”")


def _weigh_capitals(judgement: Judgement, hit: Hit, around: Surroundings) -> None:
    """Capitals beside a name make a longer name of it, which is mostly another's."""
    cues = all_words_of("cue")
    if _AND_ANOTHER.match(around.right):
        judgement.add(-2.5, "part of a name with “&”")
    if around.capital_before and around.before.lower() not in cues:
        judgement.part_of_name = True
        judgement.add(-2.0, f"part of the name “{around.before} {hit.name}”")
    if around.capital_after and around.after.lower() not in cues:
        if around.possessive:
            judgement.add(-0.5, f"“{around.after}” follows")
        else:
            judgement.part_of_name = True
            judgement.add(-1.5, f"part of the name “{hit.name} {around.after}”")


def _weigh_company(judgement: Judgement, hit: Hit, passage: Passage, page: PageEvidence) -> None:
    """What else on the page speaks for the brand: words of the campaign, its other names, links to it."""
    brand = hit.brand
    near = {clue.word for clue in passage.clues if clue.brand is brand and _speaks_for(clue)}
    near |= {other.name for other in passage.hits if other.brand is brand and _is_clear(other, hit)}
    judgement.company = bool(near) or brand.name in page.linked
    most = _DOUBTED if judgement.points < 0 else _COMPANY
    if near:
        judgement.add(most, f"“{min(near)}” beside it")
    elif far := {clue.word for clue in page.clues if clue.brand is brand and _speaks_for(clue)}:
        judgement.add(min(most, 1.5 if len(far) == 1 else 2.0), f"“{min(far)}” on the page")
    if brand.name in page.linked:
        judgement.add(most, "the page links to the brand")


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
    clear = [judgement.hit for judgement in judged if judgement.points >= CLEAR]
    known = {hit.name for hit in clear}
    proven = any(not _is_common(hit) for hit in clear)
    lower = Counter(judgement.hit.name for judgement in judged if judgement.hit.shape is Shape.LOWER)
    names = Counter(judgement.hit.name for judgement in judged if judgement.hit.shape is not Shape.LOWER)
    others = Counter(judgement.hit.name for judgement in judged if judgement.part_of_name)
    wrong = Counter(judgement.hit.name for judgement in judged if judgement.hit.form is Form.MISSPELT)
    for judgement in judged:
        name, common = judgement.hit.name, _is_common(judgement.hit)
        if 1 < wrong[name] == names[name] + lower[name]:
            judgement.add(-2.0, "written so more than once and never right")
        elif common and others[name] and 2 * others[name] >= names[name] and not judgement.company:
            judgement.add(-1.5, "part of a longer name elsewhere on the page")
        elif common and judgement.starts and lower[name]:
            judgement.add(-1.5, "the page also uses the ordinary word")
        elif judgement.points >= CLEAR or judgement.points < 0:
            continue
        elif name in known or proven:
            judgement.add(2.0, "clear elsewhere on the page")
        elif common and lower[name]:
            judgement.add(-1.0, "the page also uses the ordinary word")
        elif names[name] >= _OFTEN and judgement.points >= 0.5:
            judgement.add(1.0, f"{names[name]} times on the page")
