"""A name is a word of its own: no part of another, of an address, of code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.brands.boundaries import has_word, stem_end, word_end
from finder.brands.fold import fold


def word(text: str, name: str, language: str = "") -> str | None:
    """The word that the first ``name`` in a text makes, ``None`` if it is a part of something else."""
    start = fold(text).index(fold(name))
    end = word_end(text, start, start + len(name), language)
    return None if end is None else text[start:end]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Acme", "Acme"),
        ("(Acme) is", "Acme"),
        ("[Acme]", "Acme"),
        ("“Acme”", "Acme"),
        ("'Acme' is", "Acme"),
        ("‘Acme’Globex’", "Acme"),
        ("l’Acme est", "Acme"),
        ("Acme, Inc.", "Acme"),
        ("Acme.", "Acme"),
        ("Acme.Then", "Acme"),
        ("Acme... and", "Acme"),
        ("Acme® Acme™", "Acme"),
        ("Acme¹", "Acme"),
        ("#Acme", "Acme"),
        ("*Acme*", "Acme"),
        ("Acme–Globex", "Acme"),
        ("Acme-powered", "Acme"),
        ("anti-Acme", "Acme"),
        ("Acme/Globex", "Acme"),
        ("Globex/Acme", "Acme"),
        ("Acme/", "Acme"),
        ("Acme+Globex", "Acme"),
        ("Acme|Globex", "Acme"),
        ("Acme’s tools", "Acme’s"),
        ("ACME'S tools", "ACME'S"),
        ("Acme's", "Acme's"),
        ("❤\ufe0fAcme❤\ufe0f", "Acme"),
        ("see www.x.example Acme", "Acme"),
    ],
)
def test_signs_end_a_word(text: str, found: str) -> None:
    assert word(text, "Acme") == found


@pytest.mark.parametrize(
    "text",
    [
        "Acmeology",
        "MegaAcme",
        "AcmeS",
        "Acme2",
        "2Acme",
        "Acme_x",
        "x_Acme",
        "@Acme",
        "acme@mail.example",
        "a.Acme",
        "acme.com",
        "acme.com/x",
        "acme::core",
        "acme->run()",
        "acme:8080",
        "acme#1234",
        "acme [at] host.example",
        "acme(at)host.example",
        "acme.Support@host.example",
        "--acme",
        "mailto:acme",
        "https://host.example/#acme",
        "https://acme.com",
        "https://x.example/acme",
        "https://x.example/acme/y",
        "www.acme.com",
        "x.example/a/acme-x",
        "acme-x.com",
        "x-acme.com",
        "www.x-acme",
        "acme-logo.png",
        "/acme-x",
        "C:\\acme\\x",
        "acme()",
        "acme=1",
        "$acme",
        "%acme",
        "acme%20",
        "~acme",
        "&acme",
        "Acme\u0301",
        "\u00e9Acme",
    ],
)
def test_a_part_of_a_word_an_address_a_handle_or_code_is_no_name(text: str) -> None:
    assert word(text, "Acme") is None


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Booking.com", "on Booking.com.", "Booking.com"),
        ("Booking.com", "Booking.com's", "Booking.com's"),
        ("Booking.com", "Booking.com/Globex", "Booking.com"),
        ("Booking.com", "booking.com/hotels", None),
        ("Booking.com", "https://booking.com", None),
        ("Booking.com", "www.booking.com", None),
        ("Booking.com", "me@booking.com", None),
        ("Node.js", "Acme-Node.js", "Node.js"),
        ("Node.js", "Node.js-based", "Node.js"),
        (".NET", "the .NET way", ".NET"),
        (".NET", "ASP.NET", None),
        (".NET", "x.net", None),
        (".NET", "と.NETの", ".NET"),
        ("C++", "C++, Rust", "C++"),
        ("C++", "C++/Rust", "C++"),
        ("C++", "C++11", None),
        ("R&D", "(R&D)", "R&D"),
        ("Yahoo!", "Yahoo!'s", "Yahoo!'s"),
        ("Yahoo!", "Yahoo!?", "Yahoo!"),
        ("3M", "by 3M.", "3M"),
        ("3M", "13M", None),
        ("3M", "$3M", None),
        ("3M", "€3M", None),
        ("3M", "3M€", None),
        ("3M", "1,3M", None),
        ("3M", "1.3M", None),
        ("3M", "Acme,3M", "3M"),
        ("4chan", "14chan", None),
        ("Web3", "Web3.", "Web3"),
        ("Web3", "Web30", None),
        ("🍕", "a🍕b", None),
        ("🍕", "I 🍕 you", "🍕"),
        ("X", "X-ray", "X"),
        ("X", "Xs", None),
    ],
)
def test_names_with_signs_and_digits_have_borders_too(name: str, text: str, found: str | None) -> None:
    assert word(text, name) == found


@pytest.mark.parametrize(
    ("name", "text", "language", "found"),
    [
        ("東京", "私は東京へ", "ja", "東京"),
        ("アップル", "アップルは", "ja", "アップル"),
        ("アップル", "パイナップル、アップルパイ", "ja", None),
        ("アップル", "スアップル", "ja", None),
        ("Acme", "昨日Acmeを", "ja", "Acme"),
        ("Acme", "Ａcmeを", "ja", "Ａcme"),
        ("小米", "买小米手机", "zh", "小米"),
        ("ไทย", "ธนาคารไทยเปิด", "th", "ไทย"),
        ("กร", "กรา", "th", None),
        ("กร", "เกร", "th", None),
        ("กร", "กร์", "th", None),
        ("삼성", "삼성이", "ko", "삼성이"),
        ("삼성", "삼성에서는", "ko", "삼성에서는"),
        ("삼성", "삼성동", "ko", None),
        ("삼성", "고삼성", "ko", None),
        ("Acme", "Acme는", "ko", "Acme"),
        ("टाटा", "टाटा।", "hi", "टाटा"),
        ("टाटा", "टाटाओं", "hi", None),
        ("टाटा", "नटाटा", "hi", None),
        ("أرامكو", "وأرامكو", "ar", "أرامكو"),
        ("أرامكو", "بالأرامكو", "ar", "أرامكو"),
        ("أرامكو", "خأرامكو", "ar", None),
        ("أرامكو", "أرامكوية", "ar", None),
        ("תנובה", "בתנובה", "he", "תנובה"),
        ("תנובה", "שבתנובה", "he", "תנובה"),
        ("ויקס", "בוויקס", "he", "ויקס"),
        ("תנובה", "גתנובה", "he", None),
        ("Яндекс", "в Яндексе", "ru", "Яндексе"),
        ("Яндекс", "Яндексовый", "ru", None),
        ("Яндекс", "Яндексом", "uk", "Яндексом"),
        ("Acme", "Acmea", "ru", None),
        ("Nokia", "Nokiassa", "fi", "Nokiassa"),
        ("Nokia", "Nokiaan", "fi", "Nokiaan"),
        ("Nokia", "Nokiassa", "en", None),
        ("Migros", "Migrosta", "tr", "Migrosta"),
        ("Migros", "Migros’ta", "tr", "Migros’ta"),
        ("İstikbal", "istikbalin", "tr", "istikbalin"),
        ("Knorr", "Knorrs", "de", "Knorrs"),
        ("Knorr", "Knorrig", "de", None),
        ("Globex", "Globexs", "", "Globexs"),
        ("Globex", "Globexem", "pl", "Globexem"),
        ("Globex", "Globexu", "cs", "Globexu"),
        ("Globex", "Globexnek", "hu", "Globexnek"),
        ("ab", "abs", "en", None),
        ("Κρίκος", "ΚΡΙΚΟΣ,", "el", "ΚΡΙΚΟΣ"),
        ("Acme", "Компания«Acme»", "ru", "Acme"),
    ],
)
def test_each_script_and_language_has_words_of_its_own(
    name: str, text: str, language: str, found: str | None
) -> None:
    assert word(text, name, language) == found


@pytest.mark.parametrize(
    ("text", "stem", "language", "found"),
    [
        ("do Żabki", "Żabk", "pl", "Żabki"),
        ("Toyoty", "Toyot", "pl", "Toyoty"),
        ("Toyotę", "Toyot", "pl", "Toyotę"),
        ("Toyotex", "Toyot", "pl", None),
        ("Toyot", "Toyot", "pl", None),
        ("Toyoty", "Toyot", "en", None),
        ("xToyoty", "Toyot", "pl", None),
        ("Почте", "Почт", "ru", "Почте"),
    ],
)
def test_a_name_that_lost_its_last_vowel_takes_the_ending_of_a_case(
    text: str, stem: str, language: str, found: str | None
) -> None:
    start = text.index(stem)
    end = stem_end(text, start, start + len(stem), language)
    assert (None if end is None else text[start:end]) == found


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("Array of rays", "ray", False),
        ("Array of Ray", "ray", True),
        ("Work-Space for all", "work space", True),
        ("東京タワー", "東京", True),
        ("", "x", False),
        ("x", "", False),
        ("a - b", "-", False),
    ],
)
def test_a_word_is_looked_for_as_a_word(text: str, word: str, there: bool) -> None:
    assert has_word(text, word) is there


ANY = st.text(st.characters(exclude_categories=()) | st.sampled_from("./-_@'’ aA1\u0301"), max_size=20)


@given(ANY, ANY.filter(bool), ANY, st.sampled_from(["", "en", "de", "pl", "ar", "he", "ko", "fi", "xx"]))
def test_whatever_stands_around_it_a_word_begins_and_ends_in_the_text(
    before: str, name: str, after: str, language: str
) -> None:
    text, start = before + name + after, len(before)
    for end in (
        word_end(text, start, start + len(name), language),
        stem_end(text, start, start + len(name), language),
    ):
        assert end is None or start + len(name) <= end <= len(text)
