"""When a page was published and changed: which words are days, and which of several days is believed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.pages import read_page
from finder.pages.dates import declared_day, plain_of, written_days
from finder.pages.dating import day_in_address

URL = "https://www.harbour.example/boats"
TEXT = "<p>" + "Boats are built of wood, and wood wants to be looked after all winter long. " * 5 + "</p>"


def days(html: str, url: str = URL) -> tuple[str, str]:
    page = read_page(html, url)
    return page.published, page.modified


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Published 1 March 2024"),
        ("en", "March 1st, 2024 at 10:30 am"),
        ("en", "Mar. 1, 2024"),
        ("en", "3/1/2024"),
        ("en-gb", "1/3/2024"),
        ("", "2024-03-01T23:30:00-05:00"),
        ("", "2024/3/1 10:33"),
        ("de", "Freitag, 1. März 2024"),
        ("de", "01.03.2024, 10:30 Uhr"),
        ("fr", "le 1er mars 2024 à 10h30"),
        ("es", "1 de marzo de 2024"),
        ("it", "1 marzo 2024"),
        ("pt", "1 de março de 2024"),
        ("nl", "1 maart 2024"),
        ("sv", "1 mars 2024"),
        ("fi", "1. maaliskuuta 2024"),
        ("pl", "1 marca 2024 r."),
        ("cs", "1. března 2024"),
        ("hu", "2024. március 1."),
        ("lt", "2024 m. kovo 1 d."),
        ("tr", "1 Mart 2024"),
        ("id", "1 Maret 2024"),
        ("vi", "ngày 1 tháng 3 năm 2024"),
        ("ru", "1 марта 2024 г."),
        ("uk", "1 березня 2024"),
        ("el", "1 Μαρτίου 2024"),
        ("ar", "١ مارس ٢٠٢٤"),
        ("he", "1 במרץ 2024"),
        ("hi", "१ मार्च २०२४"),
        ("th", "1 มีนาคม 2567"),
        ("th", "1 มี.ค. 2567"),
        ("zh", "2024年3月1日 10:30"),
        ("ko", "2024년 3월 1일"),
    ],
)
def test_a_day_is_read_in_the_way_of_its_language(locale: str, text: str) -> None:
    assert declared_day(text, locale) == "2024-03-01"


def test_december_does_not_begin_with_a_preposition() -> None:
    assert declared_day("14. Dezember 2015", "de") == "2015-12-14"
    assert declared_day("14 de diciembre del 2015", "es") == "2015-12-14"


def test_a_month_that_two_languages_mean_differently_needs_the_language() -> None:
    assert declared_day("3. listopada 2018", "hr") == "2018-10-03"
    assert declared_day("3 listopada 2018", "pl") == "2018-11-03"
    assert declared_day("3 listopada 2018") == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "March 2024",
        "© 2015",
        "2019-02-30",
        "1994-12-31",
        "31.12.1994",
        "99/99/2015",
        "1.1.1.2015",
        "x",
    ],
)
def test_no_day_is_made_of_less_than_one(text: str) -> None:
    assert declared_day(text) == ""


def test_a_day_in_the_future_is_none() -> None:
    today = datetime.now(UTC).date()
    assert declared_day((today + timedelta(days=3)).isoformat()) == ""
    assert declared_day(today.isoformat()) == today.isoformat()


@given(st.text(max_size=80), st.sampled_from(["", "en", "en-gb", "de", "th"]))
def test_whatever_the_text_days_are_iso_dates_within_bounds(text: str, locale: str) -> None:
    plain = plain_of(f"{text} 2015 {text}")
    found = [day for day, _, _ in written_days(plain, locale, short_years=True)]
    for day in [*found, declared_day(text, locale), day_in_address(f"https://a.example/{text}")]:
        assert not day or date(1995, 1, 1) <= date.fromisoformat(day) <= date.max


@given(
    st.dates(date(1995, 1, 1), date(2025, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%B %d, %Y"]),
)
def test_every_day_that_is_written_out_is_read_back(day: date, form: str) -> None:
    assert declared_day(day.strftime(form), "en") == day.isoformat()


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"Article","datePublished":"2020-05-03T10:00:00+02:00",'
        '"dateModified":"2020-06-04"}</script>',
        "<meta property=article:published_time content=2020-05-03>"
        "<meta property=article:modified_time content=2020-06-04>",
        "<meta name='dcterms.created' content='3 May 2020'>"
        "<meta name='dcterms.modified' content='4 June 2020'>",
        "<meta itemprop=datePublished content=2020-05-03><meta itemprop=dateModified content=2020-06-04>",
        "<time pubdate datetime=2020-05-03>Sunday</time><time class=updated datetime=2020-06-04></time>",
        "<span class=entry-date>May 3, 2020</span><span class=date-modified>June 4, 2020</span>",
        "<p>Published: May 3, 2020 | Last updated: June 4, 2020</p>",
        "<html lang=de><p>Veröffentlicht am 3. Mai 2020, zuletzt aktualisiert am 4. Juni 2020</p>",
        "<html lang=fr><p>Publié le 3 mai 2020, mis à jour le 4 juin 2020</p>",
        "<html lang=es><p>Publicado el 3 de mayo de 2020. Actualizado el 4 de junio de 2020</p>",
        "<html lang=ru><p>Опубликовано: 3 мая 2020. Обновлено: 4 июня 2020</p>",
        "<html lang=ja><p>投稿日：2020年5月3日 更新日：2020年6月4日</p>",
    ],
)
def test_publication_and_change_are_told_apart(head: str) -> None:
    assert days(f"{head}<h1>Old boats</h1>{TEXT}") == ("2020-05-03", "2020-06-04")


def test_an_earlier_day_in_the_address_is_that_of_the_first_publication() -> None:
    head = "<meta property=article:published_time content=2020-05-03>"
    assert days(head, "https://harbour.example/2018/02/01/boats")[0] == "2018-02-01"
    assert days(head, "https://harbour.example/2021/02/01/boats")[0] == "2020-05-03"
    assert days(TEXT, "https://harbour.example/news/20180201.html")[0] == "2018-02-01"


def test_an_address_with_a_month_tells_its_first_day_where_nothing_else_does() -> None:
    assert days(TEXT, "https://harbour.example/2018/02/boats")[0] == "2018-02-01"
    assert (
        days(f"<h1>B</h1><p>5 February 2018</p>{TEXT}", "https://harbour.example/2018/02/b")[0]
        == "2018-02-05"
    )


def test_the_day_near_the_headline_wins_over_those_of_other_articles() -> None:
    others = "<aside><h3>Newer</h3><span class=date>May 9, 2021</span></aside>"
    assert days(f"<h1>Old boats</h1><p>May 3, 2020</p>{TEXT}{others}")[0] == "2020-05-03"


def test_days_in_sentences_quotations_and_copyright_lines_are_not_of_the_page() -> None:
    sentence = "<p>As of 31 December 2014, the yard holds more than eight hundred wooden boats.</p>"
    quoted = "<blockquote><time datetime=2014-05-01>May</time></blockquote>"
    assert days(f"<h1>Old boats</h1>{sentence}{quoted}{TEXT}<footer>© 2019 Harbour Post</footer>")[0] == ""


def test_a_list_of_dated_entries_is_as_new_as_the_newest() -> None:
    entries = "".join(f"<li><a href=/{day}>Notes</a> of {day} May 2019" for day in (2, 9, 4))
    filler = "<p>Boats.</p>" * 20
    assert days(f"<h1>News</h1>{filler}<ul>{entries}</ul>") == ("", "2019-05-09")


def test_a_day_in_a_script_counts_where_the_page_prints_none() -> None:
    script = '<script>var page = {"updated": "2020-06-04", "publishDate" : "2020-05-03T10:00"};</script>'
    assert days(f"{script}<h1>Old boats</h1>{TEXT}")[0] == "2020-05-03"
    assert days(f"{script}<h1>Old boats</h1><p>1 May 2020</p>{TEXT}")[0] == "2020-05-01"


def test_a_meta_element_of_a_vocabulary_of_its_own_counts_by_its_name() -> None:
    assert days("<meta property=boats:uploaded content=2020-05-03T10:00:00>" + TEXT)[0] == "2020-05-03"
    assert days("<meta property=boats:end_date content=2020-05-03>" + TEXT)[0] == ""


def test_a_change_before_the_publication_is_not_told() -> None:
    head = "<meta property=article:published_time content=2020-05-03>"
    assert days(f"{head}<meta property=article:modified_time content=2019-01-01>") == ("2020-05-03", "")
