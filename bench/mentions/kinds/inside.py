"""The letters of the name inside something else: a longer word, an address, a file name, code."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft

_STRINGS: Final = {
    "dev": (
        "https://mirror.archivum.example/pool/{name}/index.html",
        "{name}.fans@postbox.example",
        "@{name}_fanclub",
        "export_{name}_2023.csv",
        "www.all-about-{name}-and-more.example",
        "C:\\Data\\{name}\\backup.zip",
    ),
    "held": (
        "http://lists.oldnet.example/{name}/thread/18",
        "friends-of-{name}@mailhut.example",
        "@the_{name}_diaries",
        "{name}-invoice-0044.pdf",
        "ftp://files.dump.example/pub/{name}.tar.gz",
        "/var/log/{name}/error.log",
    ),
}
_CODE: Final = {
    "dev": (
        "pip install {name}-client",
        "import {name}\n\nclient = {name}.connect(port=8080)\nprint(client.status())",
        "const api = require('{name}');\napi.listen(3000);",
    ),
    "held": (
        "docker run --rm -v /srv:/data {name}:latest",
        "[{name}]\nretries = 3\nurl = /api/v2",
        "use {name}::Client;\nfn main() {{ let c = Client::new(); }}",
    ),
}


def longer_word(draft: Draft) -> Truth:
    """A longer word begins with the name."""
    longer = draft.brand.longer[draft.index % len(draft.brand.longer)]
    draft.say(draft.sentence(escape(longer)))
    return draft.not_brand()


def in_address(draft: Draft) -> Truth:
    """In an address, a handle or a file name of somebody else, written out and not linked."""
    pattern = _STRINGS[draft.half][draft.index % len(_STRINGS[draft.half])]
    name = draft.brand.name.lower() if draft.index % 2 == 0 else draft.brand.name
    draft.say(f"({escape(pattern.format(name=name))})")
    return draft.not_brand()


def in_code(draft: Draft) -> Truth:
    """In a listing."""
    code = _CODE[draft.half][draft.index % 3].format(name=draft.brand.name.lower())
    draft.put(f'<pre><code class="language-text">{escape(code)}</code></pre>')
    return draft.not_brand()


KINDS: Final = (
    Kind("inside_longer_word", longer_word, group="long"),
    Kind("inside_address", in_address),
    Kind("inside_code", in_code),
)
