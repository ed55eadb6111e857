"""A draft's file is a message that programs read back as it was meant, whatever the facts hold."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.messages.drafting import Draft, Writer, draft_of
from finder.messages.eml import eml, file_name
from finder.messages.facts import Sender
from finder.messages.plain import mailbox, one_line
from finder.messages.templates import Templates
from tests.messages.leads import KINDS, SENDER, full_lead

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SHIPPED = Templates()
HEADERS = [
    "X-Unsent",
    "Date",
    "From",
    "To",
    "Subject",
    "Content-Language",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]


def message(content: bytes) -> EmailMessage:
    read = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def made(record: dict[str, Any], sender: Sender = SENDER) -> tuple[Draft, EmailMessage]:
    draft = draft_of(record, Writer(sender, SHIPPED))
    assert isinstance(draft, Draft), draft
    content = eml(draft, record, sender, NOW)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    return draft, message(content)


@pytest.mark.parametrize("language", ["en", "de", "tr", "es", "fr"])
def test_the_file_is_read_back_as_it_was_meant(language: str) -> None:
    draft, read = made(full_lead(page_language=language))
    assert sorted(read.keys()) == sorted(HEADERS)
    assert read["X-Unsent"] == "1"
    assert read["From"] == "Jane Acme <jane@acme.example>"
    assert read["To"] == "Ada Gardener <ada.gardener@garden.example>"
    assert read["Subject"] == draft.subject
    assert read["Content-Language"] == language
    assert read["Date"].datetime == NOW
    assert read.get_content_type() == "text/plain"
    assert read.get_content_charset() == "utf-8"
    assert read.get_content().replace("\r\n", "\n").strip() == draft.body
    assert list(read.iter_attachments()) == []
    assert read.defects == []


def test_a_contact_whose_name_is_not_sure_is_an_address_only() -> None:
    _, read = made(full_lead(contact_type="role"))
    assert read["To"] == "ada.gardener@garden.example"


def test_no_text_of_a_page_becomes_a_header() -> None:
    said = "Tools\r\nBcc: all@evil.example\r\n\r\n<script>"
    record = full_lead(page_title=said, anchor=said, contact_name=said, prospect=said)
    _, read = made(record)
    assert sorted(read.keys()) == sorted(HEADERS)
    assert read["Subject"] == "Dead link on your page “Tools Bcc: all@evil.example <script>”"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "a@b",
        "a@b.example\r\nBcc: c@d.example",
        "a b@c.example",
        "a@b.example, c@d.example",
        "ä@b.example",
        "<a@b.example>",
        "a@-b.example",
        "a@b..example",
        ".a@b.example",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 64}.example",
        f"a@{'b.' * 130}example",
    ],
)
def test_what_is_no_address_makes_no_file(address: str) -> None:
    assert mailbox(address) == ""
    draft = draft_of(full_lead(), Writer(SENDER, SHIPPED))
    assert isinstance(draft, Draft)
    with pytest.raises(ValueError, match="no e-mail address"):
        eml(draft, full_lead(contact_email=address), SENDER, NOW)


def test_an_international_domain_is_written_as_the_network_knows_it() -> None:
    assert mailbox(" ada@gärten.example ") == "ada@xn--grten-gra.example"
    # Not ada@strasse.example, which is somebody else's.
    assert mailbox("ada@straße.example") == "ada@xn--strae-oqa.example"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.text(max_size=300), st.text(max_size=120), st.text(max_size=120))
def test_any_text_comes_back_whole(kind: str, title: str, sender: str, brand: str) -> None:
    writer = Sender(f"Jane {sender}", "jane@acme.example", sender, f"Acme {brand}", "https://acme.example/")
    record = full_lead(kind, page_title=title, anchor=title, context=title, brand=f"Acme {brand}")
    draft, read = made(record, writer)
    assert sorted(read.keys()) == sorted(HEADERS)
    assert [each.addr_spec for each in read["To"].addresses] == ["ada.gardener@garden.example"]
    assert [each.addr_spec for each in read["From"].addresses] == ["jane@acme.example"]
    assert read["Subject"] == draft.subject
    # The newer reader sets spaces between encoded words of a name, which RFC 2047 forbids.
    old = email.message_from_bytes(eml(draft, record, writer, NOW))
    name, _ = parseaddr(old["From"].replace("\r\n", ""))
    assert str(make_header(decode_header(name))) == one_line(writer.sender_name, 80)
    assert read.get_content().replace("\r\n", "\n").strip() == draft.body


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_a_file_has_a_name_that_every_system_takes(prospect: str, kind: str) -> None:
    name = file_name({"lead_id": 17, "prospect": prospect, "kind": kind})
    assert name.startswith("17")
    assert name.endswith(".eml")
    assert len(name) < 150
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")


def test_the_name_of_a_file_says_what_it_is_about() -> None:
    record = full_lead(prospect="pages.example/~Ada")
    assert file_name(record) == "17-pages.example-ada-broken_link.eml"
    assert file_name(record, follow_up=True) == "17-pages.example-ada-broken_link-follow-up.eml"
