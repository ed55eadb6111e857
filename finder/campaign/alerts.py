"""Files that mention alerts and monitoring tools give: lists, tables, mails, and text with links in it."""

from __future__ import annotations

import email
import re
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from finder.campaign.lists import Entry, decoded, entries_of, is_table, read_bytes
from finder.redirectors import behind
from finder.urls import registrable_domain, resolve, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import Message
    from pathlib import Path

_LINK: Final = re.compile(r"https?://[^\s<>\"\u201c\u201d]+", re.IGNORECASE)
_AFTER_LINK: Final = ".,;:!?)]}'\u2019"
_MAIL_HEADER: Final = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version):\s",
    re.MULTILINE | re.IGNORECASE,
)
_HEAD_BYTES: Final = 4096
_HOUSEKEEPING: Final = re.compile(r"unsubscribe|opt-?out|preferences|manage[-_]?alert", re.IGNORECASE)


def read_alerts(path: Path | None) -> Iterator[Entry]:
    """The addresses of a file, or of standard input; redirectors are replaced by where they lead.

    Takes list files (see :func:`finder.campaign.lists.read_entries`, raises what that raises), mails and text
    with links in it. The number of an entry is its line, in a mail its place among the links. A mail that
    cannot be read raises ``ValueError``.
    """
    data = read_bytes(path)
    if (path and path.suffix.lower() == ".eml") or _is_mail(data):
        entries: Iterable[Entry] = (Entry(place, url) for place, url in enumerate(_of_mail(data), 1))
    else:
        entries = _of_text(decoded(data), table=path is not None and path.suffix.lower() in (".csv", ".tsv"))
    for entry in entries:
        yield entry._replace(url=behind(entry.url)) if entry.url else entry


def _is_mail(data: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", data[:_HEAD_BYTES].lstrip(), maxsplit=1)[0]
    return len(_MAIL_HEADER.findall(head)) > 1


def _of_text(text: str, *, table: bool) -> list[Entry]:
    entries = list(entries_of(text, table=table))
    good = sum(not entry.fault for entry in entries)
    if table or is_table(text) or good * 2 >= len(entries):
        return entries
    found = [
        Entry(number, url) for number, line in enumerate(text.splitlines(), 1) for url in _links_in(line)
    ]
    return _leading_out(found) or entries


def _leading_out(entries: list[Entry]) -> list[Entry]:
    """Of links in a text those that a redirector wraps; if there are none, all but those for housekeeping."""
    wrapped = [entry for entry in entries if behind(entry.url) != entry.url]
    return wrapped or [entry for entry in entries if not _HOUSEKEEPING.search(entry.url)]


def _of_mail(data: bytes) -> list[str]:
    """The addresses that a mail is about: those behind redirectors, else those that are not the sender's."""
    # By the old policy: the newer one stumbles over headers that no standard allows.
    try:
        mail = email.message_from_bytes(data)
        links = [link for part in _parts(mail) for link in _links_of(part)]
    except RecursionError as error:
        raise ValueError("is a mail of too many parts in one another") from error
    entries = [Entry(0, url) for url, words in links if not _HOUSEKEEPING.search(words)]
    sender = registrable_domain(parseaddr(str(mail.get("From", "")))[1].rpartition("@")[2])
    out = [entry.url for entry in _leading_out(entries) if behind(entry.url) != entry.url]
    out = out or [entry.url for entry in _leading_out(entries) if site(entry.url) != sender]
    return list(dict.fromkeys(out))


def _parts(mail: Message) -> list[Message]:
    """The texts of a mail; of one that has both forms the one with markup."""
    texts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    marked_up = [part for part in texts if part.get_content_subtype() == "html"]
    return marked_up or texts


def _links_of(part: Message) -> list[tuple[str, str]]:
    """Address and words of the links in one text of a mail."""
    # Only here, since it takes a while to load and most campaigns name no mail.
    from finder.pages.decode import decode
    from finder.pages.tree import parse

    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else b"", str(part.get("Content-Type", "")))
    if part.get_content_subtype() != "html":
        return [(url, "") for url in _links_in(text)]
    anchors = ((node.attributes.get("href") or "", node.text()) for node in parse(text).css("a[href]"))
    return [(url, words) for href, words in anchors if (url := resolve(href.strip()))]


def _links_in(text: str) -> list[str]:
    found = (resolve(link.rstrip(_AFTER_LINK)) for link in _LINK.findall(text))
    return [url for url in found if url]
