"""The words of tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.reference import load_table
from finder.returns import MEANINGS, TOOLS, Words, tool_of


@pytest.mark.parametrize(
    ("tool", "word", "meaning"),
    [
        ("yamm", "EMAIL_SENT", "contacted"),
        ("yamm", "EMAIL_OPENED", "contacted"),
        ("yamm", "EMAIL_CLICKED", "contacted"),
        ("yamm", "RESPONDED", "replied"),
        ("yamm", "BOUNCED", "bounced"),
        ("yamm", "UNSUBSCRIBED", "unsubscribed"),
        ("hunter", "Sent", "contacted"),
        ("hunter", "Scheduled", "nothing"),
        ("hunter", "Canceled", "nothing"),
        ("hunter", "Successful", "replied"),
        ("instantly", "Active", "nothing"),
        ("instantly", "Completed", "contacted"),
        ("instantly", "-1", "bounced"),
        ("instantly_interest", "1", "replied"),
        ("instantly_interest", "4", "won"),
        ("instantly_interest", "0", "nothing"),
        ("instantly_interest", "-1", "lost"),
        ("instantly_interest", "-1.0", "lost"),
        ("instantly_interest", "Wrong Person", "wrong_person"),
        ("buzzstream", "Attempting to Reach", "contacted"),
        ("buzzstream", "Link Accepted", "won"),
        ("hubspot", "Attempted to contact", "contacted"),
        ("hubspot", "ATTEMPTED_TO_CONTACT", "contacted"),
        ("hubspot", "Connected", "replied"),
        ("salesforce", "Open - Not Contacted", "nothing"),
        ("salesforce", "Working - Contacted", "contacted"),
        ("salesforce", "Closed - Converted", "won"),
        ("lemlist", "emailsReplied", "replied"),
        ("lemlist", "notInterested", "lost"),
        ("smartlead", "INPROGRESS", "contacted"),
        ("smartlead", "Do Not Contact", "unsubscribed"),
        ("generic", "accepted", "accepted"),
        ("pitchbox", "Link Placed", "won"),
        ("yamm", "", "nothing"),
        ("yamm", "Ghosted", None),
    ],
)
def test_the_word_of_a_tool_means_one_thing_here(tool: str, word: str, meaning: str | None) -> None:
    assert Words().meaning(word, tool) == meaning


def test_what_the_user_says_of_a_word_counts_first() -> None:
    words = Words({"Ghosted": "lost", "Email sent": "nothing"})
    assert words.meaning("ghosted", "yamm") == "lost"
    assert words.meaning("EMAIL_SENT", "yamm") == "nothing"


def test_the_list_of_words_is_of_tools_and_meanings_that_exist() -> None:
    vocabularies = {tool.name for tool in TOOLS} | {
        each for tool in TOOLS for each in tool.vocabularies.values()
    }
    rows = load_table("returned_statuses.tsv")
    assert {meaning for _, meaning in rows} <= set(MEANINGS)
    assert {name.partition(".")[0] for name, _ in rows} <= vocabularies | {"any"}
    assert len({name for name, _ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("columns", "tool"),
    [
        ("Link Partner - Name,Link Partner - Domain,Linking from,Linking To", "buzzstream"),
        ("Partner URL,Partner Category,Contact Email,Link Type Price", "pitchbox"),
        ("email,firstName,lastName,icebreaker,linkedinUrl", "lemlist"),
        ("email,first_name,company_name,website,personalization", "instantly"),
        ("Email,Lead Status,Contact owner", "hubspot"),
        ("First Name,Last Name,Company,Email,Lead Source,Lead Status,Email Opt Out", "salesforce"),
        ("Email Address,First Name,Merge status", "yamm"),
        ("email,lead_category", "smartlead"),
        ("lead_id,kind,status,score", "generic"),
        ("email,status", "generic"),
    ],
)
def test_a_tool_is_told_by_its_columns(columns: str, tool: str) -> None:
    assert tool_of(columns.split(",")).name == tool


def test_the_docs_name_every_tool() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "outreach.md").read_text(encoding="utf-8")
    assert all(f"`{tool.name}`" in manual for tool in TOOLS)
