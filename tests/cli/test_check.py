"""`finder check` says what is wrong with a campaign file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from finder.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GOOD = """\
name = "acme"
own.sites = ["acme.example"]
brands = [{ name = "Acme" }, { name = "Acme Tools" }]
[sources]
pages = ["https://links.example/a", "b.example"]
sites = [{ url = "c.example" }]
"""


def check(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    result = CliRunner().invoke(cli, ["check", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_right_campaign_is_one_line_on_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(GOOD)
    assert check(str(file)) == (0, f"{file}: OK - 1 own site, 2 brands, 2 source pages, 1 site\n", "")


def test_problems_are_lines_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(GOOD + "depth = 1\npage = []\n")
    assert check(str(file)) == (
        1,
        "",
        f"{file}:7: sources.depth: unknown key; it belongs in [own]\n"
        f'{file}:8: sources.page: unknown key; did you mean "pages"?\n',
    )


def test_a_warning_leaves_the_campaign_right(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(GOOD.replace("b.example", "www.acme.example"))
    code, said, warned = check(str(file))
    assert code == 0
    assert said.startswith(f"{file}: OK - ")
    assert (
        warned
        == f"{file}:5: warning: sources.pages[1]: is a page of your own site: https://www.acme.example/\n"
    )


def test_scripts_get_json(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(GOOD)
    code, said, _ = check(str(file), "--json")
    assert code == 0
    counts = {"own_sites": 1, "brands": 2, "source_pages": 2, "sites": 1}
    assert json.loads(said) == {"file": str(file), "ok": True, **counts, "problems": []}
    file.write_text(GOOD + "own.x = 1")
    code, said, warned = check(str(file), "--json")
    assert (code, warned) == (1, "")
    assert json.loads(said)["problems"][0]["line"] == 7


def test_pages_on_standard_input_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(GOOD + 'files = ["-"]')
    result = CliRunner().invoke(cli, ["check", str(file)], input="x.example\n")
    assert result.stdout.endswith("2 source pages, 1 site, and pages on standard input\n")


def test_the_only_campaign_file_here_is_checked_when_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, told = check()
    assert (code, "no campaign file here" in told) == (2, True)
    (tmp_path / "acme.toml").write_text(GOOD)
    assert check() == (0, "acme.toml: OK - 1 own site, 2 brands, 2 source pages, 1 site\n", "")
    (tmp_path / "other.toml").write_text(GOOD)
    assert check()[0] == 2, "which of them?"
    monkeypatch.setenv("FINDER_CAMPAIGN", "other.toml")
    assert check()[1].startswith("other.toml: OK")
