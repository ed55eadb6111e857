"""Whom to write to, as a user finds it: a crawl, then `finder contacts`, `finder show` and the CSV."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.undertaking import Undertaking, page, put_own_site
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

LIBRARY = "library.example"
PAGE = f"http://{LIBRARY}/links"
DEAD = '<li><a href="http://gone.example/tides">Tide tables explained</a></li>'


def listing(more: str = "") -> str:
    """A resource page with a dead link, and a footer."""
    return page("Links for sailors", f"<ul>{DEAD}</ul>").replace("</body>", f"{more}</body>")


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    """A campaign that looks at one resource page with a dead link and searches for contacts."""
    put_own_site(world)
    world.site("gone.example")
    return Undertaking(tmp_path, world, [PAGE], contacts="")


def contacts(acme: Undertaking) -> list[dict[str, Any]]:
    """What `finder contacts` says."""
    result = acme.run("contacts", "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def asked(world: World, host: str = LIBRARY) -> list[str]:
    """The paths that a host was asked for, in their order, without robots.txt."""
    return [record.path for record in world.requests(host) if record.path != "/robots.txt"]


def test_the_address_on_the_contact_page_reaches_the_lead_with_its_place(
    world: World, acme: Undertaking
) -> None:
    site = world.site(LIBRARY)
    site.page("/links", listing('<footer><a href="/contact">Contact us</a></footer>'))
    site.page("/contact", page("Contact", "<p>Write to editor [at] library [dot] example, please.</p>"))
    result = acme.crawl()
    assert "Contacts       1 prospect with open leads: 1 by e-mail, 0 by a contact page" in result.out
    (lead,) = acme.leads()
    assert lead["contact_email"] == "editor@library.example"
    assert lead["contact_url"] == f"http://{LIBRARY}/contact"
    (found,) = [each for each in contacts(acme) if each["kind"] == "email"]
    assert found["found_on"] == f"http://{LIBRARY}/contact"
    assert found["how"] == "obfuscated"
    assert found["address_type"] == "role"
    assert found["found_at"]
    assert {each["kind"]: each["leads"] for each in contacts(acme)} == {"email": 1, "page": 0}
    assert asked(world) == ["/links", "/links", "/contact"]


def test_whom_nobody_may_write_to_is_not_counted_among_those_who_can_be(
    world: World, acme: Undertaking
) -> None:
    world.site(LIBRARY).page(
        "/links", listing('<footer><a href="mailto:ed@library.example">Mail</a></footer>')
    )
    assert "1 prospect with open leads: 1 by e-mail" in acme.crawl().out
    assert finder(["suppress", "add", LIBRARY, str(acme.path)]).returncode == 0
    assert "0 prospects with open leads: 0 by e-mail, 0 by a contact page" in acme.crawl().out


def test_a_page_that_says_it_all_needs_one_request(world: World, acme: Undertaking) -> None:
    site = world.site(LIBRARY)
    about = (
        '<footer><a href="/contact">Contact</a> <a href="mailto:webmaster@library.example">Mail</a></footer>'
    )
    site.page("/links", listing(about))
    site.page("/contact", page("Contact", "<p>Come and see us.</p>"))
    acme.crawl()
    assert [lead["contact_email"] for lead in acme.leads()] == ["webmaster@library.example"]
    assert asked(world) == ["/links", "/links"]


def test_the_page_of_the_author_is_looked_at_though_there_is_a_mailbox(
    world: World, acme: Undertaking
) -> None:
    site = world.site(LIBRARY)
    byline = '<p class="byline">By <a rel="author" href="/jane">Jane Miller</a></p>'
    footer = '<footer><a href="/contact">Contact</a> info@library.example</footer>'
    site.page("/links", listing(footer).replace("<ul>", f"{byline}<ul>", 1))
    site.page("/jane", page("Jane Miller", "<p>Write to jane.miller [at] library.example</p>"))
    acme.crawl()
    assert [lead["contact_email"] for lead in acme.leads()] == ["jane.miller@library.example"]
    assert asked(world) == ["/links", "/links", "/jane"]


def test_a_site_is_asked_a_handful_of_times_and_not_again_while_that_is_fresh(
    world: World, acme: Undertaking
) -> None:
    names = ("contact", "impressum", "about", "team", "editorial", "kontakt", "redaktion")
    links = "".join(f'<a href="/{name}">{name.title()}</a> ' for name in names)
    site = world.site(LIBRARY)
    site.page("/links", listing(f"<footer>{links}</footer>"))
    for name in names:
        site.page(f"/{name}", page(name, "<p>Nothing here.</p>"))
    acme.crawl()
    assert len(asked(world)) == 1 + 5, "five by default, beside the reading of the page"
    acme.crawl()
    assert len(asked(world)) == 1 + 5 + 1, "the page is read again, the search is not repeated"


def test_robots_txt_is_obeyed_and_what_was_not_seen_is_said(world: World, acme: Undertaking) -> None:
    site = world.site(LIBRARY)
    site.robots = "User-agent: *\nDisallow: /contact\n"
    site.page("/links", listing('<footer><a href="/contact">Contact</a></footer>'))
    site.page("/contact", page("Contact", "<p>editor@library.example</p>"))
    site.page("/", page("Library", "<p>Welcome.</p>"))
    acme.crawl()
    assert "/contact" not in asked(world)
    assert [lead["contact_email"] for lead in acme.leads()] == [""]
    assert [lead["contact_url"] for lead in acme.leads()] == [f"http://{LIBRARY}/contact"]
    assert [(each["kind"], each["leads"]) for each in contacts(acme)] == [("page", 1)]


def test_no_personal_address_is_kept_where_the_campaign_wants_none(world: World, acme: Undertaking) -> None:
    acme.contacts = "people = false"
    site = world.site(LIBRARY)
    site.page("/links", listing('<footer><a href="/contact">Contact</a></footer>'))
    both = "<p>jane.doe@library.example or info@library.example</p>"
    site.page("/contact", page("Contact", both))
    acme.crawl()
    assert [each["value"] for each in contacts(acme) if each["kind"] == "email"] == ["info@library.example"]


def test_an_address_of_a_domain_that_takes_no_mail_is_not_offered(world: World, acme: Undertaking) -> None:
    acme.contacts = "check_mail = true"
    site = world.site(LIBRARY)
    world.dns.mail(LIBRARY, ".")
    site.page("/links", listing("<footer>info@library.example</footer>"))
    acme.crawl()
    assert [lead["contact_email"] for lead in acme.leads()] == [""]
    assert [each["mail"] for each in contacts(acme) if each["kind"] == "email"] == ["none"]


def test_a_site_that_moved_and_the_one_it_moved_to_are_one_prospect(world: World, acme: Undertaking) -> None:
    old, new = world.site("old.example"), world.site("new.example")
    old.page("/links", listing('<footer><a href="/contact">Contact</a></footer>'))
    old.redirect("/contact", "http://new.example/contact")
    new.page("/links", listing('<footer><a href="/contact">Contact</a></footer>'))
    new.page("/contact", page("Contact", "<p>info@new.example</p>"))
    acme.pages = ["http://old.example/links", "http://new.example/links"]
    acme.crawl()
    shown = json.loads(acme.run("leads", "--json").out)
    assert len({lead["prospect_group"] for lead in shown}) == 1


def test_a_search_that_was_killed_goes_on(world: World, acme: Undertaking) -> None:
    for number in range(6):
        host = f"site{number}.example"
        site = world.site(host)
        site.page("/links", listing('<footer><a href="/contact">Contact</a></footer>'))
        site.page("/contact", page("Contact", f"<p>info@{host}</p>"))
        site.latency = number / 5
    acme.pages = [f"http://site{number}.example/links" for number in range(6)]
    acme.write()
    with acme.running("crawl", "--own-content", "always") as process:
        while len(asked(world, "site0.example")) < 3 and process.poll() is None:
            time.sleep(0.02)
        process.kill()
    acme.crawl()
    assert {lead["contact_email"] for lead in acme.leads()} == {f"info@site{n}.example" for n in range(6)}
