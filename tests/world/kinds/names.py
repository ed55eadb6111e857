"""Made-up names: words, sites, hosts, addresses of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.world.kinds.tongue import capital, slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.world.kinds.tongue import Subject

ONSETS = tuple("b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sk st t tr v w z".split())  # noqa: SIM905
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "oa", "y")
CODAS = ["", "", "", "n", "r", "l", "s", "m", "x", "nd", "rt"]
SECTIONS = ("articles", "blog", "guides", "news", "stories", "notes", "docs", "library", "topics", "texts")


def coin(rng: Random, least: int = 2) -> str:
    """A word that nobody has used before."""
    count = rng.randrange(least, least + 2)
    return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(count))


def site_name(rng: Random, subject: Subject) -> str:
    """The name of a site about a subject."""
    made = capital(coin(rng))
    about = capital(subject.name)
    return rng.choice((f"{made} {about}", f"{about} {made}", f"{made}", f"{made} & {capital(coin(rng))}"))


def host_name(rng: Random, name: str, subject: Subject) -> str:
    """A host for a site of that name; long enough that two seeds never hit on the same."""
    made = coin(rng, 3)
    known = slug(name) or subject.key
    joined = rng.choice(
        (f"{known}-{made}", f"{made}-{known}", f"{subject.key}{made}", f"{made}{subject.key}")
    )
    front = rng.choice(("", "", "", "", "www.", "www.", "blog.", "docs."))
    return f"{front}{joined[:50].strip('-')}.example"


def _day(rng: Random) -> str:
    return f"{rng.randrange(2004, 2024)}/{rng.randrange(1, 13):02}"


def path_styles(rng: Random) -> Callable[[Random, str], str]:
    """How the addresses of one site are formed: a function from a slug to a path."""
    section = rng.choice(SECTIONS)
    styles: tuple[Callable[[Random, str], str], ...] = (
        lambda _, name: f"/{section}/{name}",
        lambda _, name: f"/{section}/{name}/",
        lambda _, name: f"/{name}.html",
        lambda _, name: f"/{section}/{name}.htm",
        lambda draw, name: f"/{_day(draw)}/{name}/",
        lambda draw, name: f"/{section}/{draw.randrange(1000, 99999)}-{name}.html",
        lambda draw, name: f"/{section}/{draw.randrange(10, 99)}/{name}.php",
        lambda draw, _: f"/index.php?id={draw.randrange(100, 99999)}",
        lambda draw, name: f"/view.asp?doc={draw.randrange(100, 9999)}&t={name}",
        lambda _, name: f"/wiki/{capital(name).replace('-', '_')}",
        lambda draw, name: f"/~{draw.choice(ONSETS)}{draw.choice(VOWELS)}/{name}.html",
    )
    return rng.choice(styles)


def page_slug(rng: Random, title: str, subject: Subject) -> str:
    """A page's name in its address, from its title when that can be written in Latin letters."""
    plain = slug(title)
    if not plain:
        local = quote(title.replace(" ", "-")[:12])
        plain = rng.choice((f"{subject.key}-{rng.randrange(10, 9999)}", local))
    words = plain.split("-")
    return "-".join(words[: rng.randrange(4, 9)])
