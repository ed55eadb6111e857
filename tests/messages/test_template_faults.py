"""What is wrong with templates of one's own is told by file and line, with the nearest right name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finder.messages.faults import faults_in

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "Subject: Hello {{ page_title }}\n\n{% include 'greeting.txt' %}\n\n{{ anchor }}\n"


def faults(folder: Path, **texts: str) -> list[str]:
    """What is wrong with a folder of these English templates, without the folder's name."""
    (folder / "en").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / "en" / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(fault).replace(f"{folder}/", "") for fault in faults_in(folder)]


def test_right_templates_are_right(tmp_path: Path) -> None:
    again = "Subject: {{ subject }}\n\n{{ opening }}"
    texts = {"broken_link": GOOD, "follow_up": again, "lost_link.follow_up": again}
    assert faults(tmp_path, greeting="{{ greeting_name }}", signature="{{ signature }}", **texts) == []
    assert faults(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subject: x\n\n{{ ancor }}", 'broken_link.txt:3: there is no fact "ancor"; did you mean "anchor"?'),
        ("Subject: x\n\n\n{% if zzzz %}y{% endif %}", 'broken_link.txt:4: there is no fact "zzzz"; there'),
        ("Subject: x\n\n{{ opening }}", 'broken_link.txt:3: there is no fact "opening"; '),
        ("Subject: x\n\n{% if anchor %}", "broken_link.txt:3: Unexpected end of template."),
        ("Subject: x\n\n{{ anchor | uper }}", "broken_link.txt:3: No filter named 'uper'"),
        ("Subject: x\n{{ anchor", "broken_link.txt:2: unexpected end of template, expected 'end of print"),
        ("Subject: x\n\n{% include 'greting.txt' %}", "broken_link.txt: there is no greting.txt for it"),
        ("Hello\n\nbody", "broken_link.txt: has no first line that says Subject: and what it is about"),
        ("Subject: x\n", "broken_link.txt: has no text below the subject"),
        ("Subject: x\n\n{{ anchor + 1 }}", "broken_link.txt:3: can only concatenate str"),
        ("Subject: x\n\n{{ 1 / 0 }}", "broken_link.txt:3: division by zero"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_told(tmp_path: Path, text: str, said: str) -> None:
    (found,) = faults(tmp_path, broken_link=text)
    assert found.startswith(f"en/{said}")


def test_every_unknown_fact_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, broken_link="Subject: {{ titel }}\n\n{{ ancor }}\n{{ ancor }}")
    assert [one.partition(";")[0] for one in found] == [
        'en/broken_link.txt:1: there is no fact "titel"',
        'en/broken_link.txt:3: there is no fact "ancor"',
    ]


def test_a_fault_in_an_included_file_is_told_of_that_file(tmp_path: Path) -> None:
    found = faults(tmp_path, broken_link=GOOD, greeting="Hello\n{% if %}")
    assert {one.partition(": ")[0] for one in found} == {"en/greeting.txt:2"}


def test_files_that_nothing_reads_are_told(tmp_path: Path) -> None:
    (tmp_path / "English").mkdir()
    for name in ("broken_link.txt", "English/broken_link.txt"):
        (tmp_path / name).write_text(GOOD)
    mine = GOOD + "{% include 'mine.txt' %}"
    assert faults(tmp_path, brokenlink=GOOD, mine="{{ anchor }}", broken_link=mine) == [
        "English/broken_link.txt: its folder is no language; "
        "folders are named by two or three letters, such as en",
        "broken_link.txt: belongs in the folder of its language, such as en/broken_link.txt",
        'en/brokenlink.txt: is no template\'s name; did you mean "broken_link"?',
    ]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken_link.txt").write_bytes(b"Subject: \xff")
    (tmp_path / "en" / "lost_link.txt").write_text("x" * 100_001)
    (tmp_path / "en" / "unlinked_mention.txt").mkdir()
    (tmp_path / "en" / "language.toml").write_text("date = 3")
    assert faults(tmp_path) == [
        "en/broken_link.txt: is not UTF-8 text (byte 9); save it as UTF-8",
        "en/language.toml: months must be a list of twelve names",
        "en/lost_link.txt: is too large for a template (more than 100,000 characters)",
        "en/unlinked_mention.txt: cannot be read: Is a directory",
    ]
