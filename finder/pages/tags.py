"""HTML elements by what they mean for reading a page."""

from __future__ import annotations

from typing import Final


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements that begin and end a stretch of text of its own.
BLOCKS: Final = _named(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol optgroup"
    " p pre section summary table tbody td tfoot th thead tr ul"
)
# Elements whose text belongs together, as far as a link in them is concerned.
ITEMS: Final = _named("article blockquote dd dt figure li p td tr")
# Elements whose text is not part of what a reader reads.
SILENT: Final = _named("audio button canvas datalist desc head math object select title video")
# Elements that hold nothing, or nothing but text that nobody reads: no frame is opened for them.
LEAVES: Final = _named(
    "base br col embed hr iframe img input link meta noembed noframes param script source style template"
    " textarea track wbr"
)
INLINE: Final = _named("a abbr b button em font i img input label small span strong svg time u")
DECLARATIONS: Final = _named("base html link meta title")
FOREIGN: Final = _named("circle g path rect svg symbol use")
BOLD: Final = _named("b strong")
# Elements without content, or closed by the next of their kind: they never nest deep by themselves.
NEVER_DEEP: Final = _named(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr"
)
LEVELS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
