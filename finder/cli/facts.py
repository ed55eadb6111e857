"""Facts as lines for people: a look hop by hop, what a page showed, what became of a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finder.storage.lifecycle import Event

_SHOWN_TEXT: Final = 160
_SENT_ON: Final = {"refresh": " (page refresh)", "script": " (script)"}

Line = tuple[str, Any]


def fetch_lines(fetch: Mapping[str, Any]) -> Iterator[Line]:
    """What one look saw."""
    for hop in fetch.get("hops", ()):
        onward = f" → {hop['location']}" if hop.get("location") else ""
        yield (
            fetch.get("method", ""),
            (f"{hop['url']} {hop['status'] or 'no answer'}{onward}{_SENT_ON.get(hop.get('by', ''), '')}"),
        )
    if fetch.get("failure"):
        yield "failure", f"{fetch['failure']} {fetch.get('detail', '')}"
    yield "certificate", fetch.get("tls_fault", "")
    for name, value in fetch.get("headers", {}).items():
        yield "header", f"{name}: {value}"
    cut = f", then stopped ({fetch['cut'].replace('_', ' ')})" if fetch.get("cut") else ""
    yield "body", f"{fetch.get('body_bytes', 0)} bytes read{cut}"
    # From the first request's wait for its turn to the last answer's end, robots.txt and pauses included.
    yield "time", f"{fetch.get('elapsed', 0):.1f} s with all waiting for turns"
    if fetch.get("page"):
        yield from _page_lines(fetch["page"])


def second_lines(second: Mapping[str, Any]) -> Iterator[Line]:
    """What a further look was for, and what it saw, in short."""
    fetch = second.get("fetch")
    said = "could not be asked"
    if fetch:
        answer = fetch["status"] or str(fetch["failure"]).replace("_", " ")
        where = f" at {fetch['final_url']}" if fetch["final_url"] != second["url"] else ""
        title = f", titled “{fetch['page']['title']}”" if fetch.get("page") else ""
        said = f"{answer}{where}{title}"
    yield second["purpose"].replace("_", " "), f"{second['url']}: {said} (asked because {second['why']})"


def _page_lines(page: Mapping[str, Any]) -> Iterator[Line]:
    yield "title", page["title"]
    yield "h1", page["h1"] if page["h1"] != page["title"] else ""
    size = f"{page['main_words']} words of main text, {page['links']} links, {page['scripts']} scripts"
    yield "page", f"{size}{', in ' + page['language'] if page['language'] else ''}"
    text = " ".join(page["text"].split())
    yield "text", f"{text[:_SHOWN_TEXT]}…" if len(text) > _SHOWN_TEXT else text


def history_lines(happened: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """Changes as lines: the day, then what, from what to what, by whom and why."""
    for each in happened:
        why = f": {each.why}" if each.why else ""
        change = f"{each.before or 'none'} → {each.after or 'none'}"
        yield each.at[:16].replace("T", " "), f"{each.field.replace('_', ' ')} {change} ({each.author}{why})"
