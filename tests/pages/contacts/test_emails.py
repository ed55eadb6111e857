"""E-mail addresses of a page: HTML in, addresses out, with where and how they stand there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.contacts import Contact, ContactKind, How, Role
from finder.pages.contacts import read_contacts

PAGE = "https://www.harbour-ledger.example/2024/notes.html"
LOCAL = st.from_regex(r"[a-z][a-z0-9]{2,9}(?:[._-][a-z0-9]{2,9})?", fullmatch=True).filter(
    lambda local: not local.startswith(("your", "you", "git", "hg", "svn", "ex")) and "reply" not in local
)
DOMAIN = st.from_regex(r"[a-z]{5,12}-[a-z]{3,8}\.(?:com|de|co\.uk|example|com\.tr)", fullmatch=True)
DISGUISES = (
    "{local}@{domain}",
    "{local}&#64;{domain}",
    "{local} [at] {domain}",
    "{local}(at){domain}",
    "{local} (ät) {domain}",
    "{local}[arroba]{domain}",
    "{local}＠{domain}",
    "{local}<b>@</b>{domain}",
    "{local}<!-- x -->@{domain}",
    "{local}<span hidden>x</span>@{domain}",
    "<a href='mailto:{local}@{domain}'>x</a>",
    "<a href='mailto:{local}%40{domain}?subject=a%20b'>x</a>",
    "<span data-user='{local}' data-domain='{domain}'></span>",
    "<script>document.write('{local}' + '@' + '{domain}')</script>",
    "<script>var a = '{local}'; a += '@'; location.href = 'mailto:' + a + '{domain}';</script>",
    '<script type="application/ld+json">{{"@type": "Organization", "email": "{local}@{domain}"}}</script>',
)


def emails(html: str, url: str = PAGE) -> list[Contact]:
    """The e-mail contacts of a page."""
    return list(read_contacts(html, url).of(ContactKind.EMAIL))


def addresses(html: str) -> list[str]:
    return [contact.value for contact in emails(html)]


def encoded(text: str, key: int) -> str:
    """What Cloudflare makes of a text."""
    return f"{key:02x}" + "".join(f"{code ^ key:02x}" for code in text.encode())


@given(LOCAL, DOMAIN, st.sampled_from(DISGUISES))
@settings(max_examples=200, deadline=None)
def test_an_address_is_found_in_any_disguise(local: str, domain: str, disguise: str) -> None:
    html = f"<h1>Notes</h1><p>Mail: {disguise.format(local=local, domain=domain)} and more words."
    assert addresses(html) == [f"{local}@{domain}"]


@given(LOCAL, DOMAIN, st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_what_cloudflare_encoded_is_read_again(local: str, domain: str, key: int) -> None:
    said = encoded(f"{local}@{domain}", key)
    text = f'<p>Mail: <span class="__cf_email__" data-cfemail="{said}">[email&#160;protected]</span>'
    link = f'<p><a href="/cdn-cgi/l/email-protection#{encoded(f"{local}@{domain}?subject=x", key)}">Mail</a>'
    for html in (text, link):
        found = emails(html)
        assert [(contact.value, contact.how) for contact in found] == [(f"{local}@{domain}", How.CLOUDFLARE)]


@given(LOCAL, DOMAIN)
@settings(max_examples=50, deadline=None)
def test_an_address_written_backwards_is_turned_round_only_where_it_is_shown_so(
    local: str, domain: str
) -> None:
    backwards = f"{local}@{domain}"[::-1]
    found = emails(f'<p>x <span style="direction:rtl;unicode-bidi:bidi-override">{backwards}</span>')
    assert [(contact.value, contact.how) for contact in found] == [(f"{local}@{domain}", How.REVERSED)]


def test_a_contact_tells_where_it_stands_how_and_whose_it_is() -> None:
    html = (
        "<p>Corrections: <a href='mailto:Ada.Wren@Harbour-Ledger.example?subject=x'>Ada Wren</a> reads them."
        "<p>Advertising: werbung (at) agentur-nord.de"
    )
    first, second = emails(html)
    assert first == Contact(
        kind=ContactKind.EMAIL,
        value="Ada.Wren@harbour-ledger.example",
        name="Ada Wren",
        role=Role.PERSONAL,
        found_on=PAGE,
        how=How.MAILTO,
        snippet="Corrections: Ada Wren reads them.",
        own_site=True,
    )
    assert (second.value, second.role, second.own_site, second.how) == (
        "werbung@agentur-nord.de",
        Role.ROLE,
        False,
        How.OBFUSCATED,
    )


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("mailto:a.wren@site.de,b.tern@site.de", ["a.wren@site.de", "b.tern@site.de"]),
        ("mailto:a.wren@site.de; b.tern@site.de?subject=x", ["a.wren@site.de", "b.tern@site.de"]),
        ("mailto:?to=a.wren@site.de&subject=x", ["a.wren@site.de"]),
        ("mailto:a.wren@site.de?cc=b.tern@site.de", ["a.wren@site.de", "b.tern@site.de"]),
        ("MAILTO : a.wren@site.de ", ["a.wren@site.de"]),
        ("mailto:%20a.wren%40site.de", ["a.wren@site.de"]),
        ("mailto:Ada%20Wren%20%3Ca.wren@site.de%3E", ["a.wren@site.de"]),
        ("mailto:a.wren[at]site.de", ["a.wren@site.de"]),
        ("a.wren@site.de", ["a.wren@site.de"]),
        ("http://web.archive.org/web/2021/mailto:a.wren@site.de", ["a.wren@site.de"]),
        ("mailto:?subject=Look&body=a.wren@site.de", []),
        ("mailto:", []),
        ("mailto:yourfriend@email.com?subject=x", []),
        ("https://a.wren@site.de/", []),
        ("xmpp:a.wren@site.de", []),
    ],
)
def test_links_to_a_mail_program_name_their_recipients(href: str, wanted: list[str]) -> None:
    assert addresses(f'<p><a href="{href}">words</a>') == wanted


@pytest.mark.parametrize(
    "text",
    [
        "logo@2x.png",
        "jquery@3.1.0",
        "pkg@1.2.3.dev",
        "git@github.com:a/b.git",
        "root@server.de:/var/www",
        "https://a.wren@site.de/x",
        "medium.com/@a.wren",
        "@a.wren@social.de",
        "XMPP: a.wren@site.de",
        "Message-ID: &lt;12.34@mail.site.de&gt;",
        "0123456789abcdef0123456789abcdef@site.de",
        "you@example.com",
        "name@domain.com",
        "z.B. a.wren@site.de",
        "no-reply@site.de",
        "a.wrenNOSPAM@site.de",
        "a.wren@nospam.site.de",
        "look at site dot de",
        "us @ site.de",
        "picture@site.de.jpg",
        "<code>mail=a.wren@site.de</code>",
        "<input placeholder='a.wren@site.de' value='a.wren@site.de'>",
        "<!-- a.wren@site.de -->",
        "<script>var c = {mail: 'a.wren@site.de'}</script>",
        "<a hidden href='mailto:a.wren@site.de'>a.wren@site.de</a>",
    ],
)
def test_what_only_looks_like_an_address_is_refused(text: str) -> None:
    assert addresses(f"<p>Words before {text} and behind.") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a.wren@site.de.Please", "a.wren@site.de"),
        ("a.wren@site.dePhone", "a.wren@site.de"),
        ("邮箱：a.wren@site.cn举报", "a.wren@site.cn"),
        ("a.wrenNOSPAM@site.de (remove NOSPAM)", "a.wren@site.de"),
        ("a.wren@nospam.site.de, bitte nospam entfernen", "a.wren@site.de"),
        ("info@antispam.de", "info@antispam.de"),
        ("We love cookies. a.wren@site.de", "a.wren@site.de"),
        ("Mail: a.wren at site dot de", "a.wren@site.de"),
        ("a.wren AT site DOT co DOT uk", "a.wren@site.co.uk"),
        ("ivan@сайт.рф", "ivan@сайт.рф"),
    ],
)
def test_an_address_ends_where_its_text_goes_on(text: str, wanted: str) -> None:
    assert addresses(f"<p>Words before {text} and behind.") == [wanted]


@pytest.mark.parametrize(
    ("local", "role"),
    [
        *(
            (local, Role.ROLE)
            for local in ("info", "redaktion", "newsdesk2", "press.office", "buchservice", "toimitus")
        ),
        *(
            (local, Role.PERSONAL)
            for local in ("ada.wren", "a.wren", "dennis", "maria_lopez", "jan-peter.smit")
        ),
        *((local, Role.UNKNOWN) for local in ("qwx", "2802327246")),
    ],
)
def test_mailboxes_of_departments_and_people_are_told_apart(local: str, role: Role) -> None:
    assert [contact.role for contact in emails(f"<p>{local}@site-north.de")] == [role]


def test_a_mailbox_called_after_the_author_is_a_persons() -> None:
    html = "<meta name=author content='Jemima Stoneleigh'><h1>Notes</h1><p>jstoneleigh@site-north.de"
    assert [contact.role for contact in emails(html)] == [Role.PERSONAL]


def test_a_page_that_is_one_preformatted_text_is_no_sample_of_code() -> None:
    html = "<pre>" + "Some words of a long text;\n" * 50 + "Author: a.wren@site.de\n</pre><p>End"
    assert addresses(html) == ["a.wren@site.de"]
