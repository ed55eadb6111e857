"""The report in a real Chromium, as people see it. The pictures stay in artifacts/report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from finder.report import Facts, TopProspect
from finder.report.page import render
from tests.report.browser import chromium, opened
from tests.report.made import HOSTILE, MADE_AT, facts, hostile, lead, mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PICTURES: Final = Path(__file__).parents[2] / "artifacts" / "report"
WIDTHS: Final = (390, 1280)
SCHEMES: Final = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here."""
    with chromium() as started:
        yield started


def written(folder: Path, told: Facts, *, with_contacts: bool = False) -> Path:
    file = folder / "report.html"
    file.write_text(render(told, "acme", MADE_AT, "1.2.3", with_contacts=with_contacts), encoding="utf-8")
    return file


def picture(name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / name


def everything() -> Facts:
    """Mild facts, and among the best leads and prospects hostile ones."""
    bad = [with_number(hostile(text).best[0], number) for number, text in enumerate(HOSTILE, 100)]
    names = tuple(TopProspect(text, 1, 50, "") for text in HOSTILE)
    mild = facts()
    return replace(mild, best=(lead(1), mention(2), *bad), top_prospects=(*mild.top_prospects, *names))


def with_number(record: object, number: int) -> dict[str, object]:
    return {**record, "lead_id": number, "page_url": f"https://{number}.example/{'long/' * 60}"}  # type: ignore[dict-item]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_offline_asks_for_nothing_and_keeps_the_rules(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    with opened(browser, written(tmp_path, everything()), width, scheme) as seen:
        page = seen.page
        page.screenshot(path=picture(f"{width}-{scheme}.png"), full_page=True)
        assert seen.complaints == []
        assert seen.asked == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.faults() == {}
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        assert seen.faults() == {}
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0] < 128")
        assert dark is (scheme == "dark")


@pytest.mark.parametrize("told", [Facts(), hostile(HOSTILE[0]), facts(best=(mention(),))])
@pytest.mark.parametrize("with_contacts", [False, True])
def test_whatever_there_is_to_tell_the_rules_are_kept(
    browser: Browser, tmp_path: Path, told: Facts, with_contacts: bool
) -> None:
    with opened(browser, written(tmp_path, told, with_contacts=with_contacts), 390) as seen:
        assert seen.faults() == {}
        assert (seen.complaints, seen.asked) == ([], [])


def test_the_policy_stops_what_would_get_into_the_page(browser: Browser, tmp_path: Path) -> None:
    file = written(tmp_path, facts())
    page = file.read_text(encoding="utf-8")
    bad = (
        "<script>document.title = 'owned'</script><img src='http://evil.example/x.png'>"
        "<b id='b' style='color: red' onclick='document.title = `owned`'>b</b><iframe src='http://evil.example/'></iframe>"
        "<style>body { display: none }</style><link rel='stylesheet' href='http://evil.example/x.css'>"
    )
    file.write_text(page.replace("</main>", f"{bad}</main>"), encoding="utf-8")
    with opened(browser, file) as seen:
        seen.page.locator("#b").click()
        assert seen.page.title() == "acme: finder report of 2026-11-30"
        assert seen.page.locator("body").is_visible()
        assert seen.asked == []
        assert len([said for said in seen.complaints if "Content Security Policy" in said]) >= 6


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, facts())) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "report"
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            at = page.evaluate("document.activeElement.tagName")
            if at in ("A", "SUMMARY"):
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            reached.add(at)
        assert {"A", "SUMMARY", "DIV"} <= reached


def test_the_numbers_of_a_plot_open_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, facts())) as seen:
        summary, table = seen.page.locator("summary").first, seen.page.locator("figure table").first
        assert not table.is_visible()
        summary.press("Enter")
        assert table.is_visible()


def test_on_paper_all_numbers_are_there_and_nothing_to_click(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, facts()), scheme="dark") as seen:
        page = seen.page
        page.emulate_media(media="print", color_scheme="light")
        assert page.locator("figure table").first.is_visible()
        assert not page.locator("nav").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.pdf(path=picture("paper.pdf"), format="A4")
