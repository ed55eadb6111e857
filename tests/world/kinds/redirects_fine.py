"""Redirects that lead to what was promised."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer, ConsentLoop, Request
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin
from tests.world.kinds.plot import moved

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("redirects_fine")


def _sent_on(at: Plot, target: str, status: int = 301) -> str:
    at.place.site.redirect(at.path, target, status)
    return at.path


def _new_address(at: Plot) -> str:
    path = f"/{coin(at.rng)}{at.place.path(at.rng, at.article)}"
    return at.publish(path)


@FAMILY.alive
def moved_article(at: Plot) -> str:
    """The article has a new address on the same site."""
    at.honest()
    return _sent_on(at, _new_address(at), at.rng.choice((301, 302, 307, 308)))


@FAMILY.alive
def moved_through_a_chain(at: Plot) -> str:
    """The article is reached over four redirects."""
    place = at.honest()
    here = f"/r/{coin(at.rng, 3)}"
    place.site.redirect(f"{here}/3", _new_address(at))
    for hop in (2, 1):
        place.site.redirect(f"{here}/{hop}", f"{here}/{hop + 1}", 302)
    return _sent_on(at, f"{here}/1")


@FAMILY.alive
def moved_on_a_site_that_sends_the_rest_home(at: Plot) -> str:
    """Unknown addresses lead home on this site, this one to the article's new address."""
    if at.settle("moved among home"):
        at.place.site.fallback(moved("/", 301))
    return _sent_on(at, _new_address(at))


@FAMILY.alive
def http_to_https(at: Plot) -> str:
    """The http address leads to the same one with https."""
    place = at.honest()
    page = Answer(at.page())
    secure = f"https://{place.host}{at.path}"
    place.site.answer(at.path, lambda asked: page if asked.scheme == "https" else moved(secure, 301))
    return f"http://{place.host}{at.path}"


@FAMILY.alive
def to_www(at: Plot) -> str:
    """The bare name leads to the same address with www, or the other way round."""
    place = at.lonely()
    host = place.host
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    scheme = place.scheme
    site = at.town.world.site(other)
    site.fallback(lambda asked: moved(f"{scheme}://{host}{asked.path}", 301))
    at.publish()
    return f"{scheme}://{other}{at.path}"


@FAMILY.alive
def trailing_slash(at: Plot) -> str:
    """The address leads to the same one with a slash."""
    at.honest()
    path = f"/{coin(at.rng)}/{at.place.subject.key}"
    at.publish(f"{path}/")
    at.place.site.redirect(path, f"{path}/")
    return path


@FAMILY.alive
def new_brand_root_to_root(at: Plot) -> str:
    """The home page of the old name leads to the home page of the new one, on the same subject."""
    at.settle()
    old = at.place
    new = at.town.fresh(tongue=old.tongue, subject=old.subject)
    new.furnish(at.rng)
    old.site.fallback(lambda asked: moved(new.url(asked.path), 301))
    return "/"


@FAMILY.alive
def new_brand_deep_to_deep(at: Plot) -> str:
    """The whole site moved to a new name; every address leads to its like."""
    at.settle()
    old = at.place
    new = at.town.fresh(tongue=old.tongue, subject=old.subject)
    new.furnish(at.rng)
    new.publish(at.path, at.article)
    old.site.fallback(lambda asked: moved(new.url(asked.path), 301))
    return at.path


@FAMILY.alive
def index_to_root(at: Plot) -> str:
    """/index.html and its like lead to the root."""
    place = at.lonely()
    path = at.rng.choice(("/index.html", "/index.php", "/default.aspx", "/home", "/index.htm"))
    at.anchor = place.name
    place.site.redirect(path, "/")
    return path


@FAMILY.alive
def to_the_section_that_the_anchor_names(at: Plot) -> str:
    """The anchor names a section, and the redirect leads to that section."""
    place = at.honest()
    section, label = at.rng.choice((("/news", 4), ("/archive", 5), ("/about", 1)))
    at.anchor = f"{place.name}: {place.tongue.word(label)}"
    place.site.redirect(f"/old{section}.html", section)
    return f"/old{section}.html"


@FAMILY.alive
def language_redirect(at: Plot) -> str:
    """The address leads to the same page below the folder of a language."""
    at.honest()
    end = at.publish(f"/{at.place.tongue.code}{at.path}")
    return _sent_on(at, end, 302)


@FAMILY.alive
def consent_loop(at: Plot) -> str:
    """The address leads to itself until a cookie is sent back."""
    cookie = f"{coin(at.rng)}=1"
    at.honest().site.answer(at.path, ConsentLoop(Answer(at.page()), cookie))
    return at.path


@FAMILY.alive
def consent_page_and_back(at: Plot) -> str:
    """The address leads to a cookie setter on the same site and back."""
    place, name = at.honest(), coin(at.rng)
    page, path = at.page(), at.path
    setter = f"/{coin(at.rng)}/session"

    def told(asked: Request) -> Answer:
        return Answer(page) if f"{name}=" in asked.headers.get("cookie", "") else moved(setter)

    place.site.answer(setter, moved(path, 302, {"Set-Cookie": f"{name}={at.rng.getrandbits(40)}; Path=/"}))
    place.site.answer(path, told)
    return path


@FAMILY.alive
def session_redirect(at: Plot) -> str:
    """The address leads to itself with a session number in the query, which shows the article."""
    place = at.honest()
    path = f"/s{at.rng.randrange(999)}/{at.place.subject.key}.html"
    page, session = Answer(at.page()), f"{at.rng.getrandbits(64):x}"
    place.site.answer(path, lambda asked: page if "sid=" in asked.path else moved(f"{path}?sid={session}"))
    return path


@FAMILY.alive
def meta_refresh_to_the_article(at: Plot) -> str:
    """A page that refreshes to the article's new address."""
    place = at.honest()
    end = _new_address(at)
    place.site.page(
        at.path, f'<html><head><META HTTP-EQUIV="Refresh" CONTENT="0;URL={escape(end)}"></head></html>'
    )
    return at.path


@FAMILY.alive
def relative_and_odd_location(at: Plot) -> str:
    """The Location is relative, with dot segments, or begins with two slashes."""
    place = at.honest()
    end = _new_address(at)
    odd = at.rng.choice((f"//{place.host}{end}", f"/./x/..{end}", f"{end}#part"))
    return _sent_on(at, odd, 302)
