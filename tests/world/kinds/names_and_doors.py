"""Hosts that cannot be found, and hosts that cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world import Garbage, HangUp, Reset, Silent
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin

if TYPE_CHECKING:
    from tests.world.answers import Behaviour
    from tests.world.kinds.model import Truth
    from tests.world.kinds.plot import Plot

DNS = Family("dns")
UNREACHABLE = Family("unreachable")


def _nameless(at: Plot) -> str:
    place = at.empty()
    at.town.world.remove(place.host)
    return at.rng.choice((at.path, at.path, "/"))


@DNS.dead
def no_such_name(at: Plot) -> str:
    """The name does not exist."""
    return _nameless(at)


@DNS.dead
def alias_of_nothing(at: Plot) -> str:
    """The name is an alias of one that does not exist, as left behind at a cloud host."""
    path = _nameless(at)
    at.town.world.dns.alias(at.place.host, f"{coin(at.rng, 3)}.cloud-{coin(at.rng)}.example")
    return path


@DNS.dead
def name_without_address(at: Plot) -> str:
    """The name exists, for mail perhaps, and has no address."""
    path = _nameless(at)
    at.town.world.dns.address(at.place.host)
    return path


@DNS.dead
def redirect_to_no_such_host(at: Plot) -> str:
    """A redirect to a host whose name does not exist."""
    place = at.honest()
    place.site.redirect(at.path, f"https://{coin(at.rng, 3)}-{coin(at.rng, 3)}.example{at.path}")
    return at.path


@DNS.uncertain
def name_server_fails(at: Plot) -> str:
    """The name server answers SERVFAIL: nothing is known of the host."""
    path = _nameless(at)
    at.town.world.dns.servfail(at.place.host)
    return path


@DNS.uncertain
def name_server_silent(at: Plot) -> str:
    """The name server does not answer at all."""
    path = _nameless(at)
    at.town.world.dns.silence(at.place.host)
    return path


def _all(at: Plot, behaviour: Behaviour) -> str:
    at.empty().site.fallback(behaviour)
    return at.rng.choice((at.path, at.path, "/"))


@UNREACHABLE.uncertain
def refused(at: Plot) -> str:
    """Nothing listens there today."""
    path = _nameless(at)
    at.town.world.dns.refused(at.place.host)
    return path


@UNREACHABLE.uncertain
def refused_after_redirect(at: Plot) -> str:
    """A redirect to a host where nothing listens today."""
    place, other = at.honest(), at.town.fresh()
    at.town.world.remove(other.host)
    at.town.world.dns.refused(other.host)
    place.site.redirect(at.path, other.url(at.path))
    return at.path


BEHAVIOURS: tuple[tuple[str, Truth, str, Behaviour], ...] = (
    ("silent", "uncertain", "The host takes the request and never says a word.", Silent()),
    ("reset", "uncertain", "The host resets the connection before it answers.", Reset()),
    ("hang_up", "uncertain", "The host closes the connection without an answer.", HangUp()),
    ("not_http", "uncertain", "What answers there does not speak HTTP.", Garbage()),
)
for name, truth, why, behaviour in BEHAVIOURS:
    UNREACHABLE.add(name, truth, why, _all, behaviour)
