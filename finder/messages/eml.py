"""A draft as a file that mail programs open as an unsent message (RFC 5322, UTF-8, no attachment)."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

from finder.messages.greeting import sure_name
from finder.messages.plain import mailbox, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from finder.messages.drafting import Draft
    from finder.messages.facts import Sender

_LONGEST_NAME: Final = 80
_UNSAFE: Final = re.compile(r"[^a-z0-9.]+")


def eml(draft: Draft, record: Mapping[str, Any], sender: Sender, now: datetime) -> bytes:
    """The file of a draft to the contact of its lead record, with CRLF line ends.

    ``X-Unsent: 1`` tells mail programs that it is still to be sent. The contact is named where the name is
    sure. Raises ``ValueError`` where sender or contact have no address that is one.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(now)
    message["From"] = _address(sender.sender_name, sender.sender_email)
    message["To"] = _address(sure_name(record), str(record.get("contact_email") or ""))
    message["Subject"] = draft.subject
    message["Content-Language"] = draft.language
    message.set_content(draft.body, cte="quoted-printable")
    return message.as_bytes()


def file_name(record: Mapping[str, Any], *, follow_up: bool = False) -> str:
    """How the file of a lead's draft is called: id, prospect and kind, of letters that every system takes."""
    last = ("follow-up",) if follow_up else ()
    parts = (_UNSAFE.sub("-", str(record[name]).lower())[:60].strip("-.") for name in ("prospect", "kind"))
    return "-".join(part for part in (str(int(record["lead_id"])), *parts, *last) if part) + ".eml"


def _address(name: str, text: str) -> Address:
    address = mailbox(text)
    if not address:
        raise ValueError("no e-mail address")
    return Address(one_line(name, _LONGEST_NAME), addr_spec=address)
