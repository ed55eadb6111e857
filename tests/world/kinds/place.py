"""A made-up site: its language, subject, style, pages, and an honest answer for unknown addresses."""

from __future__ import annotations

from html import escape
from random import Random
from typing import TYPE_CHECKING

from tests.world import Answer
from tests.world.kinds.names import coin, host_name, page_slug, path_styles, site_name
from tests.world.kinds.styles import STYLES, Page
from tests.world.kinds.tongue import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world import Request, World
    from tests.world.kinds.tongue import Article, Subject, Tongue
    from tests.world.site import Tls

CHROME = ("/", "/about", "/contact", "/search", "/news", "/archive", "/privacy")


class Place:
    """One site. Pages are written when they are asked for, always the same."""

    def __init__(self, world: World, rng: Random, tongue: Tongue, subject: Subject, tls: Tls = True) -> None:
        self.tongue = tongue
        self.subject = subject
        self.name = site_name(rng, subject)
        self.host = host_name(rng, self.name, subject)
        self.site = world.site(self.host, tls=tls)
        self.scheme = "https" if tls is not True else rng.choice(("http", "https", "https"))
        self.style = rng.choice(STYLES)
        self.path_for = path_styles(rng)
        self.articles: list[tuple[str, Article]] = []
        self.targets = 0
        self._taken: set[str] = set()
        self._mark = coin(rng)
        self._join = rng.choice(
            ("{0} - {1}", "{0} | {1}", "{1}: {0}", "{0} – {1}", "{0} « {1}", "{0}", "{1} > {0}")
        )
        self._links = rng.sample(range(1, len(CHROME)), rng.randrange(3, 6))
        self._year = rng.randrange(2009, 2025)
        self._salt = rng.random()

    def __repr__(self) -> str:
        return f"Place({self.host!r})"

    def url(self, path: str = "/") -> str:
        """The absolute address of a path."""
        return f"{self.scheme}://{self.host}{path}"

    def draw(self, path: str) -> Random:
        """The dice of one page: the same at each request."""
        return Random(f"{self._salt}{self.host}{path}")

    def render(
        self,
        title: str,
        heading: str,
        body: str,
        *,
        head: str = "",
        tongue: Tongue | None = None,
        aside: str = "",
    ) -> str:
        """A page in the style of the site; ``tongue`` is the language of its chrome if another."""
        speaks = tongue or self.tongue
        links = tuple((CHROME[place], speaks.word(place)) for place in (0, *self._links))
        footer = f"© {self._year} {self.name}. {speaks.word(13) if speaks.knows('sentences') else ''}"
        shown = aside or self._aside(speaks)
        titled = self._join.format(title, self.name)
        page = Page(speaks.code, titled, heading, body, self.name, links, footer, shown, self._mark, head)
        return self.style(page)

    def _aside(self, tongue: Tongue) -> str:
        rows = "".join(
            f'<li><a href="{escape(path)}">{escape(article.title)}</a></li>'
            for path, article in self.articles[:5]
        )
        return f"<h3>{escape(tongue.word(7))}</h3><ul>{rows}</ul>" if rows else ""

    def show(self, path: str, maker: Callable[[Random], str], *, status: int = 200) -> None:
        """Serve a page that ``maker`` writes with the page's dice when it is asked for."""

        def told(_: Request) -> Answer:
            return Answer(maker(self.draw(path)), status)

        self.site.answer(path, told)

    def promise(self, rng: Random, words: int = 0) -> Article:
        """An article that could stand on this site; nothing is served yet."""
        return write(rng, self.tongue, self.subject, words)

    def path(self, rng: Random, article: Article) -> str:
        """A new address for an article."""
        name = page_slug(rng, article.title, self.subject)
        path = self.path_for(rng, name)
        while path in self._taken:
            path = self.path_for(rng, f"{name}-{rng.randrange(2, 99)}")
        self._taken.add(path)
        return path

    def article_page(self, article: Article, head: str = "") -> str:
        """The page of an article."""
        return self.render(article.title, article.title, article.html, head=head)

    def publish(self, path: str, article: Article, head: str = "") -> None:
        """Serve an article at an address."""
        self.show(path, lambda _: self.article_page(article, head))

    def furnish(self, rng: Random) -> None:
        """Fill the site: a home page, articles, the pages that its navigation leads to."""
        for _ in range(rng.randrange(2, 5)):
            article = self.promise(rng)
            path = self.path(rng, article)
            self.articles.append((path, article))
            self.publish(path, article)
        self.show("/", self.home)
        for place, path in enumerate(CHROME[1:], start=1):
            self.show(path, self._section(self.tongue.word(place)))
        self.site.fallback(self.missing(rng))

    def home(self, rng: Random) -> str:
        """The home page: what the site is about, and its latest articles."""
        rows = "".join(
            f'<h2><a href="{escape(path)}">{escape(article.title)}'
            f"</a></h2><p>{escape(article.paragraphs[0])}</p>"
            for path, article in self.articles
        )
        about = write(rng, self.tongue, self.subject, 60)
        return self.render(self.subject.name, self.name, about.html + rows)

    def _section(self, label: str) -> Callable[[Random], str]:
        def section(rng: Random) -> str:
            rows = "".join(
                f'<li><a href="{escape(path)}">{escape(a.title)}</a></li>' for path, a in self.articles
            )
            about = write(rng, self.tongue, self.subject, 50)
            return self.render(label, label, f"{about.html}<ul>{rows}</ul>")

        return section

    def missing(self, rng: Random, status: int = 404) -> Callable[[Request], Answer]:
        """What an honest site says to an unknown address."""
        bare = rng.random() < 0.3
        said, text = self.tongue.say(rng, "missing"), self.tongue.say(rng, "missing_text")
        plain = (
            "<html><head><title>404 Not Found</title></head><body>"
            f"<h1>Not Found</h1><p>{self.host}</p></body></html>"
        )
        full = self.render(said, said, f"<p>{escape(text)}</p>")
        return lambda _: Answer(plain if bare else full, status)
