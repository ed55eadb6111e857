"""Who wrote a page: what it declares before what it marks, that before what it prints; names only."""

import pytest

from finder.pages import read_page

URL = "https://www.harbour.example/boats"
BODY = (
    "<h1>Old boats</h1>{}<p>"
    + "Boats are built of wood, and wood wants to be looked after all winter long. " * 5
)


def authors(html: str, url: str = URL) -> tuple[str, ...]:
    return read_page(html, url).authors


def json_ld(value: str) -> str:
    return f'<script type="application/ld+json">{value}</script>'


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ('{"@type": "NewsArticle", "author": "Ada Wren"}', ("Ada Wren",)),
        ('{"@type": "BlogPosting", "author": {"@type": "Person", "name": "Ada Wren"}}', ("Ada Wren",)),
        (
            '{"@type": "Article", "author": [{"name": "Ada Wren"}, {"name": "Bo Lind"}]}',
            ("Ada Wren", "Bo Lind"),
        ),
        ('[{"@type": "Article", "author": {"name": ["Ada Wren", "Bo Lind"]}}]', ("Ada Wren", "Bo Lind")),
        (
            '{"@graph": [{"@type": "WebPage", "author": {"name": "Page Maker"}},'
            ' {"@type": ["Article"], "author": {"@id": "#ada"}},'
            ' {"@id": "#ada", "@type": "Person", "name": "Ada Wren"}]}',
            ("Ada Wren",),
        ),
        ('{"@type": "WebPage", "mainEntity": {"@type": "Article", "author": "Ada Wren"}}', ("Ada Wren",)),
        (
            '{"@type": "Article", "author": "<a href=\'/ada\'>Ada Wren &amp; Bo Lind</a>"}',
            ("Ada Wren", "Bo Lind"),
        ),
        ('{"@type": "Comment", "author": "Some Reader"}', ()),
        ('{"@type": "Article", "author": "Ada Wren",}', ("Ada Wren",)),
        ('<!-- {"@type": "Article", "author": "Ada Wren"}; -->', ("Ada Wren",)),
        ('{"@type": "Article", "author": {"@type": "Person", "name": "Ada Wren"}, oops}', ("Ada Wren",)),
        ('{"@type": "Article", "headline": "A\nB", "author": "Ada Wren"}', ("Ada Wren",)),
        ('{"author": ' * 50_000, ()),
        ('{"@type": "Article", "author": {"name": 7}}', ()),
        ('{"@type": "Article", "author": "Harbour"}', ()),
    ],
)
def test_json_ld_names_the_authors_of_the_page_itself(data: str, names: tuple[str, ...]) -> None:
    assert authors(json_ld(data) + BODY) == names


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=author content='Ada Wren'>",
        "<meta name=byl content='By Ada Wren'>",
        "<meta name='DC.Creator' content='Wren, Ada'>",
        "<meta name='sailthru.author' content='Ada Wren'>",
        "<meta property='article:author' content='/a'><meta name=authors content='Ada Wren'>",
        "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ada Wren'>",
        "<meta name='twitter:label1' content='Shop'><meta name='twitter:data1' content='Bo'>"
        "<meta name=autor content='Ada Wren'>",
        "<meta name=author content='ada@harbour.example (Ada Wren)'><meta name=byl content='Ada Wren'>",
        "<meta name=author content='admin'><meta name='dc.creator' content='Ada Wren'>",
        "<meta name=author content='Harbour Post GmbH'><meta name='dcterms.creator' content='Ada Wren'>",
    ],
)
def test_meta_elements_name_the_author(head: str) -> None:
    assert authors(head + BODY) == ("Ada Wren",)


def test_several_meta_elements_name_several_authors() -> None:
    head = "<meta name=citation_author content='Wren, Ada'><meta name=citation_author content='Lind, Bo'>"
    assert authors(head + BODY) == ("Ada Wren", "Bo Lind")


def test_a_family_name_that_stands_first_takes_its_particles_back() -> None:
    assert authors("<meta name='dc.creator' content='Wren, Ada van der'>" + BODY) == ("Ada van der Wren",)
    assert authors("<meta name='dc.creator' content='Wren, A.'>" + BODY) == ("A. Wren",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<span itemprop=author><a href=/a><b itemprop=name>Ada Wren</b></a>, editor</span>", ("Ada Wren",)),
        ("<a rel=author href=/ada>Ada Wren</a>", ("Ada Wren",)),
        (
            "<div class='article-byline'>By Ada Wren and Bo Lind | harbour.example</div>",
            ("Ada Wren", "Bo Lind"),
        ),
        (
            "<div class='entry-author vcard'>Posted by <b class='fn'>Ada Wren</b> on 3 May 2020</div>",
            ("Ada Wren",),
        ),
        (
            "<div class='post__author-box'>Ada writes.</div><div class=byline>Ada Wren, Staff</div>",
            ("Ada Wren",),
        ),
        ("<ul><li class=author>Ada Wren<li class=author>Bo Lind</ul>", ("Ada Wren", "Bo Lind")),
        ("<blockquote><b class=author>Some Poet</b></blockquote><i class=author>Ada Wren</i>", ("Ada Wren",)),
        ("<figure><i class=author>Photo Graf</i></figure><i class=author>Ada Wren</i>", ("Ada Wren",)),
        ("<span class=author>Dr. Ada Wren, PhD</span>", ("Ada Wren",)),
        ("<span class=author>Staff</span>", ()),
        ("<span class=author>Updated 3 minutes ago</span>", ()),
        ("<span class=author>ada_wren</span>", ("ada_wren",)),
    ],
)
def test_marked_elements_name_the_author(byline: str, names: tuple[str, ...]) -> None:
    assert authors(BODY.format(byline)) == names


@pytest.mark.parametrize(
    ("language", "byline", "names"),
    [
        ("en", "By Ada Wren and Bo Lind", ("Ada Wren", "Bo Lind")),
        ("en", "Posted by Ada Wren on May 3, 2020", ("Ada Wren",)),
        ("de", "Von Ada Wren und Bo von der Lind", ("Ada Wren", "Bo von der Lind")),
        ("de", "Ein Gastbeitrag von Ada Wren", ("Ada Wren",)),
        ("fr", "Par Ada Wren et Bo Lind", ("Ada Wren", "Bo Lind")),
        ("fr", "ÉCRIT PAR ADA WREN", ("ADA WREN",)),
        ("es", "Por Ada Wren", ("Ada Wren",)),
        ("it", "di Ada Wren", ("Ada Wren",)),
        ("pt", "Escrito por Ada Wren", ("Ada Wren",)),
        ("nl", "Door Ada van der Wren", ("Ada van der Wren",)),
        ("sv", "Skriven av Ada Wren", ("Ada Wren",)),
        ("da", "Af Ada Wren", ("Ada Wren",)),
        ("pl", "Autor: Ada Wróbel", ("Ada Wróbel",)),
        ("tr", "Yazar: Ada Yılmaz", ("Ada Yılmaz",)),
        ("ru", "Автор: Ада Воробьёва", ("Ада Воробьёва",)),
        ("uk", "Автор: Ада Горобець", ("Ада Горобець",)),
        ("zh", "作者：王小船", ("王小船",)),
        ("zh", "文/王小船", ("王小船",)),
        ("ja", "著者：海野 舟子", ("海野 舟子",)),
        ("ar", "بقلم آدا البحري", ("آدا البحري",)),
        ("en", "By Monday we had repaired the boat and went out to sea once more.", ()),
        ("en", "By rail", ()),
        ("de", "Von Hamburg nach Kiel", ()),
    ],
)
def test_bylines_in_print_name_the_author(language: str, byline: str, names: tuple[str, ...]) -> None:
    assert authors(f"<html lang={language}>" + BODY.format(f"<p>{byline}</p>")) == names


def test_what_is_declared_goes_before_what_is_printed() -> None:
    assert authors("<meta name=author content='Ada Wren'>" + BODY.format("<p>By Bo Lind</p>")) == (
        "Ada Wren",
    )


def test_a_site_is_no_author_unless_it_is_called_after_one() -> None:
    site = "<meta property=og:site_name content='{0}'><meta name=author content='{0}'>"
    assert authors(site.format("Harbour Post") + BODY.format("<p>By Bo Lind</p>")) == ("Bo Lind",)
    assert authors(site.format("harbour.example") + BODY) == ()
    assert authors(site.format("Ada Wren") + BODY) == ("Ada Wren",)


def test_comments_and_teasers_name_other_authors() -> None:
    teasers = "<aside><i class=author>Bo Lind</i></aside>"
    assert authors(BODY.format("<i class=author>Ada Wren</i>") + teasers) == ("Ada Wren",)


def test_at_most_ten_authors_are_kept() -> None:
    many = ", ".join(f"{first}a Wren" for first in "BCDFGHKLMNPR")
    assert len(authors(f"<meta name=author content='{many}'>" + BODY)) == 10
