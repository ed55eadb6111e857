"""A small site of our own in several languages."""

from __future__ import annotations

import pytest

from finder.items import OwnPage
from finder.matching import OwnPageIndex

SITE = "https://harbour.example"

PAGES = (
    OwnPage(f"{SITE}/", "Harbour Almanac", "Welcome", summary="Everything for people who sail."),
    OwnPage(
        f"{SITE}/tide-tables/",
        "Tide tables for sailors | Harbour Almanac",
        "Tide tables for sailors",
        ("High water and low water", "How to read a tide table"),
        "Times of high and low water for every harbour.",
        "The moon pulls the sea twice a day. Here are the times for each port on the coast.",
        "en",
    ),
    OwnPage(
        f"{SITE}/knots/bowline",
        "How to tie a bowline | Harbour Almanac",
        "How to tie a bowline",
        ("The rabbit and the tree",),
        "The knot that never slips and always comes undone.",
        "Make a small loop, pass the end through it, around the standing part and back.",
        "en",
    ),
    OwnPage(
        f"{SITE}/repair/osmosis",
        "Repairing osmosis blisters in fibreglass hulls | Harbour Almanac",
        "Repairing osmosis blisters",
        ("Drying the hull", "Epoxy barrier coat"),
        "What blisters in gelcoat mean and how to treat them.",
        language="en",
    ),
    OwnPage(
        f"{SITE}/de/seewetter-verstehen",
        "Seewetterberichte verstehen | Harbour Almanac",
        "Seewetterberichte verstehen",
        ("Wind und Böen", "Gewitter über der Küste"),
        "Wie man den Wetterbericht für die Küste liest.",
        language="de",
    ),
    OwnPage(
        f"{SITE}/fr/regles-de-priorite",
        "Règles de priorité en mer | Harbour Almanac",
        "Règles de priorité en mer",
        summary="Qui doit s'écarter, et quand.",
        language="fr",
    ),
    OwnPage(
        f"{SITE}/ja/chouseki",
        "潮汐表の読み方 | Harbour Almanac",
        "潮汐表の読み方",
        ("満潮と干潮",),
        "港ごとの満潮と干潮の時刻。",
        language="ja",
    ),
)


@pytest.fixture(scope="session")
def index() -> OwnPageIndex:
    return OwnPageIndex(PAGES)
