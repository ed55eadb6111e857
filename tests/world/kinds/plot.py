"""Where one target is built: its dice, its site, its promise; and the town that shares sites out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer
from tests.world.kinds.place import Place
from tests.world.kinds.tongue import ENGLISH, TONGUES, WRITING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from tests.world import World
    from tests.world.kinds.model import Kind
    from tests.world.kinds.tongue import Article, Subject, Tongue
    from tests.world.site import Tls

SHARED = 0.5
TARGETS_A_SITE = 5


@dataclass(slots=True)
class Town:
    """All sites so far, by what they are shared for."""

    world: World
    rng: Random
    places: dict[str, list[Place]] = field(default_factory=dict)

    def fresh(self, tls: Tls = True, tongue: Tongue | None = None, subject: Subject | None = None) -> Place:
        """A new empty site, in a language and on a subject as told or chosen."""
        speaks = tongue or self.rng.choice(WRITING if self.rng.random() < 0.6 else (ENGLISH, *WRITING[:4]))
        about = subject or self.rng.choice(tuple(speaks.subjects.values()))
        return Place(self.world, self.rng, speaks, about, tls)


@dataclass(slots=True)
class Plot:
    """The building site of one target. ``settle`` comes first; it decides site and promise."""

    town: Town
    kind: Kind
    rng: Random
    place: Place = field(init=False)
    article: Article = field(init=False)
    path: str = ""
    anchor: str = ""

    def settle(self, share: str = "", *, tls: Tls = True, tongue: Tongue | None = None) -> bool:
        """Take a site for the target, one of those shared under a name or a new one; True if new.

        A new site that is shared, or that has a name for sharing, is furnished with true pages.
        """
        known = [place for place in self.town.places.get(share, ()) if place.targets < TARGETS_A_SITE]
        new = not known or self.rng.random() >= SHARED
        self.place = self.town.fresh(tls, tongue) if new else self.rng.choice(known)
        if new and share:
            self.place.furnish(self.rng)
            self.town.places.setdefault(share, []).append(self.place)
        self.place.targets += 1
        self.renew()
        return new

    def renew(self, words: int = 0) -> None:
        """Promise another article at another address."""
        self.article = self.place.promise(self.rng, words)
        self.path = self.place.path(self.rng, self.article)

    def honest(self) -> Place:
        """A furnished site whose unknown addresses are honest 404s."""
        self.settle("honest")
        return self.place

    def lonely(self, *, tls: Tls = True) -> Place:
        """A furnished site of its own."""
        self.settle(tls=tls)
        self.place.furnish(self.rng)
        return self.place

    def empty(self) -> Place:
        """A site of its own with nothing on it yet."""
        self.settle()
        return self.place

    def publish(self, path: str = "") -> str:
        """Serve the promised article; returns its path."""
        self.place.publish(path or self.path, self.article)
        return path or self.path

    def page(self) -> str:
        """The promised article as a page."""
        return self.place.article_page(self.article)

    def speaker(self, what: str) -> Tongue:
        """The language for a notice: mostly the site's, often any that has words for it."""
        if self.place.tongue.knows(what) and self.rng.random() < 0.4:
            return self.place.tongue
        return self.rng.choice([tongue for tongue in TONGUES if tongue.knows(what)])

    def notice(self, what: str, *, chrome: bool = True, tongue: Tongue | None = None) -> str:
        """A page that says something in title and heading, and a line more; with chrome or bare."""
        speaks = tongue or self.speaker(what)
        said = speaks.say(self.rng, what, H=self.place.host, Q=self.article.title)
        more = f"{what}_text"
        text = speaks.say(self.rng, more, H=self.place.host) if speaks.knows(more) else ""
        body = f"<p>{escape(text)}</p>" if text else ""
        return self.place.render(said, said, body, tongue=speaks) if chrome else self.bare(said, body, speaks)

    def bare(self, said: str, body: str, tongue: Tongue) -> str:
        """A page without any chrome."""
        heading = self.rng.choice(("h1", "h2", "h1", "strong"))
        return (
            f'<!doctype html><html lang="{tongue.code}"><head>'
            f'<meta charset="utf-8"><title>{escape(said)}</title>'
            f'</head><body><div class="box"><{heading}>{escape(said)}</{heading}>{body}</div></body></html>'
        )


def moved(location: str, status: int = 302, headers: Mapping[str, str] | None = None) -> Answer:
    """A redirect."""
    return Answer("<p>Moved</p>", status, headers={"Location": location, **(headers or {})})
