"""What would make a verdict surer, reason by reason, in the words of `finder explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.items import Verdict

_LATER: Final = "More looks, days apart: crawl again; it counts as dead after verdicts.failures of them."
_BROWSER: Final = "A look with a browser; until then it says nothing about the page."
_NOTHING: Final = "Nothing more is needed."
_PERSON: Final = "A person's look: whether what the link promises is there."
_NEIGHBOUR: Final = "A neighbour address that can be compared, or a person's look."
_ARCHIVE: Final = "An archived copy that shows what stood there before (verdicts.archive = true)."

WHAT_CONFIRMS: Final[Mapping[str, str]] = {
    "answers": _NOTHING,
    "redirected": _NOTHING,
    "file": _NOTHING,
    "not_found": "It was asked for twice; a look on another day would make it surer still.",
    "gone": _NOTHING,
    "no_such_host": "The name asked for again on another day, and of another resolver.",
    "redirect_loop": "The same in a browser: cookies were kept, scripts were not run.",
    "too_many_redirects": "The same in a browser: cookies were kept, scripts were not run.",
    "soft_404": _NOTHING,
    "removed": _NOTHING,
    "same_as_missing": _NOTHING,
    "redirect_to_error": _NOTHING,
    "redirect_to_home": _NOTHING,
    "redirect_to_section": _NOTHING,
    "redirect_to_search": _NOTHING,
    "redirect_to_other_site": _NOTHING,
    "redirect_to_other_page": _NOTHING,
    "parked": _NOTHING,
    "for_sale": _NOTHING,
    "expired": _NOTHING,
    "suspended": "The same a week later: a bill that is paid brings a site back.",
    "default_page": "The same a week later: a server that is being moved shows its own page too.",
    "taken_over": _ARCHIVE,
    "client_error": "The address in a browser.",
    "connection_refused": _LATER,
    "timeout": _LATER,
    "connection_reset": _LATER,
    "not_http": _LATER,
    "server_error": _LATER,
    "dns_failed": _LATER,
    "other_form_answers": "A person's look at both addresses.",
    "too_large": _PERSON,
    "request_failed": _LATER,
    "tls_fault": _BROWSER,
    "bad_redirect": _BROWSER,
    "blocked": _BROWSER,
    "rate_limited": "Another look later, and slower (FINDER_HOST_DELAY).",
    "known_to_mislead": _BROWSER,
    "needs_browser": _BROWSER,
    "not_allowed": "Nothing from here: robots.txt decides, and finder obeys it.",
    "robots_unreachable": "Another look once its robots.txt can be read.",
    "forbidden_address": "Nothing: finder never goes there.",
    "not_public_name": "Nothing from here: the public network does not know such names.",
    "resolver_unproven": "A resolver that works (FINDER_DNS_SERVERS, FINDER_CONTROL_HOSTS).",
    "no_content": _PERSON,
    "maintenance": _LATER,
    "construction": _LATER,
    "maybe_missing": _NEIGHBOUR,
    "maybe_parked": _NEIGHBOUR,
    "redirect_unclear": _NEIGHBOUR,
    "content_changed": _ARCHIVE,
    "answers_missing_with_page": "A browser: whether visitors see the page.",
    "answers_differ": "Another look: the server gave two different answers.",
    "unsettled": "Another look: the bound on requests was reached.",
    "unknown_answer": _PERSON,
}


def what_confirms(verdict: Verdict) -> str:
    """What would make a verdict surer, as a sentence."""
    return WHAT_CONFIRMS[verdict.reason]
