"""The link targets of the demo: mostly well, some broken in each way that links break."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from demo.templates import Item, document
from tests.world import Answer, ConsentLoop, HeadDiffers, Huge, Later, Reset, Sequence, Silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world import Behaviour, Site, World

ABOUT: Final = (
    "We keep this page by hand and look through it every spring. It began as notes for friends, grew "
    "during two wet winters, and is read today by people we have never met, which still surprises us.",
    "Much of what stands here was sent in by readers who tried it on their own boats. Where they disagree "
    "with us we say so, since two harbours are seldom alike and no two crews ever are.",
    "The drawings are our own and may be copied for teaching. If something has changed in the place where "
    "you sail, write a line and we shall put it right before the season starts.",
)

PAGES: Final[dict[str, Callable[[str], Behaviour]]] = {
    "404": lambda _: Answer("<title>Not found</title><h1>404 - not found</h1><p>Sorry.</p>", 404),
    "410": lambda _: Answer("<title>Gone</title><h1>This page has been removed</h1>", 410),
    "401": lambda _: Answer(
        "<title>Sign in</title><h1>Members only</h1>", 401, headers={"WWW-Authenticate": 'Basic realm="club"'}
    ),
    "402": lambda _: Answer("<title>Subscribe</title><h1>Subscribers only</h1>", 402),
    "403": lambda _: Answer("<title>Forbidden</title><h1>You may not see this page</h1>", 403),
    "429": lambda _: Answer("<h1>Too many requests</h1>", 429, headers={"Retry-After": "3600"}),
    "500": lambda _: Answer("<h1>Internal error</h1>", 500),
    "503": lambda _: Answer("<h1>Back after maintenance</h1>", 503, headers={"Retry-After": "7200"}),
    "999": lambda _: Answer("<h1>Request denied</h1>", 999),
    "withdrawn": lambda _: Answer(
        "<title>The yearly guide</title><h1>The yearly guide</h1>"
        "<p>This guide has been withdrawn by its author.</p>"
    ),
    "redirect to 404": lambda _: moved("/removed/this-page-is-gone"),
    "redirect to home": lambda _: moved("/"),
    "redirect to no such host": lambda _: moved("https://www.stonequay-guide.example/drying"),
    "redirect to a living page": lambda _: moved("/"),
    "redirect loop": lambda _: Answer("", 302, headers={"Location": "?again=1"}),
    "cookie wall": lambda page: ConsentLoop(Answer(page)),
    "large file": lambda _: Huge(40_000_000, content_type="application/pdf"),
    "no HEAD": lambda page: HeadDiffers(Answer("", 405), Answer(page)),
    "slow": lambda page: Later(2.0, Answer(page)),
    "reset once": lambda page: Sequence(Reset(), Answer(page)),
}


def no_such_host(world: World, site: Site) -> None:
    """The name is registered no longer."""
    world.remove(site.host)


def silent(_: World, site: Site) -> None:
    """Connections are taken and nothing is ever said."""
    site.robots = Silent()
    site.answer("*", Silent())


def robots_disallow(_: World, site: Site) -> None:
    """The owner wants no robots."""
    site.robots = "User-agent: *\nDisallow: /\n"


def expired(_: World, site: Site) -> None:
    """The certificate ended yesterday."""
    site.tls = "expired"


def handshake_alert(_: World, site: Site) -> None:
    """No TLS connection comes about."""
    site.tls = "alert"


def not_found_answers_200(_: World, site: Site) -> None:
    """Missing pages look missing to people, and well to programs."""
    body = "<h1>Sorry, this page cannot be found</h1><p>Try the <a href='/'>front page</a> instead.</p>"
    site.fallback(document("Nothing here", body, site=site.host))


def parked(_: World, site: Site) -> None:
    """The registration lapsed, and a broker shows the same at every address."""
    searches = "<a href='/?q=1'>Boats</a> <a href='/?q=2'>Loans</a>"
    body = f"<h1>{site.host}</h1><p>This domain is for sale.</p>{searches}"
    site.answer("*", f"<title>{site.host}</title>{body}")


def everything_leads_home(_: World, site: Site) -> None:
    """A new site was put in the old one's place, and sends whatever it does not know to its front page."""
    site.fallback(moved("/"))


def taken_over(_: World, site: Site) -> None:
    """Somebody else bought the name."""
    games = (
        "Slots, roulette and blackjack at our online casino: claim your welcome bonus and free spins. " * 6
    )
    site.answer("*", f"<title>Lucky Reels Casino</title><h1>Casino bonus for new players</h1><p>{games}</p>")


HOSTS: Final[dict[str, Callable[[World, Site], None]]] = {
    "no such host": no_such_host,
    "not found answers 200": not_found_answers_200,
    "parked": parked,
    "everything leads home": everything_leads_home,
    "taken over": taken_over,
    "refused": lambda world, site: world.dns.refused(site.host),
    "silent": silent,
    "robots disallow": robots_disallow,
    "expired certificate": expired,
    "handshake alert": handshake_alert,
    "name server fails": lambda world, site: world.dns.servfail(site.host),
    "private address": lambda world, site: world.dns.address(site.host, "10.0.0.5"),
}


# What answers for every address of a host, so that no page of its own is in the way.
EVERYWHERE: Final = frozenset({"not found answers 200", "parked", "everything leads home", "taken over"})


def build_targets(world: World, items: dict[str, Item]) -> None:
    """Put a page behind every address (without query and fragment), then break what is named as broken."""
    broken = tomllib.loads(files("demo").joinpath("targets.toml").read_text(encoding="utf-8"))
    pages = {_place(url): state for url, state in broken["pages"].items()}
    sites: dict[str, Site] = {}
    for url, item in items.items():
        parts = urlsplit(url)
        site = sites.get(parts.netloc) or _new_site(world, parts.netloc)
        sites[parts.netloc] = site
        if broken["hosts"].get(parts.netloc) in EVERYWHERE:
            continue
        page = living_page(site.host, item)
        state = pages.get(_place(url))
        site.answer(parts.path or "/", PAGES[state](page) if state else page)
    for host, state in broken["hosts"].items():
        HOSTS[state](world, sites[host])


def living_page(host: str, item: Item) -> str:
    """A page that keeps what the link to it promises."""
    about = ABOUT[len(item.anchor) % len(ABOUT)]
    main = f"<h1>{item.anchor}</h1><p>{item.sentence}</p><p>{about}</p>"
    return document(f"{item.anchor} | {host}", main, site=host)


def moved(location: str) -> Answer:
    """A permanent redirect."""
    return Answer("<title>Moved</title>", 301, headers={"Location": location})


def _place(url: str) -> str:
    """An address without its scheme: a site says the same over HTTP and TLS."""
    return url.partition("://")[2]


def _new_site(world: World, host: str) -> Site:
    site = world.site(host, robots="User-agent: *\nAllow: /\n")
    site.page("/", living_page(host, Item("/", f"Welcome to {host}", "Notes and pictures, in no order.")))
    return site
