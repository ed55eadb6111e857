"""What alerts and monitoring tools give is read for the addresses it is about, and for no others."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.campaign.alerts import read_alerts
from finder.campaign.lists import read_entries
from finder.redirectors import behind
from finder.urls import resolve
from tests.crawl.mention_places import alert_mail

if TYPE_CHECKING:
    from pathlib import Path

POST = "https://blog.example/post"


def urls_in(folder: Path, content: str | bytes, name: str = "file.csv") -> list[str]:
    """The addresses that a file gives."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [entry.url for entry in read_alerts(path) if not entry.fault]


@pytest.mark.parametrize(
    "header",
    [
        "Source;Title;Article URL",
        "Outlet,Headline,Link",
        "Source,Date,Mention_URL",
        "Name\tWhen\tPermalink",
        "Source,Domain rating,Referring page URL",
        "Source,Title,PAGE URL",
        "Source name,Reach,Post URL",
        "Page,Clicks,SourceURL",
    ],
)
def test_the_column_that_holds_addresses_counts_whatever_a_tool_calls_it(tmp_path: Path, header: str) -> None:
    mark = max(",;\t", key=header.count)
    row = mark.join(("The Daily Tide", "5", POST))
    assert urls_in(tmp_path, f"{header}\n{row}\n{row.replace('post', 'more')}\n") == [
        POST,
        "https://blog.example/more",
    ]


def test_lines_above_a_table_are_passed_over_and_lines_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        f'Report:,"Acme, all"\nFrom:,2026-01-01\n\nDate,URL\n2026-01-02,{POST}\n2026-01-03,none\n'
    )
    entries = list(read_entries(path))
    assert [(entry.line, entry.url) for entry in entries] == [(5, POST), (6, "")]


def test_a_list_that_begins_with_addresses_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{POST}\nurl,link\nblog.example/more\n")
    assert [entry.url for entry in read_entries(path)] == [POST, "", "https://blog.example/more"]


@pytest.mark.parametrize("content", [f'Page,Clicks\n"{POST}', f"{POST},"])
def test_a_cell_without_end_is_refused_in_words(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content + "x" * 10_000_001, encoding="utf-8")
    with pytest.raises(ValueError, match="a cell of more than 10 MB"):
        list(read_entries(path))


def test_columns_are_told_without_what_a_terminal_obeys_and_not_without_end(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"\x1b]0;a\x07,{'b' * 5_000}\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f'its columns are "\ufffd]0;a\ufffd", "{"b" * 60}"\\Z'):
        list(read_entries(path))


def test_a_mail_of_an_alert_gives_what_it_is_about(tmp_path: Path) -> None:
    assert urls_in(tmp_path, alert_mail(POST, f"{POST}/2"), "a.eml") == [POST, f"{POST}/2"]
    assert urls_in(tmp_path, alert_mail(POST), "saved-as.txt") == [POST]


def test_a_mail_without_redirectors_gives_links_that_are_not_its_sender_s(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"] = "Watch <news@mail.watcher.example>"
    mail["Subject"] = "Two mentions"
    mail.set_content(
        f"New: {POST}.\nAnd (https://other.example/a?b=c)\nhttps://app.watcher.example/settings\n"
        "To unsubscribe: https://lists.example/unsubscribe?u=1\n"
    )
    assert urls_in(tmp_path, mail.as_bytes(), "a.eml") == [POST, "https://other.example/a?b=c"]


def test_text_that_is_no_list_is_searched_for_links(tmp_path: Path) -> None:
    text = f"Hello Jo,\nwe found this: {POST}, and\nhttps://www.google.de/url?sa=t&url=https://x.example/y&ct=ga\n"
    assert urls_in(tmp_path, text, "a.txt") == ["https://x.example/y"], "wrapped links go first"
    assert urls_in(tmp_path, f"Hello Jo,\nwe found this: {POST}!\nRegards\n", "b.txt") == [POST]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["a.eml", "a.txt", "a.csv"]))
def test_any_bytes_give_addresses_or_a_value_error(tmp_path: Path, data: bytes, name: str) -> None:
    for start in (b"", b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/html; charset=x\r\n\r\n"):
        try:
            found = urls_in(tmp_path, start + data, name)
        except ValueError:
            continue
        assert all(resolve(url) == url for url in found)


@pytest.mark.parametrize(
    "header",
    [
        "From: a@",
        "From: <:;@b.example>",
        "From: Group:;, x@b.example",
        "From: =?utf-8?b?/w==?= <a@b.example>",
        'From: "" (()',
        "Content-Type: text/html; charset*=utf-8''%ff",
        "Content-Transfer-Encoding: \x0bbase64",
        "To: @:<",
    ],
)
def test_a_mail_with_a_header_that_no_standard_allows_is_read(tmp_path: Path, header: str) -> None:
    mail = f'Subject: x\n{header}\n\n<a href="{POST}">x</a>\n'
    assert urls_in(tmp_path, mail, "a.eml") == [POST]


def test_a_mail_of_mails_without_end_is_refused_in_words(tmp_path: Path) -> None:
    mail = "Subject: x\nFrom: a@b.example\nContent-Type: message/rfc822\n\n" * 3000
    with pytest.raises(ValueError, match="too many parts"):
        urls_in(tmp_path, mail, "a.eml")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (f"https://www.google.com/url?rct=j&sa=t&url={POST}&ct=ga", POST),
        (f"https://www.google.co.uk/url?q={POST}", POST),
        ("https://www.google.com/url?url=https%3A%2F%2Fblog.example%2Fpost%3Fa%3D1", f"{POST}?a=1"),
        (f"https://l.facebook.com/l.php?u={POST}&h=x", POST),
        (f"https://eur01.safelinks.protection.outlook.com/?url={POST}&data=x", POST),
        (f"https://www.google.com/url?url=https://l.facebook.com/l.php?u={POST}", POST),
        (f"https://www.google.com/alerts/share?ru={POST}", None),
        (f"https://notgoogle.example/url?url={POST}", None),
        (f"https://google.evil.example/url?url={POST}", None),
        ("https://www.google.com/url?url=javascript:alert(1)", None),
        ("https://www.google.com/url?q=acme", None),
        (POST, None),
    ],
)
def test_known_redirectors_are_taken_for_where_they_lead(url: str, target: str | None) -> None:
    assert behind(url) == (target or url)
