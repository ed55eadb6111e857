"""`finder drafts`: a file for each lead that can be written to, and a word about each that cannot."""

from __future__ import annotations

import email
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from finder.items import Link, Suggestion
from finder.storage import runs
from finder.storage.tables import contact, lead, prospect
from tests.cli.crawled import CAMPAIGN, DEAD, Crawled, finder, gone, mention

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

OLD = "https://dead.example/old"
TIDES = Suggestion("https://acme.example/tides", "Tides today", 0.8, {"title": 0.7}, 'both say "tides"')
WHO = '\n[messages]\nsender_name = "Jane Acme"\nsender_email = "jane@acme.example"\n'
BROKEN = "1-list.example-broken_link.eml"
NAMED = "2-named.example-unlinked_mention.eml"


def found(crawled: Crawled, who: str = WHO) -> None:
    """Two leads whose prospects have an address, and one whose has none."""
    crawled.file.write_text(CAMPAIGN + who, encoding="utf-8")
    link = Link(OLD, OLD, "Tide tables", 'See "the, tables".', "Links", ("nofollow",))
    crawled.page("https://list.example/links", [link], title="Good links")
    crawled.look(DEAD, gone(OLD))
    crawled.leads(TIDES, 70)
    crawled.lead(mention("https://blog.example/a", "A day at sea"), score=50)
    crawled.lead(mention("https://silent.example/a", "Nothing"), score=40)
    for number, address in ((1, "ann.lister@list.example"), (2, "office@blog.example")):
        reached(crawled, number, address)


def reached(crawled: Crawled, number: int, address: str) -> None:
    sort, name = ("personal", "Ann Lister") if address.startswith("ann") else ("role", "")

    def write(connection: Any) -> None:
        owner = connection.execute(select(lead.c.prospect_id).where(lead.c.id == number)).scalar_one()
        values = {"kind": "email", "value": address, "name": name, "address_type": sort, "prospect_id": owner}
        (key,) = connection.execute(insert(contact).values(**values)).inserted_primary_key
        connection.execute(update(lead).where(lead.c.id == number).values(contact_id=key))

    crawled.database.write(write)


def change(crawled: Crawled, number: int, **values: Any) -> None:
    crawled.database.write(
        lambda connection: connection.execute(update(lead).where(lead.c.id == number).values(**values))
    )


def change_prospect(crawled: Crawled, name: str, **values: Any) -> None:
    crawled.database.write(
        lambda connection: connection.execute(
            update(prospect).where(prospect.c.name == name).values(**values)
        )
    )


def drafts(crawled: Crawled, *options: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error, with the campaign's folder left out."""
    result = finder(crawled.folder, "drafts", "acme.toml", *options)
    return result.returncode, result.stdout, result.stderr


def read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[return-value]


def test_each_lead_with_an_address_gets_a_file(crawled: Crawled) -> None:
    found(crawled)
    code, said, told = drafts(crawled, "-o", "out/drafts")
    assert (code, said) == (0, "2 drafts written to out/drafts\n")
    assert told == "1 without an e-mail address\n"
    folder = crawled.folder / "out" / "drafts"
    assert sorted(path.name for path in folder.iterdir()) == [BROKEN, NAMED]
    broken = read(folder / BROKEN)
    assert broken["From"] == "Jane Acme <jane@acme.example>"
    assert broken["To"] == "Ann Lister <ann.lister@list.example>"
    assert broken["X-Unsent"] == "1"
    assert broken["Subject"] == "Dead link on your page “Good links”"
    body = broken.get_content().replace("\r\n", "\n")
    assert body.startswith("Hello Ann Lister,\n\nOn your page “Good links”, the link “Tide tables”")
    assert "We last checked it on 23 November 2026. The page it led to is no longer there." in body
    assert "Our own site, Acme, has a page on the same subject." in body
    assert "https://acme.example/tides" in body
    named = read(folder / NAMED)
    assert named["To"] == "office@blog.example"
    assert "The passage: “We like Acme.”" in named.get_content()
    assert "our site is at https://acme.example/" in named.get_content()


def test_a_file_that_is_there_is_left_as_it_is_unless_it_is_to_be_replaced(crawled: Crawled) -> None:
    found(crawled)
    drafts(crawled)
    path = crawled.folder / "acme-drafts" / BROKEN
    path.write_text("mine")
    code, said, told = drafts(crawled)
    assert (code, said) == (0, "0 drafts written to acme-drafts\n")
    assert told.startswith("2 already there and left as it is")
    assert path.read_text() == "mine"
    assert drafts(crawled, "--replace")[1] == "2 drafts written to acme-drafts\n"
    assert path.read_text() != "mine"


def test_a_lead_that_lacks_a_fact_is_told_and_the_others_are_written(crawled: Crawled) -> None:
    found(crawled)
    change(crawled, 1, dead_url="")
    code, said, told = drafts(crawled, "-o", "some")
    assert (code, said) == (3, "1 draft written to some\n")
    assert told == "1 without an e-mail address\nno dead_url: no draft for lead 1\n"
    assert [path.name for path in (crawled.folder / "some").iterdir()] == [NAMED]


def test_who_writes_must_be_said(crawled: Crawled) -> None:
    found(crawled, "")
    code, said, told = drafts(crawled)
    assert (code, said) == (1, "")
    assert told == "finder: acme.toml: messages.sender_email is missing; a draft says whom it is from\n"
    found_no_name = WHO.replace('sender_name = "Jane Acme"\n', "")
    crawled.file.write_text(CAMPAIGN + found_no_name)
    code, _, told = drafts(crawled, "--limit", "2")
    assert (code, told) == (3, "no messages.sender_name in the campaign file: no draft for leads 1, 2\n")
    assert not (crawled.folder / "acme-drafts").exists()


def test_nobody_who_must_not_be_written_to_gets_a_draft(crawled: Crawled) -> None:
    found(crawled, WHO + '\n[outreach]\nsuppress = ["never.txt"]\n')
    (crawled.folder / "never.txt").write_text("list.example, they asked us\n")
    code, said, told = drafts(crawled, "-o", "some")
    assert (code, said) == (0, "1 draft written to some\n")
    assert told == "1 without an e-mail address\n1 not to be written to\n"
    assert "Not to be written to: list.example: they asked us" in drafts(crawled, "--show", "1")[2]


def test_who_must_not_be_written_to_is_so_under_every_name(crawled: Crawled) -> None:
    found(crawled)
    crawled.finder("suppress", "add", "list.example")
    (number,) = crawled.database.read(
        lambda connection: connection.execute(
            select(prospect.c.id).where(prospect.c.name == "list.example")
        ).scalars()
    )
    change_prospect(crawled, "named.example", same_as=number)
    code, said, told = drafts(crawled, "-o", "some")
    assert (code, said) == (0, "0 drafts written to some\n")
    assert told == "3 not to be written to\n"


def test_only_those_are_written_to_who_were_not_yet_and_a_second_time_only_those_who_were(
    crawled: Crawled,
) -> None:
    found(crawled)
    change(crawled, 1, status="contacted", contacted_at="2026-11-25T10:00:00Z")
    change(crawled, 2, status="rejected")
    assert drafts(crawled, "-o", "a")[1] == "0 drafts written to a\n"
    assert drafts(crawled, "-o", "a", "--follow-up")[1] == "1 draft written to a\n"
    (path,) = (crawled.folder / "a").iterdir()
    assert path.name == "1-list.example-broken_link-follow-up.eml"
    assert read(path)["Subject"] == "Once more: Dead link on your page “Good links”"
    assert "We wrote to you about it on 25 November 2026." in read(path).get_content()
    assert drafts(crawled, "-o", "a", "--status", "rejected")[1] == "1 draft written to a\n"


def test_an_address_that_gets_several_drafts_is_told(crawled: Crawled) -> None:
    found(crawled)
    reached(crawled, 3, "Office@blog.example")
    code, said, told = drafts(crawled, "-o", "a")
    assert (code, said) == (0, "3 drafts written to a\n")
    assert told.startswith("1 to an address that gets another one ")


def test_who_was_written_to_lately_gets_a_first_message_only_if_asked_for(crawled: Crawled) -> None:
    found(crawled)
    change_prospect(crawled, "named.example", contacted_at=runs.now())
    assert drafts(crawled, "-o", "a", "--kind", "unlinked_mention")[1] == "0 drafts written to a\n"
    options = ("--kind", "unlinked_mention", "--contacted-lately")
    assert drafts(crawled, "-o", "a", *options)[1] == "1 draft written to a\n"


def test_the_filters_of_leads_apply(crawled: Crawled) -> None:
    found(crawled)
    assert drafts(crawled, "-o", "a", "--kind", "unlinked_mention", "--min-score", "45")[1].startswith(
        "1 draft "
    )
    assert [path.name for path in (crawled.folder / "a").iterdir()] == [NAMED]


def test_one_draft_is_shown(crawled: Crawled) -> None:
    found(crawled)
    code, said, told = drafts(crawled, "--show", "1")
    assert (code, told) == (0, "")
    head = (
        "From: jane@acme.example\nTo: ann.lister@list.example\nSubject: Dead link on your page “Good links”"
    )
    assert said.startswith(f"{head}\n\nHello Ann Lister,\n")
    assert drafts(crawled, "--show", "3")[1].startswith("From: jane@acme.example\nTo: (no e-mail address)\n")
    code, said, told = drafts(crawled, "--show", "99")
    assert (code, said) == (1, "")
    assert told == "finder: no lead 99 in the campaign acme; `finder leads` shows the ids\n"
    change(crawled, 1, dead_url="")
    assert drafts(crawled, "--show", "1") == (3, "", "no dead_url: no draft for lead 1\n")


def test_templates_of_ones_own_are_used_and_checked(crawled: Crawled) -> None:
    found(crawled)
    folder = crawled.folder / "messages" / "en"
    folder.mkdir(parents=True)
    (folder / "broken_link.txt").write_text("Subject: My own\n\n{{ dead_url }}")
    assert drafts(crawled, "--show", "1")[1].endswith(f"Subject: My own\n\n{OLD}\n")
    (folder / "broken_link.txt").write_text("Subject: My own\n\n{{ dead_ulr }}")
    code, said, told = drafts(crawled, "--show", "1")
    assert (code, said) == (1, "")
    fault = f'{folder / "broken_link.txt"}:3: there is no fact "dead_ulr"; did you mean "dead_url"?'
    assert told == f"finder: {fault}\n"
    checked = finder(crawled.folder, "check", "acme.toml")
    assert (checked.returncode, checked.stderr) == (1, f"{fault}\n")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('folder = "none"', "messages.folder: there is no such folder: "),
        (
            'language = "it"',
            'messages.language: there are no templates in "it": finder has en, de, tr, es, fr; ',
        ),
        ('languages = ["de", "it"]', 'messages.languages: there are no templates in "it": '),
        (
            'language = "English"',
            'messages.language: must be a language of two or three letters, such as "en"',
        ),
        (
            'sender_email = "jane"',
            'messages.sender_email: is no e-mail address; write it like "jane@acme.example"',
        ),
        ('sender_mail = "jane"', 'messages.sender_mail: unknown key; did you mean "sender_email"?'),
    ],
)
def test_wrong_keys_are_told(crawled: Crawled, keys: str, said: str) -> None:
    crawled.file.write_text(f"{CAMPAIGN}\n[messages]\n{keys}\n")
    result = finder(crawled.folder, "check", "acme.toml")
    assert result.returncode == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["acme.toml", "/dev/null/drafts"])
def test_a_folder_that_cannot_be_made_is_told_in_one_line(crawled: Crawled, name: str) -> None:
    found(crawled)
    code, said, told = drafts(crawled, "-o", name)
    assert (code, said) == (1, "")
    assert told.startswith(f"finder: {name}")
    assert told.count("\n") == 1
