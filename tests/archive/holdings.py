"""What the archive of the tests holds: one address for each case."""

from __future__ import annotations

import gzip

from tests.archive.pywb import Kept

SENTENCE = "High and low water for every harbour between the two capes, as the pilots have noted it down. "


def page(title: str, *, text: str = SENTENCE * 3, head: str = "") -> str:
    """A page as people write them."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><main>"
        f"<h1>{title}</h1><p>{text}</p><h2>Springs and neaps</h2><p>{text}</p></main></body></html>"
    )


TIDES = page("Tide tables", head='<meta name=description content="Tides of the coast">')
GONE = page("Not found", text="There is nothing here.")
FOR_SALE = page("harbour.example is for sale", text="Make an offer.")


def redirect(url: str, at: str, location: str, status: int = 301) -> Kept:
    """A capture of a redirect."""
    return Kept(url, at, status=status, headers={"Location": location})


def day(number: int) -> str:
    """One of many days in a row."""
    return f"{2016 + number // 28 // 12}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}T06:00:00Z"


HOLDINGS = [
    # good, then an error; the same content at two times
    Kept("http://guide.example/tides?coast=west", "2012-03-01T10:00:00Z", TIDES),
    Kept("http://guide.example/tides?coast=west", "2013-04-02T11:12:13Z", TIDES),
    Kept("http://guide.example/tides?coast=west", "2014-05-03T00:00:00Z", GONE, 404),
    Kept("http://guide.example/tides?coast=west", "2015-05-03T00:00:00Z", GONE, 404),
    # never anything but an error
    Kept("http://typo.example/tidse", "2013-01-01T00:00:00Z", GONE, 404),
    Kept("http://typo.example/tidse", "2014-01-01T00:00:00Z", GONE + " ", 410),
    # parked after it was good
    Kept("http://parked.example/", "2010-01-01T00:00:00Z", TIDES),
    Kept("http://parked.example/", "2012-01-01T00:00:00Z", FOR_SALE),
    Kept("http://parked.example/", "2013-01-01T00:00:00Z", FOR_SALE),
    Kept("http://parked.example/", "2014-01-01T00:00:00Z", GONE, 404),
    # parked in ever new words
    Kept("http://broker.example/", "2010-01-01T00:00:00Z", TIDES),
    *(Kept("http://broker.example/", f"201{n}-01-01T00:00:00Z", f"{FOR_SALE}<!--{n}-->") for n in (1, 2, 3)),
    # sent on
    Kept("http://moved.example/old", "2011-01-01T00:00:00Z", TIDES),
    redirect("http://moved.example/old", "2013-01-01T00:00:00Z", "http://live.example/"),
    redirect("http://door.example/", "2012-01-01T00:00:00Z", "http://live.example/", 302),
    # one page, of which http sends on to https
    Kept("https://secure.example/page", "2012-01-01T00:00:00Z", TIDES),
    redirect("http://secure.example/page", "2013-01-01T00:00:00Z", "https://secure.example/page"),
    Kept("https://secure.example/page", "2015-01-01T00:00:00Z", GONE, 404),
    # "as before"
    Kept("http://same.example/", "2010-01-01T00:00:00Z", TIDES),
    Kept("http://same.example/", "2011-06-01T00:00:00Z", revisit=True),
    Kept("http://same.example/", "2012-01-01T00:00:00Z", GONE, 404),
    redirect("http://same.example/sent-on", "2010-01-01T00:00:00Z", "http://live.example/"),
    Kept("http://same.example/sent-on", "2011-01-01T00:00:00Z", revisit=True),
    # files, and an address that was a file before it became an error page
    Kept("http://files.example/a.pdf", "2011-01-01T00:00:00Z", b"%PDF-1.4 tides", kind="application/pdf"),
    Kept("http://files.example/a.pdf", "2013-01-01T00:00:00Z", GONE, 404),
    Kept("http://files.example/b.pdf", "2011-01-01T00:00:00Z", b"%PDF-1.4 tides", kind="application/pdf"),
    Kept("http://files.example/b.pdf", "2013-01-01T00:00:00Z", FOR_SALE),
    Kept("http://files.example/page", "2010-01-01T00:00:00Z", FOR_SALE),
    Kept("http://files.example/page", "2011-01-01T00:00:00Z", b"GIF89a", kind="image/gif"),
    # character sets, compression, nothing at all
    Kept(
        "http://letters.example/header",
        "2011-01-01T00:00:00Z",
        page("Marées").encode("latin-1"),
        kind="text/html; charset=iso-8859-1",
    ),
    Kept(
        "http://letters.example/meta",
        "2011-01-01T00:00:00Z",
        page("Приливы", head="<meta charset=windows-1251>").encode("cp1251"),
        kind="text/html",
    ),
    Kept(
        "http://letters.example/gzip",
        "2011-01-01T00:00:00Z",
        gzip.compress(TIDES.encode()),
        headers={"Content-Encoding": "gzip"},
    ),
    Kept("http://letters.example/ü b", "2011-01-01T00:00:00Z", TIDES),
    Kept("http://blank.example/", "2011-01-01T00:00:00Z", TIDES),
    Kept("http://blank.example/", "2012-01-01T00:00:00Z", "<html><body></body></html>"),
    # a page that leads a browser away
    Kept(
        "http://refresh.example/",
        "2011-01-01T00:00:00Z",
        page("Tide tables", head='<meta http-equiv=refresh content="0; url=http://live.example/">'),
    ),
    # captured so often that the first question, for 100, does not reach back to the good ones
    Kept("http://errors.example/", "2014-01-01T00:00:00Z", TIDES),
    Kept("http://errors.example/", "2015-01-01T00:00:00Z", TIDES),
    *(Kept("http://errors.example/", day(number), GONE, 404) for number in range(130)),
    Kept("http://offers.example/", "2014-01-01T00:00:00Z", TIDES),
    *(Kept("http://offers.example/", day(number), FOR_SALE) for number in range(130)),
]
