"""URL identity: the one spelling of an address, and whose site it is.

Addresses are parsed as the WHATWG URL Standard tells browsers to (by Ada). Two addresses that a
server cannot or would not tell apart get one identity; what may be another page keeps its own.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import ada_url
from publicsuffixlist import PSLFILE, PublicSuffixList

from finder.reference import load_lines, load_table

_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TO_SPELL: Final = re.compile(r"[%?]")
_ROOT_DOT: Final = re.compile(r"https?://[^/:?]*\.(?=/|:\d+/)")
_HOST_NAME: Final = re.compile(r"https?://([a-z0-9.-]+)(?=/|:\d+/)")
# Where the parts of an address can be seen without parsing it: a name, no port, nothing before or in it.
_PLAIN_HOST: Final = re.compile(r"https?://((?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)/")
_PASSWORD: Final = re.compile(r"(://[^:/@?#]*:)[^@]*(?=@)")
_PASSWORD_PARAMETER: Final = re.compile(r"([?&](?:ssl)?password=)[^&#]*", re.IGNORECASE)
_MAX_LENGTH: Final = 8_000
_ICANN_BEGINS: Final = "// ===BEGIN ICANN DOMAINS==="
_ICANN_ENDS: Final = "// ===END ICANN DOMAINS==="
# What a parser would give back as it is: no port, no user, nothing to escape, no segment of dots.
_PLAIN: Final = re.compile(
    r"(https?://(?:[a-z0-9-]++\.)+[a-z]{2,63})"
    r"(/[A-Za-z0-9_.~!$&()*+,;=:@%/-]*+(?:\?[A-Za-z0-9_.~!$&()*+,;=:@%/?-]*+)?)?(?:#.*)?\Z"
)


def resolve(href: str, base: str | None = None) -> str | None:
    """The absolute http(s) address a browser would request for ``href`` on ``base``, without fragment.

    ``None`` when a browser would not make a web request of it (``mailto:``, ``javascript:``, a
    malformed host, an address longer than 8,000 characters). The dot of the root zone at the end of a host,
    user name and password are taken off.
    """
    if len(href) > _MAX_LENGTH:
        return None
    plain = _PLAIN.match(href)
    if plain is not None and "/." not in href and "/%2" not in href and "xn--" not in href:
        # Most addresses: parsing one takes six times as long.
        return plain[1] + (plain[2] or "/")
    try:
        found = _parsed(href, base)
        root = _ROOT_DOT.match(found)
        if root is None:
            return found or None
        bare = root[0].rstrip(".")
        # Without a name the path would be taken for one: http://../page is no address.
        return None if bare.endswith("/") else _parsed(bare + found[root.end() :])
    except ValueError:
        return None


def identity(url: str) -> str:
    """The one spelling of an address that :func:`resolve` gave; it is also the one that is requested.

    Beyond what :func:`resolve` does: percent-encoding in one form (RFC 3986, 6.2.2), no tracking
    parameters, no empty query.
    """
    if not _TO_SPELL.search(url):
        return url
    if "%" not in url:
        # Parsing one takes ten times as long.
        address, _, search = url.partition("?")
        return address + _without_tracking(f"?{search}")
    parts = ada_url.URL(url)
    parts.pathname = _one_form(parts.pathname)
    parts.search = _without_tracking(_one_form(parts.search))
    return str(parts.href)


def key(url: str) -> int:
    """A signed 64-bit number that stands for the address ``identity(url)`` in the database."""
    digest = hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def host(url: str) -> str:
    """Host name of an absolute URL (punycode, lower case), with the port where it is not the default."""
    plain = _PLAIN_HOST.match(url)
    return _parts(url)[0] if plain is None or "xn--" in plain[1] else plain[1]


def hostname(url: str) -> str:
    """Host name of an absolute URL without the port."""
    plain = _PLAIN_HOST.match(url)
    return _parts(url)[1] if plain is None or "xn--" in plain[1] else plain[1]


def origin(url: str) -> str:
    """Scheme, host and port of an absolute URL: what one robots.txt speaks for."""
    plain = _PLAIN_HOST.match(url)
    return _parts(url)[2] if plain is None or "xn--" in plain[1] else plain[0][:-1]


@lru_cache(maxsize=4096)
def _parts(url: str) -> tuple[str, str, str]:
    """Host, host name and origin of an absolute URL, parsed. Raises ValueError."""
    parsed = ada_url.URL(url)
    return str(parsed.host), str(parsed.hostname), str(parsed.origin)


@lru_cache(maxsize=50_000)
def registrable_domain(hostname: str) -> str:
    """The domain somebody registered, by the Public Suffix List with its private section.

    ``blog.shop.co.uk`` gives ``shop.co.uk``, ``jane.github.io`` stays ``jane.github.io``. An IP address
    or a name that is itself a suffix is returned as it is.
    """
    bare = hostname.strip("[].").lower()
    if not bare or bare.replace(".", "").isdigit() or ":" in bare:
        return bare
    return public_suffixes().privatesuffix(bare) or bare


@cache
def public_suffixes(*, private: bool = True) -> PublicSuffixList:
    """The Public Suffix List, without ``private`` only what registries give.

    It is what the library reads from its own file; here the few names that are not ASCII are encoded faster,
    of which every start of the program has the good.
    """
    text = Path(PSLFILE).read_text(encoding="utf-8")
    if not private:
        text = text.partition(_ICANN_BEGINS)[2].partition(_ICANN_ENDS)[0]
    rules = [line for line in text.splitlines() if line and not line.startswith("//")]
    rules += [_encoded(rule) for rule in rules if not rule.isascii()]
    return PublicSuffixList(rules, accept_encoded_idn=False)


def _encoded(rule: str) -> str:
    """A rule with its name in punycode; ``!`` in front of it makes an exception."""
    name = rule.lstrip("!")
    return rule[: len(rule) - len(name)] + ada_url.idna_to_ascii(name).decode()


def has_known_ending(hostname: str) -> bool:
    """Whether a name ends as the Public Suffix List knows names to end: ``acme.com``, not ``node.js``."""
    return public_suffixes().publicsuffix(hostname.lower(), accept_unknown=False) is not None


def site(url: str) -> str:
    """Whose site an address is: the registrable domain of its host."""
    return registrable_domain(hostname(url))


def prospect(url: str) -> str:
    """The organisation or person behind an address.

    The registrable domain; on hosts shared by users in the path (``reference/shared_hosts.tsv``) the host
    with the part of the path that names the user, so ``medium.com/@jane`` and ``medium.com/@joe`` are two.
    """
    found = _HOST_NAME.match(url)
    name, host_name = _registered(found[1] if found else hostname(url))
    if not host_name:
        return name
    user = _shared_hosts()[host_name].match(ada_url.URL(url).pathname.lstrip("/"))
    return f"{host_name}/{user[0].lower()}" if user else host_name


@lru_cache(maxsize=50_000)
def _registered(host_name: str) -> tuple[str, str]:
    """The registrable domain of a host, and which of the two is shared by users in the path, if one is."""
    name = registrable_domain(host_name)
    return name, next((each for each in (host_name, name) if each in _shared_hosts()), "")


def _parsed(href: str, base: str | None = None) -> str:
    """The parsed address, empty if it is not of the web. Raises ValueError for what no browser takes."""
    url = ada_url.URL(href, base)
    found = str(url.href)
    if not found.startswith(("http://", "https://")):
        return ""
    # Setting a part costs as much as parsing all, so it is done only where there is something to take off.
    if "#" in found or "@" in found:
        url.hash = ""
        url.username = ""
        url.password = ""
        found = str(url.href)
    return found


def _one_form(text: str) -> str:
    # A stray % must not become an escape by what is decoded behind it (%%34%31 is not %41).
    if _STRAY.search(text):
        return _PERCENT.sub(lambda match: match[0].upper(), text)
    return _PERCENT.sub(_one_escape, text)


def _one_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else f"%{match[1].upper()}"


def without_password(address: str) -> str:
    """An address for people to see: ``***`` for a password, before its host or as one of its parameters."""
    return _PASSWORD_PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1***", address))


def _without_tracking(search: str) -> str:
    if not search or search == "?":
        return ""
    kept = [part for part in search[1:].split("&") if part and not _is_tracking(part.split("=", 1)[0])]
    return "?" + "&".join(kept) if kept else ""


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith("utm_") or lowered in _tracking_names()


@lru_cache(maxsize=1)
def _tracking_names() -> frozenset[str]:
    return frozenset(load_lines("tracking_parameters.txt"))


@lru_cache(maxsize=1)
def _shared_hosts() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(shape) for name, shape in load_table("shared_hosts.tsv")}
