"""A campaign with own pages, and leads whose archived copies say whether the page of the anchor is right.

Weights that come with finder offer the page that is called like the anchor. Whoever judges these leads cares
for what the dead page was called: if that was something else, no page of theirs fits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from finder.items import ArchivedCopy, Lead, Link, OwnPage, SourcePage, Suggestion
from finder.storage import copies, finds, own_pages, runs, workers
from finder.storage.batches import Batch
from finder.storage.own_pages import OwnListing
from finder.storage.tables import lead
from tests.cli.crawled import DEAD, gone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import Find
    from tests.cli.crawled import Crawled

SITE: Final = "https://acme.example"
SUBJECTS: Final = (
    *(
        "tide tables",
        "bowline knots",
        "anchor chains",
        "harbour lights",
        "compass deviation",
        "diesel engines",
    ),
    *("teak decks", "life rafts", "signal flags", "storm sails", "bilge pumps", "radar reflectors"),
    *(
        "rope splicing",
        "mooring buoys",
        "sextant altitudes",
        "weather routing",
        "hull osmosis",
        "winch service",
    ),
    *("galley stoves", "lightning protection", "night watches", "rigging inspection", "solar panels"),
    *("sea anchors", "canal locks"),
)
ELSEWHERE: Final = (
    "Sourdough bread",
    "Mortgage rates",
    "Guitar chords",
    "Chess openings",
    "Tomato seedlings",
)
OWN: Final = tuple(
    OwnPage(
        f"{SITE}/guides/{subject.replace(' ', '-')}",
        subject.capitalize(),
        subject.capitalize(),
        summary=f"All about {subject}.",
        text=f"We wrote this page about {subject} for people who sail, with pictures and a table.",
        language="en",
    )
    for subject in SUBJECTS
)


def learn_own_pages(crawled: Crawled, pages: Iterable[OwnPage] = OWN) -> None:
    """Put own pages into the database, as the own content spider does."""
    write = crawled.database.write
    run = write(runs.begin, "acme", "digest", "own_content")
    worker = write(workers.register)
    for page in pages:
        write(own_pages.list_own, run.campaign_id, run.id, [OwnListing(page.url)], 1_000)
        job = write(own_pages.claim_own, run.campaign_id, run.id, worker, 1)[0]
        read = SourcePage(
            page.url, title=page.title, h1=page.h1, summary=page.summary, text=page.text, language="en"
        )
        write(own_pages.own_read, run.id, job.id, "ok", read, 200, {})


def dead_url(number: int) -> str:
    """The dead address of the lead of this place: it says nothing itself."""
    return f"https://gone.example/p/{number}"


def crawl(crawled: Crawled, number: int = 40, prospects: int = 20) -> None:
    """Make leads 1 to ``number``; what every second dead page was called is about something else.

    The page of the anchor is offered for all of them.
    """
    learn_own_pages(crawled)
    for place in range(1, number + 1):
        subject = SUBJECTS[place % len(SUBJECTS)]
        title = subject if is_right(place) else ELSEWHERE[place % len(ELSEWHERE)]
        copy = ArchivedCopy(
            dead_url(place), "good", title=title.capitalize(), asked_at="2026-11-23T05:11:00Z"
        )
        crawled.database.write(copies.keep, copy)
        link = Link(dead_url(place), dead_url(place), subject.capitalize())
        crawled.page(f"https://p{place}.site{place % prospects}.example/links", [link], title="Links")
    crawled.look(DEAD, *(gone(dead_url(place)) for place in range(1, number + 1)))
    found = crawled.database.write(finds.claim_finds, crawled.run.campaign_id, crawled.worker, 1_000)
    crawled.store(Batch(leads=[_qualified(find) for find in found]))


def is_right(place: int) -> bool:
    """Whether the page that is offered for a lead is right."""
    return place % 2 == 0


def own_page(place: int) -> str:
    """The page that is offered for a lead."""
    return OWN[place % len(SUBJECTS)].url


def place_of(url: str) -> int:
    """The place of the lead with this dead address."""
    return int(url.rpartition("/")[2])


def _qualified(find: Find) -> Find:
    offer = own_page(place_of(find.opportunity.dead_url))
    prospect = find.opportunity.page_url.split("/")[2].partition(".")[2]
    suggestion = Suggestion(offer, "Ours", 0.9, {"anchor": 0.9}, "both say it")
    find.lead = Lead(find.opportunity, prospect, 70, {"match": 0.9}, suggestion)
    return find


def set_status(crawled: Crawled, right: str, other: str) -> None:
    """What people set: one status where the offered page is right, one where it is not."""
    rows = crawled.database.read(
        lambda connection: connection.execute(select(lead.c.id, lead.c.dead_url)).all()
    )
    for row in rows:
        status = right if is_right(place_of(row.dead_url)) else other
        reason = status if status == "wrong_page" else ""
        values = {"status": "rejected" if reason else status, "rejected_because": reason}
        statement = lead.update().where(lead.c.id == row.id).values(values)
        crawled.database.write(lambda connection, one=statement: connection.execute(one))


def lead_ids(crawled: Crawled) -> dict[int, int]:
    """The ids of the leads by their place."""
    rows = crawled.database.read(
        lambda connection: connection.execute(select(lead.c.id, lead.c.dead_url)).all()
    )
    return {place_of(row.dead_url): row.id for row in rows}


def fitted(crawled: Crawled, *options: str) -> dict[str, Any]:
    result = crawled.finder("matching", "fit", "--json", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def judged_file(crawled: Crawled, said: dict[int, str], name: str = "judged.csv") -> str:
    """A file with what is said of leads, by place."""
    ids = lead_ids(crawled)
    path = crawled.folder / name
    lines = [f"{ids[place]},{answer}" for place, answer in said.items()]
    path.write_text("\n".join(["lead_id,right_page", *lines, ""]), encoding="utf-8")
    return str(path)


def all_judged(number: int = 40) -> dict[int, str]:
    return {place: "yes" if is_right(place) else "none" for place in range(1, number + 1)}


def bare_lead(crawled: Crawled, place: int, anchor: str = "here") -> None:
    """A lead for which no page is offered."""
    crawled.page(f"https://bare{place}.example/links", [Link(dead_url(place), dead_url(place), anchor)])
    crawled.look(DEAD, gone(dead_url(place)))
    crawled.leads(None, prospect=f"bare{place}.example")
