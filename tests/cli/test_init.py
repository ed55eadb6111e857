"""`finder init` writes a campaign file that `finder check` finds right."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.campaign import examine_text, load_campaign
from finder.campaign.example import Answers, example
from finder.cli import cli

ENOUGH = ("--site", "acme.example", "--brand", "Acme", "--source", "links.example/a")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error, without a terminal."""
    result = CliRunner().invoke(cli, ["init", *arguments])
    return result.exit_code, result.stdout, result.stderr


def at_a_terminal(*arguments: str, answers: str) -> str:
    """What a person sees who runs the command and types the answers."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from finder.cli import main; main()", "init", *arguments]
    root = Path(__file__).parent.parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        os.write(ours, answers.encode())
        seen = b""
        while chunk := _read(ours):
            seen += chunk
    os.close(ours)
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        # Linux reports the end of a terminal as an input/output error.
        return b""


def test_what_is_given_is_written_and_right(folder: Path) -> None:
    (folder / "pages.csv").write_text("url\nb.example\n")
    code, said, warned = init("acme.toml", *ENOUGH, "--alias", "Acme Inc", "--sources-file", "pages.csv")
    assert (code, warned) == (0, "")
    assert said == (
        "acme.toml: written - 1 own site, 1 brand, 2 source pages\nNext: finder crawl acme.toml\n"
    )
    campaign = load_campaign("acme.toml")
    assert campaign.name == "acme"
    assert campaign.brands[0].aliases == ("Acme Inc",)
    assert list(campaign.source_urls()) == ["https://links.example/a", "https://b.example/"]
    assert CliRunner().invoke(cli, ["check", "acme.toml"]).exit_code == 0


def test_the_usual_file_is_named_after_the_site() -> None:
    assert init(*ENOUGH)[0] == 0
    assert load_campaign("campaign.toml").name == "acme"


def test_a_list_file_is_found_from_the_folder_of_the_campaign(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "pages.txt").write_text("b.example\n")
    assert init("data/acme.toml", *ENOUGH[:4], "--sources-file", "pages.txt")[0] == 0
    assert load_campaign("data/acme.toml").sources.files == ("../pages.txt",)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "without a terminal nothing can be asked; give --site, --brand, --source or --sources-file."),
        (
            (*ENOUGH[:2], *ENOUGH[4:], "--no-read-site"),
            "without a terminal nothing can be asked; give --brand.",
        ),
        ((*ENOUGH, "--site", "x y"), '--site: not a web address, there is a space in it: "x y"'),
        ((*ENOUGH, "--source", "p.csv"), '--source: not a web address but the name of a file: "p.csv"'),
        ((*ENOUGH, "--sources-file", "no.csv"), "--sources-file: file not found: {folder}/no.csv"),
        ((*ENOUGH, "--name", "a b"), '--name: must be 1 to 64 letters, digits, - or _, not "a b"'),
        ((*ENOUGH, "--alias", " "), "--alias: must not be empty"),
        (("here", *ENOUGH), "here is a folder; name a file in it."),
        (("none/a.toml", *ENOUGH), "the folder none does not exist."),
    ],
)
def test_what_is_missing_or_wrong_is_one_line_and_nothing_is_written(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    (folder / "here").mkdir()
    assert init(*arguments) == (2, "", f"Error: {said.format(folder=folder)}\n")
    assert list(folder.glob("**/*.toml")) == []


def test_a_file_is_written_over_only_by_force(folder: Path) -> None:
    (folder / "acme.toml").write_text("mine")
    assert init("acme.toml", *ENOUGH) == (
        2,
        "",
        "Error: acme.toml is already there; --force writes over it.\n",
    )
    assert (folder / "acme.toml").read_text() == "mine"
    assert init("acme.toml", *ENOUGH, "--force")[0] == 0
    assert load_campaign("acme.toml").name == "acme"


def test_a_person_is_asked_what_matters() -> None:
    seen = at_a_terminal(
        "acme.toml",
        "--no-read-site",
        answers=("oops\nacme.example\n\nAcme\nAcme Inc, ACME\npages.txt\nlinks.example\n\n"),
    )
    assert "This is not a web address" in seen
    assert "There is no such file, and this is not a web address but the name of a file" in seen
    assert "acme.toml: written - 1 own site, 1 brand, 1 source page" in seen
    campaign = load_campaign("acme.toml")
    assert campaign.brands[0].name == "Acme"
    assert campaign.brands[0].aliases == ("Acme Inc", "ACME")
    assert campaign.sources.pages == ("https://links.example/",)


def test_a_person_is_not_asked_what_is_given_and_may_name_a_list_file(folder: Path) -> None:
    (folder / "pages.txt").write_text("b.example\n")
    seen = at_a_terminal(*ENOUGH[:4], "--name", "mine", answers="none.txt\npages.txt\n")
    assert "Your site" not in seen
    assert "the name of a file" in seen
    assert load_campaign("campaign.toml").sources.files == ("pages.txt",)
    assert load_campaign("campaign.toml").name == "mine"


def test_an_answer_that_is_not_utf_8_is_refused(folder: Path) -> None:
    assert init(*ENOUGH, "--alias", "caf\udce9") == (2, "", "Error: --alias: is not valid text (UTF-8)\n")
    assert list(folder.iterdir()) == []


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1), st.lists(st.text(st.characters(codec="utf-8"))))
def test_any_brand_comes_back_as_it_was_given(brand: str, aliases: list[str]) -> None:
    spoken = tuple(f"a{alias}z" for alias in aliases)
    text = example(Answers("acme", ("acme.example",), f"A{brand}z", spoken, ("links.example",)))
    campaign, problems = examine_text(text, "acme.toml")
    assert problems == []
    assert campaign is not None
    assert campaign.brands[0].name == f"A{brand}z"
    assert campaign.brands[0].aliases == spoken


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), st.text(), st.booleans())
def test_any_proposal_comes_back_as_it_was_and_what_is_doubtful_stays_a_comment(
    values: list[str], sense: str, common: bool
) -> None:
    spoken = tuple(f"a{value}z" for value in values)
    answers = Answers(
        "acme",
        ("acme.example",),
        "Acme",
        pages=("links.example",),
        domains=("acme.fr",),
        products=spoken,
        people=spoken,
        social_profiles=("https://social.example/@acme",),
        context=spoken,
        common_word=common,
        sense=sense,
        doubtful=dict.fromkeys(("aliases", "domains", "products", "people", "social_profiles"), spoken),
    )
    campaign, problems = examine_text(example(answers), "acme.toml")
    assert problems == []
    assert campaign is not None
    (brand,) = campaign.brands
    assert (brand.products, brand.people, brand.context, brand.aliases) == (spoken, spoken, spoken, ())
    assert (campaign.own.domains, brand.common_word) == (("acme.fr",), common)
    assert brand.social_profiles == ("https://social.example/@acme",)
