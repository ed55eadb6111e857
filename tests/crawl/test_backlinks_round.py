"""From the files of suppliers to leads: imported, looked at by a crawl, listed, and kept current."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from tests import forked
from tests.crawl.named_links import backlinks_age
from tests.crawl.undertaking import OWN, Undertaking, list_page, page, put_own_site

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.world import World

GUIDE, GONE = f"http://{OWN}/tide-tables", f"http://{OWN}/tides-2019"
RIVALS = ("rival-one.example", "rival-two.example")


def put_world(world: World) -> None:
    """Pages that link to us, did so once, link to a dead page of ours, or to our rivals."""
    put_own_site(world)
    for name in RIVALS:
        world.site(name).page("/", page(name, "<p>Sails.</p>"))
    pages = {
        "live.example": f'<p>Read the <a href="{GUIDE}">tide tables</a>.</p>',
        "removed.example": "<p>Nothing about tides any more.</p>",
        "outdated.example": f'<p>Tide tables: <a href="{GONE}">tide tables explained</a></p>',
    }
    world.site("start.example").page("/", page("Start", "<p>Here.</p>"))
    for host, body in pages.items():
        world.site(host).page("/post", page("A post", body))
    rivals = [(f"http://{name}/", f"Tide tables of {name}") for name in RIVALS]
    world.site("harbour.example").page("/links", list_page("Tide tables", rivals))


def put_files(folder: Path) -> list[str]:
    """What two suppliers, Search Console and a comparison of rivals export."""
    ahrefs = StringIO()
    out = csv.writer(ahrefs, delimiter="\t", quoting=csv.QUOTE_ALL)
    out.writerow(("Referring page title", "Referring page URL", "Domain rating", "Target URL", "Anchor"))
    out.writerow(("A post", "http://live.example/post", "40", GUIDE, "tide tables"))
    out.writerow(("A post", "http://removed.example/post", "50", GUIDE, "tide tables"))
    out.writerow(("A post", "mailto:somebody", "50", GUIDE, "tide tables"))
    (folder / "ahrefs.csv").write_bytes(ahrefs.getvalue().encode("utf-16"))
    head = "Page ascore,Source title,Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"
    rows = [
        f"30,A post,http://live.example/post?utm_source=x,{GUIDE},tide tables,false,2024-03-02,2026-10-01\n",
        f"30,A post,http://outdated.example/post,{GONE},tides,true,2024-03-02,2026-10-01\n",
    ]
    (folder / "semrush.csv").write_text(head + "".join(rows), encoding="utf-8")
    latest = "Linking page,Last crawled\nhttp://live.example/post,2026-10-28\n"
    (folder / "latest.csv").write_text(latest, encoding="utf-8")
    compared = "Referring page title,Referring page URL,Domain rating,Intersect,{}/,{}/\n".format(*RIVALS)
    compared += "Tides,http://harbour.example/links,20,2,http://{}/,http://{}/\n".format(*RIVALS)
    (folder / "intersect.csv").write_text(compared, encoding="utf-8")
    return ["ahrefs.csv", "semrush.csv", "latest.csv", "intersect.csv"]


def finder(acme: Undertaking, *words: str) -> subprocess.CompletedProcess[str]:
    return forked.finder(words, folder=acme.folder)


def listed(acme: Undertaking) -> dict[str, dict[str, Any]]:
    done = finder(acme, "backlinks", "list", acme.path.name, "--json")
    assert done.returncode == 0, done.stderr
    return {each["source_url"]: each for each in json.loads(done.stdout)}


def test_what_suppliers_say_becomes_leads_once_the_pages_were_looked_at(world: World, tmp_path: Path) -> None:
    put_world(world)
    rivals = ", ".join(f'"{name}"' for name in RIVALS)
    acme = Undertaking(
        tmp_path,
        world,
        ["http://start.example/"],
        extra=f"[backlinks]\nrivals = [{rivals}]\nfresh_for = '1d'\n",
    )
    acme.write()
    files = put_files(tmp_path)

    done = finder(acme, "import", acme.path.name, *files)
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("ahrefs.csv:4: ")
    assert "ahrefs.csv: Ahrefs, backlinks: 3 rows: 2 taken, 0 had already, 1 refused." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Links known now: 4 to you, 2 to rivals.")
    again = finder(acme, "import", acme.path.name, *files)
    assert again.stdout.count(" 0 taken") == len(files)

    said = acme.crawl("-q")
    assert said.out == ""
    links = listed(acme)
    states = {source.split("/")[2]: (each["state"], each["why"]) for source, each in links.items()}
    assert states == {
        "live.example": ("live", ""),
        "removed.example": ("missing", "link_removed"),
        "outdated.example": ("missing", "target_dead"),
    }
    live = links["http://live.example/post"]
    assert set(live["seen_by"]) >= {"ahrefs", "semrush"}
    leads = {(row["kind"], row["page_url"]): row for row in acme.leads()}
    assert set(leads) == {
        ("broken_backlink", "http://outdated.example/post"),
        ("link_intersect", "http://harbour.example/links"),
    }
    broken = leads["broken_backlink", "http://outdated.example/post"]
    assert (broken["dead_url"], broken["replacement_url"]) == (GONE, GUIDE)
    compared = leads["link_intersect", "http://harbour.example/links"]
    assert compared["rivals"] == ", ".join(RIVALS)

    backlinks_age(acme, 2)
    acme.crawl("-q")
    lost = listed(acme)
    assert lost["http://removed.example/post"]["state"] == "lost"
    assert "lost_link" in {row["kind"] for row in acme.leads() if "removed" in row["page_url"]}
    report = finder(acme, "backlinks", acme.path.name, "--json")
    assert json.loads(report.stdout)["campaign"] == "acme"
