"""A draft as a file that mail programs open as an unsent message (RFC 5322, UTF-8, no attachment)."""

from __future__ import annotations

import re
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING, Any, Final

from finder.messages.greeting import sure_name
from finder.messages.plain import mailbox, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from finder.messages.drafting import Draft
    from finder.messages.facts import Sender

_LONGEST_NAME: Final = 80
_LONGEST_SUBJECT: Final = 250
_UNSAFE: Final = re.compile(r"[^a-z0-9._]+")
# The newer policies lose spaces between encoded words of a long header; this one does not.
_POLICY: Final = compat32.clone(linesep="\r\n")


def eml(draft: Draft, record: Mapping[str, Any], sender: Sender, now: datetime) -> bytes:
    """The file of a draft to the contact of its lead record, with CRLF line ends.

    ``X-Unsent: 1`` tells mail programs that it is still to be sent. The contact is named where the name is
    sure. Raises ``ValueError`` where sender or contact have no address that is one.
    """
    message: Message[str | Header, str | Header] = Message()
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(now)
    message["From"] = _address(sender.sender_name, sender.sender_email)
    message["To"] = _address(sure_name(record), str(record.get("contact_email") or ""))
    message["Subject"] = _words(one_line(draft.subject, _LONGEST_SUBJECT))
    message["Content-Language"] = draft.language
    utf8 = Charset("utf-8")
    utf8.body_encoding = QP
    message.set_payload(f"{draft.body}\n", utf8)
    return message.as_bytes(policy=_POLICY)


def file_name(record: Mapping[str, Any], *, follow_up: bool = False) -> str:
    """How the file of a lead's draft is called: id, prospect and kind, of letters that every system takes."""
    last = ("follow-up",) if follow_up else ()
    parts = (_UNSAFE.sub("-", str(record[name]).lower())[:60].strip("-._") for name in ("prospect", "kind"))
    return "-".join(part for part in (str(int(record["lead_id"])), *parts, *last) if part) + ".eml"


def _address(name: str, text: str) -> Header:
    address = mailbox(text)
    if not address:
        raise ValueError("no e-mail address")
    shown = one_line(name, _LONGEST_NAME)
    if _is_plain(shown):
        return Header(formataddr((shown, address)))
    header = _words(shown)
    header.append(f"<{address}>", "us-ascii")
    return header


def _words(line: str) -> Header:
    """A line as a header, encoded where it is not plain, or would be taken for something encoded."""
    return Header(line, "us-ascii" if _is_plain(line) else "utf-8")


def _is_plain(line: str) -> bool:
    return line.isascii() and "=?" not in line
