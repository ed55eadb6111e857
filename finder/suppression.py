"""Who must never be written to: addresses, domains and patterns, and the digests of what was forgotten."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.urls import hostname, prospect, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST: Final = 320  # characters of an e-mail address (RFC 3696, errata 1690)
_LONGEST_WHY: Final = 500
_NAMED: Final = re.compile(r"[^<>]*<([^<>\s]+)>")
_ADDRESS: Final = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")
_SAID: Final = re.compile(r"[^\W_]")
_BEHIND_VALUE: Final = re.compile(r"[,;\t]")
_COLUMN_NAMES: Final = frozenset(
    {"email", "e-mail", "email address", "address", "domain", "value", "pattern"}
)
FORGOTTEN: Final = "asked to be forgotten"


class Sort(StrEnum):
    """What a rule is about. A digest is all that is kept of an address that was forgotten."""

    ADDRESS = "address"
    DOMAIN = "domain"
    PATTERN = "pattern"
    DIGEST = "digest"


class Rule(NamedTuple):
    """One rule, why it is there, and in which file (empty: in the database)."""

    sort: Sort
    value: str
    why: str = ""
    source: str = ""

    def __str__(self) -> str:
        """The reason that stands beside who is suppressed; of somebody forgotten it names nobody."""
        named = "" if self.sort is Sort.DIGEST else self.value
        return ": ".join(part for part in (named, self.why or self.source) if part)


class FileLine(NamedTuple):
    """A line of a file of rules: its number (from 1) and its rule, or what is wrong with it."""

    line: int
    rule: Rule | None
    fault: str = ""


def address_of(text: str) -> str:
    """The one spelling of an e-mail address: small letters, the domain in punycode, no ``mailto:``.

    ``Jo <jo@example.org>`` is ``jo@example.org``. Raises ``ValueError`` for what is no address.
    """
    bare = text.strip().lower()
    named = _NAMED.fullmatch(bare) if len(bare) <= 2 * _LONGEST else None
    bare = (named[1] if named else bare).removeprefix("mailto:").partition("?")[0]
    if len(bare) > _LONGEST or not _ADDRESS.fullmatch(bare):
        raise ValueError(f'"{text.strip()[:60]}" is no e-mail address')
    local, _, domain = bare.rpartition("@")
    return f"{local}@{_host(domain)}"


def digest_of(address: str) -> str:
    """The SHA-256 of an e-mail address in its one spelling, in hexadecimal digits."""
    return hashlib.sha256(address_of(address).encode("utf-8", "surrogatepass")).hexdigest()


def rule_of(text: str, why: str = "", source: str = "") -> Rule:
    """The rule that a person wrote down: an address, a domain, or a pattern with ``*``.

    A domain may be given as a web address; on shared hosts it names the user (``medium.com/@jane``). Raises
    ``ValueError`` for what is none of these and for a pattern that every address would fit.
    """
    said, why = text.strip().lower(), why.strip()[:_LONGEST_WHY]
    if "*" in said:
        if len(said) > _LONGEST or not _SAID.search(said) or len(said.split()) > 1 or "/" in said:
            raise ValueError(f'"{said[:60]}" is no pattern; write it as *@agency.example or *.gov')
        return Rule(Sort.PATTERN, said, why, source)
    if "@" in said and "/" not in said:
        return Rule(Sort.ADDRESS, address_of(said), why, source)
    return Rule(Sort.DOMAIN, _domain(said), why, source)


def read_rules(text: str, source: str) -> Iterator[FileLine]:
    """The rules in a file: one a line, behind a comma, semicolon or tab why; ``#`` begins a comment.

    A first line that names columns is passed over.
    """
    first = True
    for number, line in enumerate(text.splitlines(), 1):
        value, why = _parts(line)
        if not value or (first and value.lower() in _COLUMN_NAMES):
            first = first and not value
            continue
        first = False
        try:
            yield FileLine(number, rule_of(value, why, source))
        except ValueError as error:
            yield FileLine(number, None, str(error))


class Rules:
    """Rules to ask whether somebody may be written to; the first that was given is the one that is told."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._exact: dict[tuple[Sort, str], Rule] = {}
        self._patterns: list[Rule] = []
        for rule in rules:
            if rule.sort is Sort.PATTERN:
                self._patterns.append(rule)
            else:
                self._exact.setdefault((rule.sort, rule.value), rule)
        self._digests = any(sort is Sort.DIGEST for sort, _ in self._exact)

    def against_address(self, address: str) -> str:
        """Why nobody may write to an e-mail address; empty if nothing is against it."""
        try:
            spelt = address_of(address)
        except ValueError:
            return ""
        rule = self._exact.get((Sort.ADDRESS, spelt)) or self._forgotten(spelt)
        rule = rule or next(
            (each for each in self._patterns if "@" in each.value and fits(each.value, spelt)), None
        )
        return str(rule) if rule else self._against_host(spelt.rpartition("@")[2])

    def against_prospect(self, name: str) -> str:
        """Why nobody may write to a prospect (a domain, on shared hosts with the user); empty: may be."""
        rule = self._exact.get((Sort.DOMAIN, name))
        return str(rule) if rule else self._against_host(name.partition("/")[0])

    def is_forgotten(self, address: str) -> bool:
        """Whether nothing may be kept of an e-mail address."""
        try:
            return self._forgotten(address_of(address)) is not None
        except ValueError:
            return False

    def _forgotten(self, spelt: str) -> Rule | None:
        if not self._digests:
            return None
        return self._exact.get((Sort.DIGEST, digest_of(spelt)))

    def _against_host(self, host: str) -> str:
        labels = host.split(".")
        for place in range(len(labels)):
            if rule := self._exact.get((Sort.DOMAIN, ".".join(labels[place:]))):
                return str(rule)
        fitting = (rule for rule in self._patterns if "@" not in rule.value and fits(rule.value, host))
        return str(next(fitting, ""))


def fits(pattern: str, text: str) -> bool:
    """Whether a text is as a pattern says, in which ``*`` stands for any characters or none."""
    first, *parts = pattern.split("*")
    if not parts:
        return pattern == text
    *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _parts(line: str) -> tuple[str, str]:
    """Value and reason in a line."""
    value, *rest = _BEHIND_VALUE.split(line.partition("#")[0].strip("\ufeff \t"), maxsplit=1)
    return value.strip(" \"'"), rest[0].strip(" \"',;") if rest else ""


def _domain(said: str) -> str:
    url = resolve(said if "://" in said else f"https://{said}") if said and len(said.split()) == 1 else None
    if url is None or "." not in hostname(url):
        raise ValueError(f'"{said[:60]}" is no e-mail address, domain or pattern such as *@agency.example')
    whose = prospect(url)
    return whose if "/" in whose else hostname(url).removeprefix("www.")


def _host(domain: str) -> str:
    url = resolve(f"https://{domain.strip('.')}/")
    if url is None:
        raise ValueError(f'"{domain[:60]}" is no domain')
    return hostname(url)
