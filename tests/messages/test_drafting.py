"""A draft has every fact that it shows, whatever a page says; and whoever brings a template has it used."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.messages.drafting import COLUMNS, Draft, Refused, Writer, draft_of, with_messages
from finder.messages.facts import FACTS, SENDER, Sender, facts_of
from finder.messages.language import Language
from finder.messages.templates import TemplateFaultError, Templates, read_folder
from tests.messages import leads
from tests.messages.leads import KINDS, full_lead

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = Templates()
JANE = Writer(leads.SENDER, SHIPPED)
TEXT = st.text(max_size=400)
HOSTILE = {
    "template signs": "{{ 7 * 7 }}{% for a in b %}{# no #} {{ sender_email.__class__ }}",
    "headers": "Tools\r\nBcc: everybody@evil.example\r\n\r\nNew body\x00\x0b\x85\u2028\u2029",
    "length": "word " * 2000,
    "one long word": "w" * 10_000,
    "direction": "\u202egpj.exe\u2066\u200f\ufeff\u200b",
    "halves": "\ud800a\udfff",
    "white space": "\t\n \u00a0 \u3000",
}


def own(tmp_path: Path, **texts: str) -> Writer:
    """A writer with English templates of their own, by the kind of lead."""
    folder = tmp_path / "messages" / "en"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    found, faults = read_folder(tmp_path / "messages")
    assert faults == []
    return Writer(leads.SENDER, Templates(found))


@pytest.mark.parametrize(
    ("lacks", "missing"),
    [
        ({"dead_url": ""}, ("dead_url",)),
        ({"seen_at": None}, ("seen_at",)),
        ({"page_url": "", "dead_url": "no address"}, ("page_url", "dead_url")),
        ({"page_title": " \u200b", "prospect": "\r\n"}, ("prospect",)),
        ({"dead_url": "https://rakes.example/" + "a" * 2000}, ("dead_url",)),
    ],
)
def test_a_draft_that_would_lack_a_fact_is_refused_with_its_name(
    lacks: dict[str, Any], missing: tuple[str, ...]
) -> None:
    assert draft_of(full_lead(**lacks), JANE) == Refused(17, "broken_link", "en", missing)


def test_who_writes_is_a_fact_as_well() -> None:
    made = draft_of(full_lead(), Writer(Sender(), SHIPPED))
    assert isinstance(made, Refused)
    assert set(made.missing) == {"sender_name", "site_name", "site_url"}


def test_facts_that_the_template_does_not_show_may_be_missing() -> None:
    unused = dict.fromkeys(("context", "alive_at", "archive_url", "brand", "heading", "contact_name"), "")
    assert isinstance(draft_of(full_lead(**unused), JANE), Draft)


def test_the_second_message_needs_to_know_when_the_first_was_sent() -> None:
    made = draft_of(full_lead(contacted_at=None), JANE, follow_up=True)
    assert made == Refused(17, "broken_link", "en", ("contacted_at",))
    lacking = draft_of(full_lead(dead_url=""), JANE, follow_up=True)
    assert isinstance(lacking, Refused)
    assert lacking.missing == ("dead_url",)


@pytest.mark.parametrize(
    "shown",
    [
        "{{ archive_url }}",
        "{{ archive_url | upper }}",
        "{{ archive_url | truncate(9) }}",
        "{{ archive_url ~ '!' }}",
        "{{ archive_url + '!' }}",
        "{{ archive_url[:4] }}",
        "{{ archive_url.upper() }}",
        "{{ '%s' % archive_url }}",
        "{{ archive_url | replace('a', 'b') }}",
    ],
)
def test_however_an_empty_fact_is_shown_the_draft_is_refused(tmp_path: Path, shown: str) -> None:
    writer = own(tmp_path, broken_link=f"Subject: Hello\n\nSee {shown}")
    made = draft_of(full_lead(), writer)
    assert made == Refused(17, "broken_link", "en", ("archive_url",))
    assert isinstance(draft_of(full_lead(archive_url="https://archive.example/"), writer), Draft)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{% if archive_url %}yes{% else %}no{% endif %}", "no"),
        ("{{ archive_url or page_url }}", "https://garden.example/tools"),
        ("{{ archive_url | default('none') }}", "none"),
        ("{% if archive_url is defined %}yes{% else %}no{% endif %}", "no"),
        ("{% if mentions and mentions > 1 %}often{% else %}once{% endif %}", "once"),
        ("{% set place = page_title %}{{ place }}", "Good tools"),
    ],
)
def test_a_template_may_ask_for_a_fact(tmp_path: Path, asked: str, said: str) -> None:
    made = draft_of(full_lead(), own(tmp_path, broken_link=f"Subject: Hello\n\n{asked}"))
    assert isinstance(made, Draft)
    assert made.body == said


def test_a_template_of_ones_own_takes_the_place_of_that_kind_and_language_only(tmp_path: Path) -> None:
    writer = own(tmp_path, broken_link="subject: My own\n\nBody", greeting="Ahoy,")
    made = draft_of(full_lead(), writer)
    assert isinstance(made, Draft)
    assert (made.subject, made.body, made.opening) == ("My own", "Body", "")
    mention = draft_of(full_lead("unlinked_mention"), writer)
    assert isinstance(mention, Draft)
    assert mention.body.startswith("Ahoy,\n\nYour page")
    assert draft_of(full_lead(page_language="de"), writer) == draft_of(full_lead(page_language="de"), JANE)


def test_a_second_message_of_ones_own_may_be_for_one_kind(tmp_path: Path) -> None:
    texts = {
        "broken_link.follow_up": "Subject: Again, {{ subject }}\n\n{{ opening }}",
        "follow_up": "Subject: x\n\ny",
    }
    writer = own(tmp_path, **texts)
    bodies = [draft_of(full_lead(kind), writer, follow_up=True) for kind in ("broken_link", "lost_link")]
    assert [made.subject for made in bodies if isinstance(made, Draft)] == [
        "Again, Dead link on your page “Good tools”",
        "x",
    ]


@pytest.mark.parametrize(
    ("page", "language", "languages", "written"),
    [
        ("de", "en", (), "de"),
        ("de-AT", "en", (), "de"),
        ("ja", "en", (), "en"),
        ("ja", "tr", (), "tr"),
        ("", "fr", (), "fr"),
        ("de", "en", ("en", "fr"), "en"),
        ("fr", "en", ("en", "fr"), "fr"),
        ("../de", "en", (), "en"),
        ("ja", "it", (), "en"),
    ],
)
def test_the_language_is_that_of_the_page_if_it_may_be(
    page: str, language: str, languages: tuple[str, ...], written: str
) -> None:
    made = draft_of(full_lead(page_language=page), Writer(leads.SENDER, SHIPPED, language, languages))
    assert made.language == written


def test_a_language_of_ones_own_writes_days_as_iso_has_them(tmp_path: Path) -> None:
    folder = tmp_path / "it"
    folder.mkdir()
    (folder / "broken_link.txt").write_text("Subject: Un link\n\nVisto il {{ seen_at }}, {{ finding }}")
    writer = Writer(leads.SENDER, Templates(read_folder(tmp_path)[0]))
    made = draft_of(full_lead(page_language="it"), writer)
    assert made == Refused(17, "broken_link", "it", ("finding",))
    (folder / "broken_link.txt").write_text("Subject: Un link\n\nVisto il {{ seen_at }}")
    made = draft_of(full_lead(page_language="it"), Writer(leads.SENDER, Templates(read_folder(tmp_path)[0])))
    assert isinstance(made, Draft)
    assert made.body == "Visto il 2026-11-23"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", HOSTILE)
def test_what_a_page_says_stays_text_in_one_line(kind: str, what: str) -> None:
    said = HOSTILE[what]
    names = ("page_title", "anchor", "context", "heading", "brand", "replacement_title", "page_authors")
    lead = full_lead(kind, **dict.fromkeys(names, said))
    plain = draft_of(full_lead(kind), JANE)
    made = draft_of(lead, JANE)
    if isinstance(made, Refused):
        assert what == "white space"
        assert made.missing == ("brand",)
        return
    assert isinstance(plain, Draft)
    assert made.body.count("\n") in range(plain.body.count("\n") - 2, plain.body.count("\n") + 1)
    assert len(made.subject) <= 250
    assert len(made.body) < 3000
    assert "49" not in made.body
    if what == "template signs":
        assert "{{ 7 * 7 }}" in made.body
    assert not [
        each
        for each in made.body + made.subject
        if unicodedata.category(each) in ("Cc", "Cf", "Cs") and each != "\n"
    ]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(FACTS), TEXT), st.booleans())
def test_no_text_of_a_lead_breaks_a_draft(kind: str, said: dict[str, str], follow_up: bool) -> None:
    record = full_lead(kind) | {name: text for name, text in said.items() if name not in ("lead_id", "kind")}
    made = draft_of(record, JANE, follow_up=follow_up)
    if isinstance(made, Refused):
        assert made.missing
        assert set(made.missing) <= set(FACTS)
    else:
        assert "\n" not in made.subject + made.opening
        assert not re.search(r"\n\n\n|[ \t]\n", made.body)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FACTS), TEXT | st.integers() | st.none()))
def test_every_fact_is_there_and_one_line_whatever_the_record_has(record: dict[str, Any]) -> None:
    facts = facts_of(record, leads.PLAIN_SENDER, Language())
    assert set(facts) == set(FACTS)
    for name, fact in facts.items():
        assert isinstance(fact, str | int)
        assert len(str(fact).splitlines()) <= 1, name
        assert len(str(fact)) <= 2000


def test_what_was_seen_to_hold_before_writing_was_seen_then() -> None:
    facts = facts_of(
        full_lead(verified="holds", verified_at="2026-11-30T01:00:00Z"), leads.SENDER, Language()
    )
    assert facts["seen_at"] == "2026-11-30"
    facts = facts_of(
        full_lead(verified="link_gone", verified_at="2026-11-30T01:00:00Z"), leads.SENDER, Language()
    )
    assert facts["seen_at"] == "2026-11-23"


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({"seen_at": "2026-12-08T00:00:00Z", "last_seen": "2026-12-09T00:00:00Z"}, "2026-12-08"),
        ({"seen_at": "2026-12-08T00:00:00Z", "last_seen": "2026-11-23T05:11:00Z"}, ""),
        ({"seen_at": "2026-12-08T00:00:00Z"}, ""),
        ({"seen_at": "2026-12-01T08:59:59Z", "last_seen": "2026-12-01T08:59:59Z"}, ""),
        ({"verified": "holds", "verified_at": "2026-12-08T00:00:00Z"}, "2026-12-08"),
        ({"verified": "could_not_tell", "verified_at": "2026-12-08T00:00:00Z"}, ""),
    ],
)
def test_a_second_message_says_that_it_is_still_so_only_if_that_was_seen_since_the_first(
    more: dict[str, str], day: str
) -> None:
    lead = full_lead(**more)
    assert facts_of(lead, leads.SENDER, Language())["seen_again"] == day
    made = draft_of(lead, JANE, follow_up=True)
    assert isinstance(made, Draft)
    assert ("still so" in made.body) is bool(day)
    assert made.body.count("1 December 2026") == 1


def test_the_signature_keeps_its_lines() -> None:
    sender = Sender("Jane", "", "", "Acme", "https://acme.example/", "1 Rake Lane\r\n\n  Acmetown ")
    made = draft_of(full_lead(), Writer(sender, SHIPPED))
    assert isinstance(made, Draft)
    assert made.body.endswith("\nhttps://acme.example/\n1 Rake Lane\nAcmetown")
    assert set(SENDER) <= set(FACTS)


def test_records_get_their_messages_as_columns() -> None:
    first, second = with_messages([full_lead(), full_lead(dead_url="")], JANE)
    assert first["lead_id"] == 17
    assert first["message_language"] == "en"
    assert first["message_subject"] == "Dead link on your page “Good tools”"
    assert first["message_body"].startswith("Hello Ada Gardener,\n\nOn your page")
    assert first["opening"].startswith("On your page “Good tools”, the link “Rakes of old”")
    assert first["message_missing"] == ""
    assert {name: second[name] for name in COLUMNS} == dict.fromkeys(COLUMNS, "") | {
        "message_missing": "dead_url"
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello\n\nbody", "en/broken_link.txt: has no first line that says Subject:"),
        ("Subject: {{ heading[9:] }}\n\nbody", "has no first line that says Subject:"),
        ("Subject: Hello\n", "has no text below the subject"),
        ("Subject: Hello\n\n{{ score + 'a' }}", "en/broken_link.txt:3: unsupported operand"),
        ("Subject: Hello\n\n{{ ().__class__.__mro__ }}", "access to attribute '__class__'"),
        (
            "Subject: Hello\n\n{% include '../de/greeting.txt' %}",
            "there is no greeting.txt for it to include",
        ),
        ("Subject: Hello\n\n{{ range(9) }}", "'range' is undefined"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TemplateFaultError, match=re.escape(said)):
        draft_of(full_lead(), own(tmp_path, broken_link=text))
