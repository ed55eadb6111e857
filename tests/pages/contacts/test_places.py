"""Contact pages, further pages, people, profiles and forms of a page."""

from __future__ import annotations

import pytest

from finder.contacts import ContactKind, FurtherPage, How, Whereabouts
from finder.pages.contacts import read_contacts

PAGE = "https://www.harbour-ledger.example/2024/notes.html"
ROOT = "https://www.harbour-ledger.example"
ARTICLE = (
    "<main><h1>Notes</h1>"
    + "<p>Some words of an article, enough of them to be one, and more." * 6
    + "</main>"
)


def footer(*links: tuple[str, str]) -> str:
    """An article with a footer."""
    items = "".join(f'<li><a href="{href}">{text}</a>' for href, text in links)
    return f"<nav><a href=/>Home</a></nav>{ARTICLE}<footer><ul>{items}</ul></footer>"


@pytest.mark.parametrize(
    "text",
    [
        "Contact us",
        "Kontakt",
        "Nous contacter",
        "Contacto",
        "Contatti",
        "Fale conosco",
        "Neem contact op",
        "Kontakta oss",
        "Kontakt os",
        "Ota yhteyttä",
        "Kontakty",
        "İletişim",
        "Контакты",
        "お問い合わせ",
        "联系我们",
        "문의하기",
        "Επικοινωνία",
        "اتصل بنا",
        "צור קשר",
        "Kapcsolat",
    ],
)
def test_a_contact_page_is_known_by_its_link_in_many_languages(text: str) -> None:
    page = read_contacts(footer(("/a", "Jobs"), ("/x1", text), ("/b", "Privacy")), PAGE)
    assert page.contact_page == f"{ROOT}/x1"
    assert [contact.value for contact in page.of(ContactKind.PAGE)] == [f"{ROOT}/x1"]


@pytest.mark.parametrize(
    "path", ["/contact/", "/kontakt.html", "/en/contact-us", "/spip.php?page=contact", "/iletisim"]
)
def test_a_contact_page_is_known_by_its_address(path: str) -> None:
    assert read_contacts(footer((path, "x y z")), PAGE).contact_page == ROOT + path


def test_without_a_contact_page_the_imprint_stands_in_and_then_the_page_about_the_site() -> None:
    about, imprint = ("/u", "About us"), ("/i", "Impressum")
    assert read_contacts(footer(about, imprint), PAGE).contact_page == f"{ROOT}/i"
    assert read_contacts(footer(about), PAGE).contact_page == f"{ROOT}/u"
    assert read_contacts(footer(("/j", "Jobs")), PAGE).contact_page == ""


def test_a_part_of_a_page_may_be_where_a_site_tells_how_to_reach_it() -> None:
    page = read_contacts(footer(("/company#contact", "Contact")), PAGE)
    assert (page.contact_page, page.further[0].url) == (f"{ROOT}/company#contact", f"{ROOT}/company")


def test_further_pages_are_of_the_same_site_best_first() -> None:
    html = footer(
        ("/about", "About us"),
        ("https://other.example/contact", "Contact"),
        ("/team", "Team"),
        ("/impressum", "Impressum"),
        ("/contact", "Contact"),
        ("/redaktion", "Redaktion"),
    ).replace("<h1>Notes</h1>", '<h1>Notes</h1><p>By <a rel=author href="/people/wren">Ada Wren</a>')
    assert read_contacts(html, PAGE).further == (
        FurtherPage(f"{ROOT}/people/wren", Whereabouts.AUTHOR),
        FurtherPage(f"{ROOT}/contact", Whereabouts.CONTACT),
        FurtherPage(f"{ROOT}/impressum", Whereabouts.IMPRESSUM),
        FurtherPage(f"{ROOT}/redaktion", Whereabouts.EDITORIAL),
        FurtherPage(f"{ROOT}/team", Whereabouts.TEAM),
        FurtherPage(f"{ROOT}/about", Whereabouts.ABOUT),
    )


def test_an_author_is_a_person_with_the_page_about_him() -> None:
    html = (
        '<article><h1>Notes</h1><p class=byline>By <a href="/people/wren">Ada Wren</a></p><p>Words.</article>'
    )
    [person] = read_contacts(html, PAGE).of(ContactKind.PERSON)
    assert (person.name, person.value, person.how) == ("Ada Wren", f"{ROOT}/people/wren", How.BYLINE)


def test_an_author_whose_page_only_json_ld_names_has_it_too() -> None:
    data = '{"@type": "Article", "author": {"@type": "Person", "name": "Ada Wren", "url": "/people/wren"}}'
    html = f'<script type="application/ld+json">{data}</script>{ARTICLE}'
    [person] = read_contacts(html, PAGE).of(ContactKind.PERSON)
    assert (person.value, person.how) == (f"{ROOT}/people/wren", How.SCHEMA_ORG)


def test_profiles_are_those_of_the_site_and_the_author_and_no_share_buttons_nor_other_peoples() -> None:
    html = footer(
        ("https://www.facebook.com/harbourledger", "Facebook"),
        ("https://www.facebook.com/sharer/sharer.php?u=x", "Share"),
        ("https://twitter.com/intent/tweet?url=x", "Tweet"),
        ("https://www.youtube.com/watch?v=abc", "Film"),
        ("https://mastodon.example/@ledger", "Mastodon"),
    ).replace(
        "<h1>Notes</h1>",
        "<h1>Notes</h1><p>By Ada Wren</p><p>Read <a href=https://twitter.com/somebody_else>him</a>, or"
        " <a href=https://twitter.com/adawren>me</a>, or <a href=https://twitter.com/adawren/status/1>this</a>.",
    )
    profiles = read_contacts(html, PAGE).of(ContactKind.PROFILE)
    assert {(profile.value, profile.name) for profile in profiles} == {
        ("https://www.facebook.com/harbourledger", ""),
        ("https://mastodon.example/@ledger", ""),
        ("https://twitter.com/adawren", "Ada Wren"),
    }


@pytest.mark.parametrize(
    ("form", "is_one"),
    [
        ("<form><input type=email><textarea></textarea></form>", True),
        ("<form class=wpcf7><input name=your-email><textarea></textarea></form>", True),
        ("<form id=commentform><input type=email><textarea></textarea></form>", False),
        ("<div id=respond><form><input type=email><textarea></textarea></form></div>", False),
        ("<form><input type=email><button>Subscribe</button></form>", False),
        ("<form><textarea></textarea></form>", False),
    ],
)
def test_a_contact_form_asks_for_a_message_and_an_address(form: str, is_one: bool) -> None:
    assert bool(read_contacts(ARTICLE + form, PAGE).of(ContactKind.FORM)) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "Hör av dig",
        "Ta kontakt",
        "Get in touch with the club",
        "Kontakta styrelsen",
        "Contacter le jardin",
        "Elérhetőségek",
        "Φόρμα επικοινωνίας",
        "ΕΠΙΚΟΙΝΩΝΗΣΤΕ ΜΑΖΙ ΜΑΣ",
        "יצירת קשר",
        "تماس",
        "راسلنا",
        "與我們聯繫",
        "在线留言",
        "이메일 문의",
        "ご連絡先",
        "Scrie-ne",
        "Задать вопрос",
        "Liên hệ với chúng tôi",
    ],
)
def test_further_words_for_a_contact_page_are_known(text: str) -> None:
    assert read_contacts(footer(("/a", "Jobs"), ("/x1", text)), PAGE).contact_page == f"{ROOT}/x1"


@pytest.mark.parametrize(
    "text", ["Contact lenses", "Lentilles de contact", "Contact sports", "Kontaktlinsen"]
)
def test_what_is_called_after_another_sort_of_contact_is_none(text: str) -> None:
    assert read_contacts(footer(("/x1", text)), PAGE).contact_page == ""


def test_a_part_of_the_page_itself_may_be_where_to_write_from() -> None:
    assert read_contacts(footer(("#contact", "Contact")), PAGE).contact_page == f"{PAGE}#contact"
    assert (
        read_contacts(footer(("#contact", "Contact"), ("/contact", "Contact")), PAGE).contact_page
        == f"{ROOT}/contact"
    )
    assert read_contacts(footer(("#", "Contact")), PAGE).contact_page == ""
