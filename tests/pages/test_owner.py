"""A brand's profile from the pages of its own site: pages in, proposal out."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.brands import Brand
from finder.brands.claims import About
from finder.brands.own_name import without_legal_form
from finder.brands.proposal import Proposal, propose
from finder.pages.introducing import introducing_pages
from finder.pages.owner import own_page

HOME = "https://www.tidewell.example/"


def linked_data(*entities: dict[str, Any]) -> str:
    """A script of JSON-LD."""
    text = json.dumps({"@context": "https://schema.org", "@graph": entities})
    return f'<script type="application/ld+json">{text}</script>'


def page(title: str = "", *, head: str = "", body: str = "", header: str = "", footer: str = "") -> str:
    """A page with the usual parts."""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><header>{header}</header>"
        f"<main>{body}</main><footer>{footer}</footer></body></html>"
    )


def proposed(*pages: str, home: str = HOME, named: str = "") -> Proposal:
    """The proposal from pages of one site, the first one at its root."""
    return propose([own_page(html, f"{home}{n or ''}") for n, html in enumerate(pages)], named)


def name_of(*pages: str, home: str = HOME) -> str | None:
    """The name that pages propose."""
    name = proposed(*pages, home=home).name
    return name.value if name else None


FULL = page(
    "Tidewell – charts for small boats",
    head='<meta property="og:site_name" content="Tidewell">'
    + linked_data(
        {
            "@type": "Organization",
            "@id": f"{HOME}#us",
            "name": "Tidewell",
            "legalName": "Tidewell Charts Ltd",
            "alternateName": ["TWC", "Tide Well Charts"],
            "url": HOME,
            "founder": [{"@type": "Person", "name": "Ada Wren"}, {"@type": "Organization", "name": "Fund"}],
            "sameAs": [
                "https://www.instagram.com/tidewell",
                "https://en.wikipedia.org/wiki/Tidewell",
                "https://tidewell.fr/",
                "https://charts.example/",
            ],
        },
        {"@type": "WebSite", "name": "Tidewell", "publisher": {"@id": f"{HOME}#us"}},
    ),
    header='<a href="/"><img src="l.png" alt="Tidewell logo"></a>',
    footer='<a href="https://github.com/tidewell">Code</a> © 2011–2024 Tidewell Charts Ltd. All rights.',
)


def test_what_a_site_declares_becomes_a_profile_with_evidence() -> None:
    proposal = proposed(FULL)
    assert proposal.brand() == Brand(
        "Tidewell",
        aliases=("TWC", "Tide Well Charts", "Tidewell Charts Ltd"),
        people=("Ada Wren",),
        social_profiles=("https://www.instagram.com/tidewell", "https://github.com/tidewell"),
    )
    assert proposal.name is not None
    assert proposal.name.evidence.startswith("schema.org Organization, schema.org WebSite, og:site_name")
    assert [each.evidence for each in proposal.values[About.PERSON]] == [f"schema.org Organization on {HOME}"]


@pytest.mark.parametrize(
    "line", ["© 2026 Tidewell Guides.", "© 2026 Tidewell Guides. Made by hand.", "© Tidewell Guides"]
)
def test_the_full_stop_at_the_end_of_a_copyright_line_is_no_part_of_the_name(line: str) -> None:
    pages = [page(title, header='<a href="/">Tidewell Guides</a>', footer=line) for title in ("A", "B")]
    assert name_of(*pages) == "Tidewell Guides"


def test_another_domain_is_taken_under_the_same_word_and_doubted_under_another() -> None:
    proposal = proposed(FULL)
    assert proposal.sure(About.DOMAIN) == ("tidewell.fr",)
    assert proposal.doubtful(About.DOMAIN) == ("charts.example",)


@pytest.mark.parametrize(
    ("own", "domains"), [("https://www.tidewell.example/", ("tidewell.de",)), ("https://other.example/", ())]
)
def test_hreflang_tells_domains_only_where_the_page_itself_is_listed(
    own: str, domains: tuple[str, ...]
) -> None:
    head = "".join(
        f'<link rel="alternate" hreflang="{code}" href="{url}">'
        for code, url in (("en", own), ("de", "https://www.tidewell.de/"))
    )
    assert proposed(page("Tidewell", head=head)).sure(About.DOMAIN) == domains


@pytest.mark.parametrize(
    "html",
    [
        page(""),
        page("Home"),
        page("Welcome"),
        page("Startseite", head='<meta property="og:site_name" content="www.tidewell.example">'),
        page("tidewell.example", footer="© 2024 tidewell.example"),
        page("Untitled", head='<meta property="og:site_name" content="My WordPress Site">'),
        page("{{title}}", head='<meta name="application-name" content="{{ name }}">', footer="© 2024"),
        page("Charts for small boats", header='<a href="/">Home</a>', footer="© 2024. All rights reserved."),
    ],
)
def test_where_only_the_domain_speaks_there_is_no_name(html: str) -> None:
    assert proposed(html) == Proposal(None)


@pytest.mark.parametrize(
    ("pages", "name"),
    [
        (("Guide to tides | Salt & Lamp", "Salt & Lamp – home", "Contact | Salt & Lamp"), "Salt & Lamp"),
        (("Über uns » Wattläufer", "Wattläufer: Karten", "Gezeiten » Wattläufer"), "Wattläufer"),
        (("潮汐表｜潮見堂", "会社概要｜潮見堂"), "潮見堂"),
        (("Карты | Прилив", "О нас | Прилив", "Контакты | Прилив"), "Прилив"),
        (("الخرائط | دار المد", "من نحن | دار المد"), "دار المد"),
        (("Hakkımızda - Gelgit Evi", "Haritalar - Gelgit Evi"), "Gelgit Evi"),
        (("Charts", "About us", "Contact"), None),
    ],
)
def test_without_schema_org_the_part_that_all_titles_share_is_the_name(
    pages: tuple[str, ...], name: str | None
) -> None:
    assert name_of(*map(page, pages), home="https://abc123.example/") == name


def test_a_title_alone_gives_the_part_that_spells_the_address_and_no_other() -> None:
    assert name_of(page("Tide well | Charts for small boats")) == "Tide well"
    assert name_of(page("Marlow House | Charts for small boats")) is None


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (
            '<div itemscope itemtype="https://schema.org/LocalBusiness"><i itemprop="name">Café Flut</i>'
            '<div itemprop="founder" itemscope itemtype="https://schema.org/Person">'
            '<b itemprop="name">Ole Brand</b></div></div>',
            "Café Flut",
        ),
        (linked_data({"@type": "FlowerShop", "telephone": "1", "name": "Café Flut"}), "Café Flut"),
        (linked_data({"@type": "Thing", "legalName": "Café Flut GmbH & Co. KG"}), "Café Flut"),
        (linked_data({"@type": "WebSite", "name": "Café Flut &amp; Ebbe"}), "Café Flut & Ebbe"),
        (linked_data({"@type": "Person", "name": "Ole Brand"}), "Ole Brand"),
        (linked_data({"@type": "Article", "author": {"@type": "Person", "name": "Ole Brand"}}), None),
        (linked_data({"@type": "Organization", "name": "Rival", "url": "https://rival.example/"}), None),
        (linked_data({"@type": "Product", "name": "Chart", "brand": {"@type": "Brand", "name": "B"}}), None),
    ],
)
def test_the_owner_is_read_from_microdata_and_json_ld_and_nobody_else_is_taken_for_him(
    html: str, name: str | None
) -> None:
    assert name_of(page("Welcome", body=html)) == name


def test_of_conflicting_names_the_one_that_most_say_is_taken_and_the_other_is_doubted() -> None:
    head = '<meta property="og:site_name" content="Marlow Press">' + linked_data(
        {"@type": "Organization", "name": "Tidewell"}
    )
    proposal = proposed(page("Charts | Tidewell", head=head), page("About | Tidewell"))
    assert proposal.name is not None
    assert proposal.name.value == "Tidewell"
    assert proposal.doubtful(About.ALIAS) == ("Marlow Press",)
    assert proposal.sure(About.ALIAS) == ()


def test_spellings_of_one_name_are_one_and_all_capitals_are_style() -> None:
    head = '<meta property="og:site_name" content="Tidewell">'
    header = '<a href="/">TIDEWELL</a><img src="l.png" alt="TIDEWELL logo">'
    proposal = proposed(page(head=head, header=header, footer="© TIDEWELL 2024"))
    assert proposal.name is not None
    assert proposal.name.value == "Tidewell"
    assert proposal.values[About.ALIAS] == ()


def test_people_and_makers_that_are_only_referred_to_are_known_by_their_names() -> None:
    entities = (
        {"@type": "Organization", "@id": "#us", "name": "Tidewell", "founder": [{"@id": "#ada"}]},
        {"@type": "Person", "@id": "#ada", "name": "Ada Wren"},
        {"@type": "Product", "name": "Ebb Finder", "manufacturer": {"@id": "#us"}},
    )
    proposal = proposed(page(head=linked_data(*entities)))
    assert proposal.sure(About.PERSON) == ("Ada Wren",)
    assert proposal.sure(About.PRODUCT) == ("Ebb Finder",)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Salt Garden GmbH & Co. KG", "Salt Garden"),
        ("Acme, Inc.", "Acme"),
        ("Dom Sp. z o.o.", "Dom"),
        ("株式会社潮見堂", "潮見堂"),
        ("观潮股份有限公司", "观潮"),
        ("ООО Прилив", "Прилив"),
        ("Tea & Co", "Tea & Co"),
        ("Ltd", "Ltd"),
    ],
)
def test_the_form_of_a_company_is_no_part_of_its_name(name: str, bare: str) -> None:
    assert without_legal_form(name) == bare


def test_products_are_ours_if_the_page_says_so_and_the_name_is_more_than_a_word() -> None:
    made = [("Ebb Finder", "Tidewell"), ("Rake", "Tidewell"), ("Tern2", "Tidewell"), ("Kayak X", "Rival")]
    html = page(
        "Tidewell",
        body=linked_data(*({"@type": "Product", "name": n, "brand": {"name": b}} for n, b in made)),
    )
    proposal = proposed(html)
    assert proposal.sure(About.PRODUCT) == ("Ebb Finder", "Tern2")
    assert proposal.doubtful(About.PRODUCT) == ("Rake", "Kayak X")


def test_profiles_are_accounts_of_ours_not_share_buttons_or_works_of_others() -> None:
    footer = "".join(
        f'<a href="{url}">x</a>'
        for url in (
            "https://www.facebook.com/tidewell.charts",
            "https://www.facebook.com/sharer/sharer.php?u=https://www.tidewell.example/",
            "https://x.com/intent/tweet?text=a",
            "https://x.com/share",
            "https://twitter.com/",
            "https://github.com/theme-maker",
            "https://www.youtube.com/watch?v=1",
        )
    )
    head = '<link rel="me" href="https://sea.example/@tidewell">'
    proposal = proposed(page("Tidewell", head=head, footer=footer))
    assert proposal.sure(About.SOCIAL_PROFILE) == (
        "https://sea.example/@tidewell",
        "https://www.facebook.com/tidewell.charts",
    )
    assert proposal.doubtful(About.SOCIAL_PROFILE) == ("https://github.com/theme-maker",)


def test_context_words_are_those_that_headings_of_several_pages_repeat() -> None:
    pages = (
        page("Tidewell: tide charts", body="<h1>Charts for sailing boats</h1><h2>Contact us</h2>"),
        page("Oysters", body="<h1>Oysters today</h1><h2>Raw oysters</h2><h2>Fried oysters</h2>"),
        page("Sailing by chart - Tidewell", body="<h1>Sailing lessons</h1><h2>Contact us</h2>"),
        page("Tidewell lessons", body="<h1>Charts and knots</h1><h2>Contact us</h2>"),
    )
    assert proposed(*pages).context == ("charts", "sailing")


def test_context_words_of_a_script_without_spaces_are_no_halves_of_two_words() -> None:
    pages = (page("潮汐海図｜潮見堂"), page("潮汐海図の本｜潮見堂"), page("新しい潮汐海図｜潮見堂"))
    assert proposed(*pages, home="https://shiomi.example/").context == ("海図", "潮汐")


@pytest.mark.parametrize(
    ("name", "text", "common", "reason"),
    [
        (
            "Rake",
            "Use a rake. Our rake is made of ash. Rake makes tools.",
            True,
            "in small letters, as a word",
        ),
        (
            "Rake",
            "Write to info@rake.example or see rake.example/shop and #rake. Rake makes tools.",
            False,
            "",
        ),
        ("Rake", "Shops call us rake at times.", False, "in small letters, too"),
        ("Time", "Nothing here.", True, "ordinary words"),
        ("Store", "Nothing here.", True, "ordinary words"),
        ("The Shop", "Nothing here.", True, "ordinary words"),
        ("TWC", "Nothing here.", False, "short"),
        ("Tidewell", "Tidewell makes charts.", False, ""),
        ("潮見堂", "潮見堂の海図", False, ""),
    ],
)
def test_whether_a_name_is_an_ordinary_word_is_told_from_own_text_and_lists_with_the_reason(
    name: str, text: str, common: bool, reason: str
) -> None:
    sense = proposed(page(body=f"<p>{text}</p>"), named=name).sense
    assert sense.common == common
    assert reason in sense.reason
    assert bool(reason) == bool(sense.reason)


def test_a_given_name_is_kept_and_the_pages_tell_the_rest() -> None:
    proposal = proposed(FULL, named="Tide-Well")
    assert proposal.name is not None
    assert (proposal.name.value, proposal.name.evidence) == ("Tide-Well", "given")
    assert "TWC" in proposal.sure(About.ALIAS)
    assert "Tidewell" not in proposal.sure(About.ALIAS), "a spelling that is found anyway"


def test_hostile_values_are_bounded_and_hold_nothing_that_a_terminal_obeys() -> None:
    evil = "Tide\x1b[31mwell\u202e\r\n[own]"
    html = page(
        head=linked_data(
            {
                "@type": "Organization",
                "name": evil,
                "alternateName": [f"Other {n}\x9b\x07" for n in range(500)] + ["x" * 5000],
                "founder": [{"@type": "Person", "name": f"Ada Wren{n}"} for n in range(500)],
                "sameAs": [f"https://social.example/{'a' * n}" for n in range(1, 400)] + ["javascript:a"],
                "logo": [[[[{"a": 1e400}]]]],
            }
        )
    )
    proposal = proposed(html)
    assert proposal.name is not None
    assert proposal.name.value == "Tide[31mwell [own]"
    values = [each.value for found in proposal.values.values() for each in found]
    assert 0 < len(values) <= 40
    assert all(value.isprintable() and len(value) <= 300 for value in values)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"@graph":' * 900 + "1" + "}" * 900,
        json.dumps([{"@type": "Organization", "name": f"N{n}"} for n in range(20_000)]),
        '{"@type":"Organization","name":{"@value":["a"]},"sameAs":{"@id":"x"},"url":5}',
        '{"@id":"#a","@type":"WebSite","publisher":{"@id":"#a"}}',
    ],
)
def test_any_json_ld_is_read_in_bounded_time(text: str) -> None:
    html = page(body=f'<script type="application/ld+json">{text}</script>' * 5)
    began = time.monotonic()
    proposed(html)
    assert time.monotonic() - began < 2


PIECES = st.sampled_from(
    [
        "©", "Copyright", "(c) 2024", "Acme", " | ", " Inc.", "All rights", "<b>", "</b>", '<a href="/">',
        "<title>", "</title>", "<footer>", '<img alt="logo">', '<div itemscope itemtype="Organization">',
        '<i itemprop="name sameAs founder">', '<link rel="me alternate" hreflang="x" href="//[">', "\x00",
        '<script type="application/ld+json">{"@type":["Store",1],"name":[null,{"a":[]}]}</script>',
        "株式会社", "&#1234567;", "</a>",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=40))
def test_whatever_the_page_there_is_a_proposal(pieces: list[str]) -> None:
    html = "".join(pieces)
    proposal = proposed(html, page("A | B", body=html))
    assert proposal.name is None or (proposal.name.value.strip() and proposal.name.value.isprintable())


def test_the_pages_that_introduce_a_site_are_its_about_page_and_what_it_leads_to_first() -> None:
    links = (
        "/login", "/charts", "https://other.example/about", "/about-us", "/cart", "/de/", "/?s=x",
        "/charts#top", "/privacy-policy", "/price-list.pdf", "/lessons", "/boats", "/knots",
    )  # fmt: skip
    html = page(header="".join(f'<a href="{link}">{link.strip("/").replace("-", " ")}</a>' for link in links))
    assert introducing_pages(html, HOME, 4) == [
        f"{HOME}about-us",
        f"{HOME}charts",
        f"{HOME}lessons",
        f"{HOME}boats",
    ]


@pytest.mark.parametrize(
    ("address", "anchor"),
    [
        ("/x1", "Über uns"),
        ("/qui-sommes-nous", ""),
        ("/x2", "会社概要"),
        ("/o-nas.html", "x"),
        ("/x3", "О компании"),
    ],
)
def test_the_about_page_is_known_by_its_link_or_address_in_many_languages(address: str, anchor: str) -> None:
    html = page(header=f'<a href="/first">First</a><a href="{address}">{anchor}</a>')
    assert introducing_pages(html, HOME, 1) == [HOME.rstrip("/") + address]
