"""The file of judgements for `finder matching fit`: what is read, and what is told of bad lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finder.items import SourcePage, Suggestion
from finder.storage import own_pages, runs
from finder.storage.own_pages import OwnListing
from tests.cli.crawled import mention
from tests.cli.judged import (
    OWN,
    SITE,
    all_judged,
    bare_lead,
    crawl,
    fitted,
    is_right,
    judged_file,
    lead_ids,
    own_page,
    set_status,
)

if TYPE_CHECKING:
    from tests.cli.crawled import Crawled


def test_an_export_with_one_more_column_can_be_read_as_excel_saves_it(crawled: Crawled) -> None:
    crawl(crawled)
    exported = crawled.folder / "leads.csv"
    assert crawled.finder("export", "-o", str(exported)).exit_code == 0
    with exported.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        place = int(row["dead_url"].rpartition("/")[2])
        row["Right page"] = own_page(place) if is_right(place) else " NONE "
    with exported.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    told = fitted(crawled, "--judged", str(exported))
    assert (told["right"], told["not_right"], told["helps"]) == (20, 20, True)


def test_tabs_and_empty_cells_are_read(crawled: Crawled) -> None:
    crawl(crawled)
    path = crawled.folder / "judged.tsv"
    lines = [f"{number}\t{'yes' if is_right(place) else ''}" for place, number in lead_ids(crawled).items()]
    path.write_text("\n".join(["lead_id\tright_page", *lines]), encoding="utf-8")
    result = crawled.finder("matching", "fit", "--judged", str(path))
    assert result.exit_code == 1
    assert result.stderr.endswith("(20 of right pages, 0 of wrong ones or none); both sorts are needed\n")


def test_right_pages_that_cannot_be_offered_are_told_and_not_used(crawled: Crawled) -> None:
    crawl(crawled)
    said = all_judged() | {2: f"{SITE}/guides/sold", 4: OWN[0].url, 6: f"{OWN[6].url}?utm_source=us"}
    told = fitted(crawled, "--judged", judged_file(crawled, said))
    assert told["unused"] == {
        "the page is none of your pages that can be offered now": 1,
        "the page agrees with the link in nothing": 1,
    }
    assert (told["judgements"], told["right"]) == (38, 18)


def test_a_right_page_can_be_named_by_any_address_that_leads_to_it(crawled: Crawled) -> None:
    crawl(crawled)
    moved = f"{SITE}/old"
    run = crawled.database.write(runs.begin, "acme", "digest", "own_content")
    crawled.database.write(own_pages.list_own, run.campaign_id, run.id, [OwnListing(moved)], 1_000)
    job = crawled.database.write(own_pages.claim_own, run.campaign_id, run.id, crawled.worker, 1)[0]
    crawled.database.write(own_pages.own_read, run.id, job.id, "redirected", SourcePage(own_page(2)), 200, {})
    said = all_judged() | {2: f"{moved}/?utm_source=us", 4: own_page(4).replace("https:", "http:")}
    told = fitted(crawled, "--judged", judged_file(crawled, said))
    assert (told["right"], told["unused"]) == (20, {})


def test_a_home_page_offered_because_nothing_fits_is_no_match_to_judge(crawled: Crawled) -> None:
    crawl(crawled)
    set_status(crawled, "won", "wrong_page")
    home = Suggestion(f"{SITE}/", "Acme", 0.5, {"home page": 0.5}, "no single page fits")
    crawled.lead(mention("https://blog.example/a"), home)
    number = max(lead_ids_of_mentions(crawled))
    path = crawled.folder / "judged.csv"
    path.write_text(f"lead_id,right_page\n{number},yes\n", encoding="utf-8")
    result = crawled.finder("matching", "fit", "--judged", str(path))
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{path}:2: the lead offers your home page for want of another")
    crawled.database.write(
        lambda connection: connection.exec_driver_sql(f"UPDATE lead SET status = 'won' WHERE id = {number}")
    )
    assert list(fitted(crawled)["unused"].values()) == [1]


def lead_ids_of_mentions(crawled: Crawled) -> list[int]:
    leads = json.loads(crawled.finder("leads", "--kind", "unlinked_mention", "--json").stdout)
    return [each["lead_id"] for each in leads]


def append(path: str, *lines: str) -> None:
    with Path(path).open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def test_lines_that_cannot_be_meant_are_told_and_passed_over(crawled: Crawled) -> None:
    crawl(crawled)
    bare_lead(crawled, 200)
    path, ids = judged_file(crawled, all_judged()), lead_ids(crawled)
    bare, first = ids[200], ids[1]
    append(path, "x,yes", f"{bare},yes", f"{first},yes", f"{bare},no", "1,maybe\x1b[31m", ",yes", "2")
    result = crawled.finder("matching", "fit", "--judged", path)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f'{path}:42: lead_id "x" is no number; `finder leads` shows the ids',
        f"{path}:44: lead {first} is none on line 2 and yes here; keep one of the two",
        f"{path}:45: lead {bare} is yes on line 43 and no here; keep one of the two",
        f'{path}:46: right_page "maybe�[31m" is not understood; write yes, no, none or the address of '
        "your page that is right",
        f'{path}:47: lead_id "" is no number; `finder leads` shows the ids',
        f"{path}: 6 lines are passed over, 1 more like these.",
    ]


def test_pages_of_others_and_answers_without_an_offer_are_told(crawled: Crawled) -> None:
    crawl(crawled)
    bare_lead(crawled, 200)
    bare = lead_ids(crawled)[200]
    path = judged_file(crawled, all_judged() | {1: "https://other.example/", 200: "no"})
    assert crawled.finder("matching", "fit", "--judged", path).stderr.splitlines() == [
        f"{path}:2: right_page https://other.example/ is not on your sites; name a page of yours, or none",
        f"{path}:42: lead {bare} offers no page, so no means nothing; write none or an address",
        f"{path}: 2 lines are passed over.",
    ]


def test_a_page_can_be_right_where_none_is_offered(crawled: Crawled) -> None:
    crawl(crawled)
    bare_lead(crawled, 200, "Life raft inspection")
    said = all_judged() | {200: f"{SITE}/guides/life-rafts"}
    assert fitted(crawled, "--judged", judged_file(crawled, said))["right"] == 21


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,right_page\n1,yes\n", "has no column lead_id; its columns are id, right_page"),
        (b"lead_id;page\n1;yes\n", "has no column right_page; its columns are lead_id, page"),
        (b"", "has no column lead_id; its columns are none"),
        (b"\xff\xfel\0e\0a\0d\0", "is not UTF-8 text (byte 0); save it as UTF-8"),
        (b'lead_id,right_page\n1,"yes\n', "not a CSV table: unexpected end of data"),
        (b"lead_id,right_page\n1,yes\n99999,yes\n", ":3: no lead 99999 in the campaign acme; is the file"),
        (b"lead_id,right_page\n999999999999999999,no\n", ":2: no lead 999999999999999999 in the campaign"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    crawled: Crawled, content: bytes | None, said: str
) -> None:
    crawl(crawled, 2)
    path = crawled.folder / "judged.csv"
    if content is not None:
        path.write_bytes(content)
    result = crawled.finder("matching", "fit", "--judged", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"finder: {path}")
