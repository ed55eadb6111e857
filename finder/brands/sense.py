"""Whether a name on a page means our brand: evidence in points, with reasons a person can check."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder.brands.boundaries import has_word
from finder.brands.hits import Shape, Sort
from finder.brands.judgement import CLEAR, SURE, Judgement
from finder.brands.ordinary_words import ALL_NOUNS, NO_CASE, is_common, weigh_common
from finder.brands.profile import Role
from finder.brands.spellings import Form
from finder.brands.surroundings import Surroundings, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.brands.hits import Clue, Hit
    from finder.brands.profile import Brand

_RULED_OUT: Final = -9.0
_SHORT: Final = 4  # letters; shorter names are easily those of others
_OFTEN: Final = 3
_LONGEST_TITLE: Final = 400
_COMPANY: Final = 2.5
# What else the page says does not make a name of what the sentence shows to be a word.
_DOUBTED: Final = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a page with the names and clues in it. ``heading`` is the one above it."""

    text: str
    hits: tuple[Hit, ...]
    clues: tuple[Clue, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What a whole page says about brands. ``linked``: the names of brands that it links to."""

    language: str = ""
    title: str = ""
    clues: tuple[Clue, ...] = ()
    linked: frozenset[str] = frozenset()


class _Words:
    """The words of the campaign and the clear names in a text, by brand; each looked up, however many."""

    def __init__(self, clues: Iterable[Clue], hits: Iterable[Hit] = ()) -> None:
        self._words: dict[tuple[int, Sort], dict[str, None]] = defaultdict(dict)
        self._names: dict[int, set[str]] = defaultdict(set)
        for clue in clues:
            self._words[id(clue.brand), clue.sort][clue.word] = None
        for hit in hits:
            if not is_common(hit) and hit.form is not Form.MISSPELT:
                self._names[id(hit.brand)].add(hit.name)

    def first(self, brand: Brand, sort: Sort) -> str:
        """The first word of one sort that is about a brand, empty if there is none."""
        return next(iter(self._words.get((id(brand), sort), ())), "")

    def for_brand(self, brand: Brand) -> set[str]:
        """The words that speak for a brand."""
        number = id(brand)
        return {*self._words.get((number, Sort.CONTEXT), ()), *self._words.get((number, Sort.NEAR), ())}

    def names_beside(self, hit: Hit) -> set[str]:
        """The other names of the brand that need no proof themselves."""
        return self._names.get(id(hit.brand), set()) - {hit.name}


def judge(passages: Sequence[Passage], page: PageEvidence) -> list[list[Judgement]]:
    """For each passage the judgements of its hits, in order.

    Each hit is weighed by itself first; then what is clear on the page helps with what is not, for a page
    rarely uses one name in two senses.
    """
    everywhere = _Words(page.clues)
    judged = []
    for passage in passages:
        here = _Words(passage.clues, passage.hits)
        judged.append([_weigh(hit, passage, page, here, everywhere) for hit in passage.hits])
    _by_the_page(judgement for some in judged for judgement in some)
    return judged


def _weigh(hit: Hit, passage: Passage, page: PageEvidence, here: _Words, everywhere: _Words) -> Judgement:
    judgement = Judgement(hit)
    if against := _forbidden(hit, passage, page, here):
        judgement.add(_RULED_OUT, against)
        return judgement
    around = surroundings(passage.text, hit.start, hit.stop, hit.end)
    judgement.starts = around.starts
    if is_common(hit):
        weigh_common(judgement, around, passage.text, page.language)
    else:
        _weigh_plain(judgement, hit, around, page.language)
    near = here.for_brand(hit.brand) | here.names_beside(hit)
    _weigh_company(judgement, near, everywhere.for_brand(hit.brand), linked=hit.brand.name in page.linked)
    return judgement


def _forbidden(hit: Hit, passage: Passage, page: PageEvidence, here: _Words) -> str:
    """Why the campaign says that this is not the brand, empty if it does not."""
    brand = hit.brand
    if hit.ruled_out:
        return f"part of “{hit.ruled_out}”"
    if brand.case == "exact" and hit.shape not in (Shape.EXACT, Shape.CAPITALS):
        return "written in another case"
    if bad := here.first(brand, Sort.NOT_NEAR):
        return f"“{bad}” is near"
    if brand.near and not here.first(brand, Sort.NEAR):
        places = f"{page.title[:_LONGEST_TITLE]}\n{passage.heading[:_LONGEST_TITLE]}"
        if not any(has_word(places, word, page.language) for word in brand.near):
            return "none of the words that must be near is"
    return ""


def _weigh_plain(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """A name that no ordinary word has."""
    letters = sum(2 if NO_CASE.match(letter) else 1 for letter in hit.name if letter != " ")
    unlike = hit.brand.case != "any" and hit.shape is Shape.LOWER and not _is_camel(hit.name)
    if hit.form is Form.MISSPELT:
        # A word one letter away has a capital, too, where it begins a sentence or all nouns have one.
        word = " " not in hit.name and (language in ALL_NOUNS or around.starts)
        judgement.add(1.0 if word else CLEAR, f"“{hit.name}” with a typing error")
    elif unlike and not NO_CASE.search(hit.name):
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


def _weigh_company(judgement: Judgement, near: set[str], far: set[str], *, linked: bool) -> None:
    """What else the page says for the brand: words of the campaign, its other names, links to it."""
    judgement.company = bool(near) or linked
    most = _DOUBTED if judgement.points < 0 else _COMPANY
    if near:
        judgement.add(most, f"“{min(near)}” beside it")
    elif far:
        judgement.add(min(most, 1.5 if len(far) == 1 else 2.0), f"“{min(far)}” on the page")
    if linked:
        judgement.add(most, "the page links to the brand")


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
    proven = any(not is_common(hit) for hit in clear)
    lower = Counter(judgement.hit.name for judgement in judged if judgement.hit.shape is Shape.LOWER)
    names = Counter(judgement.hit.name for judgement in judged if judgement.hit.shape is not Shape.LOWER)
    others = Counter(judgement.hit.name for judgement in judged if judgement.part_of_name)
    wrong = Counter(judgement.hit.name for judgement in judged if judgement.hit.form is Form.MISSPELT)
    for judgement in judged:
        name, common = judgement.hit.name, is_common(judgement.hit)
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
