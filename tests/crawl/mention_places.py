"""What places of mentions serve: feeds, sitemaps, mails and the pages that they list."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from tests.crawl.undertaking import OWN, page

if TYPE_CHECKING:
    from tests.crawl.undertaking import Undertaking

BLOG = "http://blog.example"


def wanted(acme: Undertaking, sites: list[str] | None = None, **keys: list[str]) -> None:
    """Let the campaign look at places of mentions."""
    tables = "".join(f"[[mentions.sites]]\nurl = {json.dumps(url)}\n" for url in sites or [])
    acme.extra = (
        "[mentions]\n" + "".join(f"{key} = {json.dumps(said)}\n" for key, said in keys.items()) + tables
    )


def names_us(more: str = "") -> str:
    """A page that names us without a link."""
    return page("A post", f"<p>We read Acme Sailing every week. {more}</p>")


def linked() -> str:
    """A page that names us with a link."""
    return page("A post", f'<p>We read <a href="http://{OWN}/">Acme Sailing</a> every week.</p>')


def rss(*paths: str) -> str:
    """An RSS feed of pages of the blog."""
    items = "".join(
        f"<item><title>A post</title><link>{BLOG}{path}?utm_source=rss</link></item>" for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>{items}</channel></rss>'


def atom(entries: dict[str, str | None]) -> str:
    """An Atom feed of pages of the blog and when they were changed (``None``: in a minute)."""
    soon = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    items = "".join(
        f'<entry><title>A post</title><link href="{path}"/><updated>{changed or soon}</updated></entry>'
        for path, changed in entries.items()
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>{items}</feed>'


def sitemap(pages: dict[str, str]) -> str:
    """A sitemap of pages of the blog and their lastmod."""
    rows = "".join(
        f"<url><loc>{BLOG}{path}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
        for path, changed in pages.items()
    )
    return f'<?xml version="1.0"?><urlset>{rows}</urlset>'


def alert_mail(*urls: str) -> bytes:
    """A mail like those of an alert service: both forms, wrapped links, and links about the alert."""
    google = "https://www.google.com"
    mail = EmailMessage()
    mail["From"] = "Google Alerts <googlealerts-noreply@google.com>"
    mail["To"] = "jo@acme.example"
    mail["Subject"] = "Google Alert - Acme Sailing"
    mail.set_content("News\n" + "\n".join(f"<{google}/url?rct=j&sa=t&url={url}&ct=ga>" for url in urls))
    rows = "".join(
        f'<a href="{google}/url?rct=j&amp;sa=t&amp;url={url}&amp;ct=ga&amp;cd=x"><b>A post</b></a>'
        f'<a href="{google}/alerts/share?hl=en&amp;ru={url}&amp;ss=fb">Share</a>'
        f'<a href="{google}/alerts/feedback?ffu={url}">Flag as irrelevant</a>'
        for url in urls
    )
    mail.add_alternative(
        f'<html><body>{rows}<a href="{google}/alerts/remove?s=x">Unsubscribe</a></body></html>',
        subtype="html",
    )
    return mail.as_bytes()
