"""A crawl of many pages over many hosts: each target asked once, politely, and every link recorded."""

import random
import sqlite3
from pathlib import Path

from tests.crawl.undertaking import Undertaking, list_page, put_own_site
from tests.world import World

PAGES, LINKS, HOSTS = 100, 30, 150


def build(world: World, seed: int) -> tuple[list[str], dict[str, set[str]]]:
    """Source pages with links to pages of many hosts; returns the pages and who links to what."""
    chance = random.Random(seed)
    hosts = [f"h{number}.example" for number in range(HOSTS)]
    sites = {host: world.site(host, robots="User-agent: *\nDisallow: /private/") for host in hosts}
    targets = [
        f"http://{host}/{chance.choice(('a', 'b', 'private', 'gone'))}/{number}"
        for number in range(8)
        for host in hosts
    ]
    for url in targets:
        host, _, path = url.removeprefix("http://").partition("/")
        if path.startswith("gone/"):
            sites[host].status(f"/{path}", 410)
        else:
            sites[host].page(f"/{path}", f"<title>{path}</title><h1>{path}</h1>")
    pages, linked = [], {}
    for number in range(PAGES):
        host = hosts[number]
        chosen = [url for url in chance.sample(targets, LINKS + 8) if f"//{host}/" not in url][:LINKS]
        path = "/private/list" if number % 50 == 49 else "/list"
        sites[host].page(path, list_page(f"List {number}", [(url, f"item {url[-3:]}") for url in chosen]))
        pages.append(f"http://{host}{path}")
        if "/private/" not in path:
            linked[pages[-1]] = set(chosen)
    return pages, linked


def wanted_of(linked: dict[str, set[str]]) -> set[str]:
    """All targets that some page links to."""
    return set().union(*linked.values())


def test_each_target_is_asked_once_politely_and_every_link_is_recorded(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    pages, linked = build(world, seed=7)
    acme = Undertaking(tmp_path, world, pages)
    acme.crawl("-s", "FINDER_HOST_CONCURRENCY=1")

    asked = [(record.host, record.path) for record in world.requests()]
    assert len(asked) == len(set(asked)), "something was asked twice"
    known = {(host, f"/{path}") for url in wanted_of(linked) for host, _, path in [url[7:].partition("/")]}
    made_up = [(host, path.rsplit("/", 1)[0]) for host, path in asked if (host, path) not in known]
    made_up = [each for each in made_up if each[0].startswith("h") and each[1]]
    assert len(made_up) == len(set(made_up)), "a second neighbour was asked for in one folder"
    robots = [record.host for record in world.requests(robots=True) if record.robots]
    assert len(robots) == len(set(robots)), "a robots.txt was asked twice"
    assert not [path for _, path in asked if "/private/" in path]
    busiest = max(world.max_in_flight(f"h{number}.example") for number in range(HOSTS))
    assert busiest == 1

    rows = {row["url"]: row for row in acme.targets()}
    wanted = wanted_of(linked)
    assert set(rows) == wanted
    for url, row in rows.items():
        expected = {"private": "uncertain", "gone": "dead"}.get(url.split("/")[3], "alive")
        assert (row["verdict"], url) == (expected, url)
        assert set(row["source_pages"].split()) == {page for page, urls in linked.items() if url in urls}
    assert {rows[url]["reason"] for url in wanted if "/private/" in url} == {"not_allowed"}

    with sqlite3.connect(acme.folder / "finder.sqlite3") as database:
        recorded = database.execute(
            "select p.url, t.url, l.anchor, l.context from link l"
            " join source_page p on p.id = l.source_page_id join target t on t.id = l.target_id"
        ).fetchall()
    database.close()
    assert sorted((page, url) for page, url, _, _ in recorded) == sorted(
        (page, url) for page, urls in linked.items() for url in urls
    )
    assert all(
        anchor == f"item {url[-3:]}" and "worth a visit" in context for _, url, anchor, context in recorded
    )

    dead = sorted((page, url) for page, urls in linked.items() for url in urls if "/gone/" in url)
    assert [(lead["page_url"], lead["dead_url"]) for lead in acme.leads()] == dead
