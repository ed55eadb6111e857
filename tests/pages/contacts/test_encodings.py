"""Addresses in scripts, attributes, calls and notes: HTML in, addresses out."""

from __future__ import annotations

import time
from base64 import b64encode
from codecs import encode
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.contacts import Contact, ContactKind, Role
from finder.pages.contacts import read_contacts
from finder.pages.contacts.encoded import addresses_encoded
from finder.pages.contacts.exchanged import with_signs_put_back

PAGE = "https://www.harbour-ledger.example/2024/notes.html"
NAME, SITE = "skipper", "kelp-works.com"
ADDRESS = f"{NAME}@{SITE}"


def emails(html: str) -> list[Contact]:
    return list(read_contacts(f"<h1>Notes</h1><p>Words.</p>{html}", PAGE).of(ContactKind.EMAIL))


def addresses(html: str) -> list[str]:
    return [contact.value for contact in emails(html)]


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def counted(text: str) -> str:
    """What Email Encoder writes for a text."""
    signs = "".join(dict.fromkeys(text))
    order = "".join(chr(48 + signs.index(sign)) for sign in text)
    return f'<script>(function(){{var ml="{signs}",mi="{order}",o="";o+=ml.charAt(1);}}());</script>'


@pytest.mark.parametrize(
    "html",
    [
        f"<script>var p = ['{NAME}', 'kelp-works', 'com'];"
        "document.write(p[0] + '@' + p[1] + '.' + p[2])</script>",
        f"<script>const p = ['{NAME}', '{SITE}']; document.write(p.join('@'))</script>",
        f"<script>document.write('{NAME[:3]}'); document.write('{NAME[3:]}@');"
        f"document.write('{SITE}')</script>",
        f"<script>a.href = atob('{base64('mailto:' + ADDRESS)}')</script>",
        f"<script>a.innerHTML = eval(decodeURIComponent('{quote(repr(ADDRESS))}'))</script>",
        f"<script>eval(decodeURIComponent('{quote(f'document.write({ADDRESS!r})')}'))</script>",
        f"<script>document.write('{encode(ADDRESS, 'rot13')}'.replace(/[a-zA-Z]/g, function (c) {{"
        "c = c.charCodeAt(0) + 13; return String.fromCharCode(c > 122 ? c - 26 : c)}))</script>",
        f"<a class=m data-x='{base64(ADDRESS)}'>mail</a>",
        f"<a class=m data-x='{base64('mailto:' + ADDRESS)}'>mail</a>",
        f"<a class=m data-x='{ADDRESS[::-1]}'>mail</a>",
        f"<joomla-hidden-mail first='{base64(NAME)}' last='{base64(SITE)}'>x</joomla-hidden-mail>",
        counted(ADDRESS),
        f"<a data-a={NAME} data-b={SITE}>x</a><script>a.href = a.dataset.a + '@' + a.dataset.b</script>",
        f"<style>.at::before{{content:'@'}}</style><p>{NAME}<span class=at></span>{SITE}</p>",
        f"<a href=\"javascript:sendMail('{NAME}', '{SITE}')\">mail</a>",
        f"<a href=# onclick=\"mailTo('{NAME}','kelp-works','com')\">mail</a>",
        f"<a href='https://mail.google.com/mail/?view=cm&amp;to={ADDRESS}&amp;su=Hi'>mail</a>",
        f"<p>{NAME}<i class='fa fa-at'></i>{SITE}</p>",
        f"<p><span>040 5550</span><span class=email>{ADDRESS}</span><span>office</span></p>",
        f"<p>Mail: {NAME} /at/ {SITE}</p>",
        f"<p>Mail: {NAME} -at- kelp-works -dot- com</p>",
        f"<p>E-mail: {NAME} at {SITE}</p>",
        f"<p>{NAME}（at）{SITE}</p>",
        f"<p>{NAME}★{SITE}（★を@に変えてください）</p>",
        f"<p>{NAME}#{SITE}（请把#换成@）</p>",
        f'<p>{NAME} at {SITE} (replace "at" with @)</p>',
        f"<p>{NAME} (krøllalfa) kelp-works (punktum) com</p>",
        f"<p>{NAME} (שטרודל) {SITE}</p>",
        f"<link rev=made href='mailto:{ADDRESS}'>",
        f"<a href='mailto:rig@lists.example?Subject=x'>{NAME} at {SITE}</a>",
        f"<p>{NAME}@kelp-works.NOSPAM.com (remove NOSPAM)</p>",
    ],
)
def test_an_address_is_read_however_it_is_put_together(html: str) -> None:
    assert ADDRESS in addresses(html)


@pytest.mark.parametrize(
    "html",
    [
        '<script>var signs = "helo%40windas.com", o = ""; o += signs.charAt(3); x.innerHTML = o</script>',
        f"<script>var p = ['{NAME}', '{SITE}']; document.write(p[7] + '@' + p[1])</script>",
        f"<a data-x='{base64('a sentence with @ in.it')}'>x</a>",
        "<a href=\"javascript:open('/a', 'b.html')\">x</a>",
        f"<a href='https://mail.other.example/?to={ADDRESS}'>x</a>",
        "<p>Prova: prova@prova.it. Ex. : marie.legrand@kelp-works.com",
        "<p>Items: xxx@xxx.com, xxxx@xxxx.de, vas@email.com, fornamn@foretag.com",
        "<pre>In-Reply-To: &lt;CAF3x=abc@mail.kelp-works.com&gt;</pre>",
        "<p>Look at kelp-works.com, or meet us at kelp-works.com. Signs: a#b.com",
        "<p>See kelp-works.com/at/other-works.com",
    ],
)
def test_what_is_put_together_otherwise_is_no_address(html: str) -> None:
    assert addresses(html) == []


@pytest.mark.parametrize(
    ("html", "role"),
    [
        ("<p>Karim Belkacem, outreach: kbelkacem@kelp-works.com", Role.PERSONAL),
        ("<p>Ольга Кузнецова, kuznetsova@kelp-works.com", Role.PERSONAL),
        ("<table><tr><td>Dr Ada Pell<td>2.14<td>ap231@kelp-works.com</table>", Role.PERSONAL),
        ("<p>tanaka@kelp-works.com", Role.PERSONAL),
        ("<p>yamada-k@kelp-works.com", Role.PERSONAL),
        ("<p>Leder Ola Brekke, ola.brekke@kelp-works.com", Role.PERSONAL),
        ("<p>Press Office, press.office@kelp-works.com", Role.ROLE),
        ("<p>Sailing Club, sclubhouse@kelp-works.com", Role.UNKNOWN),
        ("<p>ugyfelszolgalat@kelp-works.com", Role.ROLE),
        ("<p>puheenjohtaja@kelp-works.com", Role.ROLE),
        ("<p>redaksi@kelp-works.com", Role.ROLE),
        ("<p>biuro@kelp-works.com", Role.ROLE),
    ],
)
def test_whose_a_mailbox_is_is_told_by_names_beside_it_and_by_words_of_many_languages(
    html: str, role: Role
) -> None:
    assert [contact.role for contact in emails(html)] == [role]


@given(st.from_regex(r"[a-z]{2,9}\.[a-z]{2,9}", fullmatch=True), st.sampled_from("★#*●◎"))
@settings(max_examples=50, deadline=None)
def test_a_sign_is_put_back_only_where_a_note_says_so(local: str, sign: str) -> None:
    written = f"{local}{sign}kelp-works.com"
    assert with_signs_put_back(written) == written
    assert f"{local}@kelp-works.com" in with_signs_put_back(f"{written} (please replace {sign} with @)")


@pytest.mark.parametrize(
    "piece",
    [
        "data-a='",
        "data-a='QUFB'",
        "data-a='" + "Q" * 300,
        '<joomla-hidden-mail first="',
        'ml="a",mi="',
        "><span>a@b",
        "><span>a@b.cc</span",
        "★@ replace ",
        '"at" @ replace ',
        "sendMail('a','",
        "mail('a','b',",
    ],
)
def test_a_page_full_of_one_piece_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    took = []
    for length in (200_000, 800_000):
        html = piece * (length // len(piece))
        before = time.process_time()
        list(addresses_encoded(html))
        with_signs_put_back(html)
        read_contacts(f"<p>{html}", PAGE)
        took.append(time.process_time() - before)
    assert took[1] < 12 * max(took[0], 0.05)
