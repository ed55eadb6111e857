"""What pages say, as plain text that can stand in a message: one line, bounded, nothing hidden in it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from finder.urls import hostname, resolve

_READ: Final = 8  # times the limit: white space and hidden characters go before the text is cut
_LONGEST_ADDRESS: Final = 2000
# Control, format (direction marks, zero-width ones), halves of characters, private ones.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
# These join letters of some scripts, and emoji.
_JOINERS: Final = "\u200c\u200d"
# Those at which no line is broken: French has them inside its quotation marks.
_FIXED_SPACES: Final = "\u00a0\u202f"
_RUN: Final = re.compile(f"[ {_FIXED_SPACES}]{{2,}}")
_WEB: Final = re.compile(r"https?://[^\s\"<>]+")
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{1,62}")
_NO_HOST: Final = re.compile(r"[/\\?#:\s]")
_LONGEST_LOCAL: Final = 64
_LONGEST_MAILBOX: Final = 254


def one_line(text: str, limit: int) -> str:
    """A text in one line of at most ``limit`` characters, cut at the end of a word, with an ellipsis."""
    if not text:
        return ""
    shown = text[: limit * _READ]
    if not shown.isprintable():
        shown = "".join(map(_visible, shown))
    line = _RUN.sub(" ", unicodedata.normalize("NFC", shown)).strip()
    if len(line) <= limit:
        return line
    kept = line[: limit - 1]
    words, _, _ = kept.rpartition(" ")
    return f"{(words if len(words) > limit // 2 else kept).rstrip(' ,;:-')}…"


def web_address(text: str) -> str:
    """A web address as it is; empty for what is none, or is too long for a message: it is never cut."""
    return text if len(text) <= _LONGEST_ADDRESS and _WEB.fullmatch(text) and text.isprintable() else ""


def mailbox(text: str) -> str:
    """An e-mail address that every mail program takes, empty for what is none.

    An international domain is written in punycode as browsers do (UTS 46): the older rules would make another
    domain of one with "ß". A local part beyond ASCII needs servers that few have, and is none.
    """
    local, _, domain = text.strip()[: _LONGEST_MAILBOX + 1].rpartition("@")
    if not domain.isascii():
        url = None if _NO_HOST.search(domain) else resolve(f"https://{domain}/")
        domain = hostname(url) if url else ""
    whole = f"{local}@{domain}"
    fits = len(local) <= _LONGEST_LOCAL and len(whole) <= _LONGEST_MAILBOX
    return whole if fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) else ""


def _visible(character: str) -> str:
    """A character as it may stand in a line: a space for what breaks lines, nothing for what is hidden."""
    if character.isspace() or "\x00" <= character < " ":
        return character if character in _FIXED_SPACES else " "
    hidden = unicodedata.category(character) in _HIDDEN and character not in _JOINERS
    return "" if hidden else character
