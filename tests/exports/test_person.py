"""First and last names: what a name tells, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from finder.exports.person import person
from tests.exports.test_cells import HOSTILE


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Jo Rivera", "Jo", "Rivera"),
        ("Rivera, Jo", "Jo", "Rivera"),
        ("Jo Rivera, Senior Editor", "Jo", "Rivera"),
        ("Jane Roe, PhD", "Jane", "Roe"),
        ("Dr. Jo Rivera", "Jo", "Rivera"),
        ("Prof. Dr. Anna-Lena von der Heide", "Anna-Lena", "von der Heide"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("María de la Cruz López", "María", "de la Cruz López"),
        ("Gabriel García Márquez", "Gabriel", "García Márquez"),
        ("John F. Kennedy", "John", "Kennedy"),
        ("J. R. R. Tolkien", "J. R. R.", "Tolkien"),
        ("Sammy Davis Jr.", "Sammy", "Davis"),
        ("Robert (Bob) Smith", "Robert", "Smith"),
        ("Анна Иванова", "Анна", "Иванова"),
        ("山田 太郎", "太郎", "山田"),
        ("山田太郎", "", "山田太郎"),
        ("Jo", "Jo", ""),
        ("Jo R.", "Jo", ""),
        ("Mr Smith", "", "Smith"),
        ("Frau Müller", "", "Müller"),
        ("van der Berg", "", "van der Berg"),
        ("jo rivera", "jo", "rivera"),
    ],
)
def test_a_name_tells_its_parts(name: str, first: str, last: str) -> None:
    assert person(name) == (first, last)


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "J.", "Dr.", "Editorial Team", "Redaktion", "Webmaster", "Acme GmbH", "info@acme.example"),
        *("Jo Rivera and Sam Lee", "García Márquez, Gabriel", "https://acme.example/", "=1+1"),
    ],
)
def test_who_cannot_be_told_has_no_parts(name: str) -> None:
    assert person(name) == ("", "")


@given(HOSTILE)
@settings(deadline=None)
def test_nothing_is_made_up(name: str) -> None:
    assert all(letter in name or letter == " " for part in person(name) for letter in part)


def test_a_name_without_end_takes_no_time() -> None:
    assert person("Jo " * 2_000_000) == person("Jo " * 70)
