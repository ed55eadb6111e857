"""A web of middling size, with every lead that there is in it known beforehand."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.crawl.undertaking import list_page, page, put_own_site

if TYPE_CHECKING:
    from tests.world import World

PAGES, HOSTS, LINKS = 24, 30, 12


def put_middling_web(
    world: World, seed: int, latency: float = 0.03
) -> tuple[list[str], list[tuple[str, str]]]:
    """Source pages that link to pages, dead and alive, and mention us. Returns them and the expected leads.

    A lead is (page, dead address), with an empty address for a mention.
    """
    put_own_site(world)
    chance = random.Random(seed)
    hosts = [f"t{number}.example" for number in range(HOSTS)]
    sites = {host: world.site(host, latency=latency) for host in hosts}
    targets = []
    for number in range(6):
        for host in hosts:
            kind = chance.choice(("tide-tables", "gone", "fine", "fine"))
            url = f"http://{host}/{kind}/{number}"
            if kind == "fine":
                sites[host].page(f"/{kind}/{number}", page("Fine", "<p>Here it is.</p>"))
            else:
                sites[host].status(f"/{kind}/{number}", 410 if kind == "gone" else 404)
            targets.append(url)
    pages, leads = [], []
    for number in range(PAGES):
        url = f"http://lists{number % 8}.example/list/{number}"
        chosen = chance.sample(targets, LINKS)
        body = list_page(f"List {number}", [(target, f"Item {target[-6:]}") for target in chosen])
        if number % 3 == 0:
            body = body.replace("</main>", "<p>Acme Sailing has more of it.</p></main>")
            leads.append((url, ""))
        if number < 8:
            sites[f"lists{number}"] = world.site(f"lists{number}.example", latency=latency)
        sites[f"lists{number % 8}"].page(f"/list/{number}", body)
        pages.append(url)
        leads += [(url, target) for target in chosen if "/fine/" not in target]
    return pages, sorted(leads)
