"""What is wrong with a campaign file is said all at once, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finder.campaign import CampaignError, check_campaign, load_campaign
from finder.quality import PARTS

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
name = "acme"
own.sites = ["acme.example"]
brands = [{ name = "Acme" }]
sources.pages = ["https://links.example/a"]
"""
AT = "acme.toml:5: "


def problems_of(folder: Path, text: str | bytes) -> list[str]:
    """What is said about a campaign, with the folder left out."""
    file = folder / "acme.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem).replace(f"{folder}/", "") for problem in check_campaign(file)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('own.sitez = ["x"]', 'own.sitez: unknown key; did you mean "sites"?'),
        ("max_targets = 5", "max_targets: unknown key; it belongs in [limits]"),
        ("own.kinds = []", "own.kinds: unknown key; it belongs in the top of the file"),
        (
            "zzz = 1",
            "zzz: unknown key; known here are name, own, database, brands, sources, mentions, kinds, ",
        ),
        ('own.depth = "4"', 'own.depth: must be a whole number, not "4"'),
        ("own.depth = 4.5", "own.depth: must be a whole number, not 4.5"),
        ("own.depth = true", "own.depth: must be a whole number, not true"),
        ("own.max_pages = 0", "own.max_pages: must be at least 1, not 0"),
        ('own.content = "site"', 'own.content: must be "auto", "sitemap", "list" or "crawl", not "site"'),
        ('own.pages = "x.example"', 'own.pages: must be a list such as ["x.example"], not "x.example"'),
        ("own.pages = [5]", "own.pages[0]: must be text in quotes, not 5"),
        ('own.pages = ["ftp://x.example"]', "own.pages[0]: not a web address (http or https): "),
        ('own.pages = ["mailto:a@b.example"]', "own.pages[0]: not a web address: "),
        ('own.pages = ["a b.example"]', "own.pages[0]: not a web address, there is a space in it: "),
        ('own.pages = ["own.txt"]', "own.pages[0]: not a web address but the name of a file: "),
        ('own.pages = ["a.example", "acme"]', 'own.pages[1]: not a web address: "acme"; write it like '),
        ('own.pages = ["https://"]', "own.pages[0]: not a web address"),
        ('own.domains = [""]', "own.domains[0]: is empty; give a web address"),
        ('sources.sites = ["a.example"]', "sources.sites[0]: must be a table ([[sources.sites]]), not "),
        ("limits = 5", "limits: must be a table ([limits]), not 5"),
        ("limits.fresh_for = 7", "limits.fresh_for: must be a number with s, m, h, d or w in quotes"),
        ('limits.fresh_for = "7 days"', "limits.fresh_for: must be a number with s, m, h, d or w"),
        ('limits.fresh_for = "999999999w"', "limits.fresh_for: must not be longer than ten years"),
        ("matching.min_score = 45", "matching.min_score: must be at most 1, not 45"),
        ("scoring.rel = -1", "scoring.rel: must be at least 0, not -1"),
        ("scoring.rel = inf", "scoring.rel: must be a finite number"),
        (
            f"scoring = {{{', '.join(f'{name} = 0' for name in PARTS)}}}",
            "scoring: all weights are 0",
        ),
        ('kinds = ["broken_links"]', 'kinds[0]: unknown kind "broken_links"; the kinds are broken_link, '),
        ("kinds = []", "kinds: is empty, so nothing would count"),
        ('database = "mysql://x/y"', "database: must be sqlite:///file, postgresql://"),
        ('database = "data"', "database: must be sqlite:///file, "),
        ('database = "postgresql://me:p@ss@db/finder"', "database: cannot be read; write it like postgresql"),
        ('database = "postgresql://db:port/finder"', "database: cannot be read; write it like postgresql"),
        ('database = "sqlite://"', "database: names no file"),
        ('database = "sqlite:///:memory:"', "database: names no file"),
        ('database = "none/x.db"', "database: its folder does not exist: none"),
        ('own.content = "list"', 'own.content: is "list", but neither own.pages nor own.pages_file lists'),
        ('own.pages_file = "none.txt"', "own.pages_file: file not found: none.txt"),
        ('sources.files = ["none.txt"]', "sources.files[0]: file not found: none.txt"),
        ('sources.files = ["."]', "sources.files[0]: is a folder: "),
        ('sources.files = ["-", "-"]', 'sources.files: "-" (standard input) can be read only once'),
        ('sources.files = ["empty.txt"]', "sources.files[0]: lists no web address: empty.txt"),
        ('sources.files = ["latin.txt"]', "sources.files[0]: is not UTF-8 text (byte 3): latin.txt"),
        ('sources.files = ["none.csv"]', "sources.files[0]: file not found"),
        ('sources.files = ["names.csv"]', 'sources.files[0]: has no column named "url", "page" or "source'),
        ('mentions.feed = ["x.example"]', 'mentions.feed: unknown key; did you mean "feeds"?'),
        ('mentions.sites = ["a.example"]', "mentions.sites[0]: must be a table ([[mentions.sites]]), not "),
        ('mentions.feeds = ["feed.txt"]', "mentions.feeds[0]: not a web address but the name of a file: "),
        ('mentions.files = ["none.eml"]', "mentions.files[0]: file not found: none.eml"),
        ('mentions.files = ["empty.txt"]', "mentions.files[0]: lists no web address: empty.txt"),
        ('mentions.archives = ["none.warc"]', "mentions.archives[0]: file not found: none.warc"),
        ('mentions.archives = ["."]', "mentions.archives[0]: is a folder; name its files, such as: "),
        ('mentions.files = ["-", "-"]', 'mentions.files: "-" (standard input) can be read only once'),
        (
            'mentions.feeds = ["x.example"]\nkinds = ["broken_link"]',
            'mentions: gives nothing as long as kinds does not have "unlinked_mention"',
        ),
        ("own = 5\n[own]\nx = 1", "not valid TOML: "),
    ],
)
def test_one_wrong_line_is_one_error_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "empty.txt").write_text("# nothing\n")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9.example")
    (tmp_path / "names.csv").write_text("Name,Place\nA,B\n")
    (found,) = problems_of(tmp_path, GOOD + line)
    assert found.partition(": ")[2].startswith(said)
    assert found.startswith("acme.toml:")
    with pytest.raises(CampaignError) as raised:
        load_campaign(tmp_path / "acme.toml")
    assert str(raised.value).replace(f"{tmp_path}/", "") == found


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'own.content = "crawl"\nown.sitemaps = ["acme.example"]',
            "acme.toml:6: warning: own.sitemaps: is not",
        ),
        ('own.pages = ["acme.example", "other.example"]', f"{AT}warning: own.pages: 1 page is not on your "),
        ('own.pages = ["acme.example", "acme.example"]', f"{AT}warning: own.pages: 1 address is a duplicate"),
        (
            'sources.sites = [{url = "acme.example"}]',
            f"{AT}warning: sources.sites[0].url: is your own site: ",
        ),
        (
            'backlinks.rivals = ["rival.example"]',
            f"{AT}warning: backlinks.rivals: no page can link to 2 of 1, so there will be no link_intersect;",
        ),
        (
            'backlinks.rivals = ["a.example", "b.example", "blog.acme.example"]',
            f"{AT}warning: backlinks.rivals[2]: is your own site: blog.acme.example",
        ),
        ("sources.max_pages = 1\nsources.files = ['l.txt']", f"{AT}warning: sources.max_pages: is 1, but 3 "),
        ("sources.files = ['own.txt']", f"{AT}warning: sources.files[0]: 1 page is on your own site"),
        ("sources.files = ['twice.txt']", "acme.toml:4: warning: sources: 2 addresses are duplicates, the "),
        ("sources.files = ['bad.txt']", "bad.txt:2: warning: sources.files[0]: not a web address: "),
    ],
)
def test_a_doubtful_line_is_a_warning_and_the_campaign_loads(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "l.txt").write_text("a.example\nb.example\n")
    (tmp_path / "own.txt").write_text("a.example\nblog.acme.example\n")
    (tmp_path / "twice.txt").write_text("a.example\nlinks.example/a?utm_source=x\na.example#x")
    (tmp_path / "bad.txt").write_text("a.example\noops\n")
    (found,) = problems_of(tmp_path, GOOD + line)
    assert found.startswith(said)
    assert load_campaign(tmp_path / "acme.toml").name == "acme"


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = """\
[own]
sitez = ["acme.example"]
sites = ["acme.example"]
depth = "5"

[[brands]]
alias = []

[sources]
files = ["none.txt"]
pages = [
    "https://links.example/a",
    "oops",
]
"""
    assert problems_of(tmp_path, text) == [
        "acme.toml: name: is missing",
        'acme.toml:2: own.sitez: unknown key; did you mean "sites"?',
        'acme.toml:4: own.depth: must be a whole number, not "5"',
        "acme.toml:6: brands[0].name: is missing",
        'acme.toml:7: brands[0].alias: unknown key; did you mean "aliases"?',
        'acme.toml:13: sources.pages[1]: not a web address: "oops"; write it like https://acme.example/',
    ]
    text = text.replace("alias = []", 'name = "Acme"').replace("[own]", 'name = "acme"\n[own]')
    assert problems_of(tmp_path, text)[2:] == [
        "acme.toml:11: sources.files[0]: file not found: none.txt",
        'acme.toml:14: sources.pages[1]: not a web address: "oops"; write it like https://acme.example/',
    ]


def test_a_misspelt_key_is_not_also_missing(tmp_path: Path) -> None:
    text = GOOD.replace("own.sites", "own.site").replace("brands", "brand")
    assert problems_of(tmp_path, text) == [
        'acme.toml:2: own.site: unknown key; did you mean "sites"?',
        'acme.toml:3: brand: unknown key; did you mean "brands"?',
    ]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("name", "acme.toml: name: is missing"),
        ("own", "acme.toml: own: is missing"),
        ("sources", "acme.toml: sources: nothing to look at; give sources.pages, sources.files or [[sour"),
        (
            "brands",
            'acme.toml: brands: is empty, but kinds has "unlinked_mention"; add [[brands]] with a name',
        ),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, missing: str, said: str) -> None:
    text = "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(missing))
    (found,) = problems_of(tmp_path, text)
    assert found.startswith(said)


def test_without_mentions_no_brand_is_needed(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD.replace("brands = [{ name = ", "kinds = ['broken_link'] #")) == []


def test_an_own_site_is_needed(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, GOOD.replace('"acme.example"', ""))
    assert found.startswith("acme.toml:2: own.sites: is empty; name your site")


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text("a.example\n" + "oops\n" * 20)
    found = problems_of(tmp_path, GOOD + "sources.files = ['l.txt']")
    assert [said.partition(" ")[0] for said in found[1:]] == [f"l.txt:{line}:" for line in range(2, 7)]
    assert found[0] == (
        "acme.toml:5: warning: sources.files[0]: 20 lines of l.txt are passed over, they hold no web address"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name = 'caf\xe9'", "acme.toml: is not UTF-8 text (byte 11); save it as UTF-8"),
        (
            "sites = [“https://acme.example”]\n".encode(),
            "acme.toml:1: not valid TOML: Invalid value (column 10); text stands in straight quotes",
        ),
        (
            b'name = "acme\n',
            "acme.toml:1: not valid TOML: Illegal character '\\n' (column 13); a text has no closing quote",
        ),
        (
            b'sites = ["a" "b"]\n',
            "acme.toml:1: not valid TOML: Unclosed array (column 14); a comma or the closing ] is missing",
        ),
        (
            b'pages_file = "C:\\Users"\n',
            "acme.toml:1: not valid TOML: Invalid hex value (column 19); a backslash",
        ),
        (b"name = 'a'\nx = [1,\n\n", "acme.toml:2: not valid TOML: Invalid value (at the end)"),
        (b"a = 1\na = 2\n", "acme.toml:2: not valid TOML: Cannot overwrite a value (column 6)"),
        (b"a = " + b"[" * 400 + b"]" * 400, "acme.toml: name: is missing"),
        (b"a = " + b"[" * 100_000, "acme.toml: not valid TOML: nested too deeply"),
    ],
)
def test_a_file_that_is_not_toml_says_where(tmp_path: Path, content: bytes, said: str) -> None:
    assert problems_of(tmp_path, content)[0].startswith(said)


def test_a_file_that_is_not_there_or_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match=r'none\.toml: not found; "finder init" writes one'):
        load_campaign(tmp_path / "none.toml")
    with pytest.raises(CampaignError, match="is a folder, not a campaign file"):
        load_campaign(tmp_path)
