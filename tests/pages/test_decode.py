"""The character set of a page is the one a browser would settle on."""

import pytest

from finder.pages import decode

HEADER = "text/html; charset="


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("\ufeffé".encode(), HEADER + "iso-8859-1", "é"),
        ("é".encode("utf-16"), HEADER + "utf-8", "é"),
        ("é".encode("cp1251", "replace") + "ж".encode("cp1251"), HEADER + "windows-1251", "?ж"),
        ('<meta charset="shift_jis">日本'.encode("shift_jis"), "text/html", '<meta charset="shift_jis">日本'),
        ('<meta charset="utf-16">é'.encode(), "", '<meta charset="utf-16">é'),
        ("“é”".encode("cp1252"), HEADER + "ISO-8859-1", "“é”"),
        ("“é”".encode("cp1252"), "", "“é”"),
        ("日本".encode(), "", "日本"),
        ("日本".encode()[:-1], "", "日�"),
        ("日本".encode(), HEADER + "no-such-charset", "日本"),
        (b"plain", HEADER + "base64", "plain"),
        (b"", "", ""),
    ],
)
def test_bytes_decode_as_in_a_browser(body: bytes, content_type: str, text: str) -> None:
    assert decode(body, content_type) == text
