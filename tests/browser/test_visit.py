"""What one page in a browser gets of what it asks for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from finder.checker import Looker
from tests.world import Answer

if TYPE_CHECKING:
    from finder.checker import Look
    from tests.browser.shown import Shower
    from tests.world import World

ASKS: Final = """<!doctype html><title>Asks</title><body>waits</body><script>
Promise.allSettled(%s.map(each => fetch(each).then(said => said.text()))).then(all => {
  document.body.textContent = all.map(each => each.value || 'nothing').join(' ');
})</script>"""


class Faulty(Looker):
    """A looker with a fault of ours: at one path it breaks."""

    def __init__(self, own: Looker) -> None:
        self._own = own

    async def look(self, url: str, **how: Any) -> Look:
        if url.endswith("/broken"):
            raise KeyError(url)
        return await self._own.look(url, **how)


def test_a_fault_of_ours_costs_what_was_asked_for_and_not_the_page(
    world: World, shower: Shower, caplog: pytest.LogCaptureFixture
) -> None:
    site = world.site("asks.example")
    site.page("/", ASKS % ["/broken", "/good"])
    site.page("/good", "good", "text/plain")
    shown = shower.show(world, "http://asks.example/", Faulty)
    assert shown.text == "nothing good"
    # Nothing may be concluded from what such a page does not show.
    assert not shown.visit.is_whole
    assert "http://asks.example/broken could not be given to its page" in caplog.text


def test_a_page_with_many_parts_is_one_visit_to_their_host_and_not_endless(
    world: World, shower: Shower
) -> None:
    world.site("many.example").page("/", ASKS % [f"http://parts.example/{number}" for number in range(23)])
    parts = world.site("parts.example")
    parts.answer("/*", Answer("x", headers={"Access-Control-Allow-Origin": "*"}))
    shown = shower.show(world, "http://many.example/", FINDER_HOST_DELAY=0.25)
    assert shown.text == " ".join("x" * 23)
    # robots.txt and twenty of them come quickly, the others one delay apart.
    gaps = world.gaps("parts.example")
    assert min(gaps) >= 0.25 / 5 - 0.03
    assert sum(gaps[:20]) < 0.25 * 20 / 2
    assert min(gaps[20:]) >= 0.25 - 0.03


INSIDE: Final = "inside.example/secret"
OTHER_WAYS: Final = (
    f"new WebSocket('ws://{INSIDE}'); navigator.sendBeacon('/beacon', 'x'); open('http://{INSIDE}')"
)
# Once it is there: what is left at once is not shown at all.
LEAVES: Final = f"onload = () => setTimeout(() => location.replace('http://{INSIDE}'), 200)"


@pytest.mark.parametrize("script", [OTHER_WAYS, LEAVES])
def test_a_page_in_the_browser_reaches_no_further_than_finder_does(
    world: World, shower: Shower, script: str
) -> None:
    world.site("inside.example", tls=False).page("/secret", "secret", "text/plain")
    site = world.site("apps.example", robots="User-agent: *\nDisallow: /private/")
    site.redirect("/jump", f"http://{INSIDE}")
    site.page("/private/more", "more", "text/plain")
    site.page("/open", "open", "text/plain")
    tried = json.dumps(["/open", "/private/more", "/jump", f"http://{INSIDE}", "http://10.0.0.1/"])
    site.page("/", f"{ASKS % tried}<script>{script}</script>")
    shown = shower.show(world, "http://apps.example/", FINDER_ALLOW_NETWORKS="127.0.0.1/32")
    if script is OTHER_WAYS:
        assert shown.text == "open nothing nothing nothing nothing"
        assert not shown.visit.is_whole
    assert not world.requests("inside.example", robots=True)
    assert {each.path for each in world.requests("apps.example")} <= {"/", "/open", "/jump"}
