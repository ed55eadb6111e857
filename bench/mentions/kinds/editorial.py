"""Named in the article, where an article may name somebody."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.ballast import script
from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft


def plain(draft: Draft) -> Truth:
    """Once, in a sentence; half of them also in data that nobody sees."""
    draft.mention()
    if draft.index % 2:
        draft.tail.append(f'<script>var page={{"topics":["{draft.name()}"]}};</script>')
    return draft.unlinked()


def several(draft: Draft) -> Truth:
    """Two to five times."""
    for _ in range(2 + draft.index % 4):
        draft.mention()
    return draft.unlinked()


def heading(draft: Draft) -> Truth:
    """In a heading between paragraphs."""
    text = draft.texts.shuffled("heading_brand", draft.rng)[0]
    draft.put(f"{{{{h2:{text.replace('{brand}', draft.name())}}}}}", 1)
    return draft.unlinked()


def title(draft: Draft) -> Truth:
    """In the page's heading and title only."""
    text = draft.texts.shuffled("title_brand", draft.rng)[0]
    draft.title = draft.title_tag = text.replace("{brand}", draft.name())
    draft.told = 1
    # Forums link the heading to the page itself, which is neither a link to the brand nor elsewhere.
    return draft.unlinked(elsewhere=None)


def list_item(draft: Draft) -> Truth:
    """In one item of a list."""
    items = [*draft.texts.shuffled("filler", draft.rng)[:3], draft.sentence(draft.name())]
    draft.rng.shuffle(items)
    tag = ("ul", "ol")[draft.index % 2]
    draft.put(f"<{tag}>" + "\n".join(f"<li>{item}</li>" for item in items) + f"</{tag}>", 1)
    return draft.unlinked()


def table_cell(draft: Draft) -> Truth:
    """In a cell of a table of figures."""
    rng = draft.rng
    names = [*draft.texts.places, draft.name()]
    rng.shuffle(names)
    rows = "\n".join(
        f"<tr><td>{name}</td><td>{rng.randrange(99)}</td><td>{rng.randrange(99)} %</td></tr>"
        for name in names
    )
    draft.put(
        f'<table class="figures" border="1"><tr><th></th><th>2023</th><th>2024</th></tr>\n{rows}\n</table>', 1
    )
    return draft.unlinked()


def quotation(draft: Draft) -> Truth:
    """In what somebody said."""
    tag = ("blockquote", "blockquote", "q")[draft.index % 3]
    sentence = draft.sentence(draft.name())
    if tag == "q":
        draft.say(f"<q>{sentence}</q>", 1)
    else:
        draft.put(f"<{tag}><p>{sentence}</p></{tag}>", 1)
    return draft.unlinked()


def citations(draft: Draft) -> Truth:
    """In the list of references at the article's end."""
    person, place = draft.texts.persons[0], draft.texts.places[0]
    entries = [
        f"{escape(person)} (2019): {draft.texts.shuffled('teaser', draft.rng)[0]}. {escape(place)}.",
        f"{draft.name()} (2022): {draft.texts.shuffled('teaser', draft.rng)[1]}. {escape(place)}.",
    ]
    draft.raw.setdefault(len(draft.paragraphs) - 1, []).append(
        '<ol class="references">'
        + "".join(f'<li id="ref-{n}">{entry}</li>' for n, entry in enumerate(entries))
        + "</ol>"
    )
    draft.told += 1
    return draft.unlinked()


def caption(draft: Draft) -> Truth:
    """In the caption of a picture."""
    text = draft.texts.shuffled("caption", draft.rng)[0].replace("{brand}", draft.name())
    picture = '<img src="/images/4711.jpg" width="640" height="360" alt="">'
    if draft.index % 2:
        draft.put(f'<div class="image">{picture}<p class="image-caption">{text}</p></div>', 1)
    else:
        draft.put(f"<figure>{picture}<figcaption>{text}</figcaption></figure>", 1)
    return draft.unlinked()


def beside_template(draft: Draft) -> Truth:
    """In the article, and also in what surrounds it, which does not count."""
    for _ in range(1 + draft.index % 2):
        draft.mention()
    teaser = draft.texts.shuffled("title_brand", draft.rng)[0].replace("{brand}", draft.name())
    draft.nav.append(("/topic/12", draft.name()))
    draft.footer.append(("/info/tech", draft.name()))
    draft.related.append(("/post/82", teaser))
    draft.comments.append((draft.rng.choice(draft.texts.persons), draft.sentence(draft.name())))
    return draft.unlinked()


def native(draft: Draft) -> Truth:
    """Under its name in the script of the page's language."""
    spelling = draft.brand.native[draft.texts.lang]
    draft.mention(spelling)
    if draft.index % 2:
        draft.mention(spelling)
    return draft.unlinked()


def long_page(draft: Draft) -> Truth:
    """Late in a very long article."""
    while sum(len(sentence) for paragraph in draft.paragraphs for sentence in paragraph) < 60_000:
        draft.paragraphs.append(draft.texts.shuffled("filler", draft.rng)[: draft.rng.randint(2, 5)])
    draft.say(draft.sentence(draft.name()), 1, at=int(len(draft.paragraphs) * (0.55 + 0.07 * draft.index)))
    draft.tail.append(script(draft.rng, 120_000))
    return draft.unlinked()


_NATIVE: Final = ("ar", "el", "he", "hi", "ja", "ko", "ru", "th", "zh")

KINDS: Final = (
    Kind("plain", plain, count=12),
    Kind("several", several, count=10),
    Kind("heading", heading),
    Kind("title", title),
    Kind("list_item", list_item),
    Kind("table_cell", table_cell),
    Kind("quotation", quotation),
    Kind("citations", citations),
    Kind("caption", caption),
    Kind("beside_template", beside_template, count=8),
    Kind("native_script", native, group="native", langs=_NATIVE, count=9),
    Kind("long_page", long_page),
)
