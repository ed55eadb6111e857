"""A brand's profile proposed from the pages of its own site, with the evidence for each value."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.brands.claims import About, Says
from finder.brands.own_name import (
    ENOUGH,
    address_label,
    candidates,
    letters_of,
    related,
    without_legal_form,
)
from finder.brands.own_words import Sense, context_words, is_plain_word, sense_of
from finder.brands.profile import Brand
from finder.words import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from finder.brands.claims import OwnPage
    from finder.brands.own_name import Candidate

_NO_SENSE: Final = Sense(False, "")
_MOST: Final = {
    About.ALIAS: 6,
    About.PRODUCT: 8,
    About.PERSON: 8,
    About.DOMAIN: 10,
    About.SOCIAL_PROFILE: 15,
}
_SHORTEST_ALIAS: Final = 3
_ENOUGH_BESIDE: Final = ENOUGH + 1
_SEVERAL: Final = 2
_STATED: Final = (Says.SAME_AS, Says.REL_ME)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value for a key of the profile, who says it in words, and whether it can be taken unseen."""

    value: str
    evidence: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What own pages say of a brand. ``name`` is ``None`` where nothing but the domain tells one.

    ``values`` has the further values by what they are, the sure ones first; ``domains`` are further ones of
    the site, for ``own.domains``. ``context`` are words that speak for the brand, ``sense`` tells whether
    its name is an ordinary word.
    """

    name: Proposed | None
    values: Mapping[About, tuple[Proposed, ...]] = field(default_factory=dict)
    context: tuple[str, ...] = ()
    sense: Sense = _NO_SENSE

    def sure(self, about: About) -> tuple[str, ...]:
        """The values that can be taken as they are."""
        return tuple(each.value for each in self.values.get(about, ()) if each.sure)

    def doubtful(self, about: About) -> tuple[str, ...]:
        """The values that a person should look at."""
        return tuple(each.value for each in self.values.get(about, ()) if not each.sure)

    def brand(self) -> Brand | None:
        """The profile with the sure values; ``None`` without a name."""
        if self.name is None:
            return None
        return Brand(
            self.name.value,
            aliases=self.sure(About.ALIAS),
            products=self.sure(About.PRODUCT),
            people=self.sure(About.PERSON),
            social_profiles=self.sure(About.SOCIAL_PROFILE),
            context=self.context,
            common_word=self.sense.common,
        )


def propose(pages: Sequence[OwnPage], named: str = "") -> Proposal:
    """The profile that pages of one site (its front page first) speak for. Pure; bounded in all it gives.

    ``named``: the name that a person gave; the pages then tell the rest. A name is never made of the domain:
    that only lends weight to what the pages say.
    """
    found = candidates(pages)
    best = next((each for each in found if each.weight >= ENOUGH), None)
    name = named or (best.name if best else "")
    if not name:
        return Proposal(None)
    heard = _Heard(pages)
    values = {
        About.ALIAS: _aliases(name, found, heard),
        About.PRODUCT: _products(name, heard),
        About.PERSON: heard.proposed(About.PERSON, _is_full_name),
        About.DOMAIN: _domains(pages, heard),
        About.SOCIAL_PROFILE: _profiles(name, pages, heard),
    }
    bounded = {
        about: tuple(sorted(proposed, key=lambda each: not each.sure))[: _MOST[about]]
        for about, proposed in values.items()
    }
    names = [name, *(each.value for about in _NAMES for each in bounded[about])]
    evidence = _evidence_of(best) if best and not named else "given"
    return Proposal(
        Proposed(name, evidence), bounded, tuple(context_words(pages, names)), sense_of(name, pages)
    )


_NAMES: Final = (About.ALIAS, About.PRODUCT, About.PERSON)


class _Heard:
    """The claims of all pages by what they are about: each value with who says it, and where."""

    def __init__(self, pages: Sequence[OwnPage]) -> None:
        self.says: dict[About, dict[str, dict[Says, None]]] = defaultdict(lambda: defaultdict(dict))
        self.makers: dict[str, str] = {}
        self._pages: dict[tuple[About, str], dict[str, None]] = defaultdict(dict)
        for page in pages:
            for claim in page.claims:
                self.says[claim.about][claim.value][claim.says] = None
                self._pages[claim.about, claim.value][page.url] = None
                if claim.maker:
                    self.makers.setdefault(claim.value, claim.maker)

    def pages(self, about: About, value: str) -> int:
        return len(self._pages[about, value])

    def evidence(self, about: About, value: str) -> str:
        where = list(self._pages[about, value])
        on = where[0] if len(where) == 1 else f"{len(where)} pages"
        return f"{', '.join(self.says[about][value])} on {on}"

    def proposed(self, about: About, sure: Callable[[str], bool]) -> list[Proposed]:
        return [Proposed(value, self.evidence(about, value), sure(value)) for value in self.says[about]]


def _aliases(name: str, found: Iterable[Candidate], heard: _Heard) -> list[Proposed]:
    """Other names: stated as such, or said beside the name, and then sure only if they are forms of it."""
    taken = {letters_of(name)}
    kept: list[Proposed] = []

    def keep(alias: Proposed) -> None:
        letters = letters_of(alias.value)
        if letters and letters not in taken:
            taken.add(letters)
            kept.append(alias)

    for stated in heard.proposed(About.ALIAS, _is_telling):
        keep(stated)
    taken.add(letters_of(without_legal_form(name)))
    for other in found:
        sure = other.weight >= _ENOUGH_BESIDE and related(name, other.name) and _is_telling(other.name)
        keep(Proposed(other.name, _evidence_of(other), sure))
    return kept


def _products(name: str, heard: _Heard) -> list[Proposed]:
    """Products: sure are those that are said to be ours and have a name that is more than a word."""
    own = letters_of(without_legal_form(name))

    def ours(product: str) -> bool:
        maker = heard.makers.get(product, "")
        is_our = letters_of(without_legal_form(maker)) == own or (maker and related(name, maker))
        return bool(is_our) and _is_telling(product) and (len(product.split()) > 1 or _is_coined(product))

    return [each for each in heard.proposed(About.PRODUCT, ours) if letters_of(each.value) != own]


def _domains(pages: Sequence[OwnPage], heard: _Heard) -> list[Proposed]:
    """Other domains: sure are those under the same word, as ``acme.fr`` beside ``acme.example``."""
    label = address_label(pages)
    return heard.proposed(About.DOMAIN, lambda domain: letters_of(domain.partition(".")[0]) == label)


def _profiles(name: str, pages: Sequence[OwnPage], heard: _Heard) -> list[Proposed]:
    """Profiles, one for each account: sure where stated, named like us, or the only one at its service."""
    says = heard.says[About.SOCIAL_PROFILE]
    accounts: dict[str, str] = {}
    for url in sorted(says, key=lambda url: (not any(each in says[url] for each in _STATED), len(url))):
        accounts.setdefault(urls.prospect(url), url)
    at = Counter(urls.site(url) for url in accounts.values())
    own = {letters_of(name), letters_of(without_legal_form(name)), address_label(pages)} - {""}

    def sure(url: str) -> bool:
        if any(each in says[url] for each in _STATED):
            return True
        account = letters_of(url.partition("://")[2].partition("/")[2])
        on = heard.pages(About.SOCIAL_PROFILE, url)
        everywhere = on >= _SEVERAL and 2 * on > len(pages)
        return any(letters in account for letters in own) or (everywhere and at[urls.site(url)] == 1)

    kept = set(accounts.values())
    return [each for each in heard.proposed(About.SOCIAL_PROFILE, sure) if each.value in kept]


def _evidence_of(candidate: Candidate) -> str:
    pages = f"{candidate.pages} page{'s' if candidate.pages > 1 else ''}"
    return f"{', '.join(candidate.says)} on {pages}"


def _is_telling(name: str) -> bool:
    """Whether a name can be looked for as it is: neither an ordinary word nor a few letters."""
    words = split_words(name)
    return len(letters_of(name)) >= _SHORTEST_ALIAS and not all(map(is_plain_word, words))


def _is_coined(name: str) -> bool:
    """Whether a single word shows by digits or capitals inside it that somebody made it up."""
    return any(map(str.isdigit, name)) or any(map(str.isupper, name[1:]))


def _is_full_name(person: str) -> bool:
    return len(person.split()) > 1 or not person.isascii()
