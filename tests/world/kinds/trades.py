"""Pages of those who take domains over or sell them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world.kinds.names import coin, site_name
from tests.world.kinds.tongue import WRITING, Subject, Tongue, capital

if TYPE_CHECKING:
    from random import Random

    from tests.world.kinds.place import Place
    from tests.world.kinds.plot import Plot

PRICES = ("€", "$", "USD ", "£")


def trade(at: Plot, key: str, *, abroad: bool = False) -> tuple[Tongue, Subject]:
    """A language that knows the trade, with its words; ``abroad``: another than the site's."""
    known = [tongue for tongue in WRITING if key in tongue.trades]
    if abroad:
        known = [tongue for tongue in known if tongue is not at.place.tongue]
    elif at.place.tongue in known and at.rng.random() < 0.6:
        known = [at.place.tongue]
    tongue = at.rng.choice(known)
    return tongue, tongue.trades[key]


def business(at: Plot, place: Place, key: str, *, abroad: bool = False) -> str:
    """The front page of a business, in the style of ``place``."""
    tongue, offer = trade(at, key, abroad=abroad)
    place.name = site_name(at.rng, offer)
    boxes = "".join(_box(at.rng, tongue, offer) for _ in range(at.rng.randrange(4, 9)))
    words = at.rng.sample(offer.words, 2)
    title = f"{offer.name} – {words[0]}, {words[1]}"
    form = (
        f'<form action="/{coin(at.rng)}"><input name="mail"><button>{escape(tongue.word(2))}</button></form>'
    )
    return place.render(title, capital(words[0]), boxes + form, tongue=tongue)


def _box(rng: Random, tongue: Tongue, offer: Subject) -> str:
    words = rng.sample(offer.words, 3)
    said = " ".join(
        capital(tongue.say(rng, "sentences", A=words[0], B=words[1], C=words[2], S=offer.name))
        for _ in range(2)
    )
    price = f"{rng.choice(PRICES)}{rng.randrange(9, 900)}"
    return f"<section><h2>{escape(capital(words[0]))}</h2><p>{escape(said)}</p><b>{price}</b></section>"


def brokers_page(at: Plot, host: str) -> str:
    """The page on which a broker offers a domain."""
    tongue = at.speaker("parked")
    said = tongue.say(at.rng, "parked", H=host)
    if host not in said:
        said = f"{host} – {said}"
    text = tongue.say(at.rng, "parked_text", H=host)
    price = f"{at.rng.choice(PRICES)}{at.rng.randrange(3, 90) * 50 - 1}"
    form = (
        f'<form method="post"><input name="offer" placeholder="{price}">'
        '<input name="email"><button>OK</button></form>'
    )
    return at.bare(said, f"<p>{escape(text)}</p><p class='price'>{price}</p>{form}", tongue)
