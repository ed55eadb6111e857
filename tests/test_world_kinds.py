"""The world of targets: complete, the same for a seed, other for another, and behaving as it says."""

from __future__ import annotations

import http.client
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.world import World
from tests.world.kinds import KINDS, build
from tests.world.kinds.styles import STYLES
from tests.world.kinds.tongue import ENGLISH, TONGUES, WRITING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.kinds import Expected, Made

HOPS = 25
UNLIKELY = 0.02


@pytest.fixture(scope="module")
def built() -> Iterator[tuple[World, Made]]:
    """A running world with two of every kind."""
    with World() as world:
        yield world, build(world, seed=11, per_kind=2)


def get(world: World, url: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    """One answer, asked over plain HTTP whatever the scheme."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", world.http_port, timeout=5)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, quote(path, safe="/%?=&~;:+,$@"), headers={"Host": parts.hostname or ""})
        answer = connection.getresponse()
        body = b"" if method == "HEAD" else answer.read(200_000)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, body.decode("utf-8", "replace")
    finally:
        connection.close()


def follow(world: World, url: str) -> tuple[int, str, str]:
    """The status, the address and the body where redirects end."""
    for _ in range(HOPS):
        status, headers, body = get(world, url)
        if "location" not in headers:
            return status, url, body
        url = urljoin(url, headers["location"])
    return 0, url, ""


def of(made: Made, kind: str) -> list[Expected]:
    """The targets of one kind."""
    found = [target for target in made.targets if target.kind == kind]
    assert found, kind
    return found


def test_every_kind_is_built_and_named_once(built: tuple[World, Made]) -> None:
    """Each kind gives as many targets as asked for, and nothing is linked under two truths."""
    _, made = built
    names = Counter(kind.name for kind in KINDS)
    assert max(names.values()) == 1
    assert len(names) >= 90
    assert Counter(target.kind for target in made.targets) == dict.fromkeys(names, 2)
    assert len({target.url for target in made.targets}) == len(made.targets)
    assert {target.truth for target in made.targets} == {"alive", "dead", "uncertain"}
    assert all(target.why and target.anchor and target.context for target in made.targets)


def test_many_languages_and_styles() -> None:
    """Error pages come in twenty languages and more, articles in thirteen, pages in ten styles and more."""
    for what in ("missing", "removed", "parked", "suspended"):
        assert sum(tongue.knows(what) for tongue in TONGUES) >= 20
    assert len(WRITING) >= 13
    assert len(STYLES) >= 10
    assert len(ENGLISH.subjects) >= 25
    assert all(subject in ENGLISH.subjects for tongue in WRITING for subject in tongue.subjects)


def test_the_same_seed_gives_the_same_world(built: tuple[World, Made]) -> None:
    """Targets, source pages and what stands on them depend on the seed only."""
    world, made = built
    again = World()
    assert build(again, seed=11, per_kind=2) == made
    with again:
        for page in made.seed_pages[:3]:
            assert get(again, page) == get(world, page)
        for target in of(made, "wording_in_title_and_heading") + of(made, "ordinary_article"):
            assert get(again, target.url) == get(world, target.url)


def test_different_seeds_share_no_host_and_hardly_an_anchor(built: tuple[World, Made]) -> None:
    """Nothing that was seen under one seed helps under another."""
    _, made = built
    other = build(World(), seed=12, per_kind=2)
    assert not {urlsplit(t.url).hostname for t in made.targets} & {
        urlsplit(t.url).hostname for t in other.targets
    }
    contexts = {target.context for target in made.targets}
    shared = [target for target in other.targets if target.context in contexts]
    assert len(shared) < UNLIKELY * len(other.targets)


def test_source_pages_link_to_every_target_and_spelling(built: tuple[World, Made]) -> None:
    """Each target is linked once, with its anchor in its sentence; the spellings stand on several pages."""
    world, made = built
    links: Counter[tuple[str, str]] = Counter()
    pages_of_spellings = 0
    for page in made.seed_pages:
        status, _, body = get(world, page)
        assert status == 200
        items = re.findall(r'<li>(.*?)<a href="([^"]*)">([^<]*)</a>(.*?)</li>\n', body)
        links.update(
            (unescape(url), unescape(before + anchor + after)) for before, url, anchor, after in items
        )
        pages_of_spellings += any(unescape(url) in made.spellings for _, url, _, _ in items)
    for target in made.targets:
        assert links[target.url, target.context] == 1, target
    assert len(made.spellings) == 10
    assert all(any(url == spelling for url, _ in links) for spelling in made.spellings)
    assert pages_of_spellings > 1


def test_about_half_of_the_targets_share_their_host(built: tuple[World, Made]) -> None:
    """Some hosts hold several targets, some only one."""
    _, made = built
    hosts = Counter(urlsplit(target.url).hostname for target in made.targets)
    sharing = sum(count for count in hosts.values() if count > 1)
    assert 0.25 < sharing / len(made.targets) < 0.75


STATUSES = {
    "plain_404": 404,
    "plain_410": 410,
    "whole_article_with_404": 404,
    "chain_ending_dead": (404, 410),
    "removed_notice": 200,
    "copy_of_the_home_page": 200,
    "to_the_home_page": 200,
    "redirect_to_error_page": 200,
    "maintenance_503": 503,
    "status_999": 999,
    "challenge_202": 202,
    "loop_of_one": 0,
    "moved_through_a_chain": 200,
    "no_content_204": 204,
    "partial_206": 206,
    "to_www": 200,
    "script_lander": 200,
}


@pytest.mark.parametrize("kind", STATUSES)
def test_ends_with_the_status_it_claims(built: tuple[World, Made], kind: str) -> None:
    """The end of the redirects has the status that the kind is about."""
    world, made = built
    wanted = STATUSES[kind]
    for target in of(made, kind):
        status = follow(world, target.url)[0]
        assert status in (wanted if isinstance(wanted, tuple) else (wanted,)), target


@pytest.mark.parametrize("family", ["soft_404", "parked", "taken_over"])
def test_neighbours_tell(built: tuple[World, Made], family: str) -> None:
    """A soft 404, a lander and a taken-over deep link answer as an address beside them does."""
    world, made = built
    for target in [target for target in made.targets if target.family == family]:
        head, _, last = target.url.rpartition("/")
        if not last or target.kind == "taken_over_by_another_blog":
            continue
        beside = f"{head}/zzgq-{last}"
        assert follow(world, target.url)[0] == follow(world, beside)[0] == 200, target


def test_neighbours_of_removed_things_are_honest_404s(built: tuple[World, Made]) -> None:
    """A removed thing says so itself; an address beside it does not exist."""
    world, made = built
    for target in [target for target in made.targets if target.family == "removed"]:
        assert follow(world, target.url)[0] == 200
        assert follow(world, target.url.partition("?")[0] + "zz")[0] == 404


def test_momentary_failures_heal_at_the_second_request(built: tuple[World, Made]) -> None:
    """The first answer fails, the second is the article."""
    world, made = built
    for kind, status in (("momentary_404", 404), ("once_503", 503), ("once_429", 429)):
        for target in of(made, kind):
            assert [get(world, target.url)[0] for _ in range(3)] == [status, 200, 200]


def test_head_lies(built: tuple[World, Made]) -> None:
    """HEAD says one thing and GET another, in both directions."""
    world, made = built
    for target in of(made, "dead_although_head_says_200"):
        assert (get(world, target.url, "HEAD")[0], get(world, target.url)[0]) == (200, 404)
    for target in of(made, "article_for_get_404_for_head"):
        assert (get(world, target.url, "HEAD")[0], get(world, target.url)[0]) == (404, 200)


def test_living_pages_are_there(built: tuple[World, Made]) -> None:
    """Tricky living pages answer 200 with text; those on hosts with soft 404s differ from neighbours."""
    world, made = built
    tricky = [target for target in made.targets if target.family == "alive_tricky"]
    for target in [target for target in tricky if target.truth == "alive"]:
        status, _, body = follow(world, target.url)
        assert (status, len(body) > 200) == (200, True), target
    for target in of(made, "on_a_host_whose_missing_pages_answer_200"):
        assert follow(world, target.url)[2] != follow(world, f"{target.url}-zz")[2]
