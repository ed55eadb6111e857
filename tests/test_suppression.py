"""Whom never to write to: addresses, domains, patterns, digests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.suppression import Rule, Rules, Sort, address_of, digest_of, fits, read_rules, rule_of


@pytest.mark.parametrize(
    ("said", "sort", "value"),
    [
        ("Jo@Example.ORG", Sort.ADDRESS, "jo@example.org"),
        ("Jo Rivera <jo@example.org>", Sort.ADDRESS, "jo@example.org"),
        ("mailto:jo@example.org?subject=x", Sort.ADDRESS, "jo@example.org"),
        ("info@müller.example", Sort.ADDRESS, "info@xn--mller-kva.example"),
        ("example.org", Sort.DOMAIN, "example.org"),
        ("WWW.Example.org", Sort.DOMAIN, "example.org"),
        ("https://blog.example.org/page", Sort.DOMAIN, "blog.example.org"),
        ("https://medium.com/@jane/a-post", Sort.DOMAIN, "medium.com/@jane"),
        ("*@agency.example", Sort.PATTERN, "*@agency.example"),
        ("*.GOV", Sort.PATTERN, "*.gov"),
    ],
)
def test_a_rule_is_what_a_person_wrote_in_its_one_spelling(said: str, sort: Sort, value: str) -> None:
    assert rule_of(said)[:2] == (sort, value)


@pytest.mark.parametrize(
    "said", ["", "gov", "*", "*@*", "*.*", "two words.example", "a@b@c", "x" * 400 + "@y.example"]
)
def test_what_is_none_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"is no"):
        rule_of(said)


@pytest.mark.parametrize(
    ("rule", "address", "hit"),
    [
        ("jo@example.org", "JO@example.org", True),
        ("jo@example.org", "joe@example.org", False),
        ("example.org", "jo@example.org", True),
        ("example.org", "jo@mail.example.org", True),
        ("example.org", "jo@notexample.org", False),
        ("*@agency.example", "jo@agency.example", True),
        ("*@agency.example", "jo@x.agency.example", False),
        ("*.gov", "jo@state.gov", True),
        ("*.gov", "jo@state.gov.example", False),
        ("press*@*", "press-office@paper.example", True),
    ],
)
def test_an_address_is_suppressed_by_what_is_said_of_it(rule: str, address: str, hit: bool) -> None:
    assert bool(Rules([rule_of(rule, "no")]).against_address(address)) is hit


@pytest.mark.parametrize(
    ("rule", "prospect", "hit"),
    [
        ("example.org", "example.org", True),
        ("example.org", "jane.example.org", True),
        ("medium.com/@jane", "medium.com/@jane", True),
        ("medium.com/@jane", "medium.com/@joe", False),
        ("medium.com", "medium.com/@joe", True),
        ("*.gov", "state.gov", True),
        ("jo@example.org", "example.org", False),
    ],
)
def test_a_prospect_is_suppressed_by_what_is_said_of_its_domain(rule: str, prospect: str, hit: bool) -> None:
    assert bool(Rules([rule_of(rule)]).against_prospect(prospect)) is hit


def test_what_was_forgotten_is_known_again_and_named_nowhere() -> None:
    rules = Rules([Rule(Sort.DIGEST, digest_of("jo@example.org"), "asked to be forgotten")])
    assert rules.is_forgotten("Jo@EXAMPLE.org")
    assert rules.against_address("jo@example.org") == "asked to be forgotten"
    assert not rules.is_forgotten("joe@example.org")


def test_a_file_has_values_reasons_comments_and_faults() -> None:
    text = (
        "\ufeffEmail,Reason\n# ours\njo@example.org, asked us\nexample.net\tcustomer # really\n\nnonsense\n"
    )
    lines = [
        (each.line, each.rule and (each.rule.value, each.rule.why), bool(each.fault))
        for each in read_rules(text, "f")
    ]
    assert lines == [
        (3, ("jo@example.org", "asked us"), False),
        (4, ("example.net", "customer"), False),
        (6, None, True),
    ]


@given(text=st.text(max_size=400))
def test_any_text_gives_rules_or_faults(text: str) -> None:
    for line in read_rules(text, "f"):
        assert (line.rule is None) == bool(line.fault)


@given(address=st.emails())
def test_the_one_spelling_of_an_address_is_its_own(address: str) -> None:
    try:
        spelt = address_of(address)
    except ValueError:
        return
    assert address_of(spelt) == spelt


@given(
    parts=st.lists(st.text("ab.", max_size=3), min_size=1, max_size=4),
    fill=st.lists(st.text("ab.", max_size=3), min_size=3, max_size=3),
)
def test_a_pattern_fits_what_its_stars_are_filled_with(parts: list[str], fill: list[str]) -> None:
    filled = parts[0] + "".join(a + b for a, b in zip(fill, parts[1:], strict=False))
    assert fits("*".join(parts), filled)
