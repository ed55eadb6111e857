"""Source pages: resource lists that link to the targets, and what they say of each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world.kinds.tongue import ENGLISH, WRITING, capital, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.world.kinds.model import Expected
    from tests.world.kinds.plot import Plot, Town
    from tests.world.kinds.tongue import Tongue

HOSTS = 6


def link_to(plot: Plot, url: str) -> tuple[Tongue, str, str]:
    """How a page links to a target: the page's language, the anchor, the sentence it stands in."""
    tongue = _language(plot)
    anchor = plot.anchor or _anchor(plot, tongue, url)
    known = tongue.subjects[plot.place.subject.key]
    same = tongue is plot.place.tongue
    topics = plot.article.topics if same else plot.rng.sample(known.words, 2)
    context = tongue.say(plot.rng, "contexts", X=anchor, A=topics[0], B=topics[1], S=known.name)
    return tongue, anchor, context


def _language(plot: Plot) -> Tongue:
    key = plot.place.subject.key
    if plot.rng.random() < 0.75:
        return plot.place.tongue
    return plot.rng.choice([ENGLISH, *(tongue for tongue in WRITING if key in tongue.subjects)])


def _anchor(plot: Plot, tongue: Tongue, url: str) -> str:
    title = plot.article.title
    part = (
        title.partition(": ")[0].strip() if ": " in title else title[: len(title) * 2 // 3].rpartition(" ")[0]
    )
    home = url.rstrip("/").count("/") == 2
    if home:
        return plot.rng.choice((plot.place.name, plot.place.name, plot.place.host.removeprefix("www.")))
    chances = (50, 16, 16, 10, 4)
    anchors = (title, part or title, plot.place.name, tongue.say(plot.rng, "here"), plot.place.host)
    return plot.rng.choices(anchors, chances)[0]


def publish(
    town: Town,
    targets: Sequence[tuple[Tongue, Expected]],
    extra: Sequence[tuple[Tongue, str, str, str]],
    links_a_page: int,
) -> tuple[str, ...]:
    """Serve the source pages; ``extra`` are further links: language, address, anchor, sentence."""
    items: dict[str, list[str]] = {}
    tongues = {tongue.code: tongue for tongue in WRITING}
    for tongue, target in targets:
        items.setdefault(tongue.code, []).append(_item(target.url, target.anchor, target.context))
    for tongue, url, anchor, context in extra:
        known = items.setdefault(tongue.code, [])
        known.insert(town.rng.randrange(len(known) + 1), _item(url, anchor, context))
    pages: list[str] = []
    for code, rows in items.items():
        chunks = [rows[start : start + links_a_page] for start in range(0, len(rows), links_a_page)]
        pages += _pages(town, tongues[code], chunks)
    return tuple(pages)


def _pages(town: Town, tongue: Tongue, chunks: Sequence[Sequence[str]]) -> list[str]:
    pages: list[str] = []
    for number, rows in enumerate(chunks):
        if number % HOSTS == 0:
            place = town.fresh(tongue=tongue)
            place.furnish(town.rng)
        subject = town.rng.choice(tuple(tongue.subjects.values()))
        heading = capital(tongue.say(town.rng, "lists", S=subject.name))
        path = f"/{town.rng.choice(('links', 'resources', 'bookmarks', 'web'))}-{number + 1}.html"
        intro = write(town.rng, tongue, subject, 40).html
        html = place.render(heading, heading, intro + _sections(town, tongue, rows))
        place.site.page(path, html)
        pages.append(place.url(path))
    return pages


def _sections(town: Town, tongue: Tongue, rows: Sequence[str]) -> str:
    names = [subject.name for subject in tongue.subjects.values()]
    size = town.rng.randrange(7, 14)
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    return "".join(
        f"<h2>{escape(capital(town.rng.choice(names)))}</h2><ul>{''.join(part)}</ul>" for part in parts
    )


def _item(url: str, anchor: str, context: str) -> str:
    link = f'<a href="{escape(url)}">{escape(anchor)}</a>'
    before, _, after = context.partition(anchor)
    return f"\n<li>{escape(before)}{link}{escape(after)}</li>\n"
