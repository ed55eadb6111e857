"""Expired domains that somebody else has taken: another business where the promised site was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.addresses import front_page
from finder.checks.evidence import answers, dead, uncertain
from finder.fit import fit, names_itself
from finder.items import Confidence, Purpose, Question
from finder.pages.language import language_of
from finder.pages.wording import sign_count, signs_in
from finder.told import telling_forms
from finder.urls import site
from finder.words import is_generic_anchor, prior, split_words

if TYPE_CHECKING:
    from finder.case import Case
    from finder.fit import Fit
    from finder.items import Signals, Verdict

_TRADES: Final = 3  # mentions of a trade that taken domains are used for
_TOLD: Final = 6  # words of the links and around them with which they told what to expect
_INITIALS: Final = 3
_A_TEXT: Final = 60  # words of main text
_TELLS_ITS_LANGUAGE: Final = 800  # characters


def taken_over(case: Case) -> Verdict | Question | None:
    """Dead: what stands there has nothing to do with anchor, address, context or the archived copy.

    One of the trades that taken domains are used for is enough. Another business needs that page and links
    are of one language and its front page is as foreign, or a copy in an archive; a move to another domain is
    a new name more often than a take-over.
    """
    page = case.page
    found = case.fit
    if page is None or page.main_words < _A_TEXT or found.headed:
        return None
    another = _may_be_another(case, page)
    if not (another or _names_a_trade(page)) or names_itself(page, case.fetch.url):
        return None
    if _has_initials(case, page) or (not another and _has_some_of_it(found)):
        return None
    said = f"{answers(case)}. It has nothing of what the links promise, nor the name of the site"
    if _trade(case, page):
        return _of_a_trade(case, f"{said}, and is of a trade that taken-over domains are used for")
    if not another:
        return None
    if case.archived and case.copy is None:
        return Question(Purpose.ARCHIVE, case.fetch.url, "an archived copy tells what stood there before")
    if case.copy is not None and case.copy.state == "good":
        if _titled_alike(case.copy.title, page):
            return None
        was = f"the copy archived on {case.copy.captured_at[:10]} was titled “{case.copy.title}”"
        if _told_of(case, case.copy.title):
            return dead("taken_over", f"{said}; {was}.", Confidence.MEDIUM)
    return _whole_site(case, said)


def _has_some_of_it(found: Fit) -> bool:
    """Whether a page has more of what the links say than chance explains."""
    return found.around_found * 5 > found.around or found.found * 3 > found.promised + found.names_site


def _may_be_another(case: Case, page: Signals) -> bool:
    """Whether the page stands where it was promised, and has no word of links in its own language."""
    if site(case.fetch.final_url) != site(case.fetch.url) or _hardly_told(case):
        return False
    language = language_of(page.language, page.text[:_TELLS_ITS_LANGUAGE])
    return (
        bool(language) and language in case.promise.languages and case.fit.foreign and _comparable(case, page)
    )


def _hardly_told(case: Case) -> bool:
    """Whether the links say so little that a page may well be meant and have nothing of it."""
    return case.fit.promised + case.fit.around < _TOLD


def _of_a_trade(case: Case, said: str) -> Verdict | Question:
    """Dead, and where the links say little only if the front page is of the trade as well."""
    if case.deep and _hardly_told(case):
        home = case.second(Purpose.HOME)
        if home is None:
            front = front_page(case.fetch.final_url)
            return Question(Purpose.HOME, front, "a site of another trade may write of this one")
        shown = home.fetch.page if home.fetch else None
        if shown is None or not _is_of_the_trade(shown):
            return uncertain("content_changed", f"{said}, but its front page is not.")
    return dead("taken_over", f"{said}.", Confidence.MEDIUM)


def _whole_site(case: Case, said: str) -> Verdict | Question | None:
    """Whether the front page is as foreign as the page itself."""
    if not case.deep:
        return dead("taken_over", f"{said}, the site as a whole.", Confidence.MEDIUM)
    home = case.second(Purpose.HOME)
    if home is None:
        front = front_page(case.fetch.final_url)
        return Question(Purpose.HOME, front, "the site as a whole may be another one")
    if home.fetch is None or home.fetch.page is None:
        return None
    whole = fit(home.fetch.page, case.fetch.url, case.promise)
    if whole.none and not whole.around_found and not names_itself(home.fetch.page, case.fetch.url):
        return dead("taken_over", f"{said}; neither has its front page.", Confidence.MEDIUM)
    return uncertain("content_changed", f"{said}, but its front page still has.")


def _trade(case: Case, page: Signals) -> bool:
    """Whether the page is of a tell-tale trade, and the links promise something else."""
    found = case.fit
    if not found.promised and not found.around and not found.names_site:
        return False
    told = " ".join(
        (*case.promise.anchors, *case.promise.contexts, *case.promise.titles, *case.promise.headings)
    )
    if "bad_trade" in signs_in(told[:1_000]):
        return False
    return _is_of_the_trade(page)


def _is_of_the_trade(page: Signals) -> bool:
    """Whether it names one of the trades in title or heading, and again and again in its text."""
    return _names_a_trade(page) and sign_count(page.text, "bad_trade") >= _TRADES


def _names_a_trade(page: Signals) -> bool:
    """Whether title or heading name one of the trades."""
    return sign_count(f"{page.title}\n{page.h1}", "bad_trade") > 0


def _titled_alike(title: str, page: Signals) -> bool:
    """Whether the archived copy was headed as the page is today: then it was never another one."""
    return not telling_forms(title).isdisjoint(telling_forms(f"{page.title} {page.h1}"))


def _told_of(case: Case, title: str) -> bool:
    """Whether the archived copy was headed as the links say: then they meant it, and not today's page."""
    told = (*case.promise.anchors, *case.promise.contexts)
    return not telling_forms(title).isdisjoint(telling_forms(" ".join(told)))


def _has_initials(case: Case, page: Signals) -> bool:
    """Whether the page is headed by the initials of what an anchor spells out."""
    heads = set(split_words(f"{page.title} {page.h1}"))
    spelled = (split_words(anchor) for anchor in case.promise.anchors)
    return any(
        initials in heads
        for words in spelled
        for initials in (
            "".join(word[0] for word in words),
            "".join(word[0] for word in words if prior(word) == 1.0),
        )
        if len(initials) >= _INITIALS
    )


def _comparable(case: Case, page: Signals) -> bool:
    """Whether page and links are of one script, so that no word in common says something.

    An address is written in Latin letters whatever the language: alone, it says nothing of other scripts. A
    page of the same language in another script was read in a wrong character set, or is written in the
    other of its language's two.
    """
    spoken = [anchor for anchor in case.promise.anchors if not is_generic_anchor(anchor)]
    if not spoken:
        return sum(map(str.isascii, page.text)) * 2 > len(page.text)
    return _is_latin(page.text) == _is_latin("".join((*spoken, *case.promise.contexts)))


def _is_latin(text: str) -> bool:
    """Whether most letters are Latin ones, with whatever marks."""
    if text.isascii():
        return any(map(str.isalpha, text))
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in letters) * 2 > len(letters)
