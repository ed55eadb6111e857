"""Addresses whose server says openly that nothing is there, or seems to."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer, HeadDiffers, Sequence
from tests.world.kinds.model import Family
from tests.world.kinds.plot import moved

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("hard")


@FAMILY.dead
def plain_404(at: Plot) -> str:
    """An ordinary 404 of an honest site."""
    at.honest()
    return at.path


@FAMILY.dead
def plain_410(at: Plot) -> str:
    """The server says that the page is gone for good."""
    at.honest().site.answer(at.path, Answer(at.notice("removed"), 410))
    return at.path


@FAMILY.dead
def fancy_404_in_another_language(at: Plot) -> str:
    """A 404 with a long page, chrome and popular posts, in a language of its own."""
    place = at.lonely()
    tongue = at.speaker("missing")
    said, text = tongue.say(at.rng, "missing"), tongue.say(at.rng, "missing_text")
    posts = "".join(f'<li><a href="{escape(path)}">{escape(a.title)}</a></li>' for path, a in place.articles)
    html = place.render(said, said, f"<p>{escape(text)}</p><ul>{posts}</ul>", tongue=tongue)
    place.site.fallback(Answer(html, 404))
    return at.path


@FAMILY.dead
def empty_404(at: Plot) -> str:
    """A 404 without a body."""
    at.honest().site.answer(at.path, Answer(b"", 404))
    return at.path


@FAMILY.dead
def json_404(at: Plot) -> str:
    """A 404 that speaks JSON."""
    at.honest().site.answer(at.path, Answer('{"error":"no such resource"}', 404, "application/json"))
    return at.path


@FAMILY.dead
def home_page_404(at: Plot) -> str:
    """A host whose home page is a 404: the site is gone, the server is left."""
    place = at.empty()
    place.site.fallback(place.missing(at.rng))
    return "/"


@FAMILY.dead
def redirect_to_404(at: Plot) -> str:
    """A redirect whose end is an honest 404."""
    place = at.honest()
    place.site.redirect(at.path, place.path(at.rng, place.promise(at.rng)), at.rng.choice((301, 302, 308)))
    return at.path


@FAMILY.dead
def chain_ending_dead(at: Plot) -> str:
    """Several redirects over two hosts, and a 404 or 410 at the end."""
    place, hops = at.honest(), at.rng.randrange(3, 6)
    first, last = at.path, at.town.fresh()
    last.furnish(at.rng)
    here = first
    for _ in range(hops):
        there = place.path(at.rng, place.promise(at.rng))
        place.site.redirect(here, there)
        here = there
    end = last.path(at.rng, at.article)
    last.site.status(end, at.rng.choice((404, 410)))
    place.site.redirect(here, last.url(end))
    return first


@FAMILY.dead
def dead_although_head_says_200(at: Plot) -> str:
    """HEAD answers 200, GET an honest 404."""
    place = at.honest()
    gone = Answer(at.notice("missing", tongue=place.tongue), 404)
    place.site.answer(at.path, HeadDiffers(Answer(b""), gone))
    return at.path


@FAMILY.dead
def gone_behind_https(at: Plot) -> str:
    """The http address leads to the https one, which is a 404."""
    place = at.honest()
    gone = Answer(at.notice("missing", tongue=place.tongue), 404)
    secure = f"https://{place.host}{at.path}"
    place.site.answer(at.path, lambda asked: gone if asked.scheme == "https" else moved(secure, 301))
    return f"http://{place.host}{at.path}"


@FAMILY.uncertain
def whole_article_with_404(at: Plot) -> str:
    """The status is 404, the body is the whole promised article: a visitor would not notice."""
    at.honest().site.answer(at.path, Answer(at.page(), 404))
    return at.path


@FAMILY.alive
def momentary_404(at: Plot) -> str:
    """A 404 the first time, the article ever after."""
    place = at.honest()
    gone = Answer(at.notice("missing", tongue=place.tongue), 404)
    place.site.answer(at.path, Sequence(gone, Answer(at.page())))
    return at.path


@FAMILY.alive
def article_for_get_404_for_head(at: Plot) -> str:
    """HEAD answers 404, GET the article."""
    at.honest().site.answer(at.path, HeadDiffers(Answer(b"", 404), Answer(at.page())))
    return at.path
