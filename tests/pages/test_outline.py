"""What one pass over a page finds, where it stands and in what."""

from finder.items import Placement
from finder.pages.outline import Anchor, Block, Outline
from finder.pages.tree import parse
from finder.pages.walk import walk


def outline_of(html: str) -> Outline:
    return walk(parse(html))


def boxes_around(outline: Outline, block: Block) -> list[str]:
    """The tags of the boxes that a block stands in, innermost first."""
    tags, box = [], block.box
    while box:
        tags.append(outline.box_tags[box])
        box = outline.box_parents[box]
    return tags


def overlap(outline: Outline, anchor: Anchor) -> str:
    """The text of an anchor that begins and ends in one block."""
    assert anchor.first == anchor.last
    return outline.blocks[anchor.first].text[anchor.start : anchor.end]


def test_images_tell_where_they_stand() -> None:
    outline = outline_of(
        "<p>Before.</p><ul><li>One <a href=/x><img src=/a.png alt=' A  map '></a></ul>"
        "<footer><img src=b.png></footer>"
    )
    a, b = outline.images
    assert (a.source, a.alt, a.block, a.anchor) == ("/a.png", "A map", 1, 0)
    assert (outline.items[a.item].tag, outline.box_tags[a.box]) == ("li", "li")
    assert (b.source, b.alt, b.block, b.anchor, b.item) == ("b.png", "", 2, -1, -1)
    assert [outline.placements[each.zone] for each in (a, b)] == [Placement.MAIN, Placement.FOOTER]


def test_an_image_that_a_script_loads_later_has_the_address_it_will_be_loaded_from() -> None:
    outline = outline_of(
        "<img src='data:image/gif;base64,R0lG' data-src=/later.jpg><img src=/blank.gif data-original=/o.jpg>"
        "<img src='' srcset='/small.jpg 1x, /large.jpg 2x'><img data-srcset='/s.webp, /t.webp 2x'>"
        "<img src=/plain.jpg srcset='/other.jpg 2x'><img src=data:,x><img>"
    )
    sources = [image.source for image in outline.images]
    assert sources == ["/later.jpg", "/o.jpg", "/small.jpg", "/s.webp", "/plain.jpg", "", ""]


def test_images_that_nobody_sees_are_left_out() -> None:
    outline = outline_of(
        "<div hidden><img src=/a></div><noscript><img src=/b></noscript><img src=/c style='display: none'>"
        "<img src=/d hidden><template><img src=/e></template><p><img src=/f>"
    )
    assert [image.source for image in outline.images] == ["/f"]


def test_no_more_than_five_thousand_images_are_kept() -> None:
    assert len(outline_of("<img src=/a>" * 6_000).images) == 5_000


def test_a_block_tells_what_it_stands_in() -> None:
    outline = outline_of(
        "<blockquote><p>Said.</p></blockquote><figure><img><figcaption>Shown.</figcaption></figure>"
        "<address>There.</address>"
    )
    said, shown, there = outline.blocks
    assert boxes_around(outline, said)[:2] == ["p", "blockquote"]
    assert boxes_around(outline, shown)[:2] == ["figcaption", "figure"]
    assert boxes_around(outline, there)[0] == "address"


def test_inline_quotations_and_titles_of_works_tell_their_place_in_the_text() -> None:
    outline = outline_of("<p>He <q>said <b>so</b></q> in <cite>The Book</cite>.</p>")
    text = outline.blocks[0].text
    found = [(quote.tag, text[quote.start : quote.end].strip()) for quote in outline.quotes]
    assert found == [("q", "said so"), ("cite", "The Book")]


def test_anchors_tell_which_part_of_which_block_is_theirs() -> None:
    outline = outline_of("<p>Read <a href=/x>the <i>guide</i></a> now.</p><a href=/y><h2>A</h2><p>B</p></a>")
    inside, around = outline.anchors
    assert overlap(outline, inside).strip() == "the guide"
    assert [block.text for block in outline.blocks[around.first : around.last]] == ["A", "B"]


def test_what_only_splits_a_name_is_joined() -> None:
    outline = outline_of("<p>Ac<b>m</b>e Tide<wbr>Table Har&shy;bour Port\u200bal <i>T</i>ide<!-- x -->s")
    assert [block.text for block in outline.blocks] == ["Acme TideTable Harbour Portal Tides"]
