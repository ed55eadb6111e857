"""Facts made up for the report, mild and hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from finder.backlink_profile import (
    AnchorShare,
    Counts,
    CountsOnly,
    LinkedPage,
    Period,
    Profile,
    SeenBy,
    StateCount,
    SupplierCounts,
    UsedAnchor,
)
from finder.backlink_profile import (
    Changes as LinkChanges,
)
from finder.report import (
    Changes,
    Crawl,
    Event,
    Facts,
    LeadCount,
    Mentioned,
    Place,
    ProspectTotals,
    Run,
    TopProspect,
    Unreadable,
    VerdictCount,
)

MADE_AT: Final = "2026-11-30T11:42:00Z"
# What pages may say to do harm: markup, formulas, other directions, what no file should hold, no end.
HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "\x00\x1b[31m\x9b\ud800",
    "😀👩‍👩‍👧‍👦 e" + "\u0301" * 200,
    "عنوان عربي טקסט עברי",
    "x" * 10_000,
    "word " * 5_000,
    "]]>-->[[a]] [[b",
)
NO_LINKS: Final = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/",
    "https:evil.example",
    "https://",
    "http://[::1",
    "https://bank.example@evil.example/",
    "https://a.example/\u202e",
    "https://a.example/ b",
    "https://a.example\\@evil.example/",
    "https://a.example/" + "x" * 3_000,
)


def lead(number: int = 1, **more: Any) -> dict[str, Any]:
    """A lead record as the storage gives it, a broken link with everything that can be known."""
    return {
        "lead_id": number,
        "kind": "broken_link",
        "status": "new",
        "score": 87,
        "score_why": "in a list of the main text; the page was changed this year",
        "sitewide": 12,
        "page_url": f"https://list{number}.example/links",
        "page_title": f"Good links {number}",
        "page_language": "en",
        "page_authors": "Mary Quay",
        "prospect": f"list{number}.example",
        "dead_url": "https://dead.example/tides",
        "linked_url": "",
        "image_url": "",
        "rivals": "",
        "brand": "",
        "anchor": "Tide tables",
        "context": "We use the Tide tables of the harbour. Or write to mary@list.example.",
        "evidence": "https://dead.example/tides answers 404 Not Found, twice.",
        "reason": "not_found",
        "confidence": "high",
        "seen_at": "2026-11-29T05:11:00Z",
        "first_seen": "2026-11-22T05:11:00Z",
        "last_seen": "2026-11-29T05:11:00Z",
        "sightings": 2,
        "replacement_url": "https://acme.example/tides",
        "replacement_title": "Tides today",
        "why_match": 'both say "tides"',
        "contact_email": "mary@list.example",
        "contact_name": "Mary Quay",
        "contact_type": "personal",
        "contact_found_on": "https://list.example/about",
        "contact_url": "https://list.example/contact",
        "alive_at": "2025-01-02T03:04:05Z",
        "archive_url": "https://archive.example/2025/https://dead.example/tides",
    } | more


def mention(number: int = 2, **more: Any) -> dict[str, Any]:
    """A lead record of an unlinked mention without any contact or page to offer."""
    nothing = ("dead_url", "replacement_url", "replacement_title", "archive_url", "alive_at")
    nobody = ("contact_email", "contact_name", "contact_type", "contact_found_on", "contact_url")
    said = {
        "kind": "unlinked_mention",
        "brand": "Acme",
        "anchor": "Acme",
        "context": "We like [[Acme]] a lot.",
    }
    return lead(number, **dict.fromkeys((*nothing, *nobody), ""), **said) | more


def facts(**more: Any) -> Facts:
    """A campaign in which there is something of everything."""
    return replace(_EVERYTHING, **more)


def hostile(text: str, url: str = NO_LINKS[0]) -> Facts:
    """Facts in which pages say ``text`` wherever they may, and every address of theirs is ``url``."""
    said = dict.fromkeys(
        (
            "page_title",
            "page_authors",
            "prospect",
            "score_why",
            "anchor",
            "evidence",
            "replacement_title",
            "why_match",
        ),
        text,
    )
    where = dict.fromkeys(
        ("page_url", "dead_url", "linked_url", "image_url", "replacement_url", "archive_url"), url
    )
    whom = dict.fromkeys(("contact_email", "contact_name", "contact_type"), text)
    found = lead(1, **said, **where, **whom, contact_found_on=url, contact_url=url, context=f"a {text} b")
    other = mention(2, context=f"[[{text}]]", page_title="", page_url=url)
    named = Mentioned(1, text, text, url, text, text)
    linked = LinkedPage(url, 1, 1, 0, "dead", text)
    return facts(
        best=(found, other),
        backlinks=replace(
            _BACKLINKS,
            suppliers=(SupplierCounts(text, 1, 1, 1, 1, 1, 0, 0, 0, 1.0, 0, 0, text, text),),
            agreement={"domains": (SeenBy((text,), 1, 1.0),)},
            states=(StateCount("live", text, 1, 1, 1),),
            anchors=(UsedAnchor(text, "brand", 1, 1, 1.0),),
            notes=(text,),
            dead_targets=(linked,),
            counts_only=(CountsOnly(text, text, "site", 1, 1),),
        ),
        top_prospects=(TopProspect(text, 1, 80, text),),
        changes=replace(
            _EVERYTHING.changes,
            new_leads=(named,),
            withdrawn_leads=(named,),
            withdrawn={text: 3},
            events=(Event("2026-11-28T09:00:00Z", 1, text, text, text, text, text),),
        ),
        crawl=replace(
            _EVERYTHING.crawl,
            unreadable=(Unreadable(text, 3, url),),
            place_problems=(Place("feed", url, text),),
        ),
    )


_BACKLINKS: Final = Profile(
    known=Counts(450, 420, 210),
    current=Counts(400, 380, 200),
    states=(
        StateCount("live", "", 310, 300, 160),
        StateCount("missing", "page_noindex", 5, 5, 4),
        StateCount("lost", "link_removed", 50, 45, 20),
        StateCount("", "", 85, 80, 40),
    ),
    suppliers=(
        SupplierCounts(
            "ahrefs", 390, 360, 180, 400, 310, 5, 40, 3, 0.8732, 12, 2, "2019-01-02", "2026-11-20"
        ),
        SupplierCounts("search_console", 0, 120, 90, 120, 0, 0, 0, 0, None, 0, 0, "", "2026-11-01"),
    ),
    agreement={"domains": (SeenBy(("ahrefs",), 110, 0.55), SeenBy(("ahrefs", "search_console"), 90, 0.45))},
    changes=LinkChanges(
        "month", tuple(Period(f"2026-{month:02}-01", 5 * month, month, 1) for month in range(1, 13)), 7
    ),
    anchor_sorts=(
        AnchorShare("brand", 200, 120, 0.5, 0.6),
        AnchorShare("generic", 150, 60, 0.375, 0.3),
        AnchorShare("exact_phrase", 50, 45, 0.125, 0.225),
    ),
    anchors=(
        UsedAnchor("Acme", "brand", 190, 110, 0.55),
        UsedAnchor("Tide tables", "exact_phrase", 50, 45, 0.225),
    ),
    notes=("“Tide tables” is the anchor on 45 of 200 referring domains.",),
    dead_targets=(LinkedPage("https://acme.example/old", 12, 9, 0, "dead", "not_found", 404),),
    dead=Counts(12, 11, 9),
    counts_only=(CountsOnly("search_console", "top_linking_sites", "site", 90, 60),),
)
_EVERYTHING: Final = Facts(
    leads=(
        LeadCount("broken_link", "contacted", 3),
        LeadCount("broken_link", "new", 1_200),
        LeadCount("unlinked_mention", "new", 41),
        LeadCount("unlinked_mention", "won", 2),
    ),
    scores=(0, 0, 3, 8, 20, 61, 254, 500, 300, 100),
    withdrawn=17,
    risks={"sells_links": 4, "link_farm": 1},
    verdicts=(
        VerdictCount("alive", "answers", 9_000),
        VerdictCount("dead", "gone", 60),
        VerdictCount("dead", "not_found", 240),
        VerdictCount("uncertain", "blocked", 700),
        *(VerdictCount("uncertain", f"reason_{number}", 20 - number) for number in range(12)),
    ),
    prospects=ProspectTotals(640, 600, 1_241, 320, 80, 5),
    top_prospects=(
        TopProspect("list1.example", 4, 87, "personal and role e-mail address"),
        TopProspect("a-rather-long-name-of-a-sailing-club.example", 1, 80, ""),
    ),
    changes=Changes(
        since="2026-11-29T05:00:00Z",
        came={"broken_link": 30, "unlinked_mention": 4},
        withdrawn={"The target is alive again.": 6, "The page no longer shows it.": 2},
        died=25,
        dead_again=180,
        statuses={"contacted": 12, "won": 2, "fixed": 1, "lost": 1},
        new_leads=(Mentioned(9, "broken_link", "Harbour links", "https://h.example/", "h.example", "Gone."),),
        withdrawn_leads=(
            Mentioned(3, "broken_link", "", "https://i.example/", "i.example", "The target is alive again."),
        ),
        events=(
            Event(
                "2026-11-28T09:00:00Z",
                1,
                "list1.example",
                "contacted",
                "won",
                "finder verify",
                "A link to us.",
            ),
        ),
    ),
    crawl=Crawl(
        source_pages={"read": 800, "failed": 12, "not_html": 3},
        unreadable=(Unreadable("503 Service Unavailable", 9, "https://slow.example/links"),),
        places={"read": 4, "failed": 1},
        place_problems=(Place("feed", "https://blog.example/feed", "is no feed"),),
        links=48_000,
        targets_waiting=7,
        runs=(
            Run(1, "own_content", "2026-11-29T05:00:00Z", "2026-11-29T05:01:00Z", "finished", "finished"),
            Run(2, "resource_pages", "2026-11-29T05:01:00Z", "", "crashed", ""),
        ),
    ),
    best=(lead(1), mention(2)),
    backlinks=_BACKLINKS,
)
