"""Names that are ordinary words as well, or names of others: what their own sentence says about them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder.brands.hits import Shape
from finder.brands.judgement import SURE
from finder.brands.profile import Role
from finder.brands.surroundings import all_words_of, is_title, small_words, words_of

if TYPE_CHECKING:
    from finder.brands.hits import Hit
    from finder.brands.judgement import Judgement
    from finder.brands.surroundings import Surroundings

_SHORT: Final = 4  # letters; shorter names of products are easily those of others
_ADJECTIVE: Final = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)$")
# Scripts in which a name cannot be told from a word by its first letter.
NO_CASE: Final = re.compile(
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_OPENING: Final = " 「『《〈“\"'«‹（("
_CLOSING: Final = " 」』》〉”\"'»›）)の"
_FIRST_WORD: Final = re.compile(r"-([^\W\d_]+)")
_REGION: Final = re.compile(r", ([^\W\d_]+)")
_AND_FAMILY: Final = re.compile(r" (?:and|und|et|y|e|en|och|i|&) ([^\W\d_]+)")
_AND_ANOTHER: Final = re.compile(r" ?[&+] ?[^\W\d_a-z]")
# Languages that need a subject: a sentence with a name for its second word rarely begins with a verb, as
# "Usamos Notion" does.
_SUBJECT_FIRST: Final = frozenset(("", "en", "fr", "nl", "sv", "da", "nb", "no"))
ALL_NOUNS: Final = frozenset(("de", "lb"))


def is_common(hit: Hit) -> bool:
    """Whether a name alone proves nothing."""
    first, *more = hit.name.lower().split()
    one_word = not more or (len(more) == 1 and first in all_words_of("article"))
    if hit.role in (Role.BRAND, Role.ALIAS):
        return hit.brand.common_word and (one_word or hit.name == hit.name.lower())
    return one_word and len(hit.name) <= _SHORT


def weigh_common(judgement: Judgement, around: Surroundings, text: str, language: str) -> None:
    """Weigh a name that is an ordinary word as well, or somebody else's, by its sentence in ``text``."""
    hit = judgement.hit
    # Where all nouns have capitals, "die Zeit" is time.
    small = text[hit.start].islower() and not hit.name[0].islower() and language in ALL_NOUNS
    written = (hit.shape is Shape.EXACT and not small) or (
        hit.shape is Shape.CAPITALS and not hit.name.isupper()
    )
    if not NO_CASE.search(hit.name) and not written and hit.brand.case != "any":
        judgement.add(-5.0, "written as the ordinary word")
        return
    if _legal(around):
        judgement.add(SURE, f"a company: “{hit.name} {around.after}”")
        return
    _weigh_capital(judgement, around, text, language)
    _weigh_neighbours(judgement, hit, around, language)


def _legal(around: Surroundings) -> bool:
    form = around.after.replace(".", "")
    return form.lower() in words_of("mul", "legal") and form[:1].isupper()


def _weigh_capital(judgement: Judgement, around: Surroundings, text: str, language: str) -> None:
    """What the capital of a common name proves where it stands."""
    hit = judgement.hit
    if NO_CASE.search(hit.name):
        judgement.add(0.5, "also an ordinary word")
    elif hit.name.isupper() and len(hit.name) > 1 and not around.shouted:
        judgement.add(2.5, "in capitals, as the brand writes itself")
    elif hit.shape is Shape.CAPITALS:
        judgement.add(0.25, "all in capitals")
    elif text[hit.start : hit.stop].islower():
        judgement.add(0.5, "the brand and the ordinary word are written alike")
    elif language not in ALL_NOUNS and is_title(text):
        judgement.add(0.75, "in a line where most words have a capital")
    elif hit.name.lower() in words_of("en", "always_capital"):
        judgement.add(-0.5, "a word that always has a capital")
    elif language in ALL_NOUNS and (" " not in hit.name or around.starts):
        _weigh_noun(judgement, around)
    elif around.whole:
        judgement.add(1.0, "stands by itself")
    elif around.starts:
        judgement.add(0.5, "a capital at the beginning of a sentence")
    else:
        _weigh_inside(judgement, around, language)


def _weigh_inside(judgement: Judgement, around: Surroundings, language: str) -> None:
    """A capital inside a sentence, where the word before may say that it is not of this name alone."""
    before = around.before.lower()
    if judgement.hit.name.lower() in words_of("mul", "given"):
        judgement.add(1.0, "a capital inside a sentence, but many people have this name")
        return
    judgement.add(2.5, "a capital inside a sentence")
    if language in ("en", "") and before in words_of("en", "determiner"):
        judgement.add(-1.5, f"behind “{around.before}”")
    elif language in _SUBJECT_FIRST and _is_name_before(around, language):
        judgement.add(-1.0, f"“{around.before} {judgement.hit.name}” may be a longer name")


def _is_name_before(around: Surroundings, language: str) -> bool:
    """Whether the word before begins the sentence and has its capital perhaps not from that alone."""
    if not around.before_starts or around.before == around.before.lower():
        return False
    word = _without_article(around.before)
    known = (small_words(language), words_of(language, "opening"), words_of("en", "opening"))
    return not any(word in words for words in known) and word not in all_words_of("cue")


def _weigh_noun(judgement: Judgement, around: Surroundings) -> None:
    """In languages that write every noun with a capital, the words before tell a noun from a name."""
    before = around.before.lower()
    if around.joined_after:
        judgement.add(1.0, "the first part of a compound")
    elif before in words_of("de", "determiner"):
        judgement.add(-2.5, f"a noun behind “{around.before}”")
    elif _ADJECTIVE.match(around.before) and around.before not in words_of("de", "preposition"):
        behind_article = around.second_before.lower() in words_of("de", "determiner")
        judgement.add(-2.0 if behind_article else -0.5, f"a noun behind “{around.before}”")
    elif before in words_of("de", "preposition"):
        judgement.add(1.25, f"a name behind “{around.before}”")
    elif around.before[:1].isupper() and before not in all_words_of("cue"):
        judgement.add(-0.5, f"behind another noun, “{around.before}”")
    else:
        judgement.add(0.5, "a noun without an article")


def _weigh_neighbours(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """The words next to the name: what it is called, or another name that it is part of."""
    before, after = around.before.lower(), around.after.lower()
    if before in words_of(language, "person") or before in words_of("en", "person"):
        judgement.add(-3.0, f"a person: “{around.before} {hit.name}”")
        return
    if place := _place(around, language):
        judgement.add(-3.0, f"a place: “{place} {hit.name}”")
        return
    if cue := _cue(around, language):
        judgement.add(1.5, f"“{cue}” beside it")
    if after in words_of(language, "saying"):
        judgement.add(1.0, f"“{hit.name} {around.after}”")
    if after in all_words_of("joining"):
        judgement.add(-1.0, f"“{hit.name} {around.after}” may be a longer name")
    _weigh_signs(judgement, hit, around, language)
    _weigh_capitals(judgement, hit, around)


def _place(around: Surroundings, language: str) -> str:
    """What sort of place the words before make of a name ("the town of Orange"), empty if none."""
    words = words_of(language, "place") | words_of("en", "place")
    if around.before.lower() in words:
        return around.before
    joined = around.before.lower() in all_words_of("joining") and around.second_before.lower() in words
    return f"{around.second_before} {around.before}" if joined else ""


def _cue(around: Surroundings, language: str) -> str:
    """What the name is called beside it ("the Slack app"), empty if nothing."""
    cues = words_of(language, "cue") | words_of("en", "cue")
    joined = _FIRST_WORD.match(around.right) if around.joined_after else None
    before = "" if around.starts else _without_article(around.before)
    found = next(
        (
            word
            for word in (before, around.after.lower(), joined[1].lower() if joined else "")
            if word in cues
        ),
        "",
    )
    if found or not NO_CASE.search(around.left[-3:] + around.right[:3]):
        return found
    left, right = around.left.rstrip(_OPENING), around.right.lstrip(_CLOSING)
    return next(
        (word for word in cues if NO_CASE.match(word) and (left.endswith(word) or right.startswith(word))),
        "",
    )


def _without_article(word: str) -> str:
    """A word in small letters without the article or preposition that elision joins to it (l'application)."""
    joined, apostrophe, rest = word.lower().replace("’", "'").partition("'")
    return rest if apostrophe and len(rest) > len(joined) else joined + apostrophe + rest


def _weigh_signs(judgement: Judgement, hit: Hit, around: Surroundings, language: str) -> None:
    """Quotation marks, commas, colons, hyphens and endings at the name."""
    if around.quoted:
        judgement.add(0.75, "in quotation marks")
    if around.starts and around.next_sign == ",":
        judgement.add(-1.5, "a word before a comma that begins a sentence")
    if around.starts and around.next_sign == ":":
        judgement.add(-1.0, "a label before a colon")
    if hit.end > hit.stop and not around.possessive and language in ("en", ""):
        judgement.add(-2.0, "a plural")
    if around.joined_before:
        judgement.add(-3.0, "the second part of a compound")
    if around.before.lower() in words_of(language, "whereabouts"):
        judgement.add(-1.0, f"perhaps a place, behind “{around.before}”")
    region = _REGION.match(around.right)
    if region and region[1].lower() in words_of(language, "region"):
        judgement.add(-2.0, f"a place: “{hit.name}, {region[1]}”")


def _weigh_capitals(judgement: Judgement, hit: Hit, around: Surroundings) -> None:
    """Capitals beside a name make a longer name of it, which is mostly another's."""
    cues = all_words_of("cue")
    family = _AND_FAMILY.match(around.right)
    if _AND_ANOTHER.match(around.right) or (family and family[1].lower() in words_of("mul", "family")):
        judgement.part_of_name = True
        judgement.add(-2.5, "part of a name with “&”")
    if of := _head_of(around):
        judgement.part_of_name = True
        judgement.add(-1.5, f"part of the name “{of} {around.before} {hit.name}”")
    if around.capital_before and around.before.lower() not in cues:
        judgement.part_of_name = True
        judgement.add(-2.0, f"part of the name “{around.before} {hit.name}”")
    if around.capital_after and around.after.lower() not in cues:
        if around.possessive:
            judgement.add(-0.5, f"“{around.after}” follows")
        else:
            judgement.part_of_name = True
            judgement.add(-1.5, f"part of the name “{hit.name} {around.after}”")


def _head_of(around: Surroundings) -> str:
    """What the name may be the second part of ("University of Slate"), empty if nothing."""
    head, word = around.second_before, _without_article(around.second_before)
    if around.before.lower() not in all_words_of("joining") or not word or head[-len(word)].islower():
        return ""
    known = all_words_of("cue") | all_words_of("person")
    return "" if word in known or around.before_starts else head
