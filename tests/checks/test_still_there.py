"""Pages that sound as if they were gone and are there, or may be there for others."""

from __future__ import annotations

import pytest

from finder.items import Promise
from tests.checks.made import answer, beside, case
from tests.checks.test_pages import CASINO, NOT_FOUND, home, said

ROOFS = f"<title>Roofers</title><h1>Roofers</h1><p>{'We mend the roofs of houses in all weathers. ' * 12}</p>"
PARTS = "".join(
    f"<li><a href=/{at}>A splicing fid of hardened steel in a case, size {at}</a></li>" for at in range(40)
)


def page(heading: str, text: str, title: str = "Site") -> str:
    return f"<title>{title}</title><h1>{heading}</h1>{text}"


def test_a_few_words_around_a_link_do_not_tell_that_a_site_is_another_one() -> None:
    def told(context: str) -> tuple[str, str]:
        promise = Promise(("here",), (context,), languages=("en",))
        given = case(answer(ROOFS, "https://site.example/info/12"), home(ROOFS), promise=promise)
        return said(given)

    assert told("The old pages of our rowing club.") == ("asks", "sibling")
    assert told("Splicing rope with fids and whipping twine, taught to sailors in winter.") == (
        "dead",
        "taken_over",
    )


def test_a_page_about_a_trade_stands_on_a_site_that_is_not_of_it() -> None:
    def told(context: str, front: str) -> tuple[str, str]:
        promise = Promise(("here",), (context,), languages=("en",))
        return said(case(answer(CASINO, "https://site.example/p/12"), home(front), promise=promise))

    much = "Splicing rope with fids and whipping twine, taught to sailors in winter."
    assert told("A new law.", ROOFS) == ("uncertain", "content_changed")
    assert told("A new law.", CASINO) == ("dead", "taken_over")
    assert told(much, ROOFS) == ("dead", "taken_over")


@pytest.mark.parametrize(
    "notice", ["Archived content", "Contenu archivé", "Archivierter Inhalt", "Archiviato"]
)
def test_what_was_archived_is_there(notice: str) -> None:
    html = page(notice, f"<h2>Mills of the county</h2><p>{'The mills of the county ground corn. ' * 12}</p>")
    assert said(case(answer(html), beside(NOT_FOUND, 404)))[0] == "alive"


def test_a_thing_that_is_no_longer_made_may_keep_its_page() -> None:
    notice = "<p>This product has been discontinued.</p>"
    table = "<table><tr><td>Power</td><td>120 W</td></tr><tr><td>Weight</td><td>900 g</td></tr></table>"
    bare = case(answer(page("Coffee mill", notice)), beside(NOT_FOUND, 404))
    told = case(answer(page("Coffee mill", notice + table)), beside(NOT_FOUND, 404))
    assert said(bare) == ("dead", "removed")
    assert said(told) == ("uncertain", "maybe_missing")


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("He is not here", "<p>He is not here, he is risen. Sermon of Easter Sunday, with three hymns.</p>"),
        ("음악회", "<p>종료된 행사입니다</p><p>토요일 오후 여덟 시</p>"),
    ],
)
def test_words_of_an_absence_are_not_always_about_the_page(heading: str, text: str) -> None:
    assert said(case(answer(page(heading, text)), beside(NOT_FOUND, 404)))[0] != "dead"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (
            "This content isn't available right now",
            "The owner only shared it with a small group of people, changed who can see it or deleted it.",
        ),
        (
            "Dieser Inhalt ist momentan nicht verfügbar",
            "Der Eigentümer teilt ihn nur mit einer kleinen Personengruppe, oder er wurde gelöscht.",
        ),
        (
            "Ce contenu n’est pas disponible",
            "Le propriétaire a modifié qui pouvait le voir, ou il a été supprimé.",
        ),
        ("You need access", "Or switch to an account that has it."),
    ],
)
def test_what_is_shown_to_some_is_not_said_to_be_missing(heading: str, text: str) -> None:
    html = page(heading, f"<p>{text}</p>")
    assert said(case(answer(html), beside(html, 200))) == ("uncertain", "blocked")


def test_who_is_asked_to_come_again_later_was_not_switched_off() -> None:
    over = page("Bandwidth limit exceeded", "<p>Ask the owner.</p>")
    later = page("Bandwidth limit exceeded", "<p>Please try again later.</p>")
    assert said(case(answer(over), beside(over, 200))) == ("dead", "suspended")
    assert said(case(answer(later), beside(later, 200))) == ("uncertain", "maintenance")


@pytest.mark.parametrize(
    "text",
    [
        "Aucun concert pour le moment.",
        "Un instant dans la vie d'un village.",
        "En este momento no hay actos; fue un momento feliz.",
        "Foi um momento de festa.",
        "In un momento di pace nacque il circolo.",
        "There is no table yet. You do not have permission to create one, or not have access to edit it.",
    ],
)
def test_a_moment_is_no_wall(text: str) -> None:
    html = page("Splicing rope", f"<p>{text}</p>")
    assert said(case(answer(html), beside(NOT_FOUND, 404))) == ("alive", "answers")


def test_a_long_list_of_other_things_does_not_hide_a_removal() -> None:
    notice = "This product has been discontinued"
    html = page(notice, f"<h2>You may like</h2><ul>{PARTS}</ul>", notice)
    there = page("Splicing fids", f"<ul>{PARTS}</ul>", "Splicing fids")
    assert said(case(answer(html), beside(NOT_FOUND, 404))) == ("uncertain", "maybe_missing")
    assert said(case(answer(there), beside(NOT_FOUND, 404)))[0] == "alive"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Ce moulin n'existe plus", "La digue céda en 1921. Les meules sont au jardin de l'école."),
        ("Deze molen bestaat niet meer", "In 1921 brak de dam. De stenen liggen in de schooltuin."),
        ("Ten młyn już nie istnieje", "W 1921 roku pękła tama. Kamienie leżą w ogrodzie szkoły."),
        ("Эта мельница больше не существует", "В 1921 году прорвало плотину. Жернова лежат в саду."),
        ("Este molino ya no existe", "En 1921 cedió la presa. Las piedras están en el jardín."),
        ("Kvarnen finns inte längre", "År 1921 brast dammen. Stenarna ligger i skolans trädgård."),
    ],
)
def test_what_is_no_more_in_the_world_may_have_its_page(heading: str, text: str) -> None:
    html = page(heading, f"<p>{text}</p>", heading)
    assert said(case(answer(html), beside(NOT_FOUND, 404), promise=Promise(("12",))))[0] != "dead"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        # A headline goes on behind its colon.
        ("Post deleted: mayor says sorry", "He called it a mistake."),
        ("Vacature vervuld: nieuwe molenaar begint", "Zij komt in mei."),
        ("Видео удалено: блогер извинился", "Он жалеет."),
        # Sentences that may be what was promised.
        (
            "Ich habe mein Konto gelöscht",
            "Zehn Jahre Fotos, und ich schlafe besser. Was mir fehlt und was nicht.",
        ),
        ("アカウントを削除しました", "十年分の写真が一度に消えましたが、よく眠れます。"),
        ("Documento scaduto", "Portare una fotografia allo sportello. Il rilascio costa 22 euro."),
    ],
)
def test_a_text_about_a_removal_is_not_said_to_be_removed(heading: str, text: str) -> None:
    given = case(
        answer(page(heading, f"<p>{text}</p>", heading), "https://site.example/p/12"),
        beside(NOT_FOUND, 404),
        promise=Promise(("here",), ("Worth reading.",)),
    )
    assert said(given)[0] != "dead"


def test_sentences_that_were_not_promised_do_not_hide_a_removal() -> None:
    more = "Leave us your name and we will write to you when new ones come in."
    gone = page("This job has expired", f"<p>{more}</p>", "This job has expired")
    told = page("This job has expired", f"<p>{more} Splicing rope is splicing for life.</p>")
    assert said(case(answer(gone), beside(NOT_FOUND, 404))) == ("dead", "removed")
    assert said(case(answer(told), beside(NOT_FOUND, 404))) == ("uncertain", "maybe_missing")


def test_a_notice_in_a_page_that_tells_more_is_no_death() -> None:
    notice = "<p>This paper has been withdrawn by the author.</p>"
    more = "<p>We measured wheels in twelve rivers. They turn in spring.</p>"
    told = page("Wheels in rivers", notice + more, "Wheels in rivers")
    bare = told.replace(more, "")
    given = [
        case(answer(html, "https://site.example/p/12"), beside(NOT_FOUND, 404), promise=Promise(("here",)))
        for html in (told, bare)
    ]
    assert [said(each) for each in given] == [("uncertain", "maybe_missing"), ("dead", "removed")]


@pytest.mark.parametrize(
    "title", ["Removed features", "Deleted scenes", "Verwijderde bestanden", "Expired passports"]
)
def test_a_title_that_only_begins_with_a_word_of_removal_is_none(title: str) -> None:
    html = page(title, "<p>See the table.</p>", title)
    assert said(case(answer(html), beside(NOT_FOUND, 404)))[0] == "alive"


@pytest.mark.parametrize(
    "title", ["Meldung „Seite nicht gefunden“", "Mensaje «página no encontrada»", "“Page not found” in Welsh"]
)
def test_a_title_that_quotes_a_message_is_none(title: str) -> None:
    html = page(title, f"<p>{title}</p>", title)
    assert said(case(answer(html), beside(NOT_FOUND, 404))) != ("dead", "soft_404")
    assert said(case(answer(html.replace(title, "“/guides/rope” not found")), beside(NOT_FOUND, 404))) == (
        "dead",
        "soft_404",
    )
    assert said(case(answer(html.replace(title, "“Page not found”")), beside(NOT_FOUND, 404))) == (
        "dead",
        "soft_404",
    )
