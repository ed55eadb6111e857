"""What a campaign has to do with a page: its links to us, its mentions of us, its images of ours."""

from __future__ import annotations

import pytest

from finder.campaign import Campaign
from finder.campaign.backlinks import Backlinks
from finder.facts import page_facts
from finder.items import Image, Link, Mention, Placement, RivalLink, SourcePage

CAMPAIGN = Campaign.model_validate(
    {
        "name": "acme",
        "own": {
            "sites": ["https://www.acme.example/"],
            "domains": ["acme-old.example"],
            "images": ["Tide-Chart.png", "https://cdn.example/acme/map.jpg", "gr%C3%BC%C3%9Fe.gif"],
        },
        "brands": [{"name": "Acme"}, {"name": "Globex", "domains": ["globex.example"]}],
    }
)


def page(*urls: str, images: tuple[str, ...] = ()) -> SourcePage:
    """A page with these links and images."""
    return SourcePage(
        "https://blog.example/",
        title="Harbours",
        language="en",
        links=tuple(Link(url, url, "x") for url in urls),
        images=tuple(map(Image, images)),
        mentions=(Mention("Acme", "Acme", "Acme"),),
    )


def test_a_brand_without_domains_is_linked_by_any_of_our_sites_and_one_with_them_by_its_own() -> None:
    assert page_facts(page("https://shop.acme.example/x"), CAMPAIGN).linked_brands == {"Acme"}
    assert page_facts(page("https://acme-old.example/"), CAMPAIGN).linked_brands == {"Acme"}
    assert page_facts(page("https://www.globex.example/"), CAMPAIGN).linked_brands == {"Acme", "Globex"}
    assert page_facts(page("https://acme.example.evil.example/"), CAMPAIGN).linked_brands == frozenset()


def test_links_to_us_are_told_once_in_their_one_spelling_and_through_redirectors() -> None:
    out = "https://out.example/?to=https%3A%2F%2Fglobex.example%2F"
    facts = page_facts(
        page(
            "https://www.acme.example/a?utm_source=x",
            "https://www.acme.example/a",
            "https://other.example/",
            out,
            "https://out.example/share?url=https%3A%2F%2Facme.example%2F",
        ),
        CAMPAIGN,
    )
    assert facts.linked_own == ("https://www.acme.example/a", out)
    assert "Globex" in facts.linked_brands


def test_what_the_page_says_is_handed_on() -> None:
    facts = page_facts(page(), CAMPAIGN)
    assert (facts.url, facts.title, facts.language) == ("https://blog.example/", "Harbours", "en")
    assert facts.names == ("Acme", "Globex")
    assert facts.mentions == page().mentions
    assert facts.images == facts.linked_own == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.acme.example/chart.png",
        "https://img.globex.example/x",
        "https://blog.example/uploads/tide-chart.png",
        "https://blog.example/uploads/TIDE-CHART.PNG?w=300",
        "https://blog.example/uploads/tide-chart-1024x683.png",
        "https://blog.example/uploads/tide-chart-scaled.png",
        "https://blog.example/uploads/tide-chart@2x.png",
        "https://blog.example/Gr%C3%BC%C3%9Fe.gif",
        "https://cdn.example/acme/map.jpg",
        "https://cdn.example/acme/map.jpg?v=2",
        "https://blog.example/_next/image?url=https%3A%2F%2Fwww.acme.example%2Fchart.png&w=640",
        "https://blog.example/thumb?src=https://acme.example/a/b.webp?v=1",
    ],
)
def test_images_from_our_sites_and_those_the_campaign_names_are_ours(url: str) -> None:
    assert [image.url for image in page_facts(page(images=(url,)), CAMPAIGN).images] == [url]


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/chart.png",
        "https://blog.example/my-tide-chart.png",
        "https://blog.example/tide-chart.png/other.png",
        "https://blog.example/tide-chart.jpg",
        "https://other.example/acme/map.jpg",
        "https://blog.example/?x=tide-chart.png",
        "https://acme.example.evil.example/chart.png",
        "https://pixel.example/?page=https%3A%2F%2Fwww.acme.example%2F",
        "https://blog.example/thumb?src=https://other.example/chart.png",
        "https://blog.example/thumb?src=https://[/chart.png",
        "https://blog.example/",
    ],
)
def test_other_images_are_not(url: str) -> None:
    assert page_facts(page(images=(url,)), CAMPAIGN).images == ()


COMPETING = CAMPAIGN.model_copy(
    update={"backlinks": Backlinks(rivals=("www.rakes.example", "spades.example"), min_rivals=2)}
)


def listing(*links: Link) -> SourcePage:
    """A page with these links."""
    return SourcePage("https://blog.example/", links=links)


def test_links_to_rivals_count_in_the_main_text_unless_they_are_paid_for() -> None:
    rakes = Link("https://shop.rakes.example/a", "", "Rakes", rel=("nofollow",))
    away = Link("https://out.example/?to=https%3A%2F%2Fspades.example%2F", "", "Spades")
    given = (rakes, away)
    others = (
        Link("https://spades.example/b", "", "x", placement=Placement.COMMENTS),
        Link("https://spades.example/b", "", "x", placement=Placement.FOOTER),
        Link("https://spades.example/b", "", "x", rel=("sponsored", "nofollow")),
        Link("https://spades.example.evil.example/", "", "x"),
        Link("https://other.example/?ref=spades.example", "", "x"),
    )
    facts = page_facts(listing(*given, *others), COMPETING)
    assert facts.linked_rivals == (RivalLink("rakes.example", rakes), RivalLink("spades.example", away))
    assert facts.min_rivals == 2
    none = page_facts(listing(*given), CAMPAIGN)
    assert (none.linked_rivals, none.min_rivals) == ((), 0)


def test_a_list_of_sites_has_many_with_few_links_to_each() -> None:
    many = [Link(f"https://site{number}.example/", "", "x") for number in range(10)]
    deep = [Link(f"https://site0.example/{number}", "", "x") for number in range(11)]
    assert page_facts(listing(*many), COMPETING).lists_sites
    assert not page_facts(listing(*many[:9]), COMPETING).lists_sites
    assert not page_facts(listing(*many, *deep), COMPETING).lists_sites
