"""Targets examined over real sockets: what is asked, how often, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.checker.inquiry import MOST_REQUESTS
from finder.items import Promise, Purpose, Streak, Target
from tests.checker.opened import visit
from tests.world import Answer, Endless, GzipBomb, Huge, Sequence, Silent

if TYPE_CHECKING:
    from finder.checker import Examined
    from finder.network import Network
    from tests.world import World

TIDES = (
    "A tide table says when the water is high. Tables differ from port to port, and tides do not wait. " * 5
)
PAGE = f"<title>Tide tables</title><h1>Tide tables</h1><p>{TIDES}</p>"
SORRY = "<title>Hm</title><h1>Hm</h1><p>Whatever you wanted is not with us, sorry to say, or never was.</p>"
PROMISE = Promise(("Tide tables",), languages=("en",))


def examine(world: World, *urls: str, promise: Promise = PROMISE, **settings: Any) -> list[Examined]:
    """Examine targets one after another in one crawl."""

    async def go(network: Network) -> list[Examined]:
        inquiry = network.inquiry()
        try:
            return [await inquiry.examine(Target(0, url, "", promise)) for url in urls]
        finally:
            await inquiry.close()

    return visit(world, go, **settings)


def reasons(examined: list[Examined]) -> list[tuple[str, str]]:
    return [(each.verdict.outcome.value, each.verdict.reason) for each in examined]


def test_a_page_that_is_what_was_promised_takes_one_request(world: World) -> None:
    world.site("a.example").page("/tide-tables", PAGE)
    assert reasons(examine(world, "http://a.example/tide-tables")) == [("alive", "answers")]
    assert len(world.requests("a.example")) == 1


def test_what_missing_pages_of_a_folder_look_like_is_asked_once_for_all_its_targets(world: World) -> None:
    site = world.site("a.example")
    site.fallback(SORRY)
    site.page("/", PAGE)
    urls = [f"http://a.example/guides/tide-tables-{word}" for word in ("one", "two", "three")]
    found = examine(world, *urls)
    assert reasons(found) == [("dead", "same_as_missing")] * 3
    assert len(world.requests("a.example")) == 5
    assert [each.requests for each in found] == [3, 1, 1]


def test_a_wall_before_all_of_a_site_kills_none_of_its_pages(world: World) -> None:
    world.site("a.example").fallback(SORRY)
    found = examine(world, "http://a.example/guides/tide-tables", "http://a.example/news/tide-clocks")
    assert reasons(found) == [("uncertain", "maybe_missing")] * 2
    assert [record.path for record in world.requests("a.example")].count("/") == 1
    assert "So does the front page" in found[0].verdict.evidence


def test_a_form_of_a_living_page_is_not_compared_with_itself(world: World) -> None:
    site = world.site("a.example")
    site.page("/2012/05/a-long-day-out.html", PAGE.replace("Tide tables", "Hello"))
    site.answer("/dp/B00X7Q2K9/*", Answer(PAGE.replace("Tide tables", "Hello")))
    found = examine(
        world,
        "http://a.example/2012/05/a-long-day-out.html?m=1",
        "http://a.example/dp/B00X7Q2K9/ref=sr_1_1",
        promise=Promise(("here",)),
    )
    assert reasons(found) == [("alive", "answers")] * 2


def test_a_404_is_asked_for_twice_and_a_bad_moment_is_seen_through(world: World) -> None:
    site = world.site("a.example")
    site.answer("/moment", Sequence(Answer("<h1>404</h1>", 404), Answer(PAGE)))
    site.status("/gone", 404)
    found = examine(world, "http://a.example/moment", "http://a.example/gone")
    assert reasons(found) == [("alive", "answers"), ("dead", "not_found")]
    assert [len(world.requests("a.example", path)) for path in ("/moment", "/gone")] == [2, 2]


def test_robots_txt_is_obeyed_for_neighbours_too(world: World) -> None:
    world.site("a.example", robots="User-agent: *\nDisallow: /\nAllow: /guides/known$\n").fallback(SORRY)
    (found,) = examine(world, "http://a.example/guides/known")
    assert [record.path for record in world.requests("a.example")] == ["/guides/known"]
    assert found.verdict.outcome.value == "alive"
    second = found.case.second(Purpose.SIBLING)
    assert second is not None
    assert second.fetch is not None
    assert second.fetch.failure == "robots_disallowed"


def test_a_redirect_of_the_neighbour_to_a_known_place_is_not_followed(world: World) -> None:
    site = world.site("a.example")
    site.page("/", "<title>Home</title><h1>Welcome</h1><p>We sell boats and paint.</p>")
    site.fallback(Answer("", 302, headers={"Location": "/"}))
    assert reasons(examine(world, "http://a.example/guides/tide-tables")) == [("dead", "redirect_to_home")]
    assert [record.path for record in world.requests("a.example")].count("/") == 1
    assert len(world.requests("a.example")) == 3


def test_no_target_takes_more_requests_than_is_decent(world: World) -> None:
    site = world.site("a.example")
    site.fallback(lambda asked: Answer("", 302, headers={"Location": f"{asked.path}/x"}))
    site.status("/error", 400)
    for path in ("/loop", "/error"):
        before = len(world.requests("a.example"))
        examine(world, f"http://a.example{path}")
        hops = 20 if path == "/loop" else 0
        assert len(world.requests("a.example")) - before <= MOST_REQUESTS + hops


def test_large_and_endless_answers_are_cut(world: World) -> None:
    site = world.site("a.example")
    site.answer("/file", Huge(20_000_000))
    site.answer("/endless", Endless())
    site.answer("/bomb", GzipBomb())
    found = examine(world, *(f"http://a.example/{path}" for path in ("file", "endless", "bomb")))
    assert [each.verdict.outcome.value for each in found] == ["alive", "alive", "uncertain"]
    assert max(each.case.fetch.body_bytes for each in found) <= 131_072


def test_failures_are_counted_and_an_answer_ends_the_count(world: World) -> None:
    world.site("there.example").page("/tide-tables", PAGE)
    world.site("mute.example").answer("/x", Silent())
    found = examine(world, "http://there.example/tide-tables", "http://mute.example/x", FINDER_TIMEOUT=0.3)
    assert found[0].streak == Streak()
    assert found[1].streak.failures == 1
    assert found[1].verdict.reason == "timeout"


def test_data_that_is_but_an_error_is_compared_with_its_neighbour(world: World) -> None:
    site = world.site("api.example")
    site.page("/", PAGE)
    missing = '{"error": "no such table", "data": null}'
    found = {"/v1/tide-7": missing, "/v1/tide-8": '{"error": null, "tides": [3, 15]}', "/v1/tide-9": missing}
    for path, said in found.items():
        site.answer(path, Answer(said, content_type="application/json"))
    site.fallback(Answer(missing, content_type="application/problem+json"))
    seen = examine(world, "http://api.example/v1/tide-7", "http://api.example/v1/tide-8")
    assert reasons(seen) == [("dead", "same_as_missing"), ("alive", "file")]
    site.fallback(Answer(missing, 404, "application/json"))
    assert reasons(examine(world, "http://api.example/v1/tide-9")) == [("alive", "answers")]
