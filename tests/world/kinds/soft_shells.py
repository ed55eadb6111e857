"""Missing pages that answer 200 and say nothing of an error: told only by their neighbours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.world import Answer, Request
from tests.world.kinds.model import Family

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("soft_404")


@FAMILY.dead
def copy_of_the_home_page(at: Plot) -> str:
    """Every unknown address shows the home page."""
    if at.settle("soft home"):
        place = at.place
        place.site.fallback(lambda _: place.home(place.draw("/")))
    return at.path


@FAMILY.dead
def empty_search(at: Plot) -> str:
    """Every unknown address becomes a search that finds nothing and echoes the words of the address."""
    if at.settle("soft search"):
        place, phrase = at.place, at.rng.randrange(10)
        phrases = place.tongue.phrases["nothing"]
        wording = phrases[phrase % len(phrases)]

        def told(asked: Request) -> str:
            words = unquote(asked.path).strip("/").rpartition("/")[2].partition(".")[0].replace("-", " ")
            said = wording.format(Q=words)
            form = f'<form><input name="q" value="{escape(words)}"></form>'
            return place.render(said, said, form)

        place.site.fallback(told)
    return at.path


@FAMILY.dead
def empty_search_with_other_titles(at: Plot) -> str:
    """A search page: its title is the word for search, the line about no results is a paragraph."""
    if at.settle("soft search paragraph"):
        place = at.place
        wording = at.rng.choice(place.tongue.phrases["nothing"])

        def told(asked: Request) -> str:
            words = unquote(asked.path).strip("/").replace("/", " ").replace("-", " ")
            return place.render(
                place.tongue.word(3), place.tongue.word(3), f"<p>{escape(wording.format(Q=words))}</p>"
            )

        place.site.fallback(told)
    return at.path


@FAMILY.dead
def list_shell(at: Plot) -> str:
    """Every unknown address shows the frame of a category without entries."""
    if at.settle("soft list"):
        place = at.place

        def told(asked: Request) -> str:
            words = unquote(asked.path).strip("/").rpartition("/")[2].replace("-", " ").title()
            return place.render(
                words or place.name, words or place.name, '<ul class="items"></ul><p>0 / 0</p>'
            )

        place.site.fallback(told)
    return at.path


@FAMILY.dead
def latest_posts_for_any_address(at: Plot) -> str:
    """Every unknown address shows the list of the latest posts."""
    if at.settle("soft latest"):
        place = at.place

        def told(_: Request) -> str:
            rows = "".join(
                f'<h2><a href="{escape(path)}">{escape(a.title)}</a></h2>' for path, a in place.articles
            )
            return place.render(place.tongue.word(4), place.tongue.word(4), rows)

        place.site.fallback(told)
    return at.path


@FAMILY.dead
def shell_without_content(at: Plot) -> str:
    """Every unknown address shows the site's frame with nothing inside."""
    if at.settle("soft empty"):
        place = at.place
        place.site.fallback(place.render(place.name, "", "<div class='content'></div>"))
    return at.path


@FAMILY.dead
def file_address_answers_the_home_page(at: Plot) -> str:
    """The address of a PDF answers the home page, as do its neighbours."""
    if at.settle("soft file home"):
        place = at.place
        place.site.fallback(lambda _: Answer(place.home(place.draw("/"))))
    return f"/media/{at.place.subject.key}-{at.rng.randrange(10, 9999)}.pdf"
