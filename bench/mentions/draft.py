"""A page before it is put into a layout: its texts in their places, which kinds of cases then change."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from bench.mentions.cases import Truth

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.mentions.profiles import Brand
    from bench.mentions.texts import Texts

_HOSTS: Final = {
    "dev": (
        "www.daily-lantern",
        "northgate-review",
        "kettle-and-page",
        "www.openbench",
        "riverline",
        "plainweekly",
    ),
    "held": (
        "www.harbour-ledger",
        "thistle-post",
        "www.quietdesk",
        "sundial-notes",
        "eastmarket",
        "blog.tinfold",
    ),
}
_PARAGRAPHS: Final = (6, 11)


@dataclass
class Draft:
    """The parts of a page as HTML. ``told`` counts the brand's occurrences in the editorial text."""

    half: str
    kind: str
    index: int
    rng: Random
    texts: Texts
    brand: Brand
    entry: dict[str, Any]
    host: str = ""
    path: str = ""
    title: str = ""
    title_tag: str = ""
    paragraphs: list[list[str]] = field(default_factory=list)
    raw: dict[int, list[str]] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    nav: list[tuple[str, str]] = field(default_factory=list)
    footer: list[tuple[str, str]] = field(default_factory=list)
    sidebar: list[tuple[str, str]] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    share: list[tuple[str, str]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    cookie: str = ""
    ad: str = ""
    after: list[Callable[[str], str]] = field(default_factory=list)
    told: int = 0
    _mentions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        texts, rng = self.texts, self.rng
        self.host = f"{rng.choice(_HOSTS[self.half])}.example"
        self.path = (
            f"/{rng.randrange(2016, 2026)}/{rng.randrange(1, 13):02}/{rng.randrange(10_000, 99_999)}.html"
        )
        self.title = self.title_tag = texts.shuffled("title", rng)[0]
        self._write()
        self._furnish()

    def _write(self) -> None:
        supply: list[str] = []
        for _ in range(self.rng.randint(*_PARAGRAPHS)):
            if len(supply) < 4:
                supply = self.texts.shuffled("filler", self.rng) + supply
            self.paragraphs.append([supply.pop() for _ in range(self.rng.randint(2, 4))])
        headings = self.texts.shuffled("heading", self.rng)
        for place in sorted(self.rng.sample(range(1, len(self.paragraphs)), 2)):
            self.raw.setdefault(place, []).append(f"{{{{h2:{headings.pop()}}}}}")

    def _furnish(self) -> None:
        texts, rng = self.texts, self.rng
        labels = [escape(label, quote=False) for label in texts.labels["nav"]]
        self.nav = [(f"/{number}/", label) for number, label in enumerate(labels)]
        self.footer = [
            (f"/info/{number}", escape(label)) for number, label in enumerate(texts.labels["footer"])
        ]
        teasers = texts.shuffled("teaser", rng)
        self.related = [(f"/post/{rng.randrange(9999)}", teaser) for teaser in teasers[:3]]
        self.sidebar = [(f"/post/{rng.randrange(9999)}", teaser) for teaser in teasers[1:]]
        self.share = [
            (f"https://{one}.share.example/?u=page", one.title()) for one in ("chirp", "facepage", "mailer")
        ]
        self.comments = [(rng.choice(texts.persons), comment) for comment in texts.shuffled("comment", rng)]
        self.cookie = texts.label("cookie")
        self.ad = texts.label("ad")
        self._mentions = texts.shuffled("mention", rng)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"https://{self.host}{self.path}"

    def sentence(self, spelling: str) -> str:
        """The next sentence that names the brand, which is written as ``spelling`` (HTML) says."""
        if not self._mentions:
            self._mentions = self.texts.shuffled("mention", self.rng)
        return self._mentions.pop().replace("{brand}", spelling)

    def name(self) -> str:
        """The brand's name as HTML, as it is spelled in the profile."""
        return escape(self.brand.name, quote=False)

    def say(self, sentence: str, times: int = 0, at: int | None = None) -> None:
        """Put a sentence (HTML) into a paragraph of the article; it names the brand ``times`` times."""
        paragraph = self.paragraphs[at if at is not None else self.rng.randrange(len(self.paragraphs))]
        paragraph.insert(self.rng.randint(0, len(paragraph)), sentence)
        self.told += times

    def mention(self, spelling: str = "") -> None:
        """Name the brand once in the article."""
        self.say(self.sentence(spelling or self.name()), 1)

    def put(self, block: str, times: int = 0) -> None:
        """Put a block of HTML between two paragraphs; it names the brand ``times`` times."""
        self.raw.setdefault(self.rng.randrange(1, len(self.paragraphs)), []).append(block)
        self.told += times

    def unlinked(self, *accept: str, elsewhere: bool | None = False) -> Truth:
        """Named as often as told, and no link leads to the brand."""
        return Truth("unlinked", ("unlinked", *accept), (self.told, self.told), False, elsewhere)

    def linked(self) -> Truth:
        """Some link of the page leads to the brand."""
        return Truth("linked", ("linked",), (self.told, self.told), True, False)

    def template_only(self) -> Truth:
        """Named, but outside the editorial text only."""
        return Truth("template_only", ("template_only",), (0, 0), False, None)

    def absent(self) -> Truth:
        """Not named in visible text."""
        return Truth("none", ("none", "not_brand"), (0, 0), False, False)

    def not_brand(self) -> Truth:
        """The same letters, another thing."""
        return Truth("not_brand", ("not_brand", "none"), (0, 0), False, False)
