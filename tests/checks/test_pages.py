"""What pages are judged to be: by their words, by what is beside them, by what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finder.checks import judge
from finder.items import Promise, Purpose, Question, SecondLook, Verdict
from tests.checks.made import ARTICLE, BESIDE, ROPE, URL, answer, beside, case

if TYPE_CHECKING:
    from finder.case import Case

HOME = "https://site.example/"
BUYER = "https://buyer.example/"
SEARCH = "https://site.example/search?q="
SUSPENDED = "<title>Account suspended</title><h1>Account suspended</h1>"
NOT_FOUND = "<title>Page not found</title><h1>Sorry, there is no such page</h1><p>Try our front page.</p>"
UNKNOWN_WORDS = f"<title>Hrmpf</title><h1>Hrmpf</h1><p>{'Nix da, mein Freund, geh woanders hin. ' * 4}</p>"
FRONT = f"<title>Site</title><h1>Welcome</h1><p>{'We are a school for everybody who likes boats. ' * 8}</p>"
MENU = f"<nav>{'<a href=/x>Boats and rigs</a> ' * 20}</nav>"
CASINO = (
    f"<title>Best casino bonus</title><h1>Casino</h1><p>{'Casino slots and roulette with a bonus. ' * 12}</p>"
)
ROOFS = (
    f"<title>Roof repair</title><h1>Roof repair</h1><p>{'Our roofers mend gutters and shingles. ' * 12}</p>"
)


def said(given: Case) -> tuple[str, str]:
    """Outcome and reason, or the purpose of a question."""
    _, answered = judge(given)
    if isinstance(answered, Verdict):
        return answered.outcome.value, answered.reason
    return "asks", answered.purpose.value


def home(html: str) -> SecondLook:
    return SecondLook(Purpose.HOME, HOME, "", answer(html, HOME))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Soft 404: by wording, by the neighbour, and never by words of a true page.
        (case(answer(NOT_FOUND)), ("asks", "sibling")),
        (case(answer(NOT_FOUND), beside(NOT_FOUND, 200)), ("dead", "soft_404")),
        (case(answer(NOT_FOUND), beside(None, 403)), ("dead", "soft_404")),
        (case(answer(NOT_FOUND, HOME)), ("dead", "soft_404")),
        (case(answer(UNKNOWN_WORDS)), ("asks", "sibling")),
        (case(answer(UNKNOWN_WORDS), beside(UNKNOWN_WORDS, 200)), ("asks", "home")),
        (case(answer(UNKNOWN_WORDS), beside(UNKNOWN_WORDS, 200), home(FRONT)), ("dead", "same_as_missing")),
        (case(answer(UNKNOWN_WORDS), beside(NOT_FOUND, 404)), ("alive", "answers")),
        (case(answer(UNKNOWN_WORDS), beside(None, 403)), ("alive", "answers")),
        (case(answer(MENU + FRONT), beside(MENU + FRONT, 200)), ("dead", "same_as_missing")),
        (case(answer(ARTICLE)), ("alive", "answers")),
        (
            case(answer(ARTICLE + "<p>It says 404 not found where the page was removed.</p>")),
            ("alive", "answers"),
        ),
        (
            case(
                answer(
                    f"<title>How to fix page not found errors</title><h1>Fixing 404s</h1><p>{ROPE * 6}</p>"
                ),
                beside(NOT_FOUND, 404),
                promise=Promise(("Page not found: how to fix it",)),
            ),
            ("alive", "answers"),
        ),
        # Removed: this one page says so.
        (
            case(
                answer("<title>Rope</title><h1>Splicing rope</h1><p>This article has been removed.</p>"),
                beside(NOT_FOUND, 404),
            ),
            ("dead", "removed"),
        ),
        # A site that minds only the number shows the promised page beside it, too.
        (case(answer(ARTICLE), beside(ARTICLE, 200)), ("alive", "answers")),
        # Landers, suspended and default pages.
        (case(answer("<title>site.example</title><h1>site.example is for sale</h1>")), ("dead", "for_sale")),
        (
            case(answer("<title>x</title><iframe src='https://www.sedoparking.com/x'></iframe>", HOME)),
            ("dead", "parked"),
        ),
        (case(answer(SUSPENDED, HOME)), ("dead", "suspended")),
        (case(answer(SUSPENDED)), ("asks", "sibling")),
        (case(answer(SUSPENDED), beside(SUSPENDED, 200)), ("dead", "suspended")),
        (case(answer(SUSPENDED), beside(NOT_FOUND, 404)), ("alive", "answers")),
        # A link to a domain market is no trace of one; nor is a page's own heading about a part of it.
        (
            case(
                answer("<title>Rope</title><p><a href='https://www.sedo.com/x'>a name</a>"),
                beside(NOT_FOUND, 404),
            ),
            ("alive", "answers"),
        ),
        (
            case(
                answer("<title>Splicing rope</title><h1>Splicing rope</h1><h3>No results found</h3>"),
                beside(NOT_FOUND, 404),
            ),
            ("alive", "answers"),
        ),
        (
            case(answer("<title>site.example</title><a href=/a>a</a><a href=/b>b</a><a href=/c>c</a>", HOME)),
            ("uncertain", "maybe_parked"),
        ),
        (
            case(answer("<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>", HOME)),
            ("dead", "default_page"),
        ),
        # Taken over: a tell-tale trade, or another business in the same language, the front page as well.
        (case(answer(CASINO)), ("dead", "taken_over")),
        (case(answer(CASINO), promise=Promise(("Casino bonus guide",))), ("asks", "sibling")),
        (case(answer(ROOFS)), ("asks", "home")),
        (case(answer(ROOFS), home(ROOFS)), ("dead", "taken_over")),
        (case(answer(ROOFS), home(FRONT + "Splicing rope")), ("uncertain", "content_changed")),
        # Walls and what is not ready.
        (
            case(answer("<title>Just a moment...</title><p>Checking your browser</p>")),
            ("uncertain", "blocked"),
        ),
        (case(answer("<title>Log in</title><form><input type=password></form>")), ("uncertain", "blocked")),
        (case(answer("<title>Down for maintenance</title><h1>Back soon</h1>")), ("uncertain", "maintenance")),
        (case(answer("<title>Coming soon</title><h1>Coming soon</h1>", HOME)), ("uncertain", "construction")),
        (
            case(answer("<title>App</title><div id=root></div><script src=/a.js></script>")),
            ("uncertain", "needs_browser"),
        ),
    ],
)
def test_a_page_is_judged_by_what_it_says_in_which_role(given: Case, expected: tuple[str, str]) -> None:
    assert said(given) == expected


def moved(to: str, html: str, *seconds: SecondLook, **more: Any) -> Case:
    return case(answer(html, to, by_way_of=(URL,)), *seconds, **more)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (moved("https://site.example/404", FRONT), ("asks", "sibling")),
        (moved("https://site.example/404", NOT_FOUND), ("dead", "redirect_to_error")),
        (moved("https://site.example/404", FRONT, beside(FRONT, 200, "https://site.example/404")),
            ("dead", "redirect_to_error")),
        (moved("https://consent.site.example/v2/collectConsent?id=1", FRONT), ("uncertain", "blocked")),
        # A site that moved by rule: the neighbour's end is another address, and missing there.
        (moved("https://site.example/a.php?id=12", FRONT, beside(NOT_FOUND, 404, "https://site.example/a.php?id=9")),
            ("alive", "redirected")),
        (moved(HOME, FRONT), ("asks", "sibling")),
        (moved(HOME, FRONT, beside(FRONT, 200, HOME)), ("dead", "redirect_to_home")),
        (moved(HOME, FRONT, beside(NOT_FOUND, 404)), ("uncertain", "redirect_unclear")),
        (moved(BUYER, FRONT, beside(FRONT, 200, BUYER)), ("dead", "redirect_to_other_site")),
        (moved(SEARCH + "rope", FRONT, beside(FRONT, 200, SEARCH + "x")), ("dead", "redirect_to_search")),
        (moved("https://site.example/login?next=/x", FRONT), ("uncertain", "blocked")),
        (moved("https://new.example/ropework/splicing-rope", ARTICLE), ("alive", "redirected")),
        (moved("https://www.sedo.com/search?d=site.example", FRONT), ("dead", "parked")),
    ],
)  # fmt: skip
def test_a_redirect_is_judged_by_where_its_neighbours_go(given: Case, expected: tuple[str, str]) -> None:
    assert said(given) == expected


def test_the_neighbour_that_is_asked_for_stands_beside_the_address_in_its_own_form() -> None:
    form = "https://www.site.example/guides/splicing-rope/"
    _, asked = judge(case(answer(UNKNOWN_WORDS, form, by_way_of=(URL,))))
    assert isinstance(asked, Question)
    assert asked.url == form


def test_evidence_names_the_neighbour_and_the_title() -> None:
    _, verdict = judge(case(answer(MENU + FRONT), beside(MENU + FRONT, 200)))
    assert isinstance(verdict, Verdict)
    assert BESIDE in verdict.evidence
    assert "titled “Site”" in verdict.evidence
