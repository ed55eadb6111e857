"""`finder redirects`: rules for our own server, from dead pages of ours to the pages that fit."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import STANDARD_OUTPUT, file_or_standard_output
from finder.redirect_map import Redirect, apache, judged, nginx

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from finder.cli.opening import Opened
    from finder.matching import OwnPageIndex, Query
    from finder.storage.queries.dead_pages import DeadPage

COLUMNS: Final = (
    *("dead_url", "leads_to", "rule", "score", "pages", "domains", "reason", "dead_since", "why", "doubt"),
)
_SERVERS: Final[dict[str, Callable[[Iterable[Redirect]], Iterator[str]]]] = {"nginx": nginx, "apache": apache}
# Pages that are less likely than that are not worth a person's look.
_LEAST_SHOWN: Final = 0.05


@click.command("redirects")
@campaign_argument
@click.option(
    "--format",
    "made_for",
    type=click.Choice((*_SERVERS, "csv")),
    default="nginx",
    show_default=True,
    help="For which server the rules are, or a table with the reasons.",
)
@click.option(
    "-o",
    "--output",
    "--out",
    default=STANDARD_OUTPUT,
    metavar="FILE",
    help="Write to this file; - is standard output.  [default: -]",
)
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.7,
    show_default=True,
    metavar="SHARE",
    help="Make rules only of pairs whose chance to be right is as high.",
)
def redirects_command(campaign: str | None, made_for: str, output: str, min_score: float) -> None:
    """Print redirects for the server of a CAMPAIGN: from its dead pages that others link to.

    Each dead page is paired with the page of yours that fits best. Pairs that are not sure are comments (in
    CSV: rows without a rule), for you to decide. Pages that most domains link to come first.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    \b
    Examples:
      finder redirects acme.toml
      finder redirects --format apache --out redirects.conf
      finder redirects --format csv --min-score 0.5 --out redirects.csv

    Exit codes: 0 done (also without dead pages), 1 nothing crawled yet, the file cannot be written, or a
    problem with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    found = judged(_paired(opened), min_score)
    with file_or_standard_output(output) as stream:
        if made_for == "csv":
            _write_csv(stream, found)
        else:
            stream.write("".join(f"{line}\n" for line in _SERVERS[made_for](found)).encode())
    _tell(len(found), sum(not each.doubt for each in found))


def _tell(pages: int, rules: int) -> None:
    dead = f"{pages:,} dead page{' of yours is' if pages == 1 else 's of yours are'} linked to"
    made = f"{rules:,} rule{'' if rules == 1 else 's'}, {pages - rules:,} doubtful"
    click.echo(
        f"{dead}: {made}." if pages else "No dead page of yours is linked to, as far as is known.", err=True
    )


def _paired(opened: Opened) -> Iterator[Redirect]:
    """Every dead page of ours that others link to, with the page that fits best."""
    from finder.matching import OwnPageIndex, Weights
    from finder.storage import own_addresses, own_pages
    from finder.storage.queries.dead_pages import dead_pages

    campaign = opened.campaign
    pages = opened.read(dead_pages, campaign.own_domains)
    if not pages:
        return
    name = campaign.matching.weights
    weights = Weights.read(campaign.path(name)) if name else Weights.shipped()
    index = OwnPageIndex(opened.read(own_pages.offerable), weights)
    aliases = opened.read(own_addresses.aliases)
    for page in pages:
        yield _pair(page, index, aliases.pages_at((page.url,)))


def _pair(page: DeadPage, index: OwnPageIndex, itself: Collection[str]) -> Redirect:
    offer = index.suggest(_query(page), min_score=_LEAST_SHOWN, exclude=itself)
    return Redirect(
        dead_url=page.url,
        leads_to=offer.url if offer else "",
        score=offer.score if offer else 0.0,
        why=offer.why if offer else "",
        pages=len(page.pages),
        domains=len(page.domains),
        reason=page.reason,
        dead_since=page.dead_since,
    )


def _query(page: DeadPage) -> Query:
    """What is known of a dead page: the link that most pages have to it with words that say something."""
    from finder.matching import Query
    from finder.words import is_generic_anchor

    ranked = sorted(page.links.items(), key=lambda each: (is_generic_anchor(each[0][0]), -each[1]))
    anchor, context, heading, title, language = ranked[0][0]
    good = page.copy if page.copy and page.copy.state == "good" else None
    return Query(
        url=page.url,
        anchor=anchor,
        context=context,
        heading=heading,
        page_title=title,
        language=language,
        target_title=(good.title or good.h1) if good else "",
        target_text=good.text if good else "",
    )


def _write_csv(stream: Any, found: Sequence[Redirect]) -> None:
    from finder.exports.cells import CsvFile

    said = ({"rule": "no" if each.doubt else "yes", "score": f"{each.score:.2f}"} for each in found)
    rows = (asdict(each) | more for each, more in zip(found, said, strict=True))
    CsvFile(stream, COLUMNS).write(rows)
