"""The words of finder as frozen values, in the order in which they happen.

Everything here is plain data: no Scrapy, no SQL, no network. Times are ISO 8601 strings in UTC
(``2026-11-23T05:11:00Z``), URLs are absolute and spelled as a browser would send them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from finder.markers import Marker

Cut = Literal["", "limit", "broken_off", "coding", "scripts"]
OnwardBy = Literal["", "location", "refresh", "script"]


class Placement(StrEnum):
    """Where on a page a link or a mention stands."""

    MAIN = "main"
    NAVIGATION = "navigation"
    HEADER = "header"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    RELATED = "related"
    COMMENTS = "comments"


class Outcome(StrEnum):
    """What a verdict concludes about a target."""

    ALIVE = "alive"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


class Confidence(StrEnum):
    """How sure a verdict is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Failure(StrEnum):
    """Why a request got no usable answer: the closed set that every transport is translated to."""

    NO_SUCH_HOST = "no_such_host"
    DNS_FAILED = "dns_failed"
    REFUSED = "refused"
    CONNECT_TIMEOUT = "connect_timeout"
    READ_TIMEOUT = "read_timeout"
    RESET = "reset"
    TLS = "tls"
    NOT_HTTP = "not_http"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    FORBIDDEN_ADDRESS = "forbidden_address"
    NOT_PUBLIC_NAME = "not_public_name"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    ASKED_TO_WAIT = "asked_to_wait"
    TOO_LARGE = "too_large"
    OTHER = "other"


class NameFault(StrEnum):
    """What is wrong with a name when the failure is ``NO_SUCH_HOST``: the ``detail`` of that failure."""

    UNKNOWN = "NXDOMAIN"
    NO_ADDRESS = "the name has no address"
    INVALID = "not a valid host name"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page, as a browser would follow it.

    ``url`` is absolute (fragment kept out), ``spelling`` is the ``href`` as the page writes it,
    ``context`` the sentence or list item around the anchor (of outbound links only), ``heading`` the nearest
    heading above. ``outbound`` says whether it leaves the site of the page it stands on.
    """

    url: str
    spelling: str
    anchor: str
    context: str = ""
    heading: str = ""
    rel: tuple[str, ...] = ()
    placement: Placement = Placement.MAIN
    image: bool = False
    outbound: bool = True


class Sense(StrEnum):
    """Whether a name on a page means our brand."""

    OURS = "ours"
    UNCLEAR = "unclear"
    OTHER = "other"


class Within(StrEnum):
    """What a mention is a part of; empty: of ordinary text."""

    TEXT = ""
    HEADING = "heading"
    QUOTATION = "quotation"
    CITATIONS = "citations"
    CREDIT = "credit"
    CODE = "code"
    ALT = "alt"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of one of our brands on a page, as far as a reader sees it.

    ``name`` is the spelling in the campaign, ``found`` the one on the page, which stands at ``at`` of
    ``snippet`` (at most about 200 characters of its block). ``sense`` says whether our brand is meant and
    ``why`` on what ground. ``link_url``: where the name itself links to, empty if nowhere, and
    ``link_text`` the text of that link. ``weight``: what the campaign says its brand is worth.
    ``is_brand``: the name is the brand's, not that of a product or person of it. An ``ALT`` mention is in
    the description of an image, which readers do not see.
    """

    brand: str
    name: str
    snippet: str
    heading: str = ""
    placement: Placement = Placement.MAIN
    found: str = ""
    at: int = 0
    sense: Sense = Sense.OURS
    confidence: Confidence = Confidence.MEDIUM
    why: str = ""
    link_url: str = ""
    link_text: str = ""
    within: Within = Within.TEXT
    weight: float = 1.0
    is_brand: bool = True

    @property
    def marked(self) -> str:
        """The snippet with the mention between double brackets."""
        end = self.at + len(self.found)
        return f"{self.snippet[: self.at]}[[{self.snippet[self.at : end]}]]{self.snippet[end:]}"


@dataclass(frozen=True, slots=True)
class Image:
    """An image that a page shows: its address, its description, where it links to (empty: nowhere).

    ``caption`` is the text of its figure.
    """

    url: str
    alt: str = ""
    link_url: str = ""
    placement: Placement = Placement.MAIN
    heading: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What a source page says: the values that every kind of opportunity is looked for in.

    ``url`` is the address it was read at (after redirects), ``links`` are all its http(s) links in
    document order, ``next_urls`` the pages that continue it (pagination). ``words`` counts those of title,
    headings and main text; in scripts that are written without spaces each pair of characters.
    ``authors`` are as the page writes them (at most 10 of at most 100 characters); ``published`` and
    ``modified`` are days (``2026-11-23``) as its own clock has them, empty where it does not say.
    ``markers``: what it says of its dealings with links; ``None`` where nobody looked.
    """

    url: str
    title: str = ""
    h1: str = ""
    language: str = ""
    summary: str = ""
    canonical: str = ""
    noindex: bool = False
    nofollow: bool = False
    text: str = ""
    links: tuple[Link, ...] = ()
    next_urls: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    images: tuple[Image, ...] = ()
    headings: tuple[str, ...] = ()
    words: int = 0
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    markers: tuple[Marker, ...] | None = None

    @property
    def outbound_links(self) -> tuple[Link, ...]:
        """The links that leave the site of this page."""
        return tuple(link for link in self.links if link.outbound)


@dataclass(frozen=True, slots=True)
class Promise:
    """What the links to a target promise a visitor: their anchors, the text around them, the pages' topics.

    ``languages`` are those of the pages that the links stand on.
    """

    anchors: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Streak:
    """How often in a row a target failed in a way that a bad week could explain.

    ``failures`` are counted if far enough apart; the first was at ``since``, the last counted at ``last``.
    """

    failures: int = 0
    since: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that links lead to and that waits for a look. ``url`` is an identity, ``id`` its row."""

    id: int
    url: str
    host: str
    promise: Promise = Promise()
    streak: Streak = Streak()


@dataclass(frozen=True, slots=True)
class Hop:
    """One request on the way to a target: its address, the status it got and where it was sent on.

    ``by`` says what sent us on: the ``Location`` header, a ``refresh`` (header or meta element) or a script.
    """

    url: str
    status: int | None
    location: str = ""
    by: OnwardBy = ""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the page at the end of a look shows, as far as it was read.

    ``language`` is the one it declares. ``text`` is the start of its main text, one line a block; ``words``
    and ``links`` are counted over all of the page, ``main_words`` over its main part; of many words most are
    estimated. ``skeleton_print`` is a 64-bit fingerprint (SimHash) of the nesting of elements, of which much
    alike pages differ in few bits; 0 where there are words enough to compare.

    Of pages with less main text than :data:`~finder.pages.signals.A_PAGE` there are besides ``frames``,
    ``passwords`` (fields for one), what is shown without scripts only (``silent``), traces of parking
    services in the markup (``marks``), whether a framework of scripts may write the page (``app``), and
    ``hosts``: other hosts that frames, scripts, forms and links name; ``embeds`` are those of frames, scripts
    and forms alone.
    """

    title: str = ""
    h1: str = ""
    headings: tuple[str, ...] = ()
    language: str = ""
    text: str = ""
    words: int = 0
    main_words: int = 0
    links: int = 0
    scripts: int = 0
    images: int = 0
    skeleton_print: int = 0
    frames: int = 0
    passwords: int = 0
    hosts: tuple[str, ...] = ()
    embeds: tuple[str, ...] = ()
    silent: str = ""
    marks: tuple[str, ...] = ()
    app: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """What happened when a target was requested: facts, no conclusions.

    ``status`` is that of the last hop (``None`` when there was no answer, then ``failure`` says
    why). ``headers`` holds a few named response headers in lower case. ``elapsed`` is in seconds,
    ``body_bytes`` counts decoded bytes read. ``cut`` says why that is not all of the body: we stopped at
    our ``limit``, the answer was ``broken_off`` (or took too long), its ``coding`` was unknown or wrong, or
    its ``scripts`` write the rest and no browser could run them. ``tls_fault`` names what was wrong with the
    certificate when the page was read all the same. ``page`` is what the answer shows a reader, if it is a
    page of text.
    """

    url: str
    method: str = "GET"
    hops: tuple[Hop, ...] = ()
    final_url: str = ""
    status: int | None = None
    failure: Failure | None = None
    detail: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body_bytes: int = 0
    cut: Cut = ""
    elapsed: float = 0.0
    requests: int = 0
    tls_fault: str = ""
    names_proven: bool = True
    fetched_at: str = ""
    page: Signals | None = None

    @property
    def redirected(self) -> bool:
        """Whether the answer came from another address than the one asked for."""
        return len(self.hops) > 1

    @property
    def truncated(self) -> bool:
        """Whether less than the whole body was read."""
        return bool(self.cut)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A conclusion about a target: outcome, a reason from a closed vocabulary, evidence in words."""

    outcome: Outcome
    reason: str
    evidence: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class TargetLook:
    """What the last look at a target says: the verdict, the status at its end (if any) and where that was."""

    verdict: Verdict
    status: int | None = None
    final_url: str = ""


class Purpose(StrEnum):
    """What a further look at a target, or beside it, is to tell."""

    AGAIN = "again"  # the same address once more
    SIBLING = "sibling"  # an address beside it that nobody can have made
    OTHER_FORM = "other_form"  # the same page by the other scheme
    HOME = "home"  # the front page of the host
    ARCHIVE = "archive"  # the copy that an archive has
    BROWSER = "browser"  # what it shows when its scripts have run


@dataclass(frozen=True, slots=True)
class Question:
    """What a check has to know before it can answer: which address to look at, for what, and why."""

    purpose: Purpose
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A question that was asked, and what came of it; no ``fetch``: it could not be asked."""

    purpose: Purpose
    url: str
    why: str
    fetch: Fetch | None = None


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """What an archive knows of an address: its last good copy, and when it went bad.

    ``state``: a ``good`` copy, ``only_bad`` ones (captured, but as errors or redirects), ``never`` captured,
    or the archive was ``unavailable``. Times are ISO 8601, empty where unknown: ``captured_at`` of the good
    copy, ``bad_from`` of the first bad one after it. ``snapshot_url`` is for a person to open, ``text`` a
    sample of the copy's main text, ``captures`` the number of captures that the archive named.
    """

    url: str
    state: Literal["good", "only_bad", "never", "unavailable"]
    captured_at: str = ""
    snapshot_url: str = ""
    title: str = ""
    h1: str = ""
    headings: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    language: str = ""
    bad_from: str = ""
    captures: int = 0
    asked_at: str = ""
    detail: str = ""


class RivalLink(NamedTuple):
    """A link of a page that leads to a rival, which is named as the campaign names it."""

    rival: str
    link: Link


class LinksToRivals(StrEnum):
    """How rivals are linked to: several on a page, in a list of many sites, or across the pages of a site."""

    ON_PAGE = "rivals_linked"
    IN_LIST = "rivals_in_list"
    ACROSS_SITE = "rivals_across_site"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the kinds of opportunity need to know of a source page.

    ``linked_own`` are the addresses of our own sites that the page links to, ``linked_brands`` the names of
    the brands whose sites they belong to; ``names`` are the names of all our brands. ``authors``,
    ``published`` and ``modified`` are what the page says of itself, ``images`` its images that are ours.
    ``profiles`` are the addresses of our own profiles elsewhere.

    ``linked_rivals`` are its links to our rivals that count as given for their worth: in the main text and
    not sponsored; ``lists_sites``: its main text is a list of many sites with few links to each. A page is
    worth a lead if it links to ``min_rivals`` of them (0: none is), those included to which other pages of
    the same prospect link by what suppliers say: ``rivals_elsewhere``.
    """

    url: str
    title: str = ""
    language: str = ""
    linked_own: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    linked_brands: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    images: tuple[Image, ...] = ()
    profiles: tuple[str, ...] = ()
    linked_rivals: tuple[RivalLink, ...] = ()
    lists_sites: bool = False
    min_rivals: int = 0
    rivals_elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedLink:
    """A link of a source page with the verdict on its target, and what is known of its death.

    ``dead_since``: first seen dead, ``alive_at``: last seen alive (by us or in an archive), ``copy``: what an
    archive has of it.
    """

    link: Link
    verdict: Verdict
    own: bool = False
    dead_since: str = ""
    alive_at: str = ""
    copy: ArchivedCopy | None = None


@dataclass(frozen=True, slots=True)
class LostLink:
    """A link to us that was there, as we or suppliers saw it, and is there no longer.

    It was seen from ``since`` until ``until`` (either may be empty: unknown), and not there at each time of
    ``missed``, the first one first; ``page_gone``: nor was its page. ``url`` is empty where nobody says to
    which page of ours it led. ``witnesses``: who else saw it, in words ("Ahrefs saw it from 2024-03-02
    until 2026-10-30").
    """

    url: str
    anchor: str
    rel: tuple[str, ...]
    placement: Placement
    since: str
    until: str
    missed: tuple[str, ...]
    page_gone: bool = False
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One reason to write about one source page.

    ``key`` is the same in every run for the same reason. ``dead_url`` is the address of the dead link
    (empty for kinds that are not about one), ``alive_at`` when it was last seen alive, ``snapshot_url`` its
    archived copy, which said ``archived_title`` and ``archived_text``. ``evidence`` is a sentence a person
    can check; ``linked_own`` are own pages that must not be offered because the page links to them already.

    Of a mention, ``mentions`` counts those of the page and ``mention_worth`` (0-1, times the weight of its
    brand) says how good a place it is for a link; ``linked_url`` is where it links to instead of us (of a
    lost link, the page of ours that it led to), and ``image_url`` the image of ours that the page shows.
    ``rivals``: those of our rivals that the page links to, where that is the reason; ``linked_url`` and the
    anchor are then of the link that says most. ``page_published`` and ``page_modified`` are the dates the
    page gives itself, ``page_authors`` who wrote it.
    """

    kind: str
    key: str
    page_url: str
    reason: str
    evidence: str
    page_title: str = ""
    page_language: str = ""
    dead_url: str = ""
    dead_since: str = ""
    alive_at: str = ""
    snapshot_url: str = ""
    archived_title: str = ""
    archived_text: str = ""
    confidence: Confidence = Confidence.HIGH
    anchor: str = ""
    context: str = ""
    heading: str = ""
    placement: Placement = Placement.MAIN
    rel: tuple[str, ...] = ()
    brand: str = ""
    linked_own: tuple[str, ...] = ()
    page_published: str = ""
    page_modified: str = ""
    page_authors: tuple[str, ...] = ()
    mentions: int = 0
    mention_worth: float = 0.0
    linked_url: str = ""
    image_url: str = ""
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of ours that could be offered. ``text`` is a sample of its main text."""

    url: str
    title: str = ""
    h1: str = ""
    headings: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The own page offered for an opportunity. ``score`` is 0-1, ``parts`` what led to it (0-1 each)."""

    url: str
    title: str
    score: float
    parts: dict[str, float] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """An opportunity that qualified: with prospect, suggestion and score (0-100, parts and reasons shown).

    ``taken`` stands where the suggestion would: a page that fits, but is offered as often as it may be.
    ``linked_from``: another page of the prospect that links to us. ``why_none``: why what fits is no offer.
    ``risk``: what speaks against writing (words of :class:`finder.markers.Dealing`), ``risk_evidence`` the
    page's own words for it.
    """

    opportunity: Opportunity
    prospect: str
    score: int
    score_parts: dict[str, float]
    suggestion: Suggestion | None = None
    taken: Suggestion | None = None
    linked_from: str = ""
    why_none: str = ""
    score_why: str = ""
    risk: str = ""
    risk_evidence: str = ""


@dataclass(slots=True)
class Find:
    """An opportunity on its way through the pipelines; each step adds what it knows.

    ``id`` is its row in the database, which stays until the find became a lead or was dismissed, so
    that a killed crawl loses none. ``further``: pages that fit as well, best first, and ``other_leads`` what
    the lead is with each of them and at last with none; for when the first is offered too often already.
    ``why_none`` is that of the lead.
    """

    id: int
    opportunity: Opportunity
    prospect: str = ""
    suggestion: Suggestion | None = None
    further: tuple[Suggestion, ...] = ()
    lead: Lead | None = None
    other_leads: tuple[Lead, ...] = ()
    why_none: str = ""
