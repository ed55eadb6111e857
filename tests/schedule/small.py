"""A campaign that takes little time: one list, one of its links is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.crawl.undertaking import Undertaking, list_page, page, put_own_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

LIST: Final = "http://lists.example/list"
GONE: Final = "http://slow.example/gone"


def small_campaign(
    world: World, folder: Path, extra: str = "", *, latency: float = 0.0, alive: int = 4
) -> Undertaking:
    """``alive`` links and a dead one, to a host that takes ``latency`` seconds for each in turn."""
    put_own_site(world)
    slow = world.site("slow.example", latency=latency)
    links = [(f"http://slow.example/{number}", f"Page {number}") for number in range(alive)]
    for number in range(alive):
        slow.page(f"/{number}", page("Fine", "<p>Here it is.</p>"))
    links.append((GONE, "Bowline knot"))
    world.site("lists.example").page("/list", list_page("Links", links))
    acme = Undertaking(folder, world, [LIST], extra=extra)
    acme.write()
    return acme
