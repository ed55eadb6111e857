"""Whether a campaign that is well formed makes sense: files that exist, something to look at, no doubles."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.campaign.judgement import BAD_LINES_SHOWN, Found, Judgement, unreadable
from finder.campaign.lists import STANDARD_INPUT
from finder.campaign.notices import Notify
from finder.campaign.outreach_sense import OUTREACH_STEPS
from finder.campaign.rank_lists import faulty_rank_lists
from finder.opportunities import ON_PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from finder.campaign.lists import Entry
    from finder.campaign.model import Campaign, SourceSite
    from finder.campaign.positions import KeyPath

_ABOUT_BRANDS: Final = ("unlinked_mention", "mention_wrong_link")


def judge(campaign: Campaign, path: str, lines: dict[KeyPath, int]) -> list[Found]:
    """What is wrong with a campaign beyond its single values, each with the key it is about."""
    judgement = Judgement(campaign, path, lines)
    for step in _STEPS:
        step(judgement)
    return judgement.found


def _own_site(judgement: Judgement) -> None:
    if not judgement.campaign.own.sites:
        judgement.error(("own", "sites"), 'is empty; name your site, such as ["https://acme.example/"]')


def _own_content(judgement: Judgement) -> None:
    own = judgement.campaign.own
    if own.content == "list" and not own.pages and not own.pages_file:
        judgement.error(
            ("own", "content"), 'is "list", but neither own.pages nor own.pages_file lists a page'
        )
    if own.content in ("list", "crawl") and own.sitemaps:
        judgement.warning(("own", "sitemaps"), f'is not used, because own.content is "{own.content}"')


def _own_pages(judgement: Judgement) -> None:
    own = judgement.campaign.own
    listed = list(own.pages)
    if own.pages_file:
        listed += _list_file(judgement, ("own", "pages_file"), own.pages_file)
    key = ("own", "pages_file" if own.pages_file else "pages")
    _doubles(judgement, key, listed)
    foreign = [url for url in listed if not judgement.campaign.is_own(url)]
    if foreign:
        said = f"{_pages(len(foreign))} not on your sites or domains, the first is {foreign[0]}"
        judgement.warning(key, said)


def _brands(judgement: Judgement) -> None:
    campaign = judgement.campaign
    named = next((kind for kind in campaign.kinds if kind in _ABOUT_BRANDS), "")
    if named and not campaign.brands:
        others = ", ".join(f'"{kind}"' for kind in campaign.kinds if kind not in _ABOUT_BRANDS)
        mend = f" or set kinds = [{others}]" if others else ""
        judgement.error(("brands",), f'is empty, but kinds has "{named}"; add [[brands]] with a name{mend}')
    names = Counter(brand.name.casefold() for brand in campaign.brands)
    for index, brand in enumerate(campaign.brands):
        if names[brand.name.casefold()] > 1:
            judgement.warning(("brands", index, "name"), f'"{brand.name}" is named more than once')


def _kinds(judgement: Judgement) -> None:
    if not judgement.campaign.kinds:
        judgement.error(("kinds",), "is empty, so nothing would count; leave it out to look for every kind")


def _something_to_look_at(judgement: Judgement) -> None:
    campaign = judgement.campaign
    if campaign.sources or campaign.mentions:
        return
    places = "give sources.pages, sources.files or [[sources.sites]], or places in [mentions]"
    if "backlinks" in campaign.model_fields_set:
        judgement.warning(("sources",), f"only backlinks that are imported are looked at; for more {places}")
    else:
        judgement.error(("sources",), f"nothing to look at; {places}")


def _source_pages(judgement: Judgement) -> None:
    sources = judgement.campaign.sources
    pages = list(sources.pages)
    for index, url in enumerate(sources.pages):
        if judgement.campaign.is_own(url):
            judgement.warning(("sources", "pages", index), f"is a page of your own site: {url}")
    for index, name in enumerate(sources.files):
        if name != STANDARD_INPUT:
            listed = _list_file(judgement, ("sources", "files", index), name)
            _own_pages_in_list(judgement, ("sources", "files", index), listed)
            pages += listed
    different = _doubles(judgement, ("sources",), pages)
    if different > sources.max_pages:
        said = f"is {sources.max_pages}, but {different} pages are listed; the others will not be looked at"
        judgement.warning(("sources", "max_pages"), said)


def _source_sites(judgement: Judgement) -> None:
    _sites(judgement, "sources", judgement.campaign.sources.sites)


def _sites(judgement: Judgement, table: str, sites: Sequence[SourceSite]) -> None:
    for index, site in enumerate(sites):
        if judgement.campaign.is_own(site.url):
            judgement.warning((table, "sites", index, "url"), f"is your own site: {site.url}")
    _doubles(judgement, (table, "sites"), [site.url for site in sites])


def _mentions(judgement: Judgement) -> None:
    campaign, mentions = judgement.campaign, judgement.campaign.mentions
    if mentions and campaign.kinds and not ON_PAGE.keys() & set(campaign.kinds):
        named = " or ".join(f'"{kind}"' for kind in ON_PAGE)
        judgement.error(("mentions",), f"gives nothing as long as kinds does not have {named}")
    _sites(judgement, "mentions", mentions.sites)
    for key, addresses in (("sitemaps", mentions.sitemaps), ("feeds", mentions.feeds)):
        for index, url in enumerate(addresses):
            if campaign.is_own(url):
                judgement.warning(("mentions", key, index), f"is on your own site: {url}")
        _doubles(judgement, ("mentions", key), addresses)


def _mention_files(judgement: Judgement) -> None:
    campaign = judgement.campaign
    for index, name in enumerate(campaign.mentions.files):
        key = ("mentions", "files", index)
        _own_pages_in_list(judgement, key, _list_file(judgement, key, name, campaign.mention_entries))


def _mention_archives(judgement: Judgement) -> None:
    campaign = judgement.campaign
    if campaign.mentions.archives and not _can_read_archives():
        judgement.error(("mentions", "archives"), 'needs a reader of such files: pip install "finder[warc]"')
    for index, name in enumerate(campaign.mentions.archives):
        key = ("mentions", "archives", index)
        found = campaign.mention_archives(name)
        if not found:
            judgement.warning(key, f"no file there yet: {campaign.path(name)}")
        for file in found:
            if not file.is_file():
                reason = "is a folder; name its files, such as" if file.is_dir() else "file not found"
                judgement.error(key, f"{reason}: {file / '*.warc.gz' if file.is_dir() else file}")


def _can_read_archives() -> bool:
    try:
        import fastwarc  # noqa: F401 - an extra that may be missing
    except ImportError:
        return False
    return True


def _weights(judgement: Judgement) -> None:
    name = judgement.campaign.matching.weights
    if name is None:
        return
    # Only here, since its arrays take a while to load and most campaigns name no file.
    from finder.matching import BrokenWeightsError, Weights

    try:
        Weights.read(judgement.campaign.path(name))
    except (OSError, BrokenWeightsError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        mend = "leave the key out; `finder matching fit` makes such a file"
        judgement.error(("matching", "weights"), f"{name}: {reason}; {mend}")


def _standard_input_once(judgement: Judgement) -> None:
    campaign = judgement.campaign
    files = (campaign.own.pages_file, *campaign.sources.files, *campaign.mentions.files)
    if files.count(STANDARD_INPUT) > 1:
        key = ("sources" if STANDARD_INPUT in campaign.sources.files else "mentions", "files")
        judgement.error(key, '"-" (standard input) can be read only once')


def _rank_lists(judgement: Judgement) -> None:
    for index, reason in faulty_rank_lists(judgement.campaign):
        judgement.error(("sources", "ranks", index), reason)


def _notify(judgement: Judgement) -> None:
    campaign = judgement.campaign
    if campaign.notify == Notify():
        return
    if not campaign.notify:
        judgement.warning(("notify",), "nobody is told; name notify.urls_env or notify.urls_file")
    # Where spiders run on other machines, these need it not.
    elif find_spec("apprise") is None:
        judgement.warning(("notify",), 'needs Apprise on this machine: pip install "finder[notify]"')


def _rivals(judgement: Judgement) -> None:
    campaign, rivals = judgement.campaign, judgement.campaign.backlinks.rival_domains
    for index, rival in enumerate(campaign.backlinks.rivals):
        if campaign.is_own(f"https://{rival}/"):
            judgement.warning(("backlinks", "rivals", index), f"is your own site: {rival}")
    if 0 < len(rivals) < campaign.backlinks.min_rivals:
        judgement.warning(
            ("backlinks", "rivals"),
            f"no page can link to {campaign.backlinks.min_rivals} of {len(rivals)}, so there will be no "
            "link_intersect; name more, or set backlinks.min_rivals",
        )


def _database(judgement: Judgement) -> None:
    file = judgement.campaign.database_file
    if file is not None and file.is_dir():
        judgement.error(("database",), f"is a folder: {file}")
    elif file is not None and not file.parent.is_dir():
        judgement.error(("database",), f"its folder does not exist: {file.parent}")


_STEPS: Final[tuple[Callable[[Judgement], None], ...]] = (
    _own_site,
    _own_content,
    _own_pages,
    _brands,
    _kinds,
    _something_to_look_at,
    _source_pages,
    _source_sites,
    _mentions,
    _mention_files,
    _mention_archives,
    _standard_input_once,
    _rank_lists,
    _weights,
    *OUTREACH_STEPS,
    _notify,
    _rivals,
    _database,
)


def _list_file(
    judgement: Judgement, key: KeyPath, name: str, read: Callable[[str], Iterator[Entry]] | None = None
) -> list[str]:
    """The addresses of a list file; what is wrong with it is said. ``read`` reads another sort of file."""
    if name == STANDARD_INPUT:
        return []
    file = judgement.campaign.path(name)
    try:
        entries = list((read or judgement.campaign.entries)(name))
    except (OSError, ValueError) as error:
        judgement.error(key, f"{unreadable(error)}: {file}")
    else:
        bad = [entry for entry in entries if entry.fault]
        if len(bad) == len(entries):
            judgement.error(key, f"lists no web address: {file}")
        for entry in bad[:BAD_LINES_SHOWN]:
            judgement.in_list(key, name, entry.line, entry.fault)
        if len(bad) > BAD_LINES_SHOWN:
            judgement.warning(key, f"{len(bad)} lines of {file} are passed over, they hold no web address")
        return [entry.url for entry in entries if not entry.fault]
    return []


def _own_pages_in_list(judgement: Judgement, key: KeyPath, pages: Iterable[str]) -> None:
    own = [url for url in pages if judgement.campaign.is_own(url)]
    if own:
        judgement.warning(key, f"{_pages(len(own))} on your own site, the first is {own[0]}")


def _pages(number: int) -> str:
    return "1 page is" if number == 1 else f"{number} pages are"


def _doubles(judgement: Judgement, key: KeyPath, pages: Iterable[str]) -> int:
    """Says how many addresses are listed again; returns how many different ones there are."""
    counts = Counter(urls.identity(url) for url in pages)
    again = [url for url, count in counts.items() if count > 1]
    if again:
        more = sum(counts.values()) - len(counts)
        times = "1 address is a duplicate" if more == 1 else f"{more} addresses are duplicates"
        judgement.warning(key, f"{times}, the first of {again[0]}")
    return len(counts)
