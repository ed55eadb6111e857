"""Error pages that answer 200, told by what they say."""

from __future__ import annotations

from html import escape
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from tests.world.kinds.model import Family
from tests.world.kinds.names import coin
from tests.world.kinds.plot import moved
from tests.world.kinds.tongue import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world import Answer, Request
    from tests.world.kinds.plot import Plot

FAMILY = Family("soft_404")


def _soft(at: Plot, said: Callable[[Request], Answer | str] | Answer | str) -> str:
    """Let the site of the target answer this to every unknown address."""
    at.place.site.fallback(said)
    return at.path


def _decorate(at: Plot, said: str) -> str:
    decorated = at.rng.choice(
        ("{0}", "{0}", "404 - {0}", "404: {0}", "{0} (404)", "{0}!", "Error 404 | {0}", ":( {0}")
    )
    return decorated.format(said.upper() if at.rng.random() < 0.1 else said)


@FAMILY.dead
def wording_in_title_and_heading(at: Plot) -> str:
    """Title and heading say that the page is not there, the status says 200."""
    if at.settle("soft wording"):
        tongue = at.speaker("missing")
        said, text = _decorate(at, tongue.say(at.rng, "missing")), tongue.say(at.rng, "missing_text")
        _soft(at, at.place.render(said, said, f"<p>{escape(text)}</p>", tongue=tongue))
    return at.path


@FAMILY.dead
def wording_without_chrome(at: Plot) -> str:
    """A bare page with nothing but the error wording."""
    if at.settle("soft bare"):
        _soft(at, at.notice("missing", chrome=False))
    return at.path


@FAMILY.dead
def wording_only_in_heading(at: Plot) -> str:
    """The title is the site's name as everywhere; the heading tells the error."""
    if at.settle("soft heading"):
        tongue = at.speaker("missing")
        said, text = _decorate(at, tongue.say(at.rng, "missing")), tongue.say(at.rng, "missing_text")
        _soft(at, at.place.render(at.place.name, said, f"<p>{escape(text)}</p>", tongue=tongue))
    return at.path


@FAMILY.dead
def wording_only_in_title(at: Plot) -> str:
    """The title tells the error; the page is chrome and a search box."""
    if at.settle("soft title"):
        tongue = at.speaker("missing")
        box = f'<form action="/search"><input name="q"><button>{escape(tongue.word(3))}</button></form>'
        title = _decorate(at, tongue.say(at.rng, "missing"))
        _soft(at, at.place.render(title, at.place.name, box, tongue=tongue))
    return at.path


@FAMILY.dead
def wording_in_long_navigation(at: Plot) -> str:
    """A short error among a very long navigation and footer."""
    if at.settle("soft navigation"):
        tongue = at.speaker("missing")
        said, text = tongue.say(at.rng, "missing"), tongue.say(at.rng, "missing_text")
        words = [word for subject in at.place.tongue.subjects.values() for word in subject.words]
        rows = "".join(
            f'<li><a href="/c/{number}">{escape(word)}</a></li>'
            for number, word in enumerate(at.rng.sample(words, min(60, len(words))))
        )
        body = f"<p>{escape(text)}</p><nav class='mega'><ul>{rows}</ul></nav>"
        _soft(at, at.place.render(said, said, body, tongue=tongue))
    return at.path


@FAMILY.dead
def with_changing_popular_posts(at: Plot) -> str:
    """An error page whose list of popular posts is another at each request."""
    if at.settle("soft popular"):
        place, tongue = at.place, at.speaker("missing")
        said, text = _decorate(at, tongue.say(at.rng, "missing")), tongue.say(at.rng, "missing_text")
        turns, salt = count(), at.rng.random()

        def told(_: Request) -> str:
            rng = Random(f"{salt}{next(turns)}")
            titles = [write(rng, place.tongue, place.subject, 1).title for _ in range(8)]
            rows = "".join(
                f'<li><a href="/p/{rng.randrange(9999)}">{escape(title)}</a></li>' for title in titles
            )
            body = f"<p>{escape(text)}</p><h3>{escape(tongue.word(7))}</h3><ul>{rows}</ul>"
            return place.render(said, said, body, tongue=tongue)

        _soft(at, told)
    return at.path


@FAMILY.dead
def with_tokens_and_times(at: Plot) -> str:
    """An error page that shows the address, a time and a token that change at each request."""
    if at.settle("soft tokens"):
        place, tongue = at.place, at.speaker("missing")
        said, text = tongue.say(at.rng, "missing"), tongue.say(at.rng, "missing_text")
        turns = count(at.rng.randrange(10**8))

        def told(asked: Request) -> str:
            turn = next(turns)
            token = f'<input type="hidden" name="csrf" value="{Random(turn).getrandbits(96):x}">'
            when = f"{turn % 24:02}:{turn % 60:02}:{turn * 7 % 60:02}"
            body = (
                f"<p>{escape(text)}</p><p><code>{escape(asked.path)}"
                f"</code> {when} #{turn}</p><form>{token}</form>"
            )
            return place.render(said, said, body, tongue=tongue)

        _soft(at, told)
    return at.path


@FAMILY.dead
def redirect_to_error_page(at: Plot) -> str:
    """Unknown addresses are redirected to an error page that answers 200."""
    if at.settle("soft redirect"):
        error = at.rng.choice(
            ("/error", "/404", "/404.html", "/notfound.php", "/oops", f"/{coin(at.rng)}", "/errors/404")
        )
        at.place.site.page(error, at.notice("missing"))
        _soft(at, moved(error, at.rng.choice((301, 302, 303, 307))))
    return at.path


@FAMILY.dead
def redirect_to_error_page_with_the_address(at: Plot) -> str:
    """The same with the wanted address in the query of the error page."""
    if at.settle("soft redirect query"):
        error = at.rng.choice(("/error.aspx", "/404", "/missing", "/page-error"))
        at.place.site.page(error, at.notice("missing"))
        _soft(at, lambda asked: moved(f"{error}?from={asked.path}"))
    return at.path


@FAMILY.dead
def file_address_answers_an_error(at: Plot) -> str:
    """The address of a PDF or another file answers an HTML page with error wording."""
    if at.settle("soft file"):
        _soft(at, at.notice("missing"))
    ending = at.rng.choice(("pdf", "pdf", "zip", "jpg", "docx"))
    return f"/files/{coin(at.rng)}-{at.place.subject.key}.{ending}"


@FAMILY.dead
def error_in_a_pop_up_shell(at: Plot) -> str:
    """The error stands in an alert box of an otherwise empty layout, not in a heading."""
    if at.settle("soft alert"):
        tongue = at.speaker("missing")
        said = _decorate(at, tongue.say(at.rng, "missing"))
        box = f'<div class="alert alert-danger" role="alert">{escape(said)}</div>'
        _soft(at, at.place.render(at.place.name, at.place.name, box, tongue=tongue))
    return at.path


@FAMILY.dead
def error_in_english_on_a_foreign_site(at: Plot) -> str:
    """A small error text of the server's software, with status 200."""
    at.lonely()
    said = at.rng.choice(
        ("Not Found", "404 Not Found", "File not found.", "No input file specified.", "Object not found!")
    )
    html = (
        f"<html><head><title>{said}</title></head><body><h1>{said}</h1><p>{at.place.host}</p></body></html>"
    )
    return _soft(at, html)
