"""Makes the cases. The same every time: all chance comes from the case's own id."""

from __future__ import annotations

import tomllib
from functools import cache
from html import escape
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from bench.contacts.cases import Case, Mail, Place
from bench.contacts.disguises import DISGUISES
from bench.contacts.false_friends import FALSE_FRIENDS
from bench.contacts.plugins import PLUGINS
from bench.mentions.draft import Draft
from bench.mentions.layouts import layouts
from bench.mentions.profiles import brands
from bench.mentions.texts import languages, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HALVES: Final = ("dev", "held")
_EACH: Final = 4
# For languages that the pages of mentions have no texts of: those of a neighbour.
_NEIGHBOURS: Final = {"da": "sv", "cs": "pl"}
_FREE: Final = ("gmail.com", "gmx.net", "yahoo.fr", "seznam.cz")
_NO_CONTACT_PAGE: Final = 5


def make() -> Iterator[Case]:
    """All cases: each disguise and false friend in several languages."""
    kinds = [*((kind, True) for kind in (*DISGUISES, *PLUGINS)), *((kind, False) for kind in FALSE_FRIENDS)]
    for number, (kind, found) in enumerate(kinds):
        for index in range(_EACH):
            yield _case(kind, number * _EACH + index, index, found=found)


def _case(kind: Callable[[Place], str], number: int, index: int, *, found: bool) -> Case:
    name = kind.__name__
    rng = Random(f"{name} {index}")
    known = sorted(_words())
    lang = known[(number + number // len(known)) % len(known)]
    words = _words()[lang]
    half = HALVES[number % len(HALVES)]
    some = layouts(half)
    layout = some[(number + number // len(some)) % len(some)]
    spoken = _NEIGHBOURS.get(lang, lang)
    assert spoken in languages()
    draft = Draft(half, name, number, rng, texts_of(spoken, half), next(iter(brands(half).values())), {})
    place = Place(_mail(draft.host, words, rng), _flat(words), rng)
    said = kind(place)
    sentence = escape(rng.choice(words["say"]), quote=False).replace("{mail}", said)
    draft.put(f"<p>{sentence}</p>")
    if number % _NO_CONTACT_PAGE == 0:
        draft.nav, draft.footer = draft.nav[1:4], draft.footer[1:]
    draft.head.append(place.head)
    draft.tail.append(place.tail)
    contact_page = f"https://{draft.host}{draft.nav[-1][0]}" if number % _NO_CONTACT_PAGE else ""
    emails = {str(place.mail): place.mail.role} if found else {}
    note = (kind.__doc__ or name).splitlines()[0]
    return Case(f"{name}-{index}", name, lang, draft.url, layout.render(draft), emails, contact_page, note)


def _mail(host: str, words: dict[str, Any], rng: Random) -> Mail:
    """An address of a role or a person, at the page's own site, below it, elsewhere or at a free provider."""
    first, last = _ascii(words["name"]).split()
    personal = rng.choice(
        (f"{first}.{last}", f"{first[0]}.{last}", first, f"{first}_{last}", f"{first}{last[0]}")
    )
    role = rng.choice((words["role"], "info", words["role"], f"{words['role']}2", f"online-{words['role']}"))
    own = host.removeprefix("www.")
    domain = rng.choice((own, own, f"mail.{own}", "paper-mill.example", rng.choice(_FREE)))
    if rng.random() < 0.5:
        return Mail(personal, domain, "personal")
    return Mail(f"{own.partition('.')[0]}.{role}" if domain in _FREE else role, domain, "role")


def _ascii(name: str) -> str:
    return name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def _flat(words: dict[str, Any]) -> dict[str, str]:
    return {key: value for key, value in words.items() if isinstance(value, str)}


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
