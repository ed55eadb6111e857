"""Which file is whose, and what is done where that cannot be told."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from finder.suppliers import UnreadableError, open_file, open_files
from tests.suppliers.read import links, read, said, written

if TYPE_CHECKING:
    from pathlib import Path

A, B = "https://a.example.org/1", "https://b.example.net/2"
OURS = "https://www.example.com/x"
OURS_TOO = "https://www.example.com/y"


@pytest.mark.parametrize(
    ("header", "supplier", "report"),
    [
        ("Source URL,Target URL,Anchor text", "bing", "backlinks"),
        ("SourceURL,TargetURL,AnchorText,ACRank", "majestic", "backlinks_old"),
        ("Source url,Target url,Anchor,Toxicity Score", "semrush", "backlink_audit"),
        ("Source url,Target url,Anchor,Nofollow", "other", "backlinks"),
        ("Linking page,Linked page,Anchor", "other", "backlinks"),
        ("Von,Backlink,Zielseite", "other", "backlinks"),
    ],
)
def test_a_header_tells_the_report(header: str, supplier: str, report: str, tmp_path: Path) -> None:
    cells = [A, OURS, *["x"] * (header.count(",") - 1)]
    if header.startswith("Von"):
        cells = ["x", A, OURS]
    file = open_file(written(tmp_path, f"{header}\n{','.join(cells)}\n"))
    assert (file.supplier, file.report) == (supplier, report)
    ((link, *_), *_) = (row for row in file.rows() if isinstance(row, list))
    assert (link.source_url, link.target_url) == (A, OURS)  # type: ignore[union-attr]


def test_whose_file_it_is_may_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, f"Source URL,Target URL,Anchor text\n{A},{OURS},x\n")
    assert open_file(path, supplier="bing").title == "Bing Webmaster Tools, backlinks"
    file = open_file(path, supplier="linkwatch")
    assert (file.supplier, file.title) == ("linkwatch", "linkwatch, a table of links")
    assert open_file(path, supplier="semrush").supplier == "semrush"


def test_a_table_that_two_suppliers_may_have_made_is_read_as_one_of_neither(tmp_path: Path) -> None:
    names = "Domain,First seen,Last seen,Domain ascore,Backlinks,DR,Links to target"
    file = open_file(written(tmp_path, f"{names}\na.example.org,2026-01-02,2026-01-02,1,2,3,4\n"))
    assert file.supplier == "other"
    assert "Ahrefs" in file.warnings[0]
    assert "Semrush" in file.warnings[0]


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, f"Wer,Wohin,Wie,Seit\n{A},{OURS},so,28/09/2026\n")
    mapping = {"source_url": "wer", "target_url": "Wohin", "anchor": "Wie", "first_seen": "Seit"}
    (link,) = links(path, mapping)
    assert link == {
        "line": 2,
        "source_url": A,
        "target_url": OURS,
        "anchor": "so",
        "first_seen": "2026-09-28",
    }


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ({"sauce_url": "Wer"}, '"sauce_url" is no field; fields are source_url, target_url'),
        ({"source_url": "Werr"}, 'there is no column "Werr"; columns are "Wer", "Wohin"'),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping: dict[str, str], why: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=why):
        open_file(written(tmp_path, f"Wer,Wohin\n{A},{OURS}\n"), mapping)


def test_the_columns_of_a_known_report_may_be_named_too(tmp_path: Path) -> None:
    text = f"Referring page URL,Target URL,Domain rating,Link words\n{A},{OURS},9,so\n"
    file = open_file(written(tmp_path, text), {"anchor": "Link words"})
    assert file.supplier == "ahrefs"
    assert said(file)["rows"][0][0]["anchor"] == "so"


def test_what_cannot_be_told_says_which_flag_is_missing(tmp_path: Path) -> None:
    path = written(tmp_path, f"Wer,Wohin\n{A},{OURS}\n{B},{B}\n")
    with pytest.raises(UnreadableError) as failure:
        open_file(path)
    assert '"Wer", "Wohin"; say it like --map source_url="Wer" --map target_url="Wohin"' in str(failure.value)
    with pytest.raises(UnreadableError, match='--map source_url="Name"'):
        open_file(written(tmp_path, "Name,Age\nJo,3\n"))


def test_columns_without_a_known_name_are_told_by_what_stands_in_them(tmp_path: Path) -> None:
    text = f"Nr;Wohin;Wann;Wer\n1;{OURS};28/09/2026;{A}\n2;{OURS_TOO};27/09/2026;{B}\n3;{OURS};;{A}\n"
    file = open_file(written(tmp_path, text))
    assert [(row[0].source_url, row[0].target_url, row[0].last_seen) for row in file.rows()] == [  # type: ignore[index, union-attr]
        (A, OURS, "2026-09-28"),
        (B, OURS_TOO, "2026-09-27"),
        (A, OURS, ""),
    ]
    assert file.supplier == "other"
    assert '"Wer" to "Wohin"' in file.warnings[0]
    assert '"Wann"' in file.warnings[1]


def test_a_list_of_addresses_has_no_header(tmp_path: Path) -> None:
    rows = links(written(tmp_path, f"{A}\n{B}\nhttps://c.example.org/a,b;c\n"))
    assert [(row["line"], row["source_url"]) for row in rows] == [
        (1, A),
        (2, B),
        (3, "https://c.example.org/a,b;c"),
    ]


def test_a_table_of_sites_is_no_table_of_links(tmp_path: Path) -> None:
    file = open_file(written(tmp_path, "Referring domain,Links\nhttps://A.example.org/,3\nnot a host,4\n"))
    assert file.counts_only
    (first,), refused = file.rows()  # type: ignore[misc]
    assert first.subject == "a.example.org"  # type: ignore[union-attr]
    assert "has a space in it" in refused.why  # type: ignore[union-attr]


def test_dates_that_may_be_two_days_are_left_out_with_one_warning(tmp_path: Path) -> None:
    text = f"Linking page,Last crawled\n{A},03/04/2026\n{B},05/04/2026\n"
    found = open_file(written(tmp_path, text))
    assert len(found.warnings) == 1
    assert '"Last crawled" like 03/04/2026' in found.warnings[0]
    assert all("last_seen" not in row[0] for row in said(found)["rows"])
    told = links(written(tmp_path, text + f"{A},28/02/2026\n"))
    assert [row["last_seen"] for row in told] == ["2026-04-03", "2026-04-05", "2026-02-28"]
    american = links(written(tmp_path, text + f"{A},02/28/2026\n"))
    assert [row["last_seen"] for row in american] == ["2026-03-04", "2026-05-04", "2026-02-28"]
    spanish = text.replace("Linking page", "Página de enlace").replace("Last crawled", "Último rastreo")
    assert [row["last_seen"] for row in links(written(tmp_path, spanish))] == ["2026-04-03", "2026-04-05"]


def test_an_archive_of_several_tables_gives_each_that_is_known(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Top linking sites.csv", "Site,Linking pages,Target pages\na.example.org,1,1\n")
        archive.writestr("Notes.csv", "Name,Value\nx,y\n")
        archive.writestr("About.html", "<html><body>About</body></html>")
        archive.writestr("Latest links.csv", f"Linking page,Last crawled\n{A},2026-09-28\n")
    files = open_files(path)
    assert [(file.name, file.report) for file in files] == [
        ("Top linking sites.csv", "top_linking_sites"),
        ("Latest links.csv", "latest_links"),
    ]
    assert "Notes.csv" in files[0].warnings[0]
    with pytest.raises(UnreadableError, match="holds 2 tables"):
        open_file(path)


def test_the_sheets_of_a_workbook_with_numbers_and_dates_are_read(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write_row(0, 0, ["Report", "of today"])
        book.add_worksheet("Hidden").hide()
        sheet = book.add_worksheet("Links")
        sheet.write_row(0, 0, ["Referring page URL", "Target URL", "Domain rating", "First seen", "Nofollow"])
        sheet.write_string(1, 0, A)
        sheet.write_string(1, 1, OURS)
        sheet.write_number(1, 2, 12.5)
        sheet.write_number(1, 3, 46293.5, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write_boolean(1, 4, True)
    (file,) = open_files(path)
    assert said(file)["rows"] == [
        [
            {
                "line": 2,
                "source_url": A,
                "target_url": OURS,
                "nofollow": True,
                "first_seen": "2026-09-28T12:00:00Z",
                "metrics": {"Domain rating": 12.5},
            }
        ]
    ]
    assert "Cover" in file.warnings[0]


def test_a_row_is_numbered_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    text = f'Linking page,Last crawled\n{A},"2026-\n01-01"\n\n{B},2026-01-02\n{A},1,2,3\nnothing here,\n'
    rows = read(written(tmp_path, text))["rows"]
    assert [(row if isinstance(row, dict) else row[0])["line"] for row in rows] == [2, 5, 6, 7]
    assert "has 4 cells, but there are 2 columns" in rows[2]["why"]
    assert rows[3]["why"] == 'linking page ("Linking page") "nothing here" has a space in it'
