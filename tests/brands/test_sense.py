"""Whether a name means the brand: common words by their sentence, and one sense on one page."""

from __future__ import annotations

import pytest

from finder.brands import Brand
from finder.items import Confidence
from tests.brands.read import found, mentions, sense


def common(name: str, **more: tuple[str, ...]) -> Brand:
    """A brand whose name is an ordinary word or the name of others."""
    return Brand(name, common_word=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Beacon", "We use Beacon daily.", "en"),
        ("Beacon", "Join us on Beacon", "en"),
        ("Beacon", "Our Beacon channel is busy.", "en"),
        ("Beacon", "The Beacon app is new.", "en"),
        ("Beacon", "Beacon Inc. is old.", "en"),
        ("Beacon", "They work at Beacon GmbH in Kiel.", "en"),
        ("Beacon", "I like Beacon's maps a lot.", "en"),
        ("Beacon", "The Beacon Store opened", "en"),
        ("BEACON", "We use BEACON daily.", "en"),
        ("The Beacon", "As the Beacon reported, it rained.", "en"),
        ("Leuchte", "Wie Leuchte berichtet, regnet es.", "de"),
        ("Leuchte", "Das Magazin Leuchte schreibt davon.", "de"),
        ("Leuchte", "Er ist Leuchte-Reporter.", "de"),
        ("Phare", "On parle chez Phare pour rire.", "fr"),
        ("Phare", "L'application Phare est utile.", "fr"),
        ("Faro", "La aplicación Faro es útil.", "es"),
        ("Faro", "Usamos Faro para todo.", "es"),
        ("Latarnia", "Aplikacja Latarnia jest nowa.", "pl"),
        ("Маяк", "Компания Маяк открыла магазин.", "ru"),
        ("Fener", "Yeni Fener uygulaması çıktı.", "tr"),
        ("Majakka", "Ostimme sen Majakka kaupasta.", "fi"),
        ("منارة", "تطبيق منارة جديد", "ar"),
        ("מגדלור", "אפליקציית מגדלור חדשה", "he"),
        ("灯塔", "我们用灯塔应用写作。", "zh"),
        ("とうだい", "新しい「とうだい」アプリです。", "ja"),
        ("등대", "등대 앱이 새로 나왔다", "ko"),
        ("ประภาคาร", "แอปประภาคารใหม่", "th"),
        ("दीप", "दीप ऐप नया है", "hi"),
        ("Φάρος", "Η εφαρμογή Φάρος είναι νέα.", "el"),
    ],
)
def test_a_common_word_is_the_brand_where_its_sentence_says_so(name: str, text: str, language: str) -> None:
    assert sense(text, common(name), language) == "ours"


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Beacon", "We saw a beacon.", "en"),
        ("beacon", "We saw a beacon.", "en"),
        ("Beacon", "Light the Beacon and wait.", "en"),
        ("Beacon", "Give me some Beacon.", "en"),
        ("Beacon", "Beacon lights are old.", "en"),
        ("Beacon", "Beacon", "en"),
        ("Beacon", "BEACON AND LIGHT", "en"),
        ("Beacon", "Beacon of hope", "en"),
        ("Beacon", "Beacon, light and sea", "en"),
        ("Beacon", "Beacon: a light", "en"),
        ("Beacon", "Roger Beacon, a plumber, came.", "en"),
        ("Beacon", "We met Roger Beacon there.", "en"),
        ("Beacon", "She is Uncle Beacon to us.", "en"),
        ("Beacon", "We went to Beacon Hill today.", "en"),
        ("Beacon", "They sell Beacon & Oak things.", "en"),
        ("Beacon", "The radio-Beacon is old.", "en"),
        ("Beacon", "Adam's Beacon is old.", "en"),
        ("Beacon", "We saw Beacons there.", "en"),
        ("Beacon", "Fiona Beacon sang well.", "en"),
        ("Phare", "Jeanne Phare chante bien.", "fr"),
        ("Monday", "See you on Monday morning.", "en"),
        ("Leuchte", "Die Leuchte ist alt.", "de"),
        ("Leuchte", "Eine helle Leuchte am Himmel.", "de"),
        ("Leuchte", "Im Leuchte steht er.", "de"),
        ("Leuchte", "Wir trafen Frau Leuchte aus Kiel.", "de"),
        ("Leuchte", "Die Auto-Leuchte ist alt.", "de"),
        ("Die Leuchte", "Wir sahen die Leuchte dort.", "de"),
        ("Phare", "On a vu un phare.", "fr"),
        ("Faro", "Vivimos en Faro, en el sur.", "es"),
        ("Faro", "Estamos perto de Faro, no Algarve.", "pt"),
        ("灯塔", "山上的灯塔很高。", "zh"),
        ("등대", "등대 옆에 산다", "ko"),
    ],
)
def test_elsewhere_a_common_word_is_no_brand_or_in_doubt(name: str, text: str, language: str) -> None:
    assert "ours" not in sense(text, common(name), language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme", "ours"),
        ("ACME", "ours"),
        ("acme", "other"),
        ("acme and Acme", "other ours"),
        ("anti-Acme", "ours"),
    ],
)
def test_a_name_that_is_no_word_needs_a_capital_and_nothing_else(text: str, expected: str) -> None:
    assert sense(text, Brand("Acme")) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("ABC", "We saw ABC.", "ours"),
        ("ABC", "We saw abc.", "other"),
        ("ABC", "We saw Abc.", "unclear"),
        ("3M", "We saw 3M.", "unclear"),
        ("3M", "3M, 3M and 3M", "ours ours ours"),
        ("X", "X marks it.", "unclear"),
        ("🍕", "I love 🍕", "unclear"),
        ("東京", "東京へ", "ours"),
    ],
)
def test_short_names_are_doubted(name: str, text: str, expected: str) -> None:
    assert sense(text, Brand(name)) == expected


def test_a_name_in_small_letters_needs_another_that_is_clear() -> None:
    assert sense("globex", Brand("Globex")) == "unclear"
    assert sense("globex of Globex", Brand("Globex")) == "ours ours"
    assert sense("We like globeX things.", Brand("globeX")) == "ours"


def test_names_of_products_are_doubted_only_if_they_are_very_short() -> None:
    assert sense("Ray is here.", Brand("Acme", products=("Ray",))) == "unclear"
    assert sense("Raygun is here.", Brand("Acme", products=("Raygun",))) == "ours"


def test_words_and_other_names_of_the_brand_speak_for_a_common_one() -> None:
    brand = common("Beacon", context=("workspace",))
    assert sense("Beacon is a light.", brand) == "unclear"
    assert sense("Beacon is a workspace.", brand) == "ours"
    assert sense("Beacon is good.</p><p>It is a workspace.", brand) == "ours"
    assert sense("Beacon by Ada Reedmoor.", common("Beacon", people=("Ada Reedmoor",))) == "ours ours"
    assert sense("We saw a beacon at the workspace.", brand) == "other"


def test_a_link_to_the_brand_speaks_for_its_name() -> None:
    brand = common("Beacon", domains=("beacon.example",))
    assert sense("Beacon is good.", brand) == "unclear"
    assert sense("Beacon is good. <a href=https://beacon.example/>See</a>", brand) == "ours"
    assert sense("Beacon is good. <a href=https://other.example/>See</a>", brand) == "unclear"


def test_one_name_mostly_has_one_sense_on_a_page() -> None:
    brand = common("Beacon")
    assert sense("Beacon is good.</p><p>We use Beacon daily.", brand) == "ours ours"
    assert sense("Beacon is good.</p><p>A beacon burns.", brand) == "other other"
    assert sense("We went to Beacon Hill.</p><p>On to Beacon then.", brand) == "other unclear"


def test_every_judgement_has_its_reasons() -> None:
    for text in ("We use Beacon daily.", "Beacon Hill", "A beacon", "Beacon"):
        for mention in mentions(text, common("Beacon")):
            assert mention.why
    (sure,) = mentions("Acme", Brand("Acme"))
    assert (sure.confidence, sure.why) == (Confidence.HIGH, "“Acme” is no ordinary word")


@pytest.mark.parametrize("language", ["", "en", "de", "fr", "zh", "xx"])
def test_brands_do_not_speak_for_each_other(language: str) -> None:
    some = mentions(
        "Beacon is at the workspace.",
        common("Beacon"),
        Brand("Globex", context=("workspace",)),
        language=language,
    )
    assert [mention.sense.value for mention in some] == ["unclear"]


def test_an_ordinary_word_stays_one_beside_the_brand() -> None:
    assert found("The beacon of Beacon Inc. burns.", common("Beacon")) == ["Beacon"]
