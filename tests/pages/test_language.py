"""The language of a page is the declared one unless the text says clearly otherwise."""

import pytest

from finder.pages import read_page

SENTENCES = {
    "en": "This is the house that the men of the village have built with their hands.",
    "de": "Das ist ein Haus, das die Leute aus dem Dorf mit der Hand gebaut haben.",
    "fr": "Voici une maison que les gens du village ont bâtie dans la vallée pour leurs amis.",
    "es": "Esta es una casa que los vecinos del pueblo han hecho para sus hijos, como siempre.",
    "nl": "Dit is een huis dat de mensen van het dorp met de hand hebben gebouwd voor ons.",
    "pl": "To jest dom, który ludzie z wioski zbudowali dla nas, ale nie wiemy, jak i po co.",
    "tr": "Bu ev köydeki insanlar için bir gün içinde yapıldı ve çok güzel, daha ne olsun.",
    "ru": "Это дом, который люди построили для нас, но мы не знаем, как и что было в нём.",
    "uk": "Це дім, який люди збудували для нас, але ми не знаємо, як і що було в ньому.",
    "ar": "هذا البيت الذي بناه الناس في القرية من الحجر مع كل ما كان",
    "ja": "これは村の人々が手で建てた家です。",
    "zh": "这是村里的人用手建造的房子。",
    "ko": "이것은 마을 사람들이 손으로 지은 집이다.",
    "th": "นี่คือบ้านที่ชาวบ้านสร้างขึ้นด้วยมือ",
    "el": "Αυτό είναι το σπίτι που έχτισαν οι άνθρωποι.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_page_that_declares_nothing_is_told_by_its_text(language: str) -> None:
    assert read_page(f"<p>{SENTENCES[language]}</p>", "https://example.com/").language == language


def test_a_wrong_declaration_gives_way_to_a_clear_text() -> None:
    page = read_page(f"<html lang=en><p>{SENTENCES['de'] * 4}</p>", "https://example.com/")
    assert page.language == "de"


def test_a_declaration_stands_against_little_text_and_in_a_language_that_is_not_known() -> None:
    assert read_page(f"<html lang=en><p>{SENTENCES['de']}</p>", "https://example.com/").language == "en"
    assert read_page(f"<html lang=lb><p>{SENTENCES['de'] * 4}</p>", "https://example.com/").language == "lb"


def test_too_little_text_tells_no_language() -> None:
    assert read_page("<p>Radio 2000</p>", "https://example.com/").language == ""
