"""Every template that ships: of each kind, in each language, with and without what a lead may lack."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from finder.confirming import WHAT_CONFIRMS
from finder.messages.drafting import Draft, Writer, draft_of
from finder.messages.language import FINDINGS, LANGUAGES, read_language
from finder.messages.templates import Templates, shipped_kinds
from finder.opportunities import KINDS as KINDS_OF_LEADS
from tests.messages.leads import KINDS, OFFER, PLAIN_SENDER, REASONS, SENDER, full_lead

TEMPLATES = Templates()
ALL = [(kind, reason, language) for kind in KINDS for reason in REASONS[kind] for language in LANGUAGES]
LESS: dict[str, dict[str, Any]] = {
    "everything": {},
    "no offer": dict.fromkeys(OFFER, ""),
    "an offer without a title": {"replacement_title": ""},
    "no title": {"page_title": ""},
    "no anchor": {"anchor": "", "context": ""},
    "no heading": {"heading": ""},
    "in the footer": {"placement": "footer"},
    "nobody's name": {"contact_type": "role"},
}
# Words that have no place in an honest letter of this sort, in any of the languages.
OUT_OF_PLACE = re.compile(
    r"\b(amazing|awesome|great|love|fan of|excellent|urgent|asap|exchange|payment|pay|free|guest post|"
    r"toll|großartig|dringend|bezahl\w*|tausch\w*|harika|muhteşem|acil|ödeme|ücret\w*|takas|"
    r"excelente|increíble|urgente|pago|intercambio|super|génial|excellent|urgent|paiement|échange)\b",
    re.IGNORECASE,
)


def drafted(lead: dict[str, Any], writer: Writer, *, follow_up: bool = False) -> Draft:
    made = draft_of(lead, writer, follow_up=follow_up)
    assert isinstance(made, Draft), made
    return made


def assert_tidy(draft: Draft) -> None:
    for text in (draft.subject, draft.body, draft.opening):
        assert text
        assert text == text.strip()
        assert not re.search(r"  |\n\n\n|[ \t]\n|\n[ \t]|[{}]|None|\(\)|“”|„“|«\s*»| [.,;]| ,", text), text
        assert not OUT_OF_PLACE.search(text), text
    assert "\n" not in draft.subject + draft.opening
    assert draft.opening in draft.body
    assert draft.opening[-1] == "."


@pytest.mark.parametrize("less", LESS)
@pytest.mark.parametrize(("kind", "reason", "language"), ALL)
def test_a_lead_makes_a_tidy_message(kind: str, reason: str, language: str, less: str) -> None:
    lead = full_lead(kind, reason=reason, page_language=language, **LESS[less])
    for sender in (SENDER, PLAIN_SENDER):
        draft = drafted(lead, Writer(sender, TEMPLATES))
        assert draft.language == language
        assert_tidy(draft)
        assert lead["page_url"] in draft.body
        assert "2026" in draft.body
        assert sender.sender_name in draft.body
        assert sender.site_url in draft.body
        if kind != "lost_link":
            assert (OFFER["replacement_url"] in draft.body) == bool(lead["replacement_url"])
        follow_up = drafted(lead, Writer(sender, TEMPLATES), follow_up=True)
        assert_tidy(follow_up)
        assert follow_up.subject.endswith(draft.subject)
        assert draft.opening in follow_up.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_message_says_what_was_found_in_its_own_language(kind: str, language: str) -> None:
    lead = full_lead(kind, page_language=language)
    body = drafted(lead, Writer(SENDER, TEMPLATES)).body
    about = {
        "broken_link": "dead_url",
        "broken_backlink": "dead_url",
        "image_without_credit": "image_url",
        "link_intersect": "rivals",
    }
    assert lead[about.get(kind, "page_url")] in body
    months = {"en": "23 November", "de": "23. November", "tr": "23 Kasım", "es": "23 de noviembre"}
    assert months.get(language, "23 novembre") in body
    others = {drafted({**lead, "page_language": each}, Writer(SENDER, TEMPLATES)).body for each in LANGUAGES}
    assert len(others) == len(LANGUAGES)


def test_a_mention_shows_its_sentence_without_the_marks_around_the_name() -> None:
    body = drafted(full_lead("unlinked_mention"), Writer(SENDER, TEMPLATES)).body
    assert "“We like Acme for rakes.”" in body


def test_no_page_of_ours_is_spoken_of_where_there_is_none() -> None:
    lead = full_lead(**dict.fromkeys(OFFER, ""))
    body = drafted(lead, Writer(SENDER, TEMPLATES)).body
    assert "We have no page to offer in its place" in body
    assert "on the same subject" not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_files_and_uses_the_same_facts(language: str) -> None:
    folder = files("finder.messages").joinpath("templates")
    names = sorted(each.name for each in folder.joinpath("en").iterdir())
    assert sorted(each.name for each in folder.joinpath(language).iterdir()) == names
    for name in names:
        texts = [folder.joinpath(each, name).read_text("utf-8") for each in ("en", language)]
        if name.endswith(".txt"):
            used = [set(re.findall(r"{{ .*? }}", text)) for text in texts]
            assert used[0] == used[1], name
        else:
            english, other = map(tomllib.loads, texts)
            assert set(other) - {"first_day"} == set(english)


def test_there_are_templates_for_every_kind_of_lead() -> None:
    assert set(KINDS_OF_LEADS) <= set(shipped_kinds())
    assert set(shipped_kinds()) == set(KINDS)


def test_every_reason_for_which_a_link_is_dead_comes_to_a_finding() -> None:
    readme = files("finder").joinpath("../README.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| [a-z, ]*dead \| (`[^|]+`) \|$", readme, re.MULTILINE)
    dead = {reason for row in rows for reason in re.findall(r"`(\w+)`", row)}
    told = {reason for reasons in FINDINGS.values() for reason in reasons}
    assert dead <= told
    assert told <= set(WHAT_CONFIRMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_written_as_the_language_does(language: str) -> None:
    words = TEMPLATES.language(language)
    said = {
        "en": ("1 January 2026", "31 December 2026"),
        "de": ("1. Januar 2026", "31. Dezember 2026"),
        "tr": ("1 Ocak 2026", "31 Aralık 2026"),
        "es": ("1 de enero de 2026", "31 de diciembre de 2026"),
        "fr": ("1er janvier 2026", "31 décembre 2026"),
    }
    assert (words.day("2026-01-01T00:00:00Z"), words.day("2026-12-31")) == said[language]
    assert [words.day(text) for text in ("", "2026-13-01", "soon", "2026-1-1")] == [""] * 4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("months = [", "months = [1, "), "months must be a list of twelve names"),
        (("{day} {month} {year}", "{day}.{month}"), "date must be a text with {day}, {month} and {year}"),
        (("{day} {month} {year}", "{day} {month} {year} {0.x}"), "date must be a text with"),
        (("“{heading}”", "it"), "where.heading must be a text with {heading}"),
        (("[finding]", "[findings]"), 'unknown key "findings"; known are date, months'),
        (("loop =", "lop ="), 'unknown key "lop"; known are missing, away'),
        (('loop = "', 'loop = 3 # "'), "finding.loop must be a text in quotes"),
        (("date =", "date"), "Expected '='"),
    ],
)
def test_a_wrong_language_file_is_told(change: tuple[str, str], said: str) -> None:
    text = files("finder.messages").joinpath("templates/en/language.toml").read_text("utf-8")
    assert read_language(text).day("2026-11-23") == "23 November 2026"
    with pytest.raises(ValueError, match=re.escape(said)):
        read_language(text.replace(*change))
