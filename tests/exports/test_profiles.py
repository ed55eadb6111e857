"""Profiles: the header that a tool wants to the byte, values that it takes, nothing that a page can do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.exports import FORMS, PROFILES, opened_sheet
from finder.exports.cells import clean
from finder.exports.fields import FIELDS, STORED
from finder.exports.sentences import description, opening
from finder.opportunities import KINDS
from finder.storage.queries.leads import record_query
from tests.exports.leads import NUMBERS, TIMES, lead, won
from tests.exports.test_cells import HOSTILE
from tests.exports.workbooks import cells_of

if TYPE_CHECKING:
    from finder.exports import Profile

FILES = Path(__file__).parent / "files"
TOOLS = [name for name in PROFILES if name != "generic"]
NASTY = (
    '=HYPERLINK("http://evil.example/";"x")',
    "\"quoted\", 'single'; and\ta tab\r\nanother line\rand one more\n",
    "\u202egnp.exe\u202c \u2066مرحبا\u2069 שלום",
    "🧭👩‍👩‍👧‍👦 e\u0301 \ufeff\u200b",
    "long " * 2_000,
    "half \ud800 a character \udfff",
    "\x00NUL \x1b[31m\x07\x9b\ufffe\uffff",
    "<r><t>markup</t></r>",
    "_x0041_ &amp; <b>]]></b>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
)


def written(profile: Profile, form: str, *leads: dict[str, Any], bom: bool = False) -> bytes:
    stream = io.BytesIO()
    with opened_sheet(form, stream, tuple(profile.columns), bom=bom) as sheet:
        for each in leads:
            sheet.write(profile.row(each))
        sheet.finish()
    return stream.getvalue()


def hostile(text: str) -> dict[str, Any]:
    """A lead that has one text wherever there is one."""
    texts = dict.fromkeys(set(lead()) - NUMBERS - set(TIMES) - {"prospect_group"}, text)
    return lead(**texts)


@pytest.mark.parametrize("name", TOOLS)
def test_a_file_is_to_the_byte_what_the_tool_wants(name: str) -> None:
    record = won() if name == "linkmonitor" else lead()
    assert written(PROFILES[name], "csv", record) == (FILES / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_a_lead_full_of_hostile_text_survives_every_form(name: str, nasty: str) -> None:
    profile = PROFILES[name]
    record = hostile(nasty)
    texts = {clean(nasty), f"'{clean(nasty)}"}
    rows = list(csv.reader(io.StringIO(written(profile, "csv", record).decode(), newline=""), strict=True))
    assert [tuple(rows[0]), len(rows), len(rows[1])] == [tuple(profile.columns), 2, len(profile.columns)]
    assert texts & set(rows[1])
    assert not any(cell[:1] in "=+@" for cell in rows[1] if cell)
    [line] = written(profile, "jsonl", record).decode().splitlines()
    assert tuple(json.loads(line)) == tuple(profile.columns)
    sheet = cells_of(written(profile, "xlsx", record))
    assert [each.value for each in sheet[0]] == list(profile.columns)
    assert all(each.data_type in "sndi" for each in sheet[1])


@given(record=st.builds(hostile, HOSTILE), form=st.sampled_from(FORMS), name=st.sampled_from(list(PROFILES)))
@settings(deadline=None, max_examples=150)
def test_any_text_gives_a_whole_file_of_one_row(record: dict[str, Any], form: str, name: str) -> None:
    made = written(PROFILES[name], form, record)
    if form == "xlsx":
        header, *rows = cells_of(made)  # a row without any text is none
        assert len(header) == len(PROFILES[name].columns)
        assert all(each.data_type in "snd" for row in rows for each in row)
    elif form == "csv":
        header, row = csv.reader(io.StringIO(made.decode(), newline=""), strict=True)
        assert len(header) == len(row)
    else:
        assert json.loads(made).keys() == PROFILES[name].columns.keys()


def test_the_fields_that_a_profile_may_take_as_they_are_are_those_of_a_record() -> None:
    assert {column.key for column in record_query().selected_columns} >= set(STORED)


@pytest.mark.parametrize("name", PROFILES)
def test_what_a_profile_requires_is_a_field_of_the_record(name: str) -> None:
    assert set(PROFILES[name].requires) <= set(STORED)


def test_the_generic_profile_has_the_columns_that_people_rely_on() -> None:
    assert ",".join(PROFILES["generic"].columns) == (
        "lead_id,kind,status,score,page_url,page_title,prospect,dead_url,dead_since,reason,anchor,context,"
        "placement,rel,replacement_url,replacement_title,why_match,evidence,first_seen,last_seen,sightings,"
        "contact_name,contact_email,contact_url,alive_at,archive_url,"
        "brand,mentions,linked_url,image_url,linked_from,page_published,page_modified,page_authors,"
        "contact_type,contact_found_on,owner,follow_up,snoozed_until,note,rejected_because,contacted_at,"
        "contacted_lately,verified_at,verified,verified_detail,risk,risk_evidence,won_url,won_anchor,won_rel,"
        "won_at,sitewide,score_why,score_parts,rivals"
    )


def test_a_row_that_stands_for_a_prospect_tells_of_its_other_leads_where_the_profile_has_room() -> None:
    record = lead(prospect_leads=3, other_pages=["https://a.example/", "https://b.example/"])
    generic = PROFILES["generic"].per("prospect")
    assert list(generic.row(record).items())[-2:] == [
        ("prospect_leads", 3),
        ("other_pages", "https://a.example/ https://b.example/"),
    ]
    assert PROFILES["hunter"].per("prospect").columns.keys() == PROFILES["hunter"].columns.keys()


def test_evidence_tells_when_it_was_seen_and_whether_it_holds_no_more() -> None:
    row = PROFILES["generic"].row
    assert row(lead())["evidence"] == "It answers 404 Not Found. Seen on 2026-11-24."
    withdrawn = lead(withdrawn_at="2026-12-01T00:00:00Z", withdrawn_reason="It is alive again.")
    assert row(withdrawn)["evidence"].endswith("Withdrawn on 2026-12-01: It is alive again.")


def test_the_byte_order_mark_comes_first_and_only_when_asked_for() -> None:
    generic = PROFILES["generic"]
    assert written(generic, "csv", bom=True) == b"\xef\xbb\xbf" + written(generic, "csv")
    assert written(generic, "csv").startswith(b"lead_id,")


def test_jsonl_has_one_object_a_line_named_as_the_columns() -> None:
    lines = written(PROFILES["generic"], "jsonl", lead(), lead()).decode().splitlines()
    assert [json.loads(line)["lead_id"] for line in lines] == [7, 7]
    assert tuple(json.loads(lines[0])) == tuple(PROFILES["generic"].columns)


def values(record: dict[str, Any], *names: str) -> list[Any]:
    return [FIELDS[name](record) for name in names]


@pytest.mark.parametrize(
    ("prospect", "page_url", "domain", "website"),
    [
        ("example.org", "https://www.example.org/a", "example.org", "https://www.example.org"),
        ("example.org", "http://library.example.org/a", "library.example.org", "http://library.example.org"),
        ("example.org", "http://example.org:8080/a", "example.org:8080", "http://example.org:8080"),
        ("pages.example/jo", "https://pages.example/jo/a", "pages.example/jo", "https://pages.example/jo"),
    ],
)
def test_domain_and_website_are_those_of_the_prospects_page(
    prospect: str, page_url: str, domain: str, website: str
) -> None:
    record = lead(prospect=prospect, page_url=page_url)
    assert values(record, "company", "domain", "website") == [prospect, domain, website]


def test_salesforce_gets_the_domain_where_it_wants_a_last_name_and_none_is_known() -> None:
    for name in ("salesforce-wizard", "salesforce-loader"):
        row = list(PROFILES[name].row(lead(contact_name="Jo")).values())
        assert row[:3] == ["Jo", "example.org", "example.org"]


@pytest.mark.parametrize(
    ("status", "hubspot", "salesforce"),
    [
        ("new", "New", "Open - Not Contacted"),
        ("contacted", "Attempted to contact", "Working - Contacted"),
        ("won", "Connected", "Closed - Converted"),
        ("rejected", "Unqualified", "Closed - Not Converted"),
        ("=new", "", "Open - Not Contacted"),
    ],
)
def test_statuses_are_told_in_the_words_of_the_tool(status: str, hubspot: str, salesforce: str) -> None:
    record = lead(status=status)
    assert PROFILES["hubspot"].row(record)["Lead Status"] == hubspot
    assert PROFILES["salesforce-loader"].row(record)["Status"] == salesforce


def test_hubspot_is_told_an_owner_that_it_can_know() -> None:
    owners = [
        PROFILES["hubspot"].row(lead(owner=owner))["Contact owner"] for owner in ("jo", "jo@acme.example")
    ]
    assert owners == ["", "jo@acme.example"]


@pytest.mark.parametrize(
    ("rel", "said"),
    [("", "follow"), ("noopener", "follow"), ("ugc", "nofollow"), ("NoFollow sponsored", "sponsored")],
)
def test_pitchbox_is_told_how_search_engines_take_the_link(rel: str, said: str) -> None:
    assert PROFILES["pitchbox"].row(lead(rel=rel))["Link Type Rel"] == said
    assert PROFILES["pitchbox"].row(lead(rel=rel, dead_url=""))["Link Type Rel"] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence_that_names_its_page_and_what_was_found(kind: str) -> None:
    facts = {"brand": "Acme", "linked_url": "https://shop.example/", "image_url": "https://x.example/i.png"}
    facts["rivals"] = "hoes.example, spades.example"
    record = lead(kind=kind, **facts)
    assert "Gardening" in opening(record)
    assert record["page_url"] in description(record)
    assert any(fact in opening(record) for fact in (*facts.values(), record["dead_url"]))


def test_a_sentence_says_nothing_that_is_not_known() -> None:
    assert opening(lead(kind="unlinked_mention", brand="")) == ""
    assert opening(lead(kind="of_a_later_version")) == ""
    assert description(lead(kind="of_a_later_version")).startswith("Of a later version on https://")
    untitled = lead(page_title=" ", reason="taken_over")
    assert opening(untitled) == (
        "Your page https://library.example.org/resources/gardening links to "
        "https://dead.example.net/compost.pdf, which no longer shows what was there."
    )


def test_a_sentence_is_one_line_and_a_title_in_it_is_not_long() -> None:
    said = opening(lead(page_title="Garden\r\n{page_url} " * 50))
    assert len(said) < 250
    assert said.startswith("Your page “Garden {page_url} Garden")
    assert "…”" in said


def test_no_two_profiles_share_their_columns() -> None:
    assert len({tuple(profile.columns) for profile in PROFILES.values()}) == len(PROFILES)
