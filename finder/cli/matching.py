"""`finder matching`: teach the matcher which of our pages fits, from the leads that people judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.filters import STATUSES
from finder.cli.judged_file import NO, YES
from finder.cli.judged_leads import judged_in
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import (
    STANDARD_OUTPUT,
    cell,
    console,
    print_fact,
    print_json,
    printing,
    table,
    whole_file,
)
from finder.exports.cells import json_text
from finder.lifecycle import Rejection
from finder.storage import own_pages
from finder.storage.queries.judged import unjudged_leads
from finder.storage.runs import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

    from finder.cli.judged_leads import Judged
    from finder.cli.opening import Opened
    from finder.items import OwnPage
    from finder.matching import Weights
    from finder.matching.judgements import Cases
    from finder.matching.refit import Refit, Tally

# What people set once they took the offered page, and the reason that says that this page was wrong. A lead
# may be rejected for a hundred others that say nothing about the page.
ACCEPTED: Final = ("accepted", "contacted", "replied", "won")
REJECTED: Final = (Rejection.WRONG_PAGE.value,)
_REASONS: Final = tuple(reason.value for reason in Rejection)

# So many leads without an offer, the newest, keep the new weights from offering a page for everything.
_UNJUDGED: Final = 300


@click.group("matching")
def matching_group() -> None:
    """Which of your pages fits: learn it from your own leads.

    \b
    Examples:
      finder matching fit acme.toml
      finder matching fit --judged judged.csv acme.toml
    """


@matching_group.command("fit")
@campaign_argument
@click.option(
    "--accepted",
    type=click.Choice(STATUSES),
    metavar="STATUS",
    multiple=True,
    default=ACCEPTED,
    show_default=True,
    help="Leads with this status say that the offered page is right; can be repeated.",
)
@click.option(
    "--rejected",
    type=click.Choice((*STATUSES, *_REASONS)),
    metavar="STATUS",
    multiple=True,
    default=REJECTED,
    show_default=True,
    help="Leads that were rejected for this reason, or have this status, say that the offered page is wrong; "
    "can be repeated. Name none that also stands for other reasons: a lead that was rejected for the site's "
    "sake says nothing of the page.",
)
@click.option(
    "--judged",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A CSV file with the columns lead_id and right_page, such as an export with one more column. It "
    "counts more than the status.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to.  [default: acme.weights.toml beside acme.toml]",
)
@click.option("--force", is_flag=True, help="Write the file even if it does no better.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def fit_command(
    campaign: str | None,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    judged: Path | None,
    output: Path | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Learn for a CAMPAIGN what makes one of your pages fit, from leads that you judged.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Nothing
    is asked of any website, and no lead is changed: the next crawl matches by the new weights once the
    campaign names their file.

    A lead is judged by its status if one of your pages was offered, or in a FILE (--judged), where right_page
    is yes (the offered page is right), no (it is wrong), none (no page of yours fits), the address of your
    page that would have been right, or empty. At least 20 judgements are needed, right ones and others.

    The weights in force and new ones are compared on leads of prospects that the new ones were not fitted
    on. The file is written only if what you said of those becomes likelier by more than chance explains.

    \b
    Examples:
      finder matching fit acme.toml
      finder matching fit --judged judged.csv acme.toml
      finder matching fit --accepted won --accepted replied
      finder matching fit -o ours.weights.toml --force

    Exit codes: 0 written, 1 nothing written (too few judgements, no better than before, a file that cannot be
    read or written, nothing crawled yet, a problem with the campaign file or the database), 2 wrong usage or
    no saying which campaign.
    """
    if both := set(accepted) & set(rejected):
        raise click.UsageError(f"{min(both)} cannot be both --accepted and --rejected.")
    if str(output) == STANDARD_OUTPUT:
        raise click.UsageError("--output names a file; the campaign has to find it later.")
    opened = open_campaign(campaign)
    path = output or opened.file.with_suffix(".weights.toml")
    _refuse_other_files(path)
    pages = opened.read(own_pages.offerable)
    said = judged_in(opened, pages, dict.fromkeys(accepted, YES) | dict.fromkeys(rejected, NO), judged)
    cases, found = _fitted(opened, pages, said)
    written = path if found.helps or force else None
    if written:
        _write(written, opened, cases, found.weights)
    told = _told(opened, cases, found, written)
    if as_json:
        print_json(told)
    else:
        _print(told)
    if not written:
        raise Refusal(
            "nothing written: on prospects left out the new weights do no better than chance explains"
        )


def _refuse_other_files(path: Path) -> None:
    from finder.matching import BrokenWeightsError, Weights

    if path.is_dir():
        raise Refusal(f"{path} is a folder; name a file in it")
    try:
        if path.exists():
            Weights.read(path)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}") from error
    except BrokenWeightsError:
        raise Refusal(f"{path} is there and is no file of weights; name another with -o") from None


def _fitted(opened: Opened, pages: Sequence[OwnPage], said: Judged) -> tuple[Cases, Refit]:
    """The judgements that count, and what was learned from them. Raises :class:`Refusal` for too few."""
    from finder.matching import OwnPageIndex, Weights
    from finder.matching.finds import query_of
    from finder.matching.judgements import cases_of, lacking
    from finder.matching.refit import refit, withheld

    matching = opened.campaign.matching
    start = Weights.read(opened.campaign.path(matching.weights)) if matching.weights else Weights.shipped()
    index = OwnPageIndex(pages, start)
    cases = cases_of(said.judgements, index.words)
    cases.unused.update(said.unused)
    if missing := lacking(cases):
        unused = (f"{number} not used: {why}" for why, number in cases.unused.items())
        raise Refusal("; ".join((missing, *unused)))
    least = start.min_score if matching.min_score is None else matching.min_score
    others = (
        query_of(lead.opportunity, lead.anchors) for lead in opened.read(unjudged_leads, said.ids, _UNJUDGED)
    )
    return cases, refit(cases.used, withheld(others, index.words, start, least), start, least)


def _write(path: Path, opened: Opened, cases: Cases, weights: Weights) -> None:
    right, everything = cases.right, len(cases.used)
    header = (
        "# What agreements between a dead link and a page of ours are worth, in evidence.\n"
        f"# Written by `finder matching fit` at {now()} for the campaign {opened.campaign.name},\n"
        f"# from {everything} judgements: {right} of right pages, {everything - right} of others or none.\n"
        "\n"
    )
    with whole_file(path) as stream:
        stream.write((header + weights.as_toml()).encode())


def _named(path: Path, opened: Opened) -> str:
    """A file as the campaign names it: from the folder of its own file if it lies there."""
    folder, whole = opened.campaign.path("."), opened.campaign.path(str(path.absolute()))
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)


def _told(opened: Opened, cases: Cases, found: Refit, written: Path | None) -> dict[str, Any]:
    """All that is known of a fit, as the JSON object has it."""
    own = opened.campaign.matching.min_score
    return {
        "judgements": len(cases.used),
        "right": cases.right,
        "not_right": len(cases.used) - cases.right,
        "prospects": cases.prospects,
        "folds": found.folds,
        "unused": dict(cases.unused),
        "before": _figures(found.before),
        "after": _figures(found.after),
        "gain": round(found.gain, 4),
        "gain_error": round(found.error, 4),
        "helps": found.helps,
        "min_score": found.weights.min_score,
        "at_min_score": _figures(found.chosen),
        "campaign_min_score": own,
        "unjudged": found.unjudged,
        "newly_offered": found.newly_offered,
        "written": str(written) if written else None,
        "weights": _named(written, opened) if written else None,
    }


def _figures(tally: Tally) -> dict[str, float]:
    return {**tally._asdict(), "log_likelihood": round(tally.log_likelihood, 4)}


def _print(told: dict[str, Any]) -> None:
    with printing() as stream:
        out = console(stream)
        for name, value in _facts(told):
            print_fact(out, name, value)
        out.print()
        out.print(_comparison(told))
        if told["written"]:
            out.print(f"\n{told['written']} is written. Put it into the campaign:\n", soft_wrap=True)
            out.print(f"[matching]\nweights = {json_text(told['weights'])}", soft_wrap=True)


def _comparison(told: dict[str, Any]) -> Table:
    """The figures below each other, for each sort of weights in a column."""
    columns = {"in force": told["before"], "new": told["after"]}
    if told["at_min_score"] != told["after"]:
        columns[f"new, from {told['min_score']:.2f} on"] = told["at_min_score"]
    made = table("on prospects left out", *columns, right=tuple(columns))
    for name in told["before"]:
        figures = (tally[name] for tally in columns.values())
        made.add_row(*map(cell, (name.replace("_", " "), *figures)))
    return made


def _facts(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "What you said", None
    yield "judgements", f"{told['judgements']} on leads of {told['prospects']} prospects"
    yield "right", f"{told['right']} name the page that is right"
    yield "not right", f"{told['not_right']} say that a page is wrong or that none fits"
    for why, number in told["unused"].items():
        yield "not used", f"{number}: {why}"
    yield "What that changes", None
    yield "gain", f"{told['gain']:+.3f} log-likelihood a judgement, give or take {told['gain_error']:.3f}"
    if told["unjudged"]:
        others = f"{told['newly_offered']} of {told['unjudged']} leads without one, which nobody judged"
        yield "new offers", f"a page for {others}"
    yield "min_score", f"{told['min_score']:.3f} of the new weights"
    if told["campaign_min_score"] is not None:
        yield "", f"{told['campaign_min_score']} of the campaign (matching.min_score), which counts more"
