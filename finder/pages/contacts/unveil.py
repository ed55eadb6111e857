"""A page as a reader sees its addresses: decoded, turned round, without what is hidden in them.

The tree is changed in place, before it is walked. What is changed are small elements only.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import SelectolaxError

from finder.contacts import How
from finder.pages.contacts.ciphers import of_cloudflare
from finder.pages.contacts.mailto import recipients_of
from finder.pages.contacts.signs import hinted
from finder.pages.contacts.written import speaks_of_mail, written_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

Decoded = dict[str, How]

_MOST: Final = 500
_MOST_RULES: Final = 300
_LONGEST_STYLE: Final = 1_000
_SMALL: Final = 120
_LONGEST_SAMPLE: Final = 20_000
_LITTLE_TREE: Final = 12
_LONGEST_SHEET: Final = 100_000
_LONGEST_RULE: Final = 2_000
_LONGEST_SELECTOR: Final = 300
_PLAIN_SELECTOR: Final = re.compile(r"\s*[\w .#>-]{2,100}\s*\Z")
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%|pt)?\s*(?:;|!|\Z)"
    r"|opacity\s*:\s*0\s*(?:;|!|\Z)|(?:left|top|text-indent)\s*:\s*-\d{3,6}",
    re.IGNORECASE,
)
_BACKWARDS: Final = re.compile(r"direction\s*:\s*rtl", re.IGNORECASE)
_SIGN_ALT: Final = re.compile(
    r"\s*[\[({]?\s*(?:@|at|ät|arroba|arobase|at[ -]sign|at[ -]zeichen)\s*[\])}]?\s*\Z", re.IGNORECASE
)
_SIGN_FILE: Final = re.compile(
    r"(?:\A|[/_-])(?:at|arroba|arobase|at-?sign|at-?zeichen|klammeraffe)\.(?:gif|png|jpe?g|svg|webp)(?:\?|\Z)",
    re.IGNORECASE,
)
_SIGN_ICON: Final = re.compile(
    r"(?:\A|\s)(?:[a-z]{1,9}-){1,3}(?:at|arroba|arobase|at-?sign)(?:-[a-z]{1,6})?(?:\s|\Z)", re.IGNORECASE
)
_ICONS: Final = ", ".join(f'{tag}[class*="-a"]' for tag in ("i", "span", "em", "svg"))
# An address that has an element of its own, beside others that a style sheet may keep apart from it.
_OPENS: Final = re.compile(
    r">\s{0,10}(<(?:span|b|i|em|strong|a|small)\b[^<>]{0,300}>\s{0,10}[\w.+-]{1,64})\Z", re.IGNORECASE
)
_CLOSES: Final = re.compile(
    r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\s{0,10}</(?:span|b|i|em|strong|a|small)>", re.IGNORECASE
)
_BEFORE_SIGN: Final = 400
_LEFT_TO_RIGHT: Final = re.compile("(?:\u202e|&#8238;|&#x202e;)([^\u202c<]{5,200})", re.IGNORECASE)
_CODE: Final = re.compile(
    r"[;{}]\s*(?:\n|\Z)|^\s*(?:[$#>]|//|import |from \w+ import|git |npm |curl )|=\s*[\"'\[{]|\"\s*:\s*\"",
    re.MULTILINE,
)
_PARTS_OF_TEXT: Final = frozenset(
    ("a", "b", "bdo", "del", "em", "font", "i", "ins", "s", "small", "span", "strong", "u")
)


def turned(html: str) -> str:
    """The source of a page whose text behind a sign that turns the direction is turned round.

    An address that is all of an element's text gets spaces around the element: beside another element, what
    touches in the source does not on the screen.
    """
    html = _set_apart(html)
    if "\u202e" not in html and "8238" not in html and "202e" not in html.lower():
        return html
    return _LEFT_TO_RIGHT.sub(lambda match: match[1][::-1] if "&" not in match[1] else match[0], html)


def _set_apart(html: str) -> str:
    """The source with spaces around elements that are nothing but an address, as far as they touch others."""
    pieces, last = [], 0
    for closes in islice(_CLOSES.finditer(html), _MOST):
        opens = _OPENS.search(html[max(closes.start() - _BEFORE_SIGN, last) : closes.start()])
        if opens is not None:
            pieces += [html[last : closes.start() - len(opens[1])], " ", opens[1], closes[0], " "]
            last = closes.end()
    return "".join((*pieces, html[last:])) if pieces else html


def unveil(tree: LexborHTMLParser, html: str, own_site: str) -> Decoded:
    """Show what is veiled; gives the addresses that were decoded, with how they stood there."""
    found: Decoded = {}
    if "cfemail" in html:
        _show_cloudflare(tree, found)
    _turn_round(tree, html, found)
    _take_out_hidden(tree)
    if "<img" in html or "<IMG" in html:
        _show_signs(tree)
    if "-at" in html or "-ar" in html:
        _show_icons(tree)
    _take_out_samples(tree, own_site)
    return found


def _show_cloudflare(tree: LexborHTMLParser, found: Decoded) -> None:
    for node in _some(tree, "[data-cfemail]"):
        said = of_cloudflare(node.attributes.get("data-cfemail") or "")
        recipients = list(recipients_of(f"mailto:{said}"))
        for address, _ in recipients:
            found.setdefault(str(address).casefold(), How.CLOUDFLARE)
        if recipients and _text(node) is not None:
            _show_instead(node, ", ".join(str(address) for address, _ in recipients))


def _turn_round(tree: LexborHTMLParser, html: str, found: Decoded) -> None:
    if "rtl" not in html.lower():
        return
    backwards = [
        *_some(tree, "bdo[dir=rtl i]"),
        *_some(tree, '[style*="rtl" i]'),
        *_by_rules(tree, _BACKWARDS),
    ]
    for node in backwards:
        style = node.attributes.get("style") or ""
        text = _text(node)
        if text is None or ("rtl" in style and not _BACKWARDS.search(style)):
            continue
        written = list(written_in(text.strip()[::-1]))
        if written and not any(True for _ in written_in(text.strip())):
            for each in written:
                found.setdefault(str(each.address).casefold(), How.REVERSED)
            _show_instead(node, text[::-1])


def _show_instead(node: LexborNode, text: str) -> None:
    """Let a text stand for an element, which is hidden: nodes that are taken away may be referred to."""
    if node.tag in _PARTS_OF_TEXT:
        node.insert_before(text)
        _hide(node)
        return
    for child in node.iter(include_text=False):
        _hide(child)
    node.insert_child(f" {text} ")


def _hide(node: LexborNode) -> None:
    for part in islice(node.traverse(), _LITTLE_TREE):
        part.attrs["hidden"] = ""


def _take_out_hidden(tree: LexborHTMLParser) -> None:
    """Pieces of text that nobody sees; they stand between the parts of an address, or are one for robots."""
    for node in _some(tree, "[style],[hidden]"):
        if "hidden" in node.attributes or _HIDING.search(
            (node.attributes.get("style") or "")[:_LONGEST_STYLE]
        ):
            _take_out(node)
    for node in _by_rules(tree, _HIDING):
        _take_out(node)


def _take_out(node: LexborNode) -> None:
    if node.tag in _PARTS_OF_TEXT and _text(node) is not None:
        _hide(node)


def _by_rules(tree: LexborHTMLParser, declaration: re.Pattern[str]) -> Iterator[LexborNode]:
    """The elements to which a rule of the page's own style sheets gives a declaration."""
    found = (
        _selectors(sheet, match.start())
        for sheet in ((node.text() or "")[:_LONGEST_SHEET] for node in _some(tree, "style"))
        for match in islice(declaration.finditer(sheet), _MOST_RULES)
    )
    selectors = dict.fromkeys(selector for some in found for selector in some)
    for selector in islice(selectors, _MOST_RULES):
        yield from _some(tree, selector)


def _selectors(sheet: str, place: int) -> Iterator[str]:
    """The plain selectors of the rule of a style sheet in which a place is."""
    start = sheet.rfind("{", max(place - _LONGEST_RULE, 0), place)
    if start < 0 or "}" in sheet[start:place]:
        return
    before = sheet[max(start - _LONGEST_SELECTOR, 0) : start]
    for selector in re.split(r"[{};/]", before)[-1].split(",")[:10]:
        if _PLAIN_SELECTOR.match(selector) and ("." in selector or "#" in selector):
            yield selector.strip()


def _show_signs(tree: LexborHTMLParser) -> None:
    for node in _some(tree, "img"):
        alt, source = node.attributes.get("alt") or "", node.attributes.get("src") or ""
        if (alt and _SIGN_ALT.match(alt)) or (not alt and _SIGN_FILE.search(source[-60:])):
            node.insert_before("@")


def _show_icons(tree: LexborHTMLParser) -> None:
    """The sign as an icon of a font: an empty element that is called so."""
    for node in _some(tree, _ICONS):
        if _SIGN_ICON.search((node.attributes.get("class") or "")[:_LONGEST_STYLE]) and not _text(node):
            node.insert_before("@")


def _take_out_samples(tree: LexborHTMLParser, own_site: str) -> None:
    """Samples of code, but for one that is nothing but an address to write to.

    Where most of a page is preformatted, that is its text and no sample.
    """
    nodes = _some(tree, "code, samp, kbd, pre, xmp")
    texts = [(node, (node.text() or "")[:_LONGEST_SAMPLE]) for node in nodes]
    preformatted = sum(len(text) for node, text in texts if node.tag == "pre")
    written = len(tree.body.text() or "") if preformatted and tree.body is not None else 0
    for node, text in texts:
        if not hinted(text):
            continue
        if node.tag == "pre":
            is_code = node.css_first("code, [class*=hljs], span[class]") is not None or _CODE.search(text)
            if is_code and 2 * preformatted < written:
                node.attrs["hidden"] = ""
        elif not _is_address_alone(node, text.strip(), own_site):
            node.attrs["hidden"] = ""


def _is_address_alone(node: LexborNode, text: str, own_site: str) -> bool:
    written = list(written_in(f"mail: {text}"))
    if len(text) > _SMALL or len(written) != 1 or written[0].end - written[0].start < len(text) - 2:
        return False
    around = node.parent
    if around is None or around.tag in ("pre", "code"):
        return False
    if written[0].address.domain.endswith(own_site):
        return True
    before = (around.text() or "")[:2_000].partition(text)[0]
    return speaks_of_mail(before)


def _some(tree: LexborHTMLParser, selector: str) -> Iterable[LexborNode]:
    try:
        return list(islice(tree.css(selector), _MOST))
    except SelectolaxError:
        return []


def _text(node: LexborNode) -> str | None:
    """The text of a small element; ``None`` for a large one."""
    pieces = []
    for count, part in enumerate(node.traverse(include_text=True)):
        if count > _LITTLE_TREE:
            return None
        if part.tag == "-text":
            pieces.append(part.text_content or "")
    text = "".join(pieces)
    return text if len(text) <= _SMALL else None
