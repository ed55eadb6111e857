"""The campaign: what differs between two undertakings, as a frozen value."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property
from glob import glob, has_magic
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, PrivateAttr, StringConstraints

from finder import urls
from finder.brands import Brand as Profile
from finder.brands.pointing import aims
from finder.campaign.alerts import read_alerts
from finder.campaign.backlinks import Backlinks
from finder.campaign.browser import Browser
from finder.campaign.contacts import Contacts
from finder.campaign.lists import STANDARD_INPUT, Entry, read_entries
from finder.campaign.messages import Messages
from finder.campaign.notices import Expect, Notify
from finder.campaign.outreach import Outreach, rules_in
from finder.campaign.profiles import ExportProfile
from finder.campaign.schedule import Schedule
from finder.campaign.scoring import Scoring
from finder.campaign.table import Table
from finder.campaign.values import Count, CountOrNone, Domain, Duration, Share, Text, Url, Weight
from finder.campaign.verify import Verify
from finder.opportunities import KINDS
from finder.suppression import Rule

_NOT_OF_THE_CRAWL: Final = {
    "name",
    "database",
    "messages",
    "outreach",
    "profiles",
    "verify",
    "backlinks",
    "schedule",
    "notify",
    "expect",
}
_DATABASE_FILES: Final = (".sqlite3", ".sqlite", ".db")
_POSTGRESQL: Final = re.compile(r"postgresql(\+psycopg)?://(?=.)")
# User and password, host and port, name, options. An @ in the password would make a part of it the host.
_SERVER: Final = re.compile(
    r"([^:/]*(:[^@]*)?@)?(\[[0-9A-Fa-f:.]+\]|[^/:?@\[\]]*)(:[0-9]{1,5})?(/[^?]*)?(\?.*)?"
)
_SQLITE: Final = "sqlite:///"


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f'unknown kind "{kind}"; the kinds are {", ".join(KINDS)}')
    return kind


def _known_database(text: str) -> str:
    text = text.strip()
    path = text.removeprefix(_SQLITE)
    if text.startswith("sqlite://") and (path == text or path.partition("?")[0] in ("", ":memory:")):
        raise ValueError("names no file; a campaign has to survive its run: sqlite:///finder.sqlite3")
    if not (text.startswith(_SQLITE) or _POSTGRESQL.match(text) or _is_database_file(text)):
        raise ValueError(
            "must be sqlite:///file, postgresql://user@host/name or the path of a file that ends in "
            f"{', '.join(_DATABASE_FILES)}"
        )
    server = _POSTGRESQL.match(text)
    if server and not _SERVER.fullmatch(text, server.end()):
        # Without its text, which may hold a password.
        raise ValueError(
            "cannot be read; write it like postgresql://user:password@host:5432/name, and in the password "
            "%40 for @"
        )
    return text


def _is_database_file(text: str) -> bool:
    return "://" not in text and Path(text).suffix.lower() in _DATABASE_FILES


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Kind = Annotated[str, AfterValidator(_known_kind)]
Database = Annotated[str, AfterValidator(_known_database)]


class Own(Table):
    """Our site: where it is, and how its pages that may be offered are found.

    ``images``: file names or addresses of images of ours that others may show from their own server.
    """

    sites: tuple[Url, ...]
    domains: tuple[Domain, ...] = ()
    content: Literal["auto", "sitemap", "list", "crawl"] = "auto"
    sitemaps: tuple[Url, ...] = ()
    pages: tuple[Url, ...] = ()
    pages_file: Text | None = None
    max_pages: Count = 5000
    depth: CountOrNone = 4
    min_words: CountOrNone = 50
    images: tuple[Text, ...] = ()
    refresh_after: Duration = timedelta(days=1)


class Brand(Table):
    """Under which names people write about us, and what tells our brand from others of that name.

    The keys are those of :class:`finder.brands.Brand`. Without ``domains`` a link to any of our sites is a
    link to the brand.
    """

    name: Text
    aliases: tuple[Text, ...] = ()
    products: tuple[Text, ...] = ()
    people: tuple[Text, ...] = ()
    domains: tuple[Domain, ...] = ()
    social_profiles: tuple[Url, ...] = ()
    common_word: bool = False
    case: Literal["auto", "exact", "any"] = "auto"
    context: tuple[Text, ...] = ()
    near: tuple[Text, ...] = ()
    not_near: tuple[Text, ...] = ()
    not_in: tuple[Text, ...] = ()
    weight: Weight = 1.0


class SourceSite(Table):
    """A whole site to look at, from one address on."""

    url: Url
    max_pages: Count = 200
    depth: CountOrNone = 2


class Sources(Table):
    """Where to look: source pages by address, from files, and sites to crawl.

    ``imported``: pages that link to others by what suppliers say (``finder import``) are source pages, too.
    ``ranks``: lists of domains by rank that say how well known a source is.
    """

    pages: tuple[Url, ...] = ()
    files: tuple[Text, ...] = ()
    ranks: tuple[Text, ...] = ()
    sites: tuple[SourceSite, ...] = ()
    imported: bool = False
    max_pages: Count = 10_000
    pagination: CountOrNone = 5

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.pages or self.files or self.sites or self.imported)


class Mentions(Table):
    """Where else to look for our names: sites of others, their sitemaps and feeds, lists, web archives."""

    sites: tuple[SourceSite, ...] = ()
    sitemaps: tuple[Url, ...] = ()
    feeds: tuple[Url, ...] = ()
    files: tuple[Text, ...] = ()
    archives: tuple[Text, ...] = ()
    max_pages: Count = 10_000

    def __bool__(self) -> bool:
        """Whether there is any place to look at."""
        return bool(self.sites or self.sitemaps or self.feeds or self.files or self.archives)


class Limits(Table):
    """How much is asked at most, and how long an answer stays good."""

    max_targets: Count = 100_000
    max_links_per_page: Count = 2000
    fresh_for: Duration = timedelta(days=7)
    recheck_uncertain_after: Duration = timedelta(days=1)


class Verdicts(Table):
    """When a target counts as dead for good, and whether an archive is asked for what it was.

    What a bad week could explain is believed after ``failures`` of them, each ``apart`` from the one before.
    A lead needs at least ``min_confidence``.
    """

    failures: Count = 3
    apart: Duration = timedelta(days=3)
    min_confidence: Literal["high", "medium", "low"] = "medium"
    archive: bool = False


class Quirk(Table):
    """A host whose answers prove nothing (it and all hosts below it), with the reason."""

    host: Domain
    reason: Text = "the campaign says so"


class Matching(Table):
    """When one of our pages fits well enough to be offered, and in how many leads at most (0: any).

    ``min_score`` is the chance that it is the right one (0-1). ``weights`` names a file made by
    ``finder matching fit``, which has a ``min_score`` of its own; without either, what comes with finder
    counts.
    """

    min_score: Share | None = None
    weights: Text | None = None
    max_leads_per_page: CountOrNone = 0


class Campaign(Table):
    """One undertaking: our site, our brands, where to look, limits.

    Comes from :func:`finder.campaign.load_campaign`; paths in it are relative to the folder of its file.
    """

    name: Name
    own: Own
    database: Database | None = None
    brands: tuple[Brand, ...] = ()
    sources: Sources = Sources()
    mentions: Mentions = Mentions()
    kinds: tuple[Kind, ...] = KINDS
    limits: Limits = Limits()
    verdicts: Verdicts = Verdicts()
    quirks: tuple[Quirk, ...] = ()
    matching: Matching = Matching()
    scoring: Scoring = Scoring()
    messages: Messages = Messages()
    contacts: Contacts = Contacts()
    outreach: Outreach = Outreach()
    profiles: dict[str, ExportProfile] = Field(default={})
    verify: Verify = Verify()
    backlinks: Backlinks = Backlinks()
    schedule: Schedule = Schedule()
    notify: Notify = Notify()
    expect: Expect = Expect()
    browser: Browser = Browser()
    _folder: Path = PrivateAttr(default=Path())

    def model_post_init(self, context: Any, /) -> None:
        """Takes the folder of the campaign file from the validation context (else the current one)."""
        self._folder = (context or {}).get("folder", Path())

    @property
    def database_url(self) -> str:
        """The address of the database for SQLAlchemy, with an absolute path for SQLite."""
        text = self.database or "finder.sqlite3"
        if _POSTGRESQL.match(text):
            return _POSTGRESQL.sub("postgresql+psycopg://", text)
        _, mark, options = text.partition("?")
        return f"{_SQLITE}{self.database_file}{mark}{options}"

    @property
    def database_name(self) -> str:
        """:attr:`database_url` for people to see, without its password."""
        return urls.without_password(self.database_url)

    @property
    def database_file(self) -> Path | None:
        """The absolute path of the SQLite file, ``None`` for another database."""
        text = self.database or "finder.sqlite3"
        if _POSTGRESQL.match(text):
            return None
        return self.path(text.removeprefix(_SQLITE).partition("?")[0])

    @cached_property
    def own_domains(self) -> frozenset[str]:
        """The registrable domains that are ours; on hosts shared by users, ``domain/user``."""
        return frozenset(urls.prospect(url) for url in self.own.sites) | frozenset(
            urls.registrable_domain(domain)
            for domain in (*self.own.domains, *(name for brand in self.brands for name in brand.domains))
        )

    def is_own(self, url: str) -> bool:
        """Whether an absolute http(s) address belongs to us."""
        own = self.own_domains
        return urls.site(url) in own or (any("/" in name for name in own) and urls.prospect(url) in own)

    def leads_to_own(self, url: str) -> bool:
        """Whether an address belongs to us, or is that of a redirector that carries one of ours."""
        return self.is_own(url) or any(map(self.is_own, aims(url)))

    @cached_property
    def brand_profiles(self) -> tuple[Profile, ...]:
        """The brands as the reader of pages takes them."""
        ours = tuple(sorted(self.own_domains))
        return tuple(
            Profile(**(brand.model_dump() | {"domains": brand.domains or ours})) for brand in self.brands
        )

    def path(self, name: str) -> Path:
        """The absolute path of a file that the campaign names."""
        return Path(os.path.abspath(self._folder / Path(name).expanduser()))  # noqa: PTH100 - resolves no links

    def source_urls(self, *, standard_input: bool = True) -> Iterator[str]:
        """The addresses of the source pages (file, list files, standard input), each once, in their order.

        Lines of a list file that hold no address are passed over, and so is standard input if not wanted.
        Raises ``OSError`` or ``ValueError`` when a list file has become unreadable since the campaign was
        loaded.
        """
        files = (name for name in self.sources.files if standard_input or name != STANDARD_INPUT)
        yield from _each_once(self._listed(self.sources.pages, files))

    def own_page_urls(self) -> Iterator[str]:
        """The own pages that the campaign lists (``own.pages``, ``own.pages_file``), each once."""
        files = (self.own.pages_file,) if self.own.pages_file else ()
        yield from _each_once(self._listed(self.own.pages, files))

    def entries(self, name: str) -> Iterator[Entry]:
        """The lines of a list file that the campaign names; ``-`` reads standard input."""
        return read_entries(None if name == STANDARD_INPUT else self.path(name))

    def mention_entries(self, name: str) -> Iterator[Entry]:
        """The addresses in a file of ``mentions.files``; see :func:`finder.campaign.alerts.read_alerts`."""
        return read_alerts(None if name == STANDARD_INPUT else self.path(name))

    def mention_archives(self, name: str) -> list[Path]:
        """The files that an entry of ``mentions.archives`` (a path or a pattern) means, by name."""
        path = self.path(name)
        if path.exists() or not has_magic(name):
            return [path]
        # Path.glob takes no absolute pattern.
        return sorted(map(Path, glob(str(path), recursive=True)))  # noqa: PTH207

    @cached_property
    def suppressions(self) -> tuple[Rule, ...]:
        """Whom the files of ``outreach.suppress`` forbid to write to. Raises as reading does."""
        return tuple(rules_in([self.path(name) for name in self.outreach.suppress]))

    @cached_property
    def looked_for(self) -> int:
        """A signed 64-bit number that changes when pages have to be read anew, for what is looked for."""
        said = self.model_dump(mode="json", include={"brands", "kinds"})
        said |= {"own": sorted(self.own_domains), "images": self.own.images}
        if self.backlinks.rivals:
            said |= self.backlinks.model_dump(include={"rivals", "min_rivals"})
        return urls.key(json.dumps(said, sort_keys=True))

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when the campaign or one of its list files does.

        Name, database and what is about writing to people do not count, nor does what comes from standard
        input.
        """
        said = self.model_dump(mode="json", exclude=_NOT_OF_THE_CRAWL)
        digest = hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=6)
        for name in (*self.sources.files, *self.mentions.files, self.own.pages_file):
            if name and name != STANDARD_INPUT and self.path(name).is_file():
                digest.update(self.path(name).read_bytes())
        return digest.hexdigest()

    def _listed(self, pages: Iterable[str], files: Iterable[str]) -> Iterator[str]:
        yield from pages
        for name in files:
            yield from (entry.url for entry in self.entries(name) if not entry.fault)


def _each_once(addresses: Iterable[str]) -> Iterator[str]:
    seen: set[int] = set()
    for url in addresses:
        number = urls.key(urls.identity(url))
        if number not in seen:
            seen.add(number)
            yield url
