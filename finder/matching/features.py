"""The names of the features: what is looked at when the words of a query are compared with a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NAMED: Final = ("letters", "spelled", "spelled_rare", "run_together", "like_heading", "rare")
_SAID: Final = (
    "in_name",
    "in_called",
    "says_name",
    "says_called",
    "in_headings",
    "in_summary",
    "in_page",
    "alike",
)
_TALKING: Final = ("letters", "in_name", "in_called", "says_name", "says_called", "in_headings", "in_summary")
_AROUND: Final = ("letters", "in_name", "in_called", "says_name", "says_called", "in_page", "alike")
_TOLD: Final = ("says_name", "says_headings", "in_page", "alike", "in_lead", "phrases", "says_phrases")
FEATURES: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(("anchor", "address", "fragment", "former_title"), (*_NAMED, *_SAID)),
    **dict.fromkeys(("folders", "context", "heading", "page_title"), _AROUND),
    "former_text": _TOLD,
    "mention": (*_TALKING, "in_page", "alike"),
}
"""What is looked at in each group of words that is weighed by itself."""

WEIGHED_AS: Final = {"anchor_elsewhere": "anchor"}
"""Groups that are weighed like another one, since nothing was learned about them."""
