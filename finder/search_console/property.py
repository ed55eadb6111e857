"""Which property of Search Console a campaign's own sites are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.search_console.problems import SearchConsoleError
from finder.urls import hostname, prospect, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOMAIN: Final = "sc-domain:"
_NO_RIGHTS: Final = "siteunverifieduser"


class AmbiguousError(SearchConsoleError):
    """Several properties fit; the text names them."""


def readable(answer: Any) -> list[str]:
    """The names of the properties in Google's list of sites that may be read, in its order."""
    entries = answer.get("siteEntry") if isinstance(answer, dict) else None
    found = []
    for entry in entries if isinstance(entries, list) else ():
        name, level = (
            (entry.get("siteUrl"), entry.get("permissionLevel")) if isinstance(entry, dict) else ("", "")
        )
        # Spelled siteUnverifiedUser or SITE_UNVERIFIED_USER.
        if isinstance(name, str) and address(name) and str(level).replace("_", "").lower() != _NO_RIGHTS:
            found.append(name)
    return found


def address(name: str) -> str:
    """The address that stands for a property, empty if its name is none."""
    return resolve(f"https://{name.removeprefix(_DOMAIN)}/" if name.startswith(_DOMAIN) else name) or ""


def covers(name: str, url: str) -> bool:
    """Whether an address lies within a property: a domain with all below it, or what begins with a prefix."""
    if not name.startswith(_DOMAIN):
        return url.startswith(address(name))
    domain = hostname(address(name))
    return f".{hostname(url)}".endswith(f".{domain}")


def choose(
    names: Sequence[str], sites: Sequence[str], own: frozenset[str], who: str, wanted: str = ""
) -> str:
    """The property that is asked about our ``sites``, which are of the organisations ``own``.

    ``names``: the properties that the account ``who`` may read. ``wanted``: the one that was asked for. Left
    out, it is the one that has all of our sites, if several do the one that has the others within it.
    Raises :class:`SearchConsoleError`, and :class:`AmbiguousError`.
    """
    ours = [name for name in names if prospect(address(name)) in own]
    if wanted:
        return _named(wanted, names, ours, who)
    if not ours:
        raise SearchConsoleError(f"{who} may read no property of {', '.join(sorted(own))}{_but(names, who)}")
    whole = [name for name in ours if all(covers(name, site) for site in sites)] or ours
    widest = [name for name in whole if all(_holds(name, other) for other in whole)]
    if len(widest) != 1:
        raise AmbiguousError(f"which property? Say it with --property NAME; there are {', '.join(ours)}")
    return widest[0]


def add_user(who: str) -> str:
    """What has to be done so that an account may read a property."""
    return f"in Search Console, under Settings and Users and permissions, add {who} as a user of the property"


def _named(wanted: str, names: Sequence[str], ours: Sequence[str], who: str) -> str:
    # A prefix ends in a slash, which is easily left out.
    found = next((name for name in names if wanted in (name, name.removesuffix("/"))), None)
    if found is None:
        raise SearchConsoleError(f"{who} may not read the property {wanted}{_but(names, who)}")
    if found not in ours:
        raise SearchConsoleError(
            f"{found} is none of your own sites; name it in own.sites or own.domains of the campaign file"
        )
    return found


def _but(names: Sequence[str], who: str) -> str:
    return f", only {', '.join(names)}; {add_user(who)}" if names else f" and no other; {add_user(who)}"


def _holds(name: str, other: str) -> bool:
    if other.startswith(_DOMAIN) and not name.startswith(_DOMAIN):
        return False
    return covers(name, address(other))
