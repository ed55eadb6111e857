"""Redirects that lead somewhere, and not to what was promised."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer, Request
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin
from tests.world.kinds.plot import moved
from tests.world.kinds.trades import brokers_page, business

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("redirects_to_nowhere")


def _statuses(at: Plot) -> int:
    return at.rng.choice((301, 302, 302, 303, 307, 308))


@FAMILY.dead
def to_the_home_page(at: Plot) -> str:
    """Deep links of the site all lead to its home page."""
    if at.settle("to home"):
        at.place.site.fallback(moved(at.place.url("/"), _statuses(at)))
    return at.path


@FAMILY.dead
def to_the_home_page_of_the_new_domain(at: Plot) -> str:
    """The site moved; its deep links were all sent to the new home page."""
    at.settle()
    new = at.town.fresh(tongue=at.place.tongue)
    new.furnish(at.rng)
    at.place.site.fallback(moved(new.url("/"), 301))
    return at.path


@FAMILY.dead
def to_a_section(at: Plot) -> str:
    """Deep links all lead to one section, which has nothing of the promise."""
    if at.settle("to section"):
        at.place.site.fallback(moved(at.rng.choice(("/news", "/archive", "/about")), _statuses(at)))
    return at.path


@FAMILY.dead
def to_an_empty_search(at: Plot) -> str:
    """Deep links become a search that finds nothing."""
    if at.settle("to search"):
        place = at.place
        wording = at.rng.choice(place.tongue.phrases["nothing"])
        said = wording.format(Q="…")
        place.site.page("/search", place.render(place.tongue.word(3), said, "<form><input name=q></form>"))
        place.site.fallback(lambda asked: moved(f"/search?q={asked.path.strip('/').replace('/', '+')}"))
    return at.path


@FAMILY.dead
def to_another_firms_front_page(at: Plot) -> str:
    """The domain leads to the front page of another firm."""
    at.settle()
    firm = at.town.fresh()
    firm.site.fallback(business(at, firm, at.rng.choice(("roofing", "dentist", "plumber", "loans"))))
    at.place.site.fallback(moved(firm.url("/"), _statuses(at)))
    return at.path


@FAMILY.dead
def to_a_domain_broker(at: Plot) -> str:
    """The domain leads to a broker's page that offers it."""
    at.settle()
    broker = at.town.fresh()
    broker.site.fallback(brokers_page(at, at.place.host))
    at.place.site.fallback(moved(broker.url(f"/lander?domain={at.place.host}"), 302))
    return at.rng.choice((at.path, "/"))


@FAMILY.dead
def loop_of_one(at: Plot) -> str:
    """The address leads to itself, cookies or not."""
    at.honest().site.redirect(at.path, at.path, 302)
    return at.path


@FAMILY.dead
def loop_of_two(at: Plot) -> str:
    """Two addresses lead to each other."""
    place = at.honest()
    other = place.path(at.rng, place.promise(at.rng))
    place.site.redirect(at.path, other)
    place.site.redirect(other, at.path)
    return at.path


@FAMILY.dead
def loop_between_schemes(at: Plot) -> str:
    """http leads to https and https to http, for ever."""
    place = at.lonely()
    path = at.path

    def told(asked: Request) -> Answer:
        return moved(f"{'http' if asked.scheme == 'https' else 'https'}://{place.host}{path}", 301)

    place.site.answer(path, told)
    return path


@FAMILY.dead
def growing_addresses(at: Plot) -> str:
    """Each redirect leads to a longer address; it never ends."""
    place = at.lonely()
    step = coin(at.rng)
    start = f"/{step}"
    place.site.answer(f"{start}*", lambda asked: moved(f"{asked.path.rstrip('/')}/{step}"))
    return start


@FAMILY.dead
def more_than_twenty_hops(at: Plot) -> str:
    """Thirty redirects, more than any browser follows."""
    place, base = at.honest(), f"/{coin(at.rng, 3)}"
    for hop in range(30):
        place.site.redirect(f"{base}/{hop}", f"{base}/{hop + 1}", 302)
    at.publish(f"{base}/30")
    return f"{base}/0"


@FAMILY.dead
def meta_refresh_to_the_home_page(at: Plot) -> str:
    """Unknown addresses answer a page that refreshes to the home page."""
    if at.settle("meta home"):
        spelled = at.rng.choice(("refresh", "Refresh", "REFRESH"))
        pause = at.rng.choice(("0", "1", "0 "))
        html = f'<html><head><meta http-equiv="{spelled}" content="{pause};url=/"></head><body></body></html>'
        at.place.site.fallback(html)
    return at.path


@FAMILY.dead
def meta_refresh_to_an_error(at: Plot) -> str:
    """A page that refreshes to an address that is a 404."""
    place = at.honest()
    end = place.path(at.rng, place.promise(at.rng))
    place.site.page(at.path, f"<meta http-equiv=refresh content='0; URL={escape(end)}'>")
    return at.path


@FAMILY.dead
def refresh_header_to_the_home_page(at: Plot) -> str:
    """Unknown addresses answer with a Refresh header that leads to the home page."""
    if at.settle("refresh home"):
        at.place.site.fallback(Answer("<p></p>", headers={"Refresh": "0; url=/"}))
    return at.path


@FAMILY.dead
def script_to_the_home_page(at: Plot) -> str:
    """Unknown addresses answer one line of script that sets the location to the home page."""
    if at.settle("script home"):
        line = at.rng.choice(
            (
                'window.location="/";',
                "location.href = '/'",
                'window.location.replace("/")',
                "document.location='/';",
            )
        )
        at.place.site.fallback(f"<html><head><script>{line}</script></head><body></body></html>")
    return at.path


@FAMILY.dead
def chain_to_the_home_page(at: Plot) -> str:
    """Several hops, www and https among them, and the home page at the end."""
    if at.settle("chain home"):
        at.place.site.answer("/go*", moved("/index-old", 301))
        at.place.site.redirect("/index-old", "/", 302)
        at.place.site.fallback(lambda asked: moved(f"/go{asked.path}", 301))
    return at.path
