"""What a site is called, weighed from what its pages say; its domain lends weight and is no name itself."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.brands.claims import About, Says, tidy_name
from finder.reference import load_table
from finder.words import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.brands.claims import OwnPage

ENOUGH: Final = 3.0  # what a name must weigh to be proposed: one clear statement, or two vague ones
_WEIGHTS: Final = {
    Says.ORGANIZATION: 5.0,
    Says.WEB_SITE: 4.0,
    Says.OG_SITE_NAME: 4.0,
    Says.APPLICATION_NAME: 3.0,
    Says.PERSON: 3.0,
    Says.TITLE: 3.0,
    Says.FRONT_LINK: 2.0,
    Says.LOGO: 2.0,
    Says.COPYRIGHT: 2.0,
}
_IS_THE_ADDRESS: Final = 2.0
_IS_IN_THE_ADDRESS: Final = 1.0
_SAID_WITH_ITS_FORM: Final = 0.1
_TELLING: Final = 4
_MOST_WORDS: Final = 6
_SEPARATOR: Final = re.compile(r"\s+(?:[|–—·•»«›‹/-]+|::?)\s+|\s*[|｜»]\s*|:\s+")
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_LOOSE_FORMS: Final = frozenset(("co", "& co", "und co"))  # also the ends of names that are no legal form
_LONGEST_FORM: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name with what it weighs, who says it (best first) and on how many pages."""

    name: str
    letters: str
    weight: float
    says: tuple[Says, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    says: Says
    url: str


def candidates(pages: Sequence[OwnPage]) -> list[Candidate]:
    """The names that the pages of a site give it, the heaviest first; spellings of one name are one.

    A source counts once for a name, by the share of its pages that say so. What only repeats the address
    (``acme.example``), a front page's "Home" and what systems put where nobody wrote a name are no names.
    """
    label = address_label(pages)
    said = list(_settled(_statements(pages, label), label))
    having: dict[Says, set[str]] = defaultdict(set)
    groups: dict[str, list[_Said]] = defaultdict(list)
    for each in said:
        having[each.says].add(each.url)
        groups[letters_of(without_legal_form(each.name))].append(each)
    found = [_candidate(letters, group, having, label) for letters, group in groups.items() if letters]
    return sorted(found, key=lambda each: (-each.weight, len(each.name), each.name))


@cache
def known_words(sort: str) -> frozenset[str]:
    """The words of one sort in ``reference/own_names.tsv``."""
    return frozenset(word for of, word in load_table("own_names.tsv") if of == sort)


def letters_of(name: str) -> str:
    """The letters and digits of a name in small: the form in which names are compared."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in folded if each.isalnum() or unicodedata.category(each)[0] == "M")


def without_legal_form(name: str) -> str:
    """A name without the form of its company: ``Acme Garden`` for ``Acme Garden GmbH & Co. KG``."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    taken = False
    while length := _form_at_the_end(words, loose=taken):
        words, taken = words[:-length], True
    if len(words) > 1 and _plain(words[:1]) in _legal_forms():
        words, taken = words[1:], True
    bare = " ".join(words) if taken else name
    for form in _joined_forms():
        if len(bare) > len(form) and (bare.startswith(form) or bare.endswith(form)):
            bare = bare.removeprefix(form).removesuffix(form).strip()
    return bare


def address_label(pages: Sequence[OwnPage]) -> str:
    """The letters of the registered part of the site's domain, to compare names with."""
    return letters_of(urls.site(pages[0].url).partition(".")[0]) if pages else ""


def related(one: str, other: str) -> bool:
    """Whether two names are plainly forms of one: the one is in the other, or made of its initials."""
    letters, others = letters_of(one), letters_of(other)
    short, long = sorted((letters, others), key=len)
    if len(short) >= _TELLING and short in long:
        return True
    return others == _initials(one) or letters == _initials(other)


def title_parts(title: str) -> list[str]:
    """The parts of a title between its marks, without those that cannot be a name."""
    return [part for each in _SEPARATOR.split(title) if (part := tidy_name(each))]


def _statements(pages: Sequence[OwnPage], label: str) -> Iterable[_Said]:
    for page in pages:
        for claim in page.claims:
            if claim.about is About.NAME:
                yield _Said(claim.value, claim.says, page.url)
    yield from _shared_titles(pages, label)


def _shared_titles(pages: Sequence[OwnPage], label: str) -> Iterable[_Said]:
    """The part that the titles of all pages share (of four or more: of all but one).

    A part that spells the address stands for the name in a single title, too.
    """
    parted = {page.title: (page.url, title_parts(page.title)) for page in pages if page.title}
    least = max(2, len(parted) - (len(parted) > 3))
    counts: dict[str, int] = defaultdict(int)
    for _, parts in parted.values():
        for letters in {letters_of(part) for part in parts}:
            counts[letters] += 1
    for url, parts in parted.values():
        for part in parts:
            letters = letters_of(part)
            if counts[letters] >= least or (letters == label and len(letters) > 1):
                yield _Said(part, Says.TITLE, url)


def _settled(said: Iterable[_Said], label: str) -> Iterable[_Said]:
    """Statements that are names: "Acme - tools for gardens" is taken as the part that is said elsewhere."""
    kept = list(said)
    plain = {letters_of(each.name) for each in kept if not _SEPARATOR.search(each.name)} | {label}
    for each in kept:
        parts = title_parts(each.name)
        name = each.name
        if len(parts) > 1 and letters_of(name) not in plain:
            name = next((part for part in parts if letters_of(part) in plain), name)
        if _is_name(name, urls.hostname(each.url)):
            yield _Said(name, each.says, each.url)


def _is_name(name: str, host: str) -> bool:
    spoken = name.casefold()
    if spoken in known_words("front") | known_words("placeholder"):
        return False
    if _HOST.fullmatch(name) and name == spoken:
        bare = spoken.removeprefix("www.")
        return bare not in (host.removeprefix("www."), urls.registrable_domain(host))
    return len(name.split()) <= _MOST_WORDS


def _candidate(letters: str, group: list[_Said], having: dict[Says, set[str]], label: str) -> Candidate:
    pages: dict[Says, set[str]] = defaultdict(set)
    for each in group:
        pages[each.says].add(each.url)
    weight = sum(_WEIGHTS[says] * (1 + len(on) / len(having[says])) / 2 for says, on in pages.items())
    if letters == label:
        weight += _IS_THE_ADDRESS
    elif min(len(letters), len(label)) >= _TELLING and (letters in label or label in letters):
        weight += _IS_IN_THE_ADDRESS
    says = sorted(pages, key=lambda each: -_WEIGHTS[each])
    return Candidate(_spelling(group), letters, weight, tuple(says), len({each.url for each in group}))


def _spelling(group: list[_Said]) -> str:
    """How most of those that are believed write a name; all capitals are a matter of style."""
    weights: dict[str, float] = defaultdict(float)
    for each in group:
        bare = without_legal_form(each.name)
        said = _WEIGHTS[each.says] * (1.0 if bare == each.name else _SAID_WITH_ITS_FORM)
        weights[bare] += said * (0.5 if bare.isupper() and len(bare) > _TELLING else 1.0)
    return max(weights, key=lambda name: (weights[name], name))


def _form_at_the_end(words: list[str], *, loose: bool) -> int:
    """How many words at the end are the form of a company; none if nothing would be left."""
    for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        plain = _plain(words[-length:])
        if plain in _legal_forms() and (loose or plain not in _LOOSE_FORMS):
            return length
    return 0


def _plain(words: Sequence[str]) -> str:
    return " ".join(" ".join(words).casefold().replace(".", " ").replace("(", " ").replace(")", " ").split())


@cache
def _legal_forms() -> frozenset[str]:
    shared = (row.split() for of, row in load_table("name_surroundings.tsv") if of == "mul.legal")
    return known_words("legal").union(*shared)


@cache
def _joined_forms() -> list[str]:
    """The forms that stand beside a name without a space, the longest first."""
    joined = (form for form in known_words("legal") if is_unspaced(form))
    return sorted(joined, key=lambda form: (-len(form), form))


def _initials(name: str) -> str:
    words = without_legal_form(name).split()
    return letters_of("".join(word[0] for word in words)) if len(words) > 1 else ""
