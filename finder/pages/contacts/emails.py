"""The e-mail addresses of a page, from all places where one may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from finder import urls
from finder.contacts import Contact, ContactKind, How
from finder.pages.contacts.called import addresses_in_calls, of_web_mail
from finder.pages.contacts.ciphers import of_cloudflare_link, of_typo3_link
from finder.pages.contacts.encoded import addresses_encoded
from finder.pages.contacts.mailbox import is_given_name, role_of
from finder.pages.contacts.mailto import is_mailto, recipients_of
from finder.pages.contacts.people import person_in
from finder.pages.contacts.pieces import addresses_in_pieces
from finder.pages.contacts.scripts import addresses_in_scripts
from finder.pages.contacts.signs import hinted, plain
from finder.pages.contacts.written import written_in
from finder.pages.context import anchor_text
from finder.pages.placement import hides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.pages.contacts.address import Address
    from finder.pages.contacts.schema import Declared
    from finder.pages.contacts.unveil import Decoded
    from finder.pages.outline import Anchor, Block, Outline
    from finder.pages.page import Page

_MOST: Final = 200
_MOST_BLOCKS: Final = 20_000
_MOST_TEXT: Final = 500_000
_MOST_LINKED: Final = 2_000
_MOST_NODES: Final = 200
_MOST_WITHOUT_SCRIPTS: Final = 100_000  # characters of all elements
_LONGEST_WITHOUT_SCRIPTS: Final = 20_000
_SNIPPET: Final = 200
_BESIDE: Final = 80
_CELLS: Final = 2
_META: Final = (
    "email",
    "e-mail",
    "reply-to",
    "contact",
    "og:email",
    "business:contact_data:email",
    "author",
    "web_author",
    "dc.creator",
    "dcterms.creator",
    "publisher-email",
    "author-email",
    "contact-email",
    "dc.publisher.address",
    "owner",
    "designer",
    "copyright",
)
_HEAD: Final = frozenset(("author", "made", "me", "contact", "reply-to", "help"))
_SCRIPT: Final = re.compile(r"\s*javascript\s*:", re.IGNORECASE)
_TITLES: Final = (
    "Dr|Prof|Mrs?|Ms|Mx|Miss|Sir|Herrn?|Frau|Dipl|Ing|Mag|Mme|Mlle|Sra?|Sig|Dott|Dhr|Mevr|The|Our|Die|Der"
)
_CAPITAL: Final = "[A-ZÀ-ÞΑ-ΩЀ-Я]"
_NAMES: Final = re.compile(
    # The second word is only looked at: what stands before a name begins with a capital letter as well.
    rf"\b(?!(?:{_TITLES})\b)({_CAPITAL}[\w'’-]{{1,20}})"
    rf"(?=((?:\s(?:[A-Z]\.|v[ao]n|de[rn]?|di|da|la))?\s{_CAPITAL}[\w'’-]{{1,30}}))"
)


class Found(NamedTuple):
    """An address where it was found: ``place`` is the block of text it stands in or before."""

    address: Address
    how: How
    place: int = 0
    name: str = ""
    snippet: str = ""


@dataclass
class EmailReader:
    """Reads the addresses of one page; ``decoded`` are those that were shown before it was walked."""

    page: Page
    html: str
    url: str
    decoded: Decoded
    declared: Declared
    authors: tuple[str, ...] = ()
    _outline: Outline = field(init=False)

    def __post_init__(self) -> None:
        """Take the outline, which most of it is about."""
        self._outline = self.page.outline

    def contacts(self) -> list[Contact]:
        """Each address once: those in text and links in their order, then what stands elsewhere."""
        shown = sorted(
            (*islice(self._linked(), _MOST_LINKED), *self._written()), key=lambda found: found.place
        )
        found: dict[str, Found] = {}
        for each in (*shown, *self._unseen()):
            key = str(each.address).casefold()
            first = found.get(key)
            if first is None and len(found) < _MOST:
                found[key] = each
            elif first is not None and not first.name and each.name:
                found[key] = first._replace(name=each.name)
        return [self._contact(each) for each in found.values()]

    def _contact(self, found: Found) -> Contact:
        address = found.address
        how = self.decoded.get(str(address).casefold(), found.how) if found.how is How.TEXT else found.how
        beside = f"{self._before(found.place)} | {found.snippet}" if found.place else found.snippet
        pairs = ["".join(match.groups()) for match in _NAMES.finditer(beside)]
        near = [found.name, *self.authors, *(pair for pair in pairs if is_given_name(pair.split()[0]))]
        return Contact(
            ContactKind.EMAIL,
            str(address),
            found.name,
            role_of(address, filter(None, near), pairs),
            self.url,
            how,
            found.snippet,
            urls.registrable_domain(_ascii(address.domain)) == urls.site(self.url),
        )

    def _linked(self) -> Iterator[Found]:
        for anchor in self._outline.anchors:
            href = (anchor.attributes.get("href") or "").strip()
            if hides(anchor.attributes):
                continue
            how, said = _of_href(href)
            if said:
                text = anchor_text(self._outline, anchor)
                title = anchor.attributes.get("title") or ""
                yield from self._recipients(said, how, anchor, text, title)
            elif _SCRIPT.match(href):
                for address in (*addresses_in_calls(href), *addresses_in_scripts([href])):
                    yield Found(address, How.SCRIPT, anchor.first, "", self._around(anchor))

    def _recipients(self, said: str, how: How, anchor: Anchor, text: str, title: str) -> Iterator[Found]:
        snippet = self._around(anchor)
        recipients = list(recipients_of(said, snippet))
        # Archives of mailing lists link to the list, and write the sender with words for the signs.
        if "@" not in text and len(text) <= _SNIPPET:
            for each in written_in(f"mail: {text}"):
                yield Found(each.address, How.OBFUSCATED, anchor.first, "", snippet)
        for address, given in recipients:
            alone = len(recipients) == 1
            name = person_in(given) or (alone and (person_in(text) or person_in(title))) or ""
            yield Found(address, how, anchor.first, name, snippet)

    def _around(self, anchor: Anchor) -> str:
        block = self._outline.blocks[anchor.first] if anchor.first < len(self._outline.blocks) else None
        return _snippet(block.text, anchor.start, anchor.end) if block is not None else ""

    def _before(self, place: int) -> str:
        """The short blocks before one: the cells of a table before it, the name above it."""
        blocks = self._outline.blocks[max(place - _CELLS, 0) : place]
        return " | ".join(block.text for block in blocks if len(block.text) <= _BESIDE)

    def _written(self) -> Iterator[Found]:
        looked_at = 0
        for place, block in islice(enumerate(self._outline.blocks), _MOST_BLOCKS):
            if not block.hidden and hinted(block.text):
                yield from self._in_block(place, block)
                looked_at += len(block.text)
                if looked_at > _MOST_TEXT:
                    return

    def _in_block(self, place: int, block: Block) -> Iterator[Found]:
        text = plain(block.text[:_MOST_TEXT])
        for each in written_in(text):
            yield Found(each.address, each.how, place, "", _snippet(text, each.start, each.end))

    def _unseen(self) -> Iterator[Found]:
        tree = self.page.tree
        for tag, given, _ in self._outline.declarations:
            relation = f"{given.get('rel') or ''} {given.get('rev') or ''}" if tag == "link" else ""
            if not _HEAD.isdisjoint(relation.lower().split()):
                yield from (
                    Found(each.address, How.LINK_AUTHOR, 0, each.name)
                    for each in recipients_of(given.get("href") or "")
                    if is_mailto(given.get("href") or "")
                )
        for name in _META:
            for each in written_in(self.page.declared.named.get(name, "")[:_SNIPPET]):
                yield Found(each.address, How.META)
        for said, name in self.declared.emails:
            yield from (
                Found(each.address, How.SCHEMA_ORG, 0, person_in(name))
                for each in recipients_of(f"mailto:{said.removeprefix('mailto:')}")
            )
        for text in self._without_scripts():
            yield from (Found(each.address, each.how) for each in written_in(text))
        for node in islice(tree.css('form[action^="mailto:" i]'), _MOST_NODES):
            yield from (
                Found(each.address, How.MAILTO) for each in recipients_of(node.attributes.get("action") or "")
            )
        yield from (Found(address, how) for address, how in addresses_in_pieces(tree, self.html))
        yield from (Found(address, how) for address, how in addresses_encoded(self.html))
        yield from (Found(address, How.SCRIPT) for address in addresses_in_scripts(self._scripts()))
        for clicked in self._clicks():
            yield from (Found(address, How.SCRIPT) for address in addresses_in_calls(clicked))

    def _without_scripts(self) -> Iterator[str]:
        """What stands in the page for readers without scripts; of elements in one another it is the same."""
        room = _MOST_WITHOUT_SCRIPTS
        if "noscript" in self.html.lower():
            for node in islice(self.page.tree.css("noscript"), _MOST_NODES):
                text = (node.text() or "")[: min(room, _LONGEST_WITHOUT_SCRIPTS)]
                room -= len(text)
                yield text

    def _scripts(self) -> Iterator[str]:
        for node in islice(self.page.tree.css('script:not([src]):not([type*="json" i])'), _MOST_NODES):
            yield node.text() or ""
        yield from self._clicks()

    def _clicks(self) -> Iterator[str]:
        if "onclick" in self.html:
            for node in islice(self.page.tree.css('[onclick*="mail" i]'), _MOST_NODES):
                yield node.attributes.get("onclick") or ""


def _of_href(href: str) -> tuple[How, str]:
    """How a link names recipients, and the mailto address that does."""
    if is_mailto(href):
        return How.MAILTO, href
    if "mail" in href and (said := of_web_mail(href)):
        return How.MAILTO, f"mailto:{said}"
    if "email-protection" in href and (said := of_cloudflare_link(href)):
        return How.CLOUDFLARE, f"mailto:{said}"
    if "UnCrypt" in href and (said := of_typo3_link(href)):
        return How.TYPO3, said
    return How.MAILTO, ""


def _snippet(text: str, start: int, end: int) -> str:
    return " ".join(text[max(start - _BESIDE, 0) : end + _BESIDE].split())[:_SNIPPET]


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    return urls.hostname(urls.resolve(f"https://{domain}/") or "https://invalid/")
