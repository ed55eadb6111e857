"""What a User-Agent calls itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.checker import product_tokens

BROWSER = "Mozilla/5.0 (Windows NT 10.0; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "tokens"),
    [
        ("acme-bot/1.0", ["acme-bot"]),
        ("acme-bot (+https://acme.example/bot)", ["acme-bot"]),
        ("Acme_Bot", ["acme_bot"]),
        ("Mozilla/5.0 (compatible; acme-bot/1.0; +https://acme.example/bot)", ["acme-bot"]),
        ("Mozilla/5.0 (compatible; acme-bot; us@acme.example)", ["acme-bot"]),
        (f"{BROWSER} acme-bot/2 (X11; Linux x86_64)", ["acme-bot"]),
        ("acme-bot/1.0 harbour-library/3", ["acme-bot", "harbour-library"]),
        (BROWSER, []),
        ("", []),
    ],
)
def test_products_are_told_from_what_browsers_say(user_agent: str, tokens: list[str]) -> None:
    assert product_tokens(user_agent) == tokens


@given(st.text(alphabet="a/B1 ();-", max_size=40))
def test_no_user_agent_raises(user_agent: str) -> None:
    assert all(token == token.lower() for token in product_tokens(user_agent))
