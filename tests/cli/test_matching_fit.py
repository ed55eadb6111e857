"""`finder matching fit`: weights learned from judged leads, written only when they help."""

from __future__ import annotations

import json
import random
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from finder.campaign import load_campaign
from finder.cli.matching import fit_command
from finder.matching import OwnPageIndex, Query, Weights
from finder.storage import Database
from tests.cli.crawled import CAMPAIGN, DATABASE, Crawled, finder
from tests.cli.judged import OWN, SITE, all_judged, bare_lead, crawl, fitted, judged_file, set_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import PostgreSQL

# A link whose anchor is the title of a page of ours, while the dead page was called something else.
DISPUTED = Query(
    url="https://gone.example/p/99", anchor="Signal flags", language="en", target_title="Mortgage rates"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crawled]:
    """A campaign on each sort of database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("crawled")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    url = server.url(name)
    with closing(Database(url.replace("postgresql:", "postgresql+psycopg:"))) as database:
        database.migrate()
    with closing(Crawled(tmp_path, CAMPAIGN.replace(DATABASE, url))) as campaign:
        yield campaign
    server.drop(name)


def test_judgements_against_the_shipped_weights_change_what_is_offered(on_both: Crawled) -> None:
    crawl(on_both)
    set_status(on_both, "won", "wrong_page")
    told = fitted(on_both)
    assert (told["judgements"], told["right"], told["not_right"], told["prospects"]) == (40, 20, 20, 20)
    assert told["before"]["wrong_offers"] > 10
    assert told["after"]["wrong_offers"] < 3
    assert told["after"]["right_offers"] > 15
    assert told["gain"] > 2 * told["gain_error"] > 0
    assert told["weights"] == "acme.weights.toml"
    on_both.file.write_text(
        on_both.file.read_text(encoding="utf-8") + '\n[matching]\nweights = "acme.weights.toml"\n',
        encoding="utf-8",
    )
    campaign = load_campaign(on_both.file)
    learned = Weights.read(campaign.path(campaign.matching.weights or ""))
    shipped, ours = OwnPageIndex(OWN), OwnPageIndex(OWN, learned)
    before = shipped.suggest(DISPUTED)
    assert before is not None
    assert before.url == f"{SITE}/guides/signal-flags"
    assert ours.suggest(DISPUTED) is None
    agreed = Query(url=DISPUTED.url, anchor="Signal flags", language="en", target_title="Signal flags")
    kept = ours.suggest(agreed)
    assert kept is not None
    assert kept.url == before.url


def test_what_is_told_to_people_says_what_to_do_next(crawled: Crawled) -> None:
    crawl(crawled)
    set_status(crawled, "won", "wrong_page")
    result = crawled.finder("matching", "fit")
    assert result.exit_code == 0
    path = crawled.folder / "acme.weights.toml"
    assert result.stdout.endswith(
        f'{path} is written. Put it into the campaign:\n\n[matching]\nweights = "acme.weights.toml"\n'
    )
    assert "  judgements    40 on leads of 20 prospects\n" in result.stdout
    assert "wrong offers" in result.stdout
    header = path.read_text(encoding="utf-8").splitlines()[:3]
    assert header[1].startswith("# Written by `finder matching fit` at 20")
    assert header[2] == "# from 40 judgements: 20 of right pages, 20 of others or none."
    assert {each.name for each in crawled.folder.iterdir()} == {"acme.toml", DATABASE, path.name} | {
        each.name for each in crawled.folder.glob(f"{DATABASE}-*")
    }


def test_a_file_of_judgements_counts_more_than_the_status(crawled: Crawled) -> None:
    crawl(crawled)
    set_status(crawled, "wrong_page", "won")
    judged = judged_file(crawled, all_judged())
    told = fitted(crawled, "--judged", judged)
    assert (told["right"], told["not_right"]) == (20, 20)
    assert told["after"]["right_offers"] > 15


def test_too_few_judgements_are_told_in_one_line(crawled: Crawled) -> None:
    crawl(crawled, 12)
    set_status(crawled, "won", "wrong_page")
    result = crawled.finder("matching", "fit")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "finder: 12 judgements can be used (6 of right pages, 6 of wrong ones or none); "
        "at least 20 are needed, 8 more\n"
    )
    assert not (crawled.folder / "acme.weights.toml").exists()


def test_judgements_of_one_prospect_say_nothing_about_others(crawled: Crawled) -> None:
    crawl(crawled, prospects=1)
    set_status(crawled, "won", "wrong_page")
    result = crawled.finder("matching", "fit")
    assert result.exit_code == 1
    assert "all at one prospect; at least two are needed" in result.stderr


def test_any_other_status_says_nothing_about_the_page(crawled: Crawled) -> None:
    crawl(crawled)
    set_status(crawled, "won", "rejected")
    assert "20 judgements can be used (20 of right" in crawled.finder("matching", "fit").stderr
    told = fitted(crawled, "--accepted", "won", "--rejected", "rejected")
    assert (told["right"], told["not_right"]) == (20, 20)


def test_weights_that_do_no_better_are_written_by_force_only(crawled: Crawled) -> None:
    crawl(crawled)
    chance = random.Random(3)
    wrong = chance.sample(range(1, 41), 3)
    judged = judged_file(crawled, {place: "no" if place in wrong else "yes" for place in range(1, 41)})
    result = crawled.finder("matching", "fit", "--judged", judged)
    assert result.exit_code == 1
    assert "on prospects left out" in result.stdout
    assert result.stderr == (
        "finder: nothing written: on prospects left out the new weights do no better than chance explains\n"
    )
    path = crawled.folder / "acme.weights.toml"
    assert not path.exists()
    told = json.loads(crawled.finder("matching", "fit", "--judged", judged, "--json").stdout)
    assert (told["helps"], told["written"]) == (False, None)
    assert fitted(crawled, "--judged", judged, "--force")["written"] == str(path)
    assert Weights.read(path)


def test_leads_without_an_offer_that_nobody_judged_keep_offers_from_spreading(crawled: Crawled) -> None:
    crawl(crawled)
    for place in range(100, 105):
        bare_lead(crawled, place, "Sourdough tables")
    told = fitted(crawled, "--judged", judged_file(crawled, all_judged()))
    assert told["unjudged"] == 5
    assert told["newly_offered"] == 0


def test_no_file_but_one_of_weights_is_replaced(crawled: Crawled) -> None:
    crawl(crawled)
    set_status(crawled, "won", "wrong_page")
    before = crawled.file.read_bytes()
    for name, said in (("acme.toml", "is there and is no file of weights"), ("", "is a folder")):
        result = crawled.finder("matching", "fit", "-o", str(crawled.folder / name))
        assert result.exit_code == 1
        assert said in result.stderr
    assert crawled.file.read_bytes() == before
    old = crawled.folder / "old.toml"
    old.write_text(Weights.shipped().as_toml(), encoding="utf-8")
    assert fitted(crawled, "-o", str(old))["weights"] == "old.toml"
    assert old.read_text(encoding="utf-8").startswith("# What agreements")


def test_a_file_elsewhere_is_named_by_its_whole_path(crawled: Crawled, tmp_path_factory: Any) -> None:
    crawl(crawled)
    set_status(crawled, "won", "wrong_page")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "ours.toml"
    assert fitted(crawled, "-o", str(elsewhere))["weights"] == str(elsewhere)
    result = crawled.finder("matching", "fit", "-o", str(elsewhere.parent / "none" / "ours.toml"))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_threshold_of_the_campaign_is_the_one_in_force(crawled: Crawled) -> None:
    crawled.file.write_text(CAMPAIGN + "\n[matching]\nmin_score = 0.999\n", encoding="utf-8")
    crawl(crawled)
    set_status(crawled, "won", "wrong_page")
    told = fitted(crawled)
    assert told["campaign_min_score"] == 0.999
    assert told["before"]["right_withheld"] > 0
    assert "0.999 of the campaign (matching.min_score), which counts more" in crawled.finder(
        "matching", "fit"
    ).stdout.replace("\n", " ")


@pytest.mark.parametrize("options", ["--accepted won --rejected won", "-o -", "--accepted"])
def test_wrong_usage_is_exit_code_2(crawled: Crawled, options: str) -> None:
    assert crawled.finder("matching", "fit", *options.split()).exit_code == 2


def test_commands_that_learn_nothing_do_not_load_what_learning_needs(crawled: Crawled) -> None:
    for arguments in (("--help",), ("matching", "--help"), ("matching", "fit", "--help")):
        result = finder(crawled.folder, *arguments, PYTHONPROFILEIMPORTTIME="1")
        assert result.returncode == 0
        assert "finder.cli" in result.stderr
        assert "numpy" not in result.stderr


def test_help_has_examples_that_can_be_given_and_the_exit_codes(crawled: Crawled) -> None:
    said = crawled.finder("matching", "fit", "--help").stdout
    assert "Exit codes: 0 written" in said
    examples = re.findall(r"^ +finder matching fit(.*)$", said, re.MULTILINE)
    known = {option for parameter in fit_command.params for option in parameter.opts}
    assert len(examples) >= 3
    for example in examples:
        assert {word for word in example.split() if word.startswith("-")} <= known
