"""What tests of `finder verify` share: a crawled campaign, its leads as they are, and days that pass."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from tests.crawl.undertaking import OWN, Undertaking, list_page, page, put_own_site
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.undertaking import Result
    from tests.world import World

LIST: Final = "http://lists.example/list"
POST: Final = "http://blog.example/post"
GONE: Final = "http://knots.example/bowline-knot"
OTHER_GONE: Final = "http://paint.example/antifouling-paint"
OURS: Final = f"http://{OWN}/bowline-knot"
_TIMES: Final = {
    "lead": ("verified_at", "first_seen", "last_seen", "won_at", "withdrawn_at", "contacted_at"),
    "lead_event": ("at", "before"),
    "target": ("checked_at", "failed_at", "failing_since", "dead_since"),
}


def crawled(world: World, folder: Path, extra: str = "") -> Undertaking:
    """A crawled campaign: a list with two dead links, a post that names us; three leads."""
    put_own_site(world)
    world.site("knots.example").page("/", page("Knots", "<p>All about knots.</p>"))
    world.site("paint.example").page("/", page("Paint", "<p>All about paint.</p>"))
    put_list(world, (GONE, "Bowline knot"), (OTHER_GONE, "Antifouling paint"))
    put_post(world, "Acme Sailing")
    acme = Undertaking(folder, world, [LIST, POST], extra=extra)
    acme.crawl()
    return acme


def put_list(world: World, *links: tuple[str, str]) -> None:
    """The list with these links."""
    world.site("lists.example").page("/list", list_page("Sailing links", list(links)))


def put_post(world: World, name: str) -> None:
    """The post with a name in it."""
    world.site("blog.example").page("/post", page("A post", f"<p>We read {name} every week.</p>"))


def ours(anchor: str = "How to tie a bowline", rel: str = "", url: str = OURS) -> str:
    """A link to our page."""
    said = f' rel="{rel}"' if rel else ""
    return f'<a href="{url}"{said}>{anchor}</a>'


def put_article(world: World, *parts: str) -> None:
    """The list as a page with these parts in it."""
    world.site("lists.example").page(
        "/list", page("Sailing links", "".join(f"<p>See {each}.</p>" for each in parts))
    )


def verify(acme: Undertaking, *more: str) -> Result:
    """Verify, and expect that nothing went wrong."""
    result = acme.run("verify", *more)
    assert result.code == 0, result.err + result.out
    assert "Traceback" not in result.err
    assert "ERROR" not in result.err
    return result


def file_of(acme: Undertaking) -> Path:
    """The database."""
    return acme.folder / "finder.sqlite3"


def rows(acme: Undertaking, query: str, *values: Any) -> list[dict[str, Any]]:
    """What the database answers."""
    with closing(sqlite3.connect(file_of(acme))) as database:
        database.row_factory = sqlite3.Row
        found = [dict(row) for row in database.execute(query, values)]
        database.commit()
        return found


def lead(acme: Undertaking, about: str) -> dict[str, Any]:
    """The lead about a dead address, or of a kind."""
    (found,) = rows(acme, "select * from lead where dead_url = ? or kind = ?", about, about)
    return found


def set_status(acme: Undertaking, about: str, status: str) -> None:
    """A person says where a lead stands."""
    number = str(lead(acme, about)["id"])
    words = ["lead", "set", number, str(acme.path), "--status", status]
    words += ["--reason", "poor_site"] if status == "rejected" else []
    done = finder(words)
    assert done.returncode == 0, done.stderr


def days_pass(acme: Undertaking, days: int) -> None:
    """Everything that happened so far was so many days earlier."""
    with closing(sqlite3.connect(file_of(acme))) as database:
        for table, names in _TIMES.items():
            for name in names:
                database.execute(
                    f"update {table} set {name} = strftime('%Y-%m-%dT%H:%M:%SZ', {name}, ?)"
                    f" where {name} glob '20??-??-??T*'",
                    (f"-{days} days",),
                )
        database.commit()


def events(acme: Undertaking, about: str, field: str) -> list[tuple[str, str]]:
    """What changed of a lead, as before and after."""
    query = "select before, after from lead_event where lead_id = ? and field = ? order by id"
    return [(row["before"], row["after"]) for row in rows(acme, query, lead(acme, about)["id"], field)]
