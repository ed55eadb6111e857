"""The kinds of value a campaign file holds: web addresses, domains, time spans, counts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from finder import urls

_DURATION: Final = re.compile(r"\s*([0-9]{1,9})\s*([smhdw])\s*")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST: Final = timedelta(days=3650)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BARE: Final = re.compile(r"([^/?#@:\[\]\\]+)(:\d+)?([/?#].*)?")

# No top-level domain has such a name, and a list file where an address belongs is an easy mistake.
_LIST_FILES: Final = (".txt", ".csv", ".tsv", ".xlsx", ".toml")


def to_url(text: str) -> str:
    """The web address a person meant, as :func:`finder.urls.resolve` spells it.

    A bare host such as ``acme.example/blog`` gets ``https://``. Raises ``ValueError`` with a reason.
    """
    text = text.strip()
    if not text:
        raise ValueError("is empty; give a web address such as https://acme.example/")
    if len(text.split()) > 1:
        raise ValueError(f'not a web address, there is a space in it: "{_shortened(text)}"')
    if not _SCHEME.match(text):
        bare = _BARE.fullmatch(text)
        if bare is None or "." not in bare[1].strip("."):
            raise ValueError(f'not a web address: "{_shortened(text)}"; write it like https://acme.example/')
        if bare[0].lower().endswith(_LIST_FILES):
            raise ValueError(f'not a web address but the name of a file: "{_shortened(text)}"')
        text = f"https://{text}"
    url = urls.resolve(text)
    if url is None:
        raise ValueError(f'not a web address (http or https): "{_shortened(text)}"')
    return url


def to_domain(text: str) -> str:
    """The host name of a domain or an address, in lower case and punycode. Raises ``ValueError``."""
    return urls.hostname(to_url(text)).rstrip(".")


def to_duration(value: Any) -> timedelta:
    """``"90s"``, ``"30m"``, ``"12h"``, ``"7d"``, ``"2w"`` as a time span. Raises ``ValueError``."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('must be a number with s, m, h, d or w in quotes, such as "90s", "12h" or "7d"')
    seconds = int(match[1]) * _SECONDS[match[2]]
    if seconds > _LONGEST.total_seconds():
        raise ValueError("must not be longer than ten years (3650d)")
    return timedelta(seconds=seconds)


def _shortened(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:100]}..."


Url = Annotated[str, AfterValidator(to_url)]
Domain = Annotated[str, AfterValidator(to_domain)]
Duration = Annotated[timedelta, BeforeValidator(to_duration)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
CountOrNone = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Weight = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
