"""Files of suppliers are merged by link, row for row accounted for, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from finder.storage import Database, backlink_files, listings, runs, staging
from finder.storage.backlink_files import SourceFile, Taken
from finder.storage.tables import backlink, backlink_file, backlink_witness, supplier_count
from finder.suppliers.row import Refused, SuppliedCount, SuppliedLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.storage import Connection
    from finder.storage.staging import Row, Staged

OWN = "acme.example"
PAGE, TARGET = "https://library.example/list", "https://www.acme.example/guide"


@dataclass(slots=True)
class Shelf:
    """A campaign that files are taken in for."""

    database: Database
    campaign: int

    def take(self, *rows: Row, supplier: str = "ahrefs", report: str = "backlinks", name: str = "a") -> Taken:
        file = SourceFile(f"{name}.csv", name, supplier, report, OWN)

        def lay_down(connection: Connection) -> Staged:
            return staging.stage(connection, rows, OWN, frozenset({OWN}))

        def work(connection: Connection, staged: Staged) -> Taken:
            return backlink_files.merge(connection, self.campaign, file, staged)

        return self.database.write_staged(lay_down, work)

    def rows(self, *columns: Any) -> list[Any]:
        query = select(*columns).order_by(columns[0].table.c.id if "id" in columns[0].table.c else columns[0])
        return self.database.read(lambda connection: list(connection.execute(query)))

    def witnesses(self, *names: str) -> list[Any]:
        named = (backlink_witness.c[name] for name in names)
        query = select(backlink.c.source_url, backlink_witness.c.supplier, *named).join_from(
            backlink_witness, backlink
        )
        ordered = query.order_by(backlink.c.source_url, backlink_witness.c.supplier)
        return self.database.read(lambda connection: list(map(tuple, connection.execute(ordered))))


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database, database.write(runs.enrol, "acme"))


def row(source: str = PAGE, target: str = TARGET, line: int = 2, **more: Any) -> Row:
    return [SuppliedLink(line, source, target, **more)]


def test_a_link_that_two_suppliers_name_is_one_link_with_two_witnesses(shelf: Shelf) -> None:
    assert shelf.take(row(first_seen="2024-03-02", metrics={"DR": 61})) == Taken(1, 1, 0, 0)
    form = row(f"{PAGE}?utm_source=x", nofollow=True, metrics={"Page ascore": 34})
    assert shelf.take(form, supplier="semrush", name="b") == Taken(1, 1, 0, 0)
    columns = ("source_url", "source_domain", "target_url", "target_domain", "state")
    (known,) = shelf.rows(*(backlink.c[name] for name in columns))
    assert tuple(known) == (PAGE, "library.example", TARGET, OWN, "")
    said = shelf.witnesses("first_seen", "nofollow", "metrics")
    assert said == [
        (PAGE, "ahrefs", "2024-03-02", None, {"DR": 61}),
        (PAGE, "semrush", "", True, {"Page ascore": 34}),
    ]


def test_rows_of_one_link_are_one_and_the_others_are_duplicates(shelf: Shelf) -> None:
    rows = [
        row(line=2, anchor="one", first_seen="2025-01-01", last_seen="2026-01-01"),
        row(line=3, anchor="two", first_seen="2024-01-01", last_seen="2026-05-01"),
        row("https://other.example/", line=4),
        Refused(5, "no web address"),
    ]
    assert shelf.take(*rows) == Taken(4, 2, 1, 1)
    assert shelf.witnesses("anchor", "first_seen", "last_seen")[0] == (
        *(PAGE, "ahrefs", "one", "2024-01-01", "2026-05-01"),
    )
    names = ("rows", "accepted", "refused", "duplicate")
    assert [tuple(each) for each in shelf.rows(*(backlink_file.c[name] for name in names))] == [(4, 2, 1, 1)]


def test_of_two_rows_of_a_link_the_one_that_is_not_lost_counts(shelf: Shelf) -> None:
    gone = {"lost_at": "2025-07-01", "lost_reason": "removed"}
    shelf.take(
        row(line=2, anchor="one", last_seen="2025-06-01", **gone),
        row(line=3, anchor="two", last_seen="2026-05-01"),
        row(line=4, anchor="three", last_seen="2026-05-02", **gone),
        row("https://other.example/", line=5, anchor="four", **gone),
    )
    assert shelf.witnesses("anchor", "last_seen", "lost_at", "lost_reason") == [
        (PAGE, "ahrefs", "two", "2026-05-02", "", ""),
        ("https://other.example/", "ahrefs", "four", "", "2025-07-01", "removed"),
    ]


def test_the_same_rows_again_say_nothing_new(shelf: Shelf) -> None:
    rows = [
        row(anchor="one", nofollow=False, metrics={"DR": 1, "UR": "x"}, lost_at="2026-01-01"),
        row(line=3),
    ]
    shelf.take(*rows)
    before = shelf.witnesses(*(column.name for column in backlink_witness.columns))
    assert shelf.take(*rows, name="again") == Taken(2, 0, 0, 2)
    assert shelf.witnesses(*(column.name for column in backlink_witness.columns)) == before


def test_newer_words_replace_older_ones_and_silence_replaces_nothing(shelf: Shelf) -> None:
    old = {"anchor": "old", "last_seen": "2026-01-01", "first_seen": "2025-01-01", "nofollow": True}
    shelf.take(row(**old, language="de", lost_at="2026-01-02"))
    new = {"anchor": "new", "last_seen": "2026-06-01", "first_seen": "2025-05-05", "nofollow": False}
    assert shelf.take(row(**new), name="b").accepted == 1
    names = ("anchor", "first_seen", "last_seen", "nofollow", "language", "lost_at")
    merged = [(PAGE, "ahrefs", "new", "2025-01-01", "2026-06-01", False, "de", "")]
    assert shelf.witnesses(*names) == merged
    assert shelf.take(row(**old), name="c") == Taken(1, 0, 0, 1)
    assert shelf.witnesses(*names) == merged


def test_a_loss_is_kept_whichever_file_comes_first(shelf: Shelf) -> None:
    before = row(last_seen="2026-10-01")
    shelf.take(row(last_seen="2026-10-01", lost_at="2026-10-20", lost_reason="removed"))
    assert shelf.take(before, name="b") == Taken(1, 0, 0, 1)
    lost = [(PAGE, "ahrefs", "2026-10-20", "removed")]
    assert shelf.witnesses("lost_at", "lost_reason") == lost
    shelf.take(row(last_seen="2026-11-01"), name="c")
    assert shelf.witnesses("lost_at", "lost_reason") == [(PAGE, "ahrefs", "", "")]


def test_a_link_to_an_unknown_page_of_ours_is_a_link_of_its_own(shelf: Shelf) -> None:
    assert shelf.take(row(target="", last_seen="2026-10-28"), supplier="search_console").accepted == 1
    assert shelf.take(row(), name="b").accepted == 1
    found = shelf.rows(backlink.c.target_url, backlink.c.target_key, backlink.c.target_domain)
    assert [each[0] for each in found] == ["", TARGET]
    assert found[0][1:] == (0, OWN)


def test_a_row_with_several_links_counts_once(shelf: Shelf) -> None:
    both = [
        SuppliedLink(2, PAGE, "https://rival.example/a"),
        SuppliedLink(2, PAGE, "https://other.example/b"),
    ]
    one = [SuppliedLink(3, PAGE, "https://rival.example/a")]
    assert shelf.take(both, one, report="link_intersect") == Taken(2, 1, 0, 1)
    assert shelf.take(both, one, report="link_intersect", name="b") == Taken(2, 0, 0, 2)
    assert len(shelf.rows(backlink.c.id)) == 2


def test_what_is_counted_makes_no_links(shelf: Shelf) -> None:
    site = SuppliedCount(2, "site", "blog.library.example", metrics={"Linking pages": 4})
    page = SuppliedCount(3, "page", TARGET, metrics={"Incoming links": 2100})
    rivals = SuppliedCount(4, "site", "library.example", "www.rival.example", metrics={"links": 5})
    words = SuppliedCount(5, "anchor", "the guide", metrics={"count": 5})
    rows = [[site], [page], [rivals], [words], [site._replace(line=6)]]
    assert shelf.take(*rows, supplier="search_console") == Taken(5, 4, 0, 1)
    assert shelf.rows(backlink.c.id) == []
    names = ("sort", "subject", "subject_domain", "target_site")
    assert [tuple(each) for each in shelf.rows(*(supplier_count.c[name] for name in names))] == [
        ("site", "blog.library.example", "library.example", OWN),
        ("page", TARGET, OWN, OWN),
        ("site", "library.example", "library.example", "rival.example"),
        ("anchor", "the guide", "", OWN),
    ]
    more = [site._replace(metrics={"Linking pages": 5})]
    assert shelf.take(more, [page], supplier="search_console", name="b") == Taken(2, 1, 0, 1)


def test_links_among_our_own_pages_are_refused(shelf: Shelf) -> None:
    own = row("https://blog.acme.example/", line=2)
    outbound = row("https://www.acme.example/", "https://other.example/", line=3)
    assert shelf.take(own, outbound, row(line=4)) == Taken(3, 1, 2, 0)


def test_a_mention_is_no_link(shelf: Shelf) -> None:
    assert shelf.take(row(link_type="mention"), row(line=3, link_type="text")) == Taken(2, 1, 1, 0)


def test_a_file_that_breaks_off_changes_nothing(shelf: Shelf) -> None:
    def broken() -> Iterator[Row]:
        yield row()
        raise ValueError("is broken on line 3")

    def take(rows: Iterable[Row]) -> None:
        shelf.database.write_staged(
            lambda connection: staging.stage(connection, rows, OWN, frozenset()),
            lambda connection, staged: backlink_files.merge(
                connection, shelf.campaign, SourceFile("a", "a", "ahrefs", "backlinks", OWN), staged
            ),
        )

    with pytest.raises(ValueError, match="line 3"):
        take(broken())
    assert shelf.rows(backlink.c.id) == shelf.rows(backlink_file.c.id) == []
    take([row()])
    assert len(shelf.rows(backlink.c.id)) == 1


def test_a_file_that_was_taken_in_is_known_by_what_is_in_it(shelf: Shelf) -> None:
    shelf.take(row(), Refused(3, "no"), name="a")
    read = shelf.database.read
    known = read(backlink_files.taken_before, shelf.campaign, "a", OWN)
    assert known
    assert (known.rows, known.accepted, known.refused, known.duplicate) == (2, 0, 1, 1)
    assert known.known
    assert read(backlink_files.taken_before, shelf.campaign, "a", "rival.example") is None
    assert read(backlink_files.taken_before, shelf.campaign, "b", OWN) is None


def test_whose_links_are_known_is_counted(shelf: Shelf) -> None:
    targets = (
        "https://acme.example/",
        "https://rival.example/",
        "https://rival.example/b",
        "https://x.example/",
    )
    shelf.take(*(row(target=url, line=n) for n, url in enumerate(targets, 2)))
    known = shelf.database.read(
        backlink_files.known_links, shelf.campaign, frozenset({OWN}), frozenset({"rival.example"})
    )
    assert known == {"you": 1, "rivals": 2, "others": 1}


def test_pages_that_link_to_others_are_source_pages_broken_ones_first(shelf: Shelf) -> None:
    shelf.take(
        row(line=2),
        row("https://a.example/", "https://rival.example/", line=3, target_http=200),
        row("https://b.example/", "https://rival.example/gone", line=4, target_http=404),
        row("https://b.example/", "https://other.example/", line=5),
    )
    listed = shelf.database.read(listings.imported_pages, shelf.campaign, frozenset({OWN}), 9)
    assert [page.url for page in listed] == ["https://b.example/", "https://a.example/"]
    assert shelf.database.read(listings.imported_pages, shelf.campaign, frozenset({OWN}), 1) == listed[:1]
