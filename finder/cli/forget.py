"""`finder forget`: somebody does not want to be known here."""

from __future__ import annotations

import click

from finder.cli.author import author_of, by_option
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import make_sure, one_line
from finder.storage.forgetting import forget
from finder.suppression import FORGOTTEN, Sort, rule_of


@click.command("forget")
@click.argument("whom", metavar="ADDRESS|DOMAIN")
@campaign_argument
@click.option("--yes", is_flag=True, help="Do not ask before it is done.")
@by_option
def forget_command(whom: str, campaign: str | None, *, yes: bool, by: str | None) -> None:
    """Remove an e-mail ADDRESS, or all of a DOMAIN, from every campaign of the database, for good.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.
    Contacts go, also the name of the person as author of pages; in notes, history and texts of pages the
    address is blotted out. Nobody is ever led to write to it again: of an address only a digest (SHA-256) is
    kept, by which it is known when a page shows it again. The leads stay.

    \b
    Examples:
      finder forget jo@example.org acme.toml
      finder forget example.org --yes

    Exit codes: 0 done (also when nothing was known), 1 neither address nor domain, nothing crawled yet, or a
    problem with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    try:
        rule = rule_of(whom, FORGOTTEN)
    except ValueError as error:
        raise Refusal(one_line(error)) from error
    if rule.sort is Sort.PATTERN:
        raise Refusal(f"{one_line(whom)} is a pattern; name an address or a domain")
    opened = open_campaign(campaign)
    if not yes:
        make_sure(f"Forget {rule.value} in every campaign of the database?")
    gone = opened.database.write(forget, rule, author_of(by))
    opened.database.settle()
    texts = f"blotted out of {gone.texts:,} texts"
    click.echo(f"{gone.contacts:,} contact{'' if gone.contacts == 1 else 's'} removed, {texts}; suppressed.")
