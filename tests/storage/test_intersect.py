"""Who links to our rivals and not to us, by what suppliers say, on both databases."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, literal, select, text

from finder.storage import runs
from finder.storage.intersect import Candidate, candidates
from finder.storage.tables import backlink, backlink_file, backlink_witness, supplier_count
from finder.urls import key, prospect

if TYPE_CHECKING:
    from finder.storage import Database

RIVALS = ("hoes.example", "rakes.example", "spades.example")
OWN = frozenset({"acme.example"})
HUB, BLOG = "https://lists.example/links", "https://blog.example/post"


@dataclass(slots=True)
class Known:
    """A campaign with what suppliers say."""

    database: Database
    campaign: int
    file: int

    def link(self, source: str, target: str, state: str = "", **said: Any) -> None:
        """A backlink with one witness, which says so much of it."""
        row = {
            "campaign_id": self.campaign,
            "link_key": key(f"{source} {target}"),
            "source_url": source,
            "source_key": key(source),
            "source_domain": prospect(source),
            "target_url": target,
            "target_key": key(target),
            "target_domain": prospect(target),
            "state": state,
        }

        def work(connection: Any) -> None:
            (number,) = connection.execute(insert(backlink).values(row)).inserted_primary_key
            witness = {"backlink_id": number, "supplier": "ahrefs", "file_id": self.file, **said}
            connection.execute(insert(backlink_witness).values(witness))

        self.database.write(work)

    def links(self, source: str, *sites: str, **said: Any) -> None:
        for site in sites:
            self.link(source, f"https://www.{site}/", **said)

    def count(self, site: str, target: str, **more: Any) -> None:
        row = {
            "campaign_id": self.campaign,
            "file_id": self.file,
            "supplier": "moz",
            "report": "sites",
            "sort": "site",
            "subject": site,
            "subject_domain": site,
            "subject_key": key(f"site {target} {site}"),
            "target_site": target,
            **more,
        }
        self.database.write(lambda connection: connection.execute(insert(supplier_count).values(row)))

    def found(self, min_rivals: int = 2, limit: int = 10) -> list[Candidate]:
        return self.database.read(candidates, self.campaign, RIVALS, OWN, min_rivals, limit)


@pytest.fixture
def known(database: Database) -> Known:
    campaign = database.write(runs.enrol, "acme")
    row = dict.fromkeys(("rows", "accepted", "refused", "duplicate"), 0) | {"campaign_id": campaign}
    (file,) = database.write(
        lambda connection: connection.execute(insert(backlink_file).values(row)).inserted_primary_key
    )
    return Known(database, campaign, file)


def test_a_page_with_enough_rivals_and_none_of_ours_comes_with_what_its_prospect_links_to(
    known: Known,
) -> None:
    known.links(HUB, "rakes.example", "spades.example")
    known.link(HUB, "https://rakes.example/other")
    known.links("https://lists.example/more", "hoes.example")
    known.links(BLOG, "rakes.example")
    both = ("rakes.example", "spades.example")
    assert known.found() == [
        Candidate(HUB, "lists.example", both, ("hoes.example",)),
        # One rival here, but the prospect reaches the number.
        Candidate("https://lists.example/more", "lists.example", ("hoes.example",), both),
    ]
    assert [each.url for each in known.found(min_rivals=1)][-1] == BLOG
    assert known.found(min_rivals=4) == known.found(limit=0) == []
    assert known.database.read(candidates, known.campaign, (), OWN, 1, 10) == []


def test_sites_that_suppliers_only_count_make_a_prospect_reach_the_number_but_no_page(known: Known) -> None:
    known.links(BLOG, "rakes.example")
    known.count("blog.example", "spades.example")
    known.count("only.example", "spades.example")
    known.count("only.example", "rakes.example")
    known.count("blog.example", "hoes.example", lost_at="2026-01-01")
    known.count("blog.example", "hoes.example", sort="anchor", subject_key=1)
    assert known.found() == [Candidate(BLOG, "blog.example", ("rakes.example",), ("spades.example",))]


def test_a_page_that_links_to_us_is_none_and_another_of_its_prospect_must_have_enough_itself(
    known: Known,
) -> None:
    known.links(HUB, "rakes.example", "spades.example", "acme.example")
    known.links("https://lists.example/more", "rakes.example", "hoes.example")
    known.links("https://lists.example/one", "rakes.example")
    known.links(BLOG, "rakes.example", "spades.example")
    known.count("blog.example", "acme.example")
    assert (
        known.found()
        == [
            Candidate(BLOG, "blog.example", ("rakes.example", "spades.example"), (), "blog.example"),
            Candidate(
                "https://lists.example/more",
                "lists.example",
                ("hoes.example", "rakes.example"),
                ("spades.example",),
                HUB,
            ),
        ][::-1]
    )


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"nofollow": True, "sponsored": False}, True),
        ({"sponsored": True}, False),
        ({"lost_at": "2026-01-01"}, False),
        ({"lost_at": "2026-01-01", "state": "live"}, True),
        ({"state": "lost"}, False),
        ({"state": "missing"}, True),
    ],
)
def test_what_is_lost_or_sponsored_is_no_link(known: Known, said: dict[str, Any], counts: bool) -> None:
    known.links(HUB, "spades.example")
    known.links(HUB, "rakes.example", **said)
    assert bool(known.found()) is counts


def test_a_link_to_us_that_is_lost_does_not_keep_a_page_from_being_looked_at(known: Known) -> None:
    known.links(HUB, "rakes.example", "spades.example")
    known.links(HUB, "acme.example", state="lost")
    (found,) = known.found()
    assert (found.url, found.linked_from) == (HUB, "")


def test_rivals_and_our_own_pages_are_no_prospects(known: Known) -> None:
    for source in ("https://hoes.example/a", "https://acme.example/b"):
        known.links(source, "rakes.example", "spades.example")
    assert known.found() == []


def test_pages_with_most_rivals_come_first_then_longer_lists_and_three_of_a_prospect(known: Known) -> None:
    for number in range(5):
        known.links(f"https://big.example/{number}", "rakes.example", "spades.example", external_links=number)
    known.links("https://huge.example/", "rakes.example", "spades.example", external_links=5_000)
    known.links("https://long.example/", "rakes.example", "spades.example", external_links=100)
    known.links("https://all.example/", *RIVALS)
    order = [
        "https://all.example/",
        # So many links and more are as good.
        "https://huge.example/",
        "https://long.example/",
        *(f"https://big.example/{number}" for number in (4, 3, 2)),
    ]
    assert [each.url for each in known.found()] == order
    assert [each.url for each in known.found(limit=2)] == order[:2]


def test_another_campaign_knows_nothing_of_it(known: Known) -> None:
    known.links(HUB, "rakes.example", "spades.example")
    other = known.database.write(runs.enrol, "other")
    assert known.database.read(candidates, other, RIVALS, OWN, 2, 10) == []


# Every page of 60,000 links to three rivals, and 10,000 further pages to us.
FILL = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999)
    INSERT INTO backlink
        (campaign_id, link_key, source_url, source_key, source_domain, target_key, target_domain)
    SELECT :campaign, i, 'https://site' || (i % 70000 % 9000) || '.example/' || (i % 70000), i % 70000,
        'site' || (i % 70000 % 9000) || '.example', 0, CASE
            WHEN i % 70000 >= 60000 THEN 'acme.example'
            WHEN i % 3 = 0 THEN 'hoes.example' WHEN i % 3 = 1 THEN 'rakes.example' ELSE 'spades.example'
        END
    FROM n
"""


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_among_two_hundred_thousand_links_they_are_found_in_two_seconds(known: Known) -> None:
    def fill(connection: Any) -> None:
        connection.execute(text(FILL), {"campaign": known.campaign})
        each = select(backlink.c.id, literal("ahrefs"), literal(known.file))
        connection.execute(insert(backlink_witness).from_select(["backlink_id", "supplier", "file_id"], each))

    known.database.write(fill)
    begun = time.process_time()
    found = known.found(limit=1_000)
    assert time.process_time() - begun < 2.0
    assert len(found) == 1_000
