"""Answers that say we are not welcome, and nothing about the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.checks.evidence import answers, uncertain, way

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_STATUSES: Final = {
    401: "asks for a login",
    402: "asks for payment",
    403: "refuses us",
    405: "does not take our request",
    406: "does not take our request",
    407: "asks for a proxy login",
    429: "limits our rate",
    451: "is withheld for legal reasons",
    501: "does not take our request",
    999: "refuses automated requests",
}
# What the makers of bot walls set on their answers.
_HEADERS: Final = {
    "cf-mitigated": "challenge",
    "x-amzn-waf-action": "",
    "x-datadome": "",
    "x-sucuri-block": "",
}
_HOSTS: Final = (
    *("challenges.cloudflare.com", "captcha-delivery.com", "hcaptcha.com", "perimeterx.net", "px-cdn.net"),
    *("awswaf.com", "kasada.io", "arkoselabs.com", "geetest.com", "queue-it.net", "ddos-guard.net"),
)


def blocked(case: Case) -> Verdict | None:
    """Uncertain: walls, logins, rate limits and challenges; a visitor may see the page all the same."""
    fetch = case.fetch
    if _is_challenge(case):
        return uncertain("blocked", f"{answers(case)}, which is a challenge for browsers.")
    if fetch.status not in _STATUSES:
        return None
    reason = "rate_limited" if fetch.status == 429 else "blocked"
    return uncertain(
        reason, f"{fetch.final_url} answers {fetch.status}: it {_STATUSES[fetch.status]}{way(fetch)}."
    )


def _is_challenge(case: Case) -> bool:
    headers = case.fetch.headers
    if any(name in headers and headers[name].startswith(value) for name, value in _HEADERS.items()):
        return True
    page = case.page
    if page is None or page.main_words > 150:
        return False
    walls = any(name == host or name.endswith(f".{host}") for name in page.hosts for host in _HOSTS)
    said = case.wording.named | case.wording.short
    return ("challenge" in said and "suspended" not in said) or (walls and not case.fit.strong)
