"""`finder init` reads a few own pages, politely, and proposes what they say of the brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finder.campaign import load_campaign
from tests.cli.test_init import at_a_terminal
from tests.forked import finder

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.world import World

QUICK = ("-s", "FINDER_HOST_DELAY=0", "-s", "FINDER_RETRY_DELAY=0.05", "-s", "FINDER_CONTROL_PAUSE=0.3")
ENOUGH = ("acme.toml", "--site", "https://tidewell.example/", "--source", "links.example/a")
HOME = """<title>Tidewell | Charts for small boats</title><meta property="og:site_name" content="Tidewell">
<script type="application/ld+json">{"@type": "Organization", "name": "Tidewell",
 "alternateName": "Tide, Well & Co", "founder": {"name": "Ada Wren"},
 "sameAs": ["https://sea.example/@tidewell", "https://charts.example/"]}</script>
<header><a href="/charts">Charts</a> <a href="/about-us">About us</a> <a href="/gone">Lessons</a></header>
<h1>Charts</h1>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def web(world: World) -> World:
    """A site that says what it is called."""
    site = world.site("tidewell.example")
    site.page("/", HOME)
    site.page("/charts", "<title>Tidewell | Charts</title><h1>Charts of tides</h1>")
    site.page("/about-us", "<title>Tidewell | About us</title><h1>We draw charts</h1>")
    site.status("/gone", 410)
    return world


def init(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the world, without a terminal."""
    return finder(["init", *arguments, *world.settings_arguments(), *QUICK])


def test_without_a_terminal_the_proposal_is_taken_and_each_value_told_with_its_evidence(web: World) -> None:
    done = init(web, *ENOUGH)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "acme.toml: written - 1 own site, 1 brand, 1 source page",
    )
    assert done.stderr.splitlines() == [
        "Reading https://tidewell.example/ ...",
        "  name: Tidewell (schema.org Organization, og:site_name, title on 3 pages)",
        "  aliases: Tide, Well & Co (schema.org Organization on https://tidewell.example/)",
        "  people: Ada Wren (schema.org Organization on https://tidewell.example/)",
        "  perhaps domains: charts.example (sameAs on https://tidewell.example/)",
        "  social_profiles: https://sea.example/@tidewell (sameAs on https://tidewell.example/)",
        "  context: charts (often in titles and headings)",
    ]
    (brand,) = load_campaign("acme.toml").brands
    assert (brand.name, brand.aliases, brand.people) == ("Tidewell", ("Tide, Well & Co",), ("Ada Wren",))
    assert (brand.social_profiles, brand.context) == (("https://sea.example/@tidewell",), ("charts",))
    assert not brand.common_word


def test_what_is_doubtful_is_a_comment_in_the_file(web: World, folder: Path) -> None:
    assert init(web, *ENOUGH).returncode == 0
    said = '# Your site may say that these belong here, too: "charts.example"\n# domains = '
    assert said in (folder / "acme.toml").read_text()
    assert load_campaign("acme.toml").own.domains == ()


def test_at_most_five_pages_are_read_after_robots_txt_one_at_a_time(web: World) -> None:
    site = web.site("tidewell.example", robots="User-agent: *\nDisallow: /charts\n")
    links = "".join(f'<a href="/p{n}">Page {n}</a>' for n in range(9))
    site.page("/", f"{HOME}<p>{links}</p>")
    for n in range(9):
        site.page(f"/p{n}", f"<title>Tidewell | {n}</title>")
    assert init(web, *ENOUGH).returncode == 0
    asked = web.requests("tidewell.example", robots=True)
    assert asked[0].path == "/robots.txt"
    assert 3 < len({request.path for request in asked} - {"/robots.txt"}) <= 5
    assert "/charts" not in {request.path for request in asked}
    assert web.max_in_flight("tidewell.example") == 1


def test_given_options_win_over_what_the_site_says(web: World) -> None:
    done = init(web, *ENOUGH, "--brand", "Tide Well", "--alias", "TW", "--read-site")
    assert done.returncode == 0
    (brand,) = load_campaign("acme.toml").brands
    assert (brand.name, brand.aliases, brand.people) == ("Tide Well", ("TW",), ("Ada Wren",))


def test_nobody_is_asked_when_the_brand_is_given(web: World) -> None:
    done = init(web, *ENOUGH, "--brand", "Acme")
    assert (done.returncode, done.stderr) == (0, "")
    assert web.requests("tidewell.example", robots=True) == ()


@pytest.mark.parametrize(
    ("site", "reason"),
    [
        ("https://blocked.example/", "cannot be read: robots.txt forbids it"),
        ("https://none.example/", "cannot be read: no such host NXDOMAIN"),
        ("https://broken.example/", "cannot be read: it answers 500"),
        ("https://moved.example/", "leads to https://tidewell.example/; is that your --site?"),
        ("https://file.example/", "is no page of text"),
        ("https://10.1.2.3/", "cannot be read: forbidden address"),
        ("https://medium.com/@tidewell", "is on a host that many share, and its pages speak for that host"),
    ],
)
def test_a_site_that_cannot_be_read_is_one_line_and_init_goes_on_with_what_was_given(
    web: World, folder: Path, site: str, reason: str
) -> None:
    web.site("blocked.example", robots="User-agent: *\nDisallow: /\n").page("/", HOME)
    web.site("broken.example").status("/", 500)
    web.site("moved.example").redirect("/", "https://tidewell.example/")
    web.site("file.example").page("/", "a,b", "text/csv")
    options = ("acme.toml", "--site", site, "--source", "links.example/a")
    given = init(web, *options, "--brand", "Acme", "--read-site")
    assert given.returncode == 0
    reading, said = given.stderr.splitlines()
    assert reading == f"Reading {site} ..."
    assert said.startswith(f"Nothing is proposed: {site} {reason}")
    (folder / "acme.toml").unlink()
    left = init(web, *options)
    assert (left.returncode, left.stdout, left.stderr.splitlines()[:2]) == (2, "", [reading, said])
    assert left.stderr.splitlines()[2:] == [
        f"Error: nothing but its address tells what {site} is called; give --brand."
    ]
    assert not (folder / "acme.toml").exists()


def test_our_own_network_being_down_is_one_line_too(web: World) -> None:
    web.site("tidewell.example", http=False, tls=False)
    web.remove("control.example")
    done = init(web, *ENOUGH, "--brand", "Acme", "--read-site")
    assert done.returncode == 0
    assert "cannot be read, our own network is down: " in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_name_is_not_made_of_the_domain(web: World) -> None:
    web.site("tidewell.example").page("/", "<title>Welcome</title><h1>tidewell.example</h1><p>© 2024")
    done = init(web, *ENOUGH)
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "Error: nothing but its address tells what https://tidewell.example/ is called; give --brand."
    ]


def test_what_a_site_says_reaches_neither_terminal_nor_file_as_anything_but_text(
    web: World, folder: Path
) -> None:
    evil = 'Tide\\u001b[31m\\u009b\\"\\n[own]\\u202e # x'
    html = f'<script type="application/ld+json">{{"@type":"Organization","name":"{evil}"}}</script>'
    web.site("tidewell.example").page("/", html)
    done = init(web, *ENOUGH)
    assert done.returncode == 0
    assert all(line.isprintable() for line in done.stderr.splitlines())
    (brand,) = load_campaign("acme.toml").brands
    assert brand.name == 'Tide[31m" [own] # x'
    assert "\x1b" not in (folder / "acme.toml").read_text()


def test_a_common_word_is_set_with_the_reason(web: World, folder: Path) -> None:
    html = "<p>A rake is a tool. Every rake lasts. Rake is ours.</p>"
    web.site("tidewell.example").page("/", f'<meta property="og:site_name" content="Rake">{html}')
    assert init(web, *ENOUGH).returncode == 0
    assert load_campaign("acme.toml").brands[0].common_word
    said = '# Set because your own pages write "rake" in small letters, as a word.\ncommon_word = true\n'
    assert said in (folder / "acme.toml").read_text()


@pytest.mark.parametrize(
    ("answers", "name", "aliases"),
    [
        ("\n\nlinks.example\n\n", "Tidewell", ("Tide, Well & Co",)),
        ("\n-\nlinks.example\n\n", "Tidewell", ()),
        ("Wellings\nWellings Ltd, TW\nlinks.example\n\n", "Wellings", ("Wellings Ltd", "TW")),
    ],
)
def test_a_person_is_shown_the_proposal_and_may_take_it_or_not(
    web: World, answers: str, name: str, aliases: tuple[str, ...]
) -> None:
    options = ("acme.toml", "--site", "tidewell.example", *web.settings_arguments(), *QUICK)
    seen = at_a_terminal(*options, answers=answers)
    assert "Your brand, as people write it [Tidewell]:" in seen
    assert "name: Tidewell (schema.org Organization, og:site_name, title on 3 pages)" in seen
    (brand,) = load_campaign("acme.toml").brands
    assert (brand.name, brand.aliases, brand.people) == (name, aliases, ("Ada Wren",))


def test_a_person_whose_site_is_down_is_asked_as_ever(web: World) -> None:
    options = ("acme.toml", "--site", "none.example", *web.settings_arguments(), *QUICK)
    seen = at_a_terminal(*options, answers="Acme\n\nlinks.example\n\n")
    assert "Nothing is proposed: https://none.example/ cannot be read: no such host NXDOMAIN." in seen
    assert "Your brand, as people write it:" in seen
    assert load_campaign("acme.toml").brands[0].name == "Acme"
