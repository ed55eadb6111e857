"""Texts are compared in a form in which every character keeps its place."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.brands.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Acme CO", "acme co"),
        ("Blue-Harbor", "blue harbor"),
        ("Blue\u2011Harbor\u00a0Inc", "blue harbor inc"),
        ("a\tb\nc\rd\fe\vf", "a b c d e f"),
        ("é\ta\nb\rc\fd\ve", "e a b c d e"),
        ("McDonald’s ‘x’ `y´", "mcdonald's 'x' 'y'"),
        ("Żółć ĐÐ Øre Łódź", "zolc dd ore lodz"),
        ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
        ("ΟΔΟΣ Οδός", "οδοσ οδοσ"),
        ("Ёлка Йод", "елка иод"),
        ("Ａｃｍｅ－１", "acme 1"),
        ("أرامكو إيكيا آبل", "ارامكو ايكيا ابل"),
        ("علی كرة", "علي كرة"),
        ("が ガ 한 फ़", "が ガ 한 फ़"),
        ("Straße Ærø", "straße æro"),
        ("", ""),
    ],
)
def test_case_accents_and_kinds_of_spaces_make_no_difference(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_character_of_unicode_is_one_character_and_stays_when_folded_again() -> None:
    for number in range(sys.maxunicode + 1):
        folded = fold(chr(number))
        assert len(folded) == 1
        assert fold(folded) == folded


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_a_text_folds_as_its_parts_do(left: str, right: str) -> None:
    assert len(fold(left + right)) == len(left) + len(right)
    assert fold(left + right) == fold(left) + fold(right)
