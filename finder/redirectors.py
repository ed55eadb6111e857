"""Redirectors: addresses that only lead to another one, which they name."""

from __future__ import annotations

from functools import cache
from typing import Final
from urllib.parse import parse_qs

import ada_url

from finder.reference import load_table
from finder.urls import registrable_domain, resolve

_MOST: Final = 3  # redirectors in one another


def behind(url: str) -> str:
    """Where an absolute address leads if it is that of a known redirector; else the address itself."""
    for _ in range(_MOST):
        named = _named_by(url)
        if named is None:
            break
        url = named
    return url


def _named_by(url: str) -> str | None:
    parsed = ada_url.URL(url)
    host, path = str(parsed.hostname), str(parsed.pathname)
    domain = registrable_domain(host)
    for name in dict.fromkeys((host, domain, _above(host), domain.partition(".")[0])):
        for beginning, parameters in _redirectors().get(name, ()):
            if not path.startswith(beginning):
                continue
            given = parse_qs(str(parsed.search).lstrip("?"))
            found = (resolve(value) for each in parameters for value in given.get(each, ()))
            return next((each for each in found if each), None)
    return None


def _above(host: str) -> str:
    """A host without its first label: customers of some services have one each."""
    return host.partition(".")[2]


@cache
def _redirectors() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Beginning of the path and parameters of the redirectors of each host."""
    known: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for place, parameters in load_table("redirectors.tsv"):
        host, slash, path = place.partition("/")
        known.setdefault(host, []).append((slash + path, tuple(parameters.split())))
    return known
