"""A contact is greeted by name only where the name is sure."""

from __future__ import annotations

import pytest

from finder.messages.greeting import sure_name


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Jane Doe", "jane.doe@a.example"),
        ("Jane Doe", "jane@a.example"),
        ("Jane Doe", "jdoe@a.example"),
        ("Jane Doe", "janed@a.example"),
        ("Jane Mary Doe", "jmd@a.example"),
        ("Jürgen Müller", "j.mueller@a.example"),
        ("Jürgen Müller", "muller@a.example"),
        ("Çağla Yıldız", "cagla.yildiz@a.example"),
        ("María José de la Cruz"[:21].rsplit(" ", 1)[0], "maria@a.example"),
        ("Ludwig van Beethoven", "beethoven@a.example"),
        ("Anne-Marie O’Neill", "anne-marie@a.example"),
        ("Søren Ørsted", "orsted@a.example"),
        ("J. R. Tolkien", "tolkien@a.example"),
    ],
)
def test_a_name_that_the_address_says_too_is_sure(name: str, address: str) -> None:
    assert sure_name({"contact_name": name, "contact_email": address, "contact_type": "personal"}) == name


@pytest.mark.parametrize(
    ("name", "address", "sort"),
    [
        ("Jane Doe", "jane.doe@a.example", "role"),
        ("Jane Doe", "jane.doe@a.example", ""),
        ("Jane Doe", "john@a.example", "personal"),
        ("Jane Doe", "123@a.example", "personal"),
        ("Jane", "jane@a.example", "personal"),
        ("jane doe", "jane@a.example", "personal"),
        ("JANE DOE", "jane@a.example", "personal"),
        ("Jane 2000", "jane@a.example", "personal"),
        ("Jane <b>Doe</b>", "jane@a.example", "personal"),
        ("Jane Doe Best Cheap Watches", "jane@a.example", "personal"),
        ("Иван Петров", "ivan@a.example", "personal"),
        ("Иван Петров", "", "personal"),
        ("", "jane@a.example", "personal"),
        ("Jane " + "D" * 100, "jane@a.example", "personal"),
    ],
)
def test_any_other_is_not(name: str, address: str, sort: str) -> None:
    assert sure_name({"contact_name": name, "contact_email": address, "contact_type": sort}) == ""


def test_a_record_without_a_contact_has_none() -> None:
    assert sure_name({}) == ""
    assert sure_name({"contact_name": None, "contact_email": None, "contact_type": None}) == ""
