"""`finder explain`: looks at an address now, and says hop by hop what was seen and what follows from it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import click

from finder.archived import PlainCopies
from finder.campaign.values import to_url
from finder.cli.answers import NEEDS_BROWSER
from finder.cli.facts import fetch_lines, second_lines
from finder.cli.opening import Refusal
from finder.cli.output import console, one_line, print_json, printing
from finder.cli.settings import network_settings, settings_option
from finder.confirming import what_confirms
from finder.items import Outcome, Promise, Target
from finder.network import Network
from finder.observe import NetworkDown
from finder.pages import decode, read_page
from finder.pages.scripted import left_to_scripts
from finder.storage.promises import MOST_LINKS
from finder.urls import host, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import Settings

    from finder.checker import Examined
    from finder.cli.facts import Line
    from finder.items import Link

EXIT_DEAD: Final = 10
EXIT_UNCERTAIN: Final = 11
_MOST_LINKS: Final = 200
_MAX_PAGE: Final = 10 * 2**20  # bytes
_NO_PROMISE: Final = Promise()


@click.command("explain")
@click.argument("url", required=False)
@click.option(
    "--page", metavar="URL", help="The source page: takes what its link promises, or all its links."
)
@click.option("--anchor", "anchors", multiple=True, metavar="TEXT", help="What a link to it says.")
@click.option(
    "--context", "contexts", multiple=True, metavar="TEXT", help="The sentence around a link to it."
)
@click.option("--archive", is_flag=True, help="Ask the archive for a copy if it is dead.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: an object, or an array of them for a page."
)
@settings_option
def explain_command(
    url: str | None,
    page: str | None,
    anchors: tuple[str, ...],
    contexts: tuple[str, ...],
    overrides: tuple[str, ...],
    *,
    archive: bool,
    as_json: bool,
) -> None:
    """Look at URL now, as a crawl would, and say what was seen, which check answered and why.

    What a link promises is half of a verdict: give its words with --anchor and --context, or the page it
    stands on with --page. With --page alone every outbound link of that page is looked at. Nothing is kept.

    \b
    Examples:
      finder explain https://example.org/old-guide
      finder explain https://example.org/old-guide --anchor "The old guide to tides"
      finder explain https://example.org/old-guide --page https://blog.example.net/links
      finder explain --page https://blog.example.net/links --json

    Exit codes of one URL: 0 alive, 10 dead, 11 uncertain. Of a page: 0 done. 1 the page cannot be read,
    2 wrong usage.
    """
    if not url and not page:
        raise click.UsageError("Name an address, or a source page with --page.")
    target, source = _address(url, "URL"), _address(page, "--page")
    logging.basicConfig(level=logging.ERROR)
    settings = network_settings(overrides, {"LOG_LEVEL": "ERROR"})
    asked = _Asked(target, source, Promise(anchors, contexts), archive=archive)
    explained = asyncio.run(_explain(settings, asked))
    if as_json:
        objects = [_object(link, examined) for link, examined in explained]
        print_json(objects[0] if target else objects)
    else:
        with printing() as stream:
            out = console(stream)
            for link, examined in explained:
                for name, value in _one(link, examined) if target else _brief(link, examined):
                    _print(out, name, value)
    if target:
        outcome = explained[0][1].verdict.outcome
        click.get_current_context().exit(
            {Outcome.ALIVE: 0, Outcome.DEAD: EXIT_DEAD, Outcome.UNCERTAIN: EXIT_UNCERTAIN}[outcome]
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be explained: an address, a source page, or an address with the page it stands on."""

    url: str | None
    page: str | None
    promise: Promise
    archive: bool


_Explained = tuple["Link | None", "Examined"]


def _address(text: str | None, hint: str) -> str | None:
    if text is None:
        return None
    try:
        return identity(to_url(text))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=hint) from error


async def _explain(settings: Settings, asked: _Asked) -> list[_Explained]:
    network = Network(settings)
    try:
        links, source = await _read(network, asked.page) if asked.page else ([], _NO_PROMISE)
        inquiry = network.inquiry(copies=PlainCopies(network.archive) if asked.archive else None)
        if asked.url is None:
            first = {identity(link.url): link for link in links}
            return [
                (
                    link,
                    await inquiry.examine(
                        _target(url, [each for each in links if identity(each.url) == url], source)
                    ),
                )
                for url, link in list(first.items())[:_MOST_LINKS]
            ]
        here = [link for link in links if identity(link.url) == asked.url]
        if asked.page and not here:
            raise Refusal(f"{asked.page} has no link to {asked.url}")
        target = _target(asked.url, here, source, asked.promise)
        return [(here[0] if here else None, await inquiry.examine(target))]
    except NetworkDown as error:
        raise Refusal(f"our own network is down: {error}") from error
    finally:
        await network.close()


async def _read(network: Network, url: str) -> tuple[list[Link], Promise]:
    """The outbound links of a source page, and what it says of all of them.

    Raises :class:`Refusal` when it cannot be read.
    """
    look = await network.looker.look(url, max_bytes=_MAX_PAGE)
    if look.fetch.status != HTTPStatus.OK or not look.body:
        said = look.fetch.status or str(look.fetch.failure).replace("_", " ")
        raise Refusal(f"the page {url} cannot be read: {said} {look.fetch.detail}".rstrip())
    html = decode(look.body, look.headers.get("content-type", ""))
    page = read_page(html, look.fetch.final_url, about=False)
    if left_to_scripts(page, html):
        click.echo(f"finder: {url}: {NEEDS_BROWSER}", err=True)
    titles, languages = ((text,) if text else () for text in (page.title, page.language))
    return list(page.outbound_links), Promise(titles=titles, languages=languages)


def _target(url: str, links: list[Link], source: Promise, said: Promise = _NO_PROMISE) -> Target:
    links = links[:MOST_LINKS]
    promise = Promise(
        anchors=(*said.anchors, *(link.anchor for link in links)),
        contexts=(*said.contexts, *(link.context for link in links)),
        headings=tuple(link.heading for link in links),
        titles=source.titles,
        languages=source.languages,
    )
    return Target(0, url, host(url), promise)


def _one(link: Link | None, examined: Examined) -> Iterator[Line]:
    case, verdict = examined.case, examined.verdict
    yield f"{verdict.outcome}: {verdict.reason} (confidence {verdict.confidence})", None
    yield "evidence", verdict.evidence
    yield "said by", f"the check {examined.check}"
    yield "to confirm", what_confirms(verdict)
    yield "requests", examined.requests
    if link or case.promise.anchors:
        yield "What was promised", None
        for anchor in case.promise.anchors:
            yield "anchor", anchor
        for context in case.promise.contexts:
            yield "context", context
    yield "What was seen", None
    yield from fetch_lines(asdict(case.fetch))
    if case.page:
        yield "fit", _fit(examined)
    if case.seconds:
        yield "Further looks", None
        for second in case.seconds:
            yield from second_lines(asdict(second))
    if case.copy:
        yield "Archive", None
        yield case.copy.state, f"{case.copy.captured_at} {case.copy.title} {case.copy.snapshot_url}"


def _fit(examined: Examined) -> str:
    found = examined.case.fit
    if not found.promised:
        return "the link promises nothing that could be compared"
    heads = f"title and headings hold {found.in_headings:.0%} of what the link promises"
    return f"{heads}, the text has its words {found.in_text} times"


def _brief(link: Link | None, examined: Examined) -> Iterator[Line]:
    verdict = examined.verdict
    yield f"{verdict.outcome:<9} {verdict.reason}  {examined.case.fetch.url}", None
    yield "anchor", link.anchor if link else ""
    if verdict.outcome is not Outcome.ALIVE:
        yield "evidence", verdict.evidence


def _object(link: Link | None, examined: Examined) -> dict[str, Any]:
    case, verdict = examined.case, examined.verdict
    return {
        "url": case.fetch.url,
        "verdict": verdict.outcome,
        "confidence": verdict.confidence,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "said_by": examined.check,
        "to_confirm": what_confirms(verdict),
        "requests": examined.requests,
        "spelling": link.spelling if link else "",
        "promise": asdict(case.promise),
        "fit": case.fit.as_dict() if case.page else None,
        "fetch": asdict(case.fetch),
        "seconds": [asdict(second) for second in case.seconds],
        "archive": asdict(case.copy) if case.copy else None,
    }


def _print(out: Any, name: str, value: Any) -> None:
    """A heading (no value), or a name with its value; lines are never broken, addresses stay whole."""
    from rich.text import Text

    said = one_line(value)
    if value is None:
        out.print(Text(one_line(name), style="bold"), soft_wrap=True)
    elif said:
        out.print(Text.assemble((f"  {name:<14}", "dim"), said), soft_wrap=True)
