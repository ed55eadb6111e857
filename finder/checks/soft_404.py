"""Pages that answer 200 and say that there is nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder.case import ERROR_SIGNS, LITTLE_TEXT, VERY_LITTLE_TEXT, Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.items import Confidence
from finder.likeness import headed_alike
from finder.pages.wording import signs_in
from finder.words import split_words

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Signals, Verdict

_SIGNS: Final = {
    "not_found": ("soft_404", "It says that there is no such page"),
    "removed": ("removed", "It says that what was there is gone"),
    "no_results": ("soft_404", "It says that nothing was found"),
}
_A_MESSAGE: Final = 40  # words
_A_LINE: Final = 15  # words
_WORDS_A_LINK: Final = 12  # of which the names of other things in a list have hardly more
_A_FIGURE: Final = 24  # characters, with its unit or its name
_FIGURES: Final = 2
_A_STORY: Final = 8  # words
_MUCH_TOLD: Final = 6  # words of the links and around them
_HEADLINE: Final = 2  # words behind a colon
_SENTENCE: Final = re.compile(r"[^.!?…。！？\n]+(?=[.!?…。！？])")
_MORE_THAN_A_MESSAGE: Final = 2 * LITTLE_TEXT


def soft_404(case: Case) -> Verdict | Question | None:
    """Dead: an error message in title, heading or a nearly empty page, borne out by a made-up neighbour.

    The same page for the neighbour is proof. Where missing pages are answered otherwise, this one page speaks
    for itself if it says in its title or heading, and with little else, that it was removed. Words in running
    text are no message.
    """
    page = case.page
    if page is None or (case.fit.strong and page.main_words > _MORE_THAN_A_MESSAGE):
        return None
    sign = _sign(case)
    if not sign:
        return None
    reason, words = _SIGNS[sign]
    said = f"{answers(case)}. {words}."
    if not case.deep:
        most = VERY_LITTLE_TEXT if case.fit.names_site else LITTLE_TEXT
        message = sign in case.wording.named and page.main_words <= most
        return dead(reason, said, Confidence.MEDIUM) if message else None
    if case.beside is None:
        return ask_beside(case, "an error page is the same for every missing address")
    return _compared(case, page, sign, said + beside(case))


def _sign(case: Case) -> str:
    """What the page says, in the most telling role; empty if nothing.

    Where the site answers honestly for what it does not have, this page is rather one that was taken away.
    """
    order = sorted(_SIGNS, key=lambda sign: sign != "removed") if case.beside is Beside.MISSING else _SIGNS
    roles = (case.wording.headed, case.wording.short)
    return next((sign for role in roles for sign in order if sign in role), "")


def _compared(case: Case, page: Signals, sign: str, said: str) -> Verdict | None:
    reason = _SIGNS[sign][0]
    named = sign in case.wording.named
    if case.beside is Beside.SAME:
        return None if case.beside_fits else dead(reason, said)
    if case.fit.strong:
        return None
    if named and _is_headed_as_beside(case, page):
        # A site may have such a name, and articles; lists are no sentences.
        listed = case.fit.text_words <= VERY_LITTLE_TEXT
        return dead(reason, said, Confidence.MEDIUM) if listed else uncertain("maybe_missing", said)
    if page.main_words > _MORE_THAN_A_MESSAGE:
        # A list of other things makes a message long, sentences make it an article.
        lists = case.fit.text_words <= VERY_LITTLE_TEXT or page.main_words <= _WORDS_A_LINK * page.links
        listed = named and sign == "removed" and lists
        return uncertain("maybe_missing", said) if listed and case.beside is Beside.MISSING else None
    if case.fit.headed and sign not in case.wording.headed and sign != "removed":
        # Small words of a page that is headed as promised; that it was removed may stand below its heading.
        return None
    if case.beside is Beside.MISSING:
        return _of_this_page_alone(case, page, sign, said)
    if named and page.main_words <= LITTLE_TEXT:
        return dead(reason, said, Confidence.MEDIUM)
    return uncertain("maybe_missing", said) if case.beside is Beside.UNKNOWN else None


def _of_this_page_alone(case: Case, page: Signals, sign: str, said: str) -> Verdict | None:
    """What a page says that is there, on a site that answers honestly for what it does not have."""
    reason = _SIGNS[sign][0]
    named = sign in case.wording.named
    if sign == "removed" and not named and "ended" in case.wording.anywhere:
        # What took place, was closed or sold may keep its page, with all that it told.
        over = "It says that something is over, closed or sold out"
        return uncertain("maybe_missing", f"{answers(case)}. {over}.{beside(case)}")
    notice = page.main_words <= _A_MESSAGE and _is_a_notice(page, sign)
    if sign != "removed":
        # A site that knows how to say 404 has little reason to say it so: it may be the subject of the page.
        if named and _says_nothing_else(page):
            return dead(reason, said, Confidence.MEDIUM)
        return uncertain("maybe_missing", said) if named or notice else None
    if _tells_more(case, page):
        return uncertain("maybe_missing", said)
    if named:
        message = any(_is_message(line, sign) for line in (page.title, page.h1))
        return dead(reason, said) if message else uncertain("maybe_missing", said)
    if (notice and not _has_details(page)) or sign in case.wording.headed:
        return dead(reason, said, Confidence.MEDIUM)
    return uncertain("maybe_missing", said)


def _says_nothing_else(page: Signals) -> bool:
    """Whether nearly all lines of a page of few words are such messages."""
    if page.main_words > _A_MESSAGE:
        return False
    lines = [line for line in page.text.split("\n") if line]
    messages = [line for line in lines if signs_in(line) & ERROR_SIGNS]
    return 4 * sum(map(len, messages)) >= 3 * sum(map(len, lines))


def _is_a_notice(page: Signals, sign: str) -> bool:
    """Whether the words stand on a short line of their own, and not in a text that tells of something."""
    return any(sign in signs_in(line) for line in page.text.split("\n") if len(line.split()) <= _A_LINE)


def _tells_more(case: Case, page: Signals) -> bool:
    """Whether a page that says what is gone has other sentences, too, that may be what was promised.

    It may tell of a mill that is no more, or of a scandal.
    """
    told = [line for line in _SENTENCE.findall(page.text) if not signs_in(line) & ERROR_SIGNS]
    if len(split_words(" ".join(told))) < _A_STORY:
        return False
    # What the links say in many words a story has again; next to none may be told by any.
    return case.fit.promised + case.fit.around < _MUCH_TOLD or case.fit.in_text > 0


def _is_message(line: str, sign: str) -> bool:
    """Whether a title or heading says it, and does not go on behind a colon as headlines do."""
    if sign not in signs_in(line):
        return False
    begin, _, more = line.partition(":")
    goes_on = len(more.split()) >= _HEADLINE and not signs_in(more) & ERROR_SIGNS
    return not (goes_on and sign in signs_in(begin))


def _has_details(page: Signals) -> bool:
    """Whether the page still gives figures of its thing, as measures and prices stand in a table."""
    short = [line for line in page.text.split("\n") if len(line) <= _A_FIGURE and "©" not in line]
    return sum(any(map(str.isdigit, line)) for line in short) >= _FIGURES


def _is_headed_as_beside(case: Case, page: Signals) -> bool:
    """Whether the neighbour has the same title and heading, above lists that change at each look."""
    other = case.page_beside
    return other is not None and headed_alike(page, case.fetch.url, *other)
