"""How the letters of a name are written."""

from __future__ import annotations

import pytest

from finder.brands.hits import Shape
from finder.brands.shapes import letters_agree, shape_of


@pytest.mark.parametrize(
    ("found", "name", "shape"),
    [
        ("Acme", "Acme", Shape.EXACT),
        ("ACME", "Acme", Shape.CAPITALS),
        ("acme", "Acme", Shape.LOWER),
        ("Acme", "ACME", Shape.CAPITALISED),
        ("AcMe", "Acme", Shape.CAPITALISED),
        ("iFix", "iFix", Shape.EXACT),
        ("Ifix", "iFix", Shape.CAPITALISED),
        ("ifix", "iFix", Shape.LOWER),
        ("Acme", "acme", Shape.EXACT),
        ("ACME", "acme", Shape.EXACT),
        ("東京", "東京", Shape.EXACT),
        ("123", "123", Shape.EXACT),
        ("3m", "3M", Shape.LOWER),
        ("the Acme", "The Acme", Shape.EXACT),
        ("The Acme", "The Acme", Shape.EXACT),
        ("the acme", "The Acme", Shape.LOWER),
        ("die Acme", "Die Acme", Shape.EXACT),
        ("big Acme", "Big Acme", Shape.LOWER),
        ("Mueller", "Müller", Shape.CAPITALISED),
        ("İSTİKBAL", "İstikbal", Shape.CAPITALS),
        ("🍕", "🍕", Shape.EXACT),
    ],
)
def test_letters_are_written_as_the_campaign_has_them_or_otherwise(
    found: str, name: str, shape: Shape
) -> None:
    assert shape_of(found, name) is shape


@pytest.mark.parametrize(
    ("found", "name", "agree"),
    [
        ("Acme", "Acme", True),
        ("Resume", "Résumé", True),
        ("résumé", "Resume", False),
        ("Żabka", "Zabka", False),
        ("ΟΔΟΣ", "οδος", True),
        ("Istikbal", "İstikbal", True),
        ("ısı", "isi", True),
        ("ي", "ی", True),
        ("Ａcme", "Acme", True),
        ("Mueller", "Müller", True),
        ("blue\u2011fox", "blue fox", True),
    ],
)
def test_accents_that_a_name_has_not_make_another_word(found: str, name: str, agree: bool) -> None:
    assert letters_agree(found, name) is agree
