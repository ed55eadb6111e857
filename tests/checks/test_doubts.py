"""Pages that look dead and are not surely so: walls, failures, what is over, forms of a living page."""

from __future__ import annotations

import pytest

from finder.items import Promise, Purpose, SecondLook, Streak
from tests.checks.made import ROPE, URL, answer, beside, case
from tests.checks.test_pages import FRONT, HOME, MENU, NOT_FOUND, home, said

PRIVACY = "We and 842 partners store what you read. " * 8
CONSENT = f"<title>Site</title><h2>We value your privacy</h2><p>{PRIVACY}</p>"
SHELL = f"<title>Site</title>{MENU}<div id=stage></div><script src=/app.js></script>"
UNTOLD = Promise(("here",))


@pytest.mark.parametrize(
    ("page", "front", "expected"),
    [
        (CONSENT, CONSENT, ("uncertain", "maybe_missing")),
        (SHELL, SHELL, ("uncertain", "needs_browser")),
        (CONSENT, FRONT, ("dead", "same_as_missing")),
        (SHELL, FRONT, ("dead", "same_as_missing")),
        # What is titled by its bare domain is a lander, whatever it says.
        (CONSENT.replace("Site", "site.example"), CONSENT, ("dead", "same_as_missing")),
    ],
)
def test_what_stands_before_all_of_a_site_is_no_sign_of_a_missing_page(
    page: str, front: str, expected: tuple[str, str]
) -> None:
    given = case(answer(page), beside(page, 200))
    if "site.example" not in page:
        assert said(given) == ("asks", "home")
    assert said(case(answer(page), beside(page, 200), home(front))) == expected


def test_a_text_of_its_own_within_the_frame_of_missing_pages_is_no_death() -> None:
    switchboard = "Call our switchboard about refuse and water on weekdays. "
    frame = f"<title>Town of Marlow</title><p>{switchboard * 9}</p>"
    licences = (
        "<p>Dog licences are issued at the window. Bring a cheque for twelve dollars and proof of care.</p>"
    )
    nothing = "<p>Hm, whatever you wanted is not with us.</p>"
    given = case(answer(frame + licences * 2), beside(frame + nothing, 200), promise=UNTOLD)
    assert said(given) == ("uncertain", "maybe_missing")
    # Where both have some of their own, it is what changes at each look.
    lists = ("".join(f"<p>{word} {name} news</p>" for name in "abcdefgh") for word in ("tide", "rope"))
    mine, theirs = (frame + each for each in lists)
    given = case(answer(mine), beside(theirs, 200), home(MENU + FRONT), promise=UNTOLD)
    assert said(given) == ("dead", "same_as_missing")


def test_what_only_the_beginning_was_read_of_is_not_said_to_be_like_missing_pages() -> None:
    start = answer(MENU + "<title>Site</title>", cut="limit")
    assert said(case(start, beside(MENU + "<title>Site</title>", 200))) == ("uncertain", "maybe_missing")


@pytest.mark.parametrize(
    "title",
    [
        "Error establishing a database connection",
        "508 Resource Limit Is Reached",
        "WordPress › Error",
        "Ошибка подключения к базе данных",
    ],
)
def test_a_failure_that_may_pass_is_no_death_until_it_has_lasted(title: str) -> None:
    failure = f"<title>{title}</title><h1>{title}</h1>"
    for given in (case(answer(failure, HOME)), case(answer(failure), beside(failure, 200))):
        assert said(given) == ("uncertain", "server_error")
    assert said(case(answer(failure))) == ("asks", "sibling")
    assert said(case(answer(failure), beside(NOT_FOUND, 404))) == ("uncertain", "maybe_missing")
    streak = Streak(2, "2026-11-18T08:00:00Z", "2026-11-21T08:00:00Z")
    assert said(case(answer(failure, HOME), streak=streak)) == ("dead", "server_error")


def test_a_server_s_own_words_in_a_text_are_no_default_page() -> None:
    text = "The shop is closed for good. Its owner retired in May, and nobody was found to buy it from him."
    news = f"<title>Chandlery gives up</title><h1>Chandlery gives up</h1><p>{text}</p>"
    assert said(case(answer(news))) == ("asks", "sibling")
    assert said(case(answer(news), beside(NOT_FOUND, 404)))[0] != "dead"
    bare = "<p>This shop is currently unavailable</p>"
    assert said(case(answer(bare), beside(bare, 200))) == ("dead", "default_page")


@pytest.mark.parametrize(
    "over",
    [
        "This event has passed.",
        "This topic is closed. No new replies.",
        "This petition is closed.",
        "This page has been archived and is no longer updated.",
        "Dieser Artikel ist leider ausverkauft.",
        "Cet événement est terminé",
        "Мероприятие завершено",
    ],
)
def test_what_is_over_or_sold_out_is_not_removed(over: str) -> None:
    page = f"<title>Spring regatta</title><h1>Spring regatta</h1><p>{over}</p><p>12 May, 10 am, free</p>"
    assert said(case(answer(page), beside(NOT_FOUND, 404)))[0] != "dead"


def test_words_of_a_removal_within_a_text_are_no_notice() -> None:
    def page(text: str) -> str:
        return f"<title>Recall</title><h1>Gas stove recall</h1><p>{text}</p>"

    notice = page("This product has been discontinued.")
    told = page(
        "This product has been discontinued in March, and owners bring it back to the shop for their money."
    )
    assert said(case(answer(notice), beside(NOT_FOUND, 404))) == ("dead", "removed")
    assert said(case(answer(told), beside(NOT_FOUND, 404))) == ("uncertain", "maybe_missing")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Page not found | Forum", "Since the update all I get is this. " * 10),
        (
            "There is nothing here",
            "There is nothing here but the wind.</p><p>The gulls and the wreck and the rope in my hand.",
        ),
        ("Episode 12: Lost at sea", "Play episode"),
    ],
)
def test_a_site_that_answers_404_says_not_found_for_a_reason(title: str, text: str) -> None:
    html = f"<title>{title}</title><h1>{title}</h1><p>{text}</p>"
    assert said(case(answer(html), beside(NOT_FOUND, 404))) == ("uncertain", "maybe_missing")
    nothing_else = "<title>App</title><h1>Page not found</h1><p>There is no such page.</p>"
    assert said(case(answer(nothing_else), beside(NOT_FOUND, 404))) == ("dead", "soft_404")


def test_on_a_site_that_answers_404_what_is_no_more_was_removed() -> None:
    gone = "<title>Sailmaker</title><h1>Sailmaker</h1><p>This job has expired and is no longer available.</p>"
    assert said(case(answer(gone), beside(NOT_FOUND, 404))) == ("dead", "removed")
    offers = "".join(f"<p>Offer {number} and more</p>" for number in range(100))
    listed = gone.replace("Sailmaker", "This job is no longer available") + offers
    assert said(case(answer(listed), beside(NOT_FOUND, 404))) == ("uncertain", "maybe_missing")


def test_a_first_post_is_no_fresh_site() -> None:
    post = (
        "<title>Hello world! - Anna</title><h1>Hello world!</h1><p>Today I begin to write about my boat.</p>"
    )
    assert said(case(answer(post))) == ("asks", "sibling")
    assert said(case(answer(post), beside(NOT_FOUND, 404), promise=UNTOLD)) == ("alive", "answers")
    assert said(case(answer(post), beside(post, 200))) == ("dead", "default_page")


def test_a_page_of_hardly_a_word_and_a_script_is_not_compared() -> None:
    tool = "<title>Tide tool</title><canvas></canvas><script>draw()</script>"
    assert said(case(answer(tool), beside(tool, 200))) == ("uncertain", "needs_browser")


def test_a_part_of_the_page_that_a_folder_was_put_together_in_is_no_section() -> None:
    told = "<p>Splicing a rope by hand joins its strands for good, and a spliced rope keeps its strength.</p>"
    whole = f"<title>Handbook</title><h1>Handbook</h1><h2>Splicing rope</h2>{told * 4}"
    end = "https://site.example/handbook/"
    for html, expected in ((whole, "uncertain"), (whole.replace("<h2>Splicing rope</h2>", ""), "dead")):
        given = case(answer(html, end, by_way_of=(URL,)), beside(html, 200, end), home(FRONT))
        assert said(given)[0] == expected
    old = "https://site.example/old"
    kept = case(answer(whole, end, by_way_of=(old,)), beside(NOT_FOUND, 404))
    assert said(kept) == ("alive", "redirected")


def test_an_address_that_speaks_of_errors_leads_to_a_page_about_them() -> None:
    word = "<title>introuvable</title><h1>introuvable</h1><p>Adjective: that cannot be found; very rare.</p>"
    url = "https://site.example/wiki/introuvable"
    given = case(answer(word, url), beside(NOT_FOUND, 404), promise=Promise(("dictionary",)))
    assert said(given) == ("alive", "answers")


def test_lists_that_change_at_each_look_do_not_hide_an_error() -> None:
    def page(words: str) -> str:
        offers = "".join(f"<p>{word} offer</p>" for word in words.split())
        return f"<title>Page not found</title><h1>Not here</h1>{offers}"

    first, other = (
        page("oak pine elm ash yew fir box bay fig oat " * 7),
        page("red blue pink grey tan jade " * 12),
    )
    assert said(case(answer(first), beside(other, 200))) == ("dead", "soft_404")
    article = first + f"<p>{ROPE * 6}</p>"
    assert said(case(answer(article), beside(other, 200), promise=UNTOLD))[0] == "uncertain"


@pytest.mark.parametrize(
    ("page", "promise"),
    [
        # Read in a wrong character set, and written in the other script of its language.
        (
            "Ìîðñêèå óçëû äëÿ ÿõòñìåíîâ ",
            Promise(("Морские узлы",), ("Все узлы с картинками для начинающих",), languages=("ru",)),
        ),
        (
            "Једриличарски чворови се вежу ",
            Promise(
                ("Jedriličarski čvorovi",),
                ("Svi čvorovi objašnjeni slikama za početnike",),
                languages=("sr",),
            ),
        ),
    ],
)
def test_a_page_in_another_script_than_its_links_is_not_said_to_be_another(
    page: str, promise: Promise
) -> None:
    language = promise.languages[0]
    html = f"<html lang={language}><title>{page}</title><h1>{page}</h1><p>{page * 30}</p></html>"
    given = case(answer(html, "https://sail77.example/t/12"), home(html), promise=promise)
    assert said(given) == ("asks", "sibling")


def test_where_even_the_front_page_leads_is_a_wall_or_a_failure() -> None:
    end = "https://site.example/unsupported.html"
    old = "<title>Site</title><h1>Please upgrade</h1><p>Use a browser of this year.</p>"
    given = case(answer(old, end, by_way_of=(URL,)), beside(old, 200, end))
    assert said(given) == ("asks", "home")
    leads_there = SecondLook(Purpose.HOME, HOME, "", answer(old, end, by_way_of=(HOME,)))
    assert said(given.having(leads_there)) == ("uncertain", "redirect_unclear")
    assert said(given.having(home(FRONT))) == ("dead", "redirect_to_section")
    failed = "<title>Error</title><h1>Error establishing a database connection</h1>"
    end = "https://site.example/error.php"
    given = case(answer(failed, end, by_way_of=(URL,)), beside(failed, 200, end))
    assert said(given) == ("uncertain", "server_error")


def test_what_a_framework_of_scripts_may_write_is_not_compared() -> None:
    shell = f"<title>Site</title>{MENU}<div id='root'><p>{'We sell boats and paint. ' * 40}</p></div>"
    scripted = shell + "<script src=/app.js></script>"
    assert said(case(answer(scripted), beside(scripted, 200), promise=UNTOLD)) == (
        "uncertain",
        "needs_browser",
    )
    assert said(case(answer(shell), beside(shell, 200), promise=UNTOLD)) == ("dead", "same_as_missing")


def test_a_page_headed_by_the_initials_of_its_anchor_is_the_same_organisation() -> None:
    html = f"<title>ISTA</title><h1>ISTA</h1><p>{'We take young people to sea on tall ships. ' * 12}</p>"
    spelled = Promise(
        ("International Sail Training Association",), ("Voyages for schools and clubs",), languages=("en",)
    )
    given = case(answer(html, "https://site.example/p/12"), home(html), promise=spelled)
    assert said(given) == ("asks", "sibling")
    other = case(
        answer(html.replace("ISTA", "Acme"), "https://site.example/p/12"), home(html), promise=spelled
    )
    assert said(other) == ("dead", "taken_over")
