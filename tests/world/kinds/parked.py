"""Domains that are parked, for sale or expired: whatever is asked for, a lander answers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin
from tests.world.kinds.plot import moved
from tests.world.kinds.trades import PRICES, brokers_page

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot
    from tests.world.kinds.tongue import Tongue

FAMILY = Family("parked")


def _lander(at: Plot, html: str) -> str:
    """The page for every address; the link is deep or to the root."""
    at.place.site.fallback(html)
    return at.rng.choice((at.path, at.path, "/"))


def _said(at: Plot) -> tuple[Tongue, str, str]:
    tongue = at.speaker("parked")
    return (
        tongue,
        tongue.say(at.rng, "parked", H=at.place.host),
        tongue.say(at.rng, "parked_text", H=at.place.host),
    )


def _related(at: Plot, count: int) -> list[str]:
    return at.rng.sample([word for trade in at.place.tongue.trades.values() for word in trade.words], count)


@FAMILY.dead
def registrar_landing(at: Plot) -> str:
    """The page that a registrar puts up for domains without a website."""
    at.empty()
    tongue, said, text = _said(at)
    firm = coin(at.rng).title()
    body = (
        f"<p>{escape(text)}</p><ul><li>DNS</li><li>E-Mail</li>"
        f"<li>SSL</li></ul><footer>{firm} Domains Ltd</footer>"
    )
    return _lander(at, at.bare(said, body, tongue))


@FAMILY.dead
def for_sale_lander(at: Plot) -> str:
    """The domain is offered with a form and a price."""
    at.empty()
    return _lander(at, brokers_page(at, at.place.host))


@FAMILY.dead
def auction_lander(at: Plot) -> str:
    """The domain is in an auction: bids, a clock."""
    at.empty()
    tongue, said, text = _said(at)
    rows = "".join(
        f"<tr><td>#{n}</td><td>{at.rng.choice(PRICES)}{at.rng.randrange(50, 900)}</td></tr>"
        for n in range(1, 6)
    )
    body = (
        f"<table>{rows}</table><p>{escape(text)}</p>"
        f"<span class='countdown'>{at.rng.randrange(2, 60)}:12:44</span>"
    )
    return _lander(at, at.bare(f"{at.place.host}: {said}", body, tongue))


@FAMILY.dead
def list_of_advertisements(at: Plot) -> str:
    """A list of advertising links under the domain's name, with related searches."""
    at.empty()
    tongue = at.place.tongue
    token = coin(at.rng)
    rows = "".join(
        f'<li><a href="/{token}.php?kw={number}&sid={at.rng.getrandbits(48):x}" rel="nofollow">{escape(word)}'
        "</a></li>"
        for number, word in enumerate(_related(at, 8))
    )
    label = tongue.say(at.rng, "related")
    said = escape(at.place.host)
    html = (
        f"<html><head><title>{said}</title></head><body>"
        f"<h1>{said}</h1><h3>{escape(label)}</h3><ul>{rows}</ul>"
        f'<div class="privacy"><a href="/privacy">{escape(tongue.word(6))}</a></div>'
        f'<script src="https://ads-{coin(at.rng)}.example/domains/caf.js"></script></body></html>'
    )
    return _lander(at, html)


@FAMILY.dead
def advertisements_and_an_offer(at: Plot) -> str:
    """Advertising links with a line above that the domain may be bought."""
    at.empty()
    tongue, said, text = _said(at)
    rows = "".join(
        f'<a class="ad" href="/?q={n}">{escape(word)}</a> ' for n, word in enumerate(_related(at, 6))
    )
    offer = f'<a class="buy" href="https://{coin(at.rng)}-domains.example/{at.place.host}">{escape(said)}</a>'
    return _lander(
        at, at.bare(at.place.host, f"{offer}<div>{rows}</div><small>{escape(text)}</small>", tongue)
    )


@FAMILY.dead
def frame_of_a_broker(at: Plot) -> str:
    """Nothing but a frame or iframe from a broker's host."""
    at.empty()
    broker = at.town.fresh()
    broker.site.fallback(brokers_page(at, at.place.host))
    source = f"https://{broker.host}/park?domain={at.place.host}"
    frames = (
        f'<frameset rows="100%,*" border=0><frame src="{source}"></frameset>',
        '<body style="margin:0">'
        f'<iframe src="{source}" width="100%" height="100%" frameborder=0></iframe></body>',
    )
    html = f"<html><head><title>{at.place.host}</title></head>{at.rng.choice(frames)}</html>"
    return _lander(at, html)


@FAMILY.dead
def script_lander(at: Plot) -> str:
    """A page without text: a script of a parking firm fills it, named so in its address."""
    at.empty()
    firm = at.rng.choice(("parking", "domainparking", "parkingcrew", "sedoparking", "parklogic", "bodis"))
    source = f"https://{firm}.{coin(at.rng)}.example/{at.rng.choice(('park', 'lander', 'parking'))}.js"
    html = (
        f'<!doctype html><html data-adblockkey="{at.rng.getrandbits(160):x}">'
        f"<head><title>{at.place.host}</title>"
        f'<script>window.park="{at.rng.getrandbits(256):x}"</script></head><body><div id="target"></div>'
        f'<script src="{source}"></script></body></html>'
    )
    return _lander(at, html)


@FAMILY.dead
def script_to_a_lander(at: Plot) -> str:
    """One line of script that leads every address to /lander, where the domain is for sale."""
    at.empty()
    at.place.site.page("/lander", brokers_page(at, at.place.host))
    line = at.rng.choice(('window.location.href="/lander"', 'window.location.replace("/lander")'))
    html = f"<!DOCTYPE html><html><head><script>window.onload=function(){{{line}}}</script></head></html>"
    return _lander(at, html)


@FAMILY.dead
def expired_notice(at: Plot) -> str:
    """The registrar says that the domain has expired and how its owner can renew it."""
    at.empty()
    tongue = at.speaker("parked")
    said = tongue.phrases["parked"][-1]
    text = tongue.phrases["parked_text"][-1]
    date = f"{at.rng.randrange(1, 28)}.{at.rng.randrange(1, 12)}.{at.rng.randrange(2022, 2026)}"
    return _lander(at, at.bare(said, f"<p>{at.place.host} ({date})</p><p>{escape(text)}</p>", tongue))


@FAMILY.dead
def lander_with_changing_advertisements(at: Plot) -> str:
    """A lander whose advertisements and tokens are others at each request."""
    at.empty()
    place = at.place
    tongue, said, _ = _said(at)
    words = [word for trade in place.tongue.trades.values() for word in trade.words]
    dice = place.draw("advertisements")

    def told(_: object) -> str:
        rows = "".join(
            f'<li><a href="/c?{dice.getrandbits(64):x}">{escape(w)}</a></li>' for w in dice.sample(words, 7)
        )
        heading = escape(said)
        return f"<html lang={tongue.code}><title>{place.host}</title><h2>{heading}</h2><ul>{rows}</ul></html>"

    place.site.fallback(told)
    return at.rng.choice((at.path, "/"))


@FAMILY.dead
def redirect_to_a_parking_host(at: Plot) -> str:
    """Every address leads, over a tracking host, to a lander with advertisements."""
    at.empty()
    tracker, broker = at.town.fresh(), at.town.fresh()
    broker.site.fallback(Answer(brokers_page(at, at.place.host)))
    tracker.site.fallback(moved(broker.url(f"/?domain={at.place.host}")))
    at.place.site.fallback(moved(f"http://{tracker.host}/r?d={at.rng.getrandbits(48):x}"))
    return at.rng.choice((at.path, "/"))


@FAMILY.dead
def lander_that_copies_the_subject(at: Plot) -> str:
    """A lander whose links are made of words of the site's former subject."""
    at.empty()
    tongue, said, text = _said(at)
    label = at.place.tongue.say(at.rng, "related")
    rows = "".join(
        f'<a href="/search?q={n}">{escape(word)}</a><br>' for n, word in enumerate(at.place.subject.words)
    )
    body = f"<p>{escape(label)}</p>{rows}<p>{escape(said)}</p><small>{escape(text)}</small>"
    return _lander(at, at.bare(at.place.host, body, tongue))
