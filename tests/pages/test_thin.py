"""Which own pages say too little to be worth offering, and which look like it and do not."""

from __future__ import annotations

import re

import pytest

from finder.pages import read_page
from finder.pages.thin import thin
from finder.reference import load_table
from finder.urls import identity, resolve

SITE = "https://www.acme.example"
LEAST = 50
LEGAL = {
    "en": ("/privacy-policy", "Privacy Policy | Acme"),
    "de": ("/datenschutz/", "Datenschutzerklärung"),
    "fr": ("/fr/mentions-legales", "Mentions légales - Acme"),
    "es": ("/aviso-legal.html", "Aviso legal"),
    "pt": ("/politica-de-privacidade", "Política de privacidade"),
    "it": ("/termini-e-condizioni", "Termini e condizioni"),
    "nl": ("/algemene-voorwaarden", "Algemene voorwaarden"),
    "pl": ("/polityka-prywatnosci", "Polityka prywatności"),
    "cs": ("/obchodni-podminky", "Obchodní podmínky"),
    "sv": ("/integritetspolicy", "Integritetspolicy"),
    "da": ("/handelsbetingelser", "Handelsbetingelser"),
    "fi": ("/tietosuojaseloste", "Tietosuojaseloste"),
    "hu": ("/adatvedelem", "Adatvédelem"),
    "ru": ("/политика-конфиденциальности", "Политика конфиденциальности"),
    "tr": ("/gizlilik-politikasi", "Gizlilik Politikası"),
    "el": ("/όροι-χρήσης", "Όροι χρήσης"),
    "ja": ("/プライバシーポリシー", "プライバシーポリシー"),
    "zh": ("/隐私政策", "隐私政策"),
    "ko": ("/이용약관", "이용약관"),
}
CONTACT = {
    "en": ("/contact-us", "Contact us"),
    "de": ("/kontakt", "Kontakt - Acme"),
    "fr": ("/nous-contacter", "Nous contacter"),
    "es": ("/contacto", "Contacto"),
    "pt": ("/fale-conosco", "Fale conosco"),
    "it": ("/contatti", "Contatti"),
    "nl": ("/neem-contact-op", "Neem contact op"),
    "pl": ("/kontakty", "Kontakty"),
    "fi": ("/yhteystiedot", "Yhteystiedot"),
    "hu": ("/kapcsolat", "Kapcsolat"),
    "tr": ("/iletisim", "İletişim"),
    "ru": ("/контакты", "Контакты"),
    "el": ("/επικοινωνία", "Επικοινωνία"),
    "ja": ("/お問い合わせ", "お問い合わせ"),
    "vi": ("/lien-he", "Liên hệ"),
}


def why(path: str, title: str, h1: str = "", words: int = 400, least: int = LEAST) -> str:
    """What the rule says of a page of ours."""
    url = resolve(SITE + path)
    assert url is not None
    return thin(identity(url), title, h1, words, least)


@pytest.mark.parametrize(
    ("path", "title", "words", "said"),
    [
        ("/tides", "Tides", 49, "says only 49 words (own.min_words is 50)"),
        ("/tides", " ", 400, "has neither title nor heading"),
        ("/login", "Sign in", 60, "is a form to sign in"),
        ("/account/wp-login.php", "Log in", 60, "is a form to sign in"),
        ("/warenkorb", "Ihr Warenkorb", 80, "is a cart"),
        ("/shop/cart.php", "Cart", 80, "is a cart"),
        ("/?s=knots", "You searched for knots", 400, "is a search result"),
        ("/search?q=knots", "Results", 400, "is a search result"),
        ("/de/suche?suchbegriff=knoten", "Suche", 400, "is a search result"),
        ("/blog/page/2/", "Blog", 400, "is a further page of a list"),
        ("/blog?page=3", "Blog - Page 3", 400, "is a further page of a list"),
        ("/tag/bowline-knots/", "bowline knots Archives - Acme", 400, "is a list by tag"),
        ("/blog/tags/knots", "Posts tagged knots", 400, "is a list by tag"),
        ("/de/schlagwort/knoten", "Schlagwort: Knoten", 400, "is a list by tag"),
        ("/author/jane/", "Jane, Author at Acme", 400, "is a list by author"),
        ("/2024/05/", "May 2024", 400, "is a list by date"),
        ("/blog/2024/5/17", "17 May", 400, "is a list by date"),
        ("/legal/impressum.html", "Impressum", 400, "is a legal page"),
    ],
)
def test_a_page_that_is_not_worth_offering_is_told_why(path: str, title: str, words: int, said: str) -> None:
    assert why(path, title, words=words) == said


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Acme"),
        ("/privacy-guide", "Privacy guide for small clubs"),
        ("/guides/privacy", "Privacy"),
        ("/privacy", "What we learned about privacy in ten years"),
        ("/imprint", "How to imprint a leather strap"),
        ("/guides/contact", "Contact lenses at sea"),
        ("/blog/terms-of-service-explained", "Terms of service explained"),
        ("/login", "How to sign in on all your devices"),
        ("/help/sign-in", "Signing in"),
        ("/checkout", "The checkout, explained in pictures"),
        ("/tools/search?depth=5", "Depth tables"),
        ("/research", "Research"),
        ("/products?q=1", "Products"),
        ("/blog/page/1/", "Blog"),
        ("/index.php?page=7", "Anchor types compared"),
        ("/index.php?page=7", "Seven anchors"),
        ("/guides/page-turning", "Turning pages"),
        ("/html/tag/div", "div"),
        ("/tag/knots", "All you need to know about knots"),
        ("/tag", "Tag: a game for the harbour"),
        ("/author/jane-austen", "Jane Austen | Acme Books"),
        ("/reports/2024/05", "Report of May 2024"),
        ("/2024", "The regatta of 2024"),
        ("/2024/05/how-to-tie-a-bowline", "How to tie a bowline"),
        ("/contact-lenses", "Contact lenses"),
    ],
)
def test_a_page_that_only_looks_like_it_may_be_offered(path: str, title: str) -> None:
    assert why(path, title) == ""


@pytest.mark.parametrize("language", LEGAL)
def test_legal_pages_are_told_by_address_and_title_together(language: str) -> None:
    path, title = LEGAL[language]
    assert why(path, title) == "is a legal page"
    assert why(path, "Acme", h1=title.partition(" | ")[0].partition(" - ")[0]) == "is a legal page"
    assert why(path, "Seven knots that hold") == ""
    assert why("/seven-knots", title) == ""


@pytest.mark.parametrize("language", CONTACT)
def test_contact_pages_are_told_in_many_languages(language: str) -> None:
    path, title = CONTACT[language]
    assert why(path, title) == "is a contact page"
    assert why(path, "Seven knots that hold") == ""


def test_nothing_is_thin_where_the_rule_is_switched_off() -> None:
    assert why("/login", "", words=0, least=0) == ""


def test_every_row_of_the_list_is_an_expression_in_lower_case() -> None:
    for kind, row in load_table("thin_pages.tsv"):
        assert re.compile(row), kind
        assert row.lower() == row


def words(body: str, title: str = "") -> int:
    """How many words a page says."""
    return read_page(f"<title>{title}</title><body>{body}", f"{SITE}/page", words=True).words


MENU = "<nav>" + "".join(f'<a href="/{number}">Menu item {number}</a>' for number in range(60)) + "</nav>"
FOOTER = "<footer><p>Acme Ltd, all rights reserved, since the year of the great flood.</p></footer>"


def test_words_are_counted_in_title_headings_and_main_text_and_a_line_that_is_repeated_once() -> None:
    assert words("<main><h1>Tide tables</h1><p>They say when.</p></main>", "Tide tables") == 5
    assert words("<main><p>buy now</p><p>buy now</p><p>buy now</p></main>") == 2


def test_what_stands_around_the_main_text_does_not_count() -> None:
    assert words(f"{MENU}<main><h1>Tide tables</h1></main>{FOOTER}") == 2


def test_where_markup_hides_the_main_text_from_us_its_sentences_count_all_the_same() -> None:
    said = "<p>High water comes twelve hours after high water, and a little more each day.</p>"
    assert words(f'{MENU}<div class="sidebar">{said * 2}<p>Springs follow the moon.</p></div>{FOOTER}') == 18


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("干潮から満潮まで水位は六時間で上がります。" * 4, True),
        ("干潮から満潮まで水位は六時間で上がります。", False),
        ("ระดับน้ำจะขึ้นสูงสุดทุกสิบสองชั่วโมงโดยประมาณ " * 2, True),
        ("ระดับน้ำจะขึ้นสูงสุด", False),
        ("Прилив поднимается медленно и уходит быстро. " * 10, True),
    ],
)
def test_words_are_counted_in_scripts_without_spaces(text: str, enough: bool) -> None:
    assert (words(f"<main><p>{text}</p></main>") >= LEAST) is enough
