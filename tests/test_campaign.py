"""The campaign file as a value: what is read from it, and what other rooms ask it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from finder.campaign import Campaign, CampaignError, examine_text, load_campaign
from finder.campaign.values import to_duration
from finder.cli.crawl_summary import summary
from finder.opportunities import KINDS
from finder.storage.queries.run import RunTotals

if TYPE_CHECKING:
    from pathlib import Path

SMALLEST = """
name = "acme"
own.sites = ["acme.example"]
brands = [{ name = "Acme" }]
sources.pages = ["https://links.example/a"]
"""


def load(folder: Path, text: str = SMALLEST) -> Campaign:
    file = folder / "acme.toml"
    file.write_bytes(text.encode())
    return load_campaign(file)


def test_the_smallest_campaign_has_the_defaults(tmp_path: Path) -> None:
    campaign = load(tmp_path)
    assert campaign.own.sites == ("https://acme.example/",)
    assert campaign.kinds == KINDS
    assert campaign.own.content == "auto"
    assert campaign.limits.fresh_for == timedelta(days=7)
    assert campaign.database_url == f"sqlite:///{tmp_path}/finder.sqlite3"


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + SMALLEST.replace("\n", "\r\n")).name == "acme"


def test_a_campaign_cannot_be_changed(tmp_path: Path) -> None:
    campaign = load(tmp_path)
    with pytest.raises(ValidationError, match="frozen"):
        campaign.name = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        campaign.own.depth = 9  # type: ignore[misc]


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("data.db", "sqlite:///{folder}/data.db"),
        ("sub/../data.sqlite3", "sqlite:///{folder}/data.sqlite3"),
        ("sqlite:///data.bin?timeout=9", "sqlite:///{folder}/data.bin?timeout=9"),
        ("sqlite:////var/tmp/x.db", "sqlite:////var/tmp/x.db"),
        ("postgresql://me@db/finder", "postgresql+psycopg://me@db/finder"),
        ("postgresql+psycopg://me@db/finder", "postgresql+psycopg://me@db/finder"),
        ("postgresql://me@corp:p%40:/#@[::1]:5432/f", "postgresql+psycopg://me@corp:p%40:/#@[::1]:5432/f"),
        ("postgresql:///finder?host=/run/pg", "postgresql+psycopg:///finder?host=/run/pg"),
    ],
)
def test_the_database_is_found_from_the_folder_of_the_file(tmp_path: Path, said: str, url: str) -> None:
    (tmp_path / "sub").mkdir()
    assert load(tmp_path, f'database = "{said}"' + SMALLEST).database_url == url.format(folder=tmp_path)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("postgresql://me:s/e:cret@db:5432/finder", "postgresql+psycopg://me:***@db:5432/finder"),
        ("postgresql://me@db/finder", "postgresql+psycopg://me@db/finder"),
        ("sqlite:////var/a:b@c.db", "sqlite:////var/a:b@c.db"),
        (
            "postgresql://db/finder?user=me&password=s3c:r@t&sslmode=require",
            "postgresql+psycopg://db/finder?user=me&password=***&sslmode=require",
        ),
    ],
)
def test_a_crawl_that_names_its_database_shows_no_password(tmp_path: Path, said: str, shown: str) -> None:
    campaign = load(tmp_path, f'database = "{said}"' + SMALLEST)
    assert campaign.database_name == shown
    runs = {"resource_pages": RunTotals()}
    assert f"Database       {shown}\n" in summary("acme.toml", campaign, runs, None)


def test_a_relative_path_of_the_file_gives_an_absolute_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert load_campaign("acme.toml").database_url == f"sqlite:///{tmp_path}/finder.sqlite3"


def test_own_addresses_are_those_of_every_own_domain() -> None:
    campaign = Campaign.model_validate(
        {"name": "acme", "own": {"sites": ["blog.acme.co.uk"], "domains": ["ACME-old.example", "acme.link"]}}
    )
    assert campaign.own_domains == {"acme.co.uk", "acme-old.example", "acme.link"}
    assert campaign.is_own("https://shop.acme.co.uk/x")
    assert campaign.is_own("http://acme.link/x")
    assert not campaign.is_own("https://acme.co.uk.other.example/")


def test_on_a_shared_host_only_our_own_part_is_ours() -> None:
    campaign = Campaign.model_validate({"name": "acme", "own": {"sites": ["https://medium.com/@acme/about"]}})
    assert campaign.is_own("https://medium.com/@acme/post")
    assert not campaign.is_own("https://medium.com/@other/post")


def test_source_addresses_come_once_from_file_lists_and_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.txt").write_text("# ours\n\nb.example/x  # why\nhttps://A.example/?utm_source=1\n")
    (tmp_path / "more.csv").write_bytes(
        b'\xef\xbb\xbfTitle;Page_URL\r\n"two\r\nlines";c.example\r\n#d;d.example\r\nno;\r\n'
    )
    campaign = load(
        tmp_path,
        SMALLEST.replace('"https://links.example/a"', '"a.example"')
        + 'sources.files = ["list.txt", "-", "more.csv"]\n',
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"s.example\nb.example/x#again\n")))
    expected = ["https://a.example/", "https://b.example/x", "https://c.example/"]
    assert list(campaign.source_urls(standard_input=False)) == expected
    assert list(campaign.source_urls()) == [*expected[:2], "https://s.example/", expected[2]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.txt", "url\nb.example/x".encode("utf-16")),
        ("l.csv", b"https://b.example/x,first\nhttps://c.example/,second"),
        ("l.tsv", b"Rank\tReferring page URL\tTarget URL\n1\tb.example/x\tacme.example"),
        ("l.csv", b"target url,source url\nacme.example,b.example/x\n\n"),
        ("l.txt", b"\n# a\nb.example/x\rhttps://c.example"),
    ],
)
def test_list_files_are_read_as_people_have_them(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    campaign = load(tmp_path, SMALLEST + f'sources.files = ["{name}"]')
    assert "https://b.example/x" in list(campaign.source_urls())
    assert "https://acme.example/" not in list(campaign.source_urls())


def test_own_pages_are_listed_once(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("acme.example/b\nacme.example/a\n")
    campaign = load(tmp_path, SMALLEST + 'own.pages = ["acme.example/a"]\nown.pages_file = "own.txt"')
    assert list(campaign.own_page_urls()) == ["https://acme.example/a", "https://acme.example/b"]


def test_the_digest_changes_with_what_matters_and_only_with_it(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("b.example\n")
    text = SMALLEST + 'sources.files = ["list.txt"]\n'
    first = load(tmp_path, text).digest
    assert load(tmp_path, "# comment" + text + "limits.max_targets = 100_000").digest == first
    assert load(tmp_path, text.replace('"acme"', '"other"')).digest == first
    assert load(tmp_path, text + "limits.max_targets = 5").digest != first
    (tmp_path / "list.txt").write_text("c.example\n")
    assert load(tmp_path, text).digest != first


@settings(deadline=None)
@given(st.integers(0, 5000), st.sampled_from("smhdw"))
def test_a_time_span_is_its_number_of_units(amount: int, unit: str) -> None:
    seconds = amount * {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}[unit]
    if seconds <= 3650 * 86_400:
        assert to_duration(f"{amount}{unit}") == timedelta(seconds=seconds)
    else:
        with pytest.raises(ValueError, match="ten years"):
            to_duration(f"{amount}{unit}")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_as_a_campaign_file_gives_a_campaign_error(text: str) -> None:
    campaign, problems = examine_text(text, "acme.toml")
    assert campaign is None
    assert problems


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(CampaignError, match="cannot be read"):
        load_campaign(tmp_path / "loop")
