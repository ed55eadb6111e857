"""`finder page`: what finder reads on one page, and how the page stands to the brands of a campaign."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from finder.campaign import load_campaign
from finder.campaign.values import to_url
from finder.cli.answers import NEEDS_BROWSER, is_page, why_not_read
from finder.cli.opening import Refusal, campaign_argument, campaign_file
from finder.cli.output import console, print_fact, print_json, printing
from finder.cli.settings import network_settings, settings_option
from finder.facts import page_facts
from finder.items import Sense
from finder.network import Network
from finder.observe import NetworkDown
from finder.opportunities import on_page
from finder.pages import Names, decode, read_page
from finder.pages.scripted import left_to_scripts
from finder.standing import brands_on
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import Settings

    from finder.campaign import Campaign
    from finder.cli.facts import Line
    from finder.items import Mention, PageFacts, SourcePage

_MAX_PAGE: Final = 10 * 2**20  # bytes
_SENSES: Final = {Sense.OURS: "yours", Sense.UNCLEAR: "could not tell", Sense.OTHER: "something else"}


@click.command("page")
@click.argument("page")
@campaign_argument
@click.option("--url", metavar="URL", help="The address of a page that is a file. Default: http://localhost/")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@settings_option
def page_command(
    page: str, campaign: str | None, url: str | None, overrides: tuple[str, ...], *, as_json: bool
) -> None:
    """Read PAGE (an address or a saved HTML file) now, and say what finder sees of the CAMPAIGN's brands.

    Every place with a name is shown, with what spoke for and against it being yours, where on the page it
    stands and where it links to; and the leads that the page itself would give. Nothing is kept.

    \b
    Examples:
      finder page https://blog.example.net/our-tools acme.toml
      finder page saved.html acme.toml --url https://blog.example.net/our-tools --json

    Exit codes: 0 done, 1 the page cannot be read or a problem with the campaign file, 2 wrong usage or no
    saying which campaign.
    """
    chosen = load_campaign(campaign_file(campaign))
    logging.basicConfig(level=logging.ERROR)
    html, address = _saved(page, url) or _fetched(network_settings(overrides, {"LOG_LEVEL": "ERROR"}), page)
    read = read_page(html, address, Names(chosen.brand_profiles))
    facts = page_facts(read, chosen)
    by_scripts = left_to_scripts(read, html)
    if as_json:
        print_json(_object(read, facts, chosen) | {"needs_browser": by_scripts})
        return
    with printing() as stream:
        out = console(stream)
        for name, value in _lines(read, facts, chosen, NEEDS_BROWSER if by_scripts else ""):
            print_fact(out, name, value)


def _saved(name: str, url: str | None) -> tuple[str, str] | None:
    """The page of a file and its address; ``None`` if there is no such file."""
    file = Path(name)
    if "://" in name or not file.is_file():
        return None
    try:
        return decode(file.read_bytes()[:_MAX_PAGE], ""), to_url(url or "http://localhost/")
    except OSError as error:
        raise Refusal(f"{name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--url") from error


def _fetched(settings: Settings, name: str) -> tuple[str, str]:
    """The page at an address and where it was in the end."""
    try:
        url = identity(to_url(name))
    except ValueError as error:
        raise click.BadParameter(f"no file, and {error}", param_hint="PAGE") from error
    try:
        return asyncio.run(_fetch(settings, url))
    except Refusal as refusal:
        if "://" in name:
            raise
        raise Refusal(f"there is no file {name}, and {refusal.message}") from refusal


async def _fetch(settings: Settings, url: str) -> tuple[str, str]:
    network = Network(settings)
    try:
        look = await network.looker.look(url, max_bytes=_MAX_PAGE, pages_only=True)
    except NetworkDown as error:
        raise Refusal(f"our own network is down: {error}") from error
    finally:
        await network.close()
    if look.fetch.status != HTTPStatus.OK:
        raise Refusal(f"the page {url} cannot be read: {why_not_read(look.fetch)}")
    content_type = look.headers.get("content-type", "")
    if not look.body or not is_page(content_type):
        raise Refusal(f"{url} is no web page")
    return decode(look.body, content_type), look.fetch.final_url


def _lines(page: SourcePage, facts: PageFacts, campaign: Campaign, browser: str) -> Iterator[Line]:
    yield f"{page.title or page.url}", None
    yield "page", page.url
    yield "needs browser", browser
    yield "language", page.language
    yield "by", ", ".join(page.authors)
    yield "published", page.published
    yield "modified", page.modified
    yield "links", f"{len(page.links)}, of these {len(page.outbound_links)} to other sites"
    for url in facts.linked_own:
        yield "links to you", url
    for image in facts.images:
        yield "your image", image.url
    for named in brands_on(facts):
        yield f"{named.brand}: {named.standing.value.replace('_', ' ')}", None
        for mention in page.mentions:
            if mention.brand == named.brand:
                yield _SENSES[mention.sense], _told(mention)
    yield "Leads of the page itself", None
    opportunities = on_page(facts, campaign.kinds)
    for opportunity in opportunities:
        yield "lead", f"{opportunity.kind}: {opportunity.evidence}"
    if not opportunities:
        yield "lead", "none"


def _told(mention: Mention) -> str:
    within = f" ({mention.within})" if mention.within else ""
    link = f", links to {mention.link_url}" if mention.link_url else ""
    return f"{mention.placement}{within}{link}: {mention.marked} — {mention.why}"


def _object(page: SourcePage, facts: PageFacts, campaign: Campaign) -> dict[str, Any]:
    told = ("url", "title", "language", "authors", "published", "modified", "canonical", "noindex")
    return {name: getattr(page, name) for name in told} | {
        "links": len(page.links),
        "linked_own": facts.linked_own,
        "images": [asdict(image) for image in facts.images],
        "brands": {named.brand: named.standing for named in brands_on(facts)},
        "mentions": [asdict(mention) for mention in page.mentions],
        "leads": [asdict(opportunity) for opportunity in on_page(facts, campaign.kinds)],
    }
