"""Targets that are files, of every size."""

from __future__ import annotations

import json
import struct
import zlib
from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer, Endless, GzipBomb, Huge
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin

if TYPE_CHECKING:
    from tests.world.answers import Behaviour
    from tests.world.kinds.model import Truth
    from tests.world.kinds.plot import Plot

FAMILY = Family("file")


def _file(at: Plot, ending: str, answer: Behaviour) -> str:
    place = at.honest()
    path = f"/files/{place.subject.key}-{coin(at.rng)}{ending}"
    place.site.answer(path, answer)
    return path


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack("!IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(72))) + chunk(b"IEND", b"")


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n%%EOF\n"
ZIP = b"PK\x05\x06" + bytes(18)
BYTES = "application/octet-stream"
FILES: tuple[tuple[str, Truth, str, str, Behaviour], ...] = (
    ("pdf", "alive", "A PDF.", ".pdf", Answer(PDF, content_type="application/pdf")),
    ("pdf_as_bytes", "alive", "A PDF that goes out as mere bytes.", ".pdf", Answer(PDF, content_type=BYTES)),
    ("pdf_without_type", "alive", "A PDF without Content-Type.", ".pdf", Answer(PDF, content_type="")),
    ("zip", "alive", "An archive.", ".zip", Answer(ZIP, content_type="application/zip")),
    ("image", "alive", "An image.", ".png", Answer(_png(), content_type="image/png")),
    ("big_file", "alive", "A file of 20 MB.", ".iso", Huge(20_000_000, content_type=BYTES)),
    ("big_file_in_chunks", "alive", "20 MB of unknown length.", ".zip", Huge(20_000_000, chunked=True)),
    ("video", "alive", "A film of 20 MB.", ".mp4", Huge(20_000_000, content_type="video/mp4")),
    (
        "endless_stream",
        "alive",
        "A radio stream that never ends.",
        ".mp3",
        Endless(b"\xff\xfb\x90\x00" + bytes(4000), pause=0.01, content_type="audio/mpeg"),
    ),
    (
        "text_file",
        "alive",
        "A plain text.",
        ".txt",
        Answer("Notes\n=====\n1. first\n", content_type="text/plain"),
    ),
    (
        "gzip_bomb",
        "uncertain",
        "It unpacks to far more than anybody would read, and shows nothing: nobody can tell what was meant.",
        "",
        GzipBomb(60_000_000),
    ),
)
for name, truth, why, ending, answer in FILES:
    FAMILY.add(name, truth, why, _file, ending, answer)


@FAMILY.alive
def endless_page(at: Plot) -> str:
    """The article, and after it a page that never ends."""
    place = at.honest()
    page = at.page().partition("</body>")[0].encode()
    place.site.answer(at.path, Endless(page + b"<p>" + bytes([46]) * 4000 + b"</p>"))
    return at.path


@FAMILY.alive
def feed(at: Plot) -> str:
    """A feed of the site's articles."""
    at.settle("honest")
    rows = "".join(
        f"<item><title>{escape(article.title)}</title><link>{escape(at.place.url(path))}</link></item>"
        for path, article in at.place.articles
    )
    xml = (
        '<?xml version="1.0"?><rss version="2.0"><channel>'
        f"<title>{escape(at.place.name)}</title>{rows}</channel></rss>"
    )
    at.anchor = f"{at.place.name} RSS"
    return _serve(at, at.rng.choice((".rss", ".xml")), Answer(xml, content_type="application/rss+xml"))


@FAMILY.alive
def data(at: Plot) -> str:
    """JSON."""
    at.settle("honest")
    rows = [{"title": article.title} for _, article in at.place.articles]
    return _serve(at, ".json", Answer(json.dumps(rows), content_type="application/json"))


def _serve(at: Plot, ending: str, answer: Behaviour) -> str:
    path = f"/{at.place.subject.key}-{coin(at.rng)}{ending}"
    at.place.site.answer(path, answer)
    return path
