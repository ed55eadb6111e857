"""Notices go to every address that the campaign names, and the addresses go nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.forked import finder
from tests.schedule.mailbox import mailbox
from tests.schedule.webhook import webhook
from tests.servers import free_port

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "tell-nobody"


def campaign(folder: Path, notify: str) -> str:
    """The path of a campaign file with this table."""
    file = folder / "acme.toml"
    file.write_text(
        'name = "acme"\nkinds = ["broken_link"]\n[own]\nsites = ["acme.example"]\n'
        f'[sources]\npages = ["links.example"]\n[notify]\n{notify}\n',
        encoding="utf-8",
    )
    return str(file)


def test_a_try_reaches_every_address_and_tells_which_fails_without_saying_it(tmp_path: Path) -> None:
    with webhook() as hook:
        closed = f"json://jane:{SECRET}@127.0.0.1:{free_port()}/{SECRET}"
        (tmp_path / "urls.txt").write_text(f"# ours\n{closed}\n\n{hook.url(SECRET)}\n", encoding="utf-8")
        path = campaign(tmp_path, 'urls_env = "HOOK"\nurls_file = "urls.txt"')
        unset = finder(["schedule", "notify", path], environment={"HOOK": " "})
        assert (unset.returncode, hook.received) == (1, [])
        assert unset.stderr == f"finder: {path}: notify.urls_env wants $HOOK, which is not set\n"
        given = {"HOOK": f"nowhere://{SECRET} {hook.url()}"}
        done = finder(["schedule", "notify", path], environment=given)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "finder: address 1 of 4 is none that Apprise knows",
        "finder: address 3 of 4 did not take it",
    ]
    assert SECRET not in done.stdout
    assert [message["title"] for message in hook.received] == 2 * ["finder: acme, a try"]


def test_a_notice_comes_as_mail(tmp_path: Path) -> None:
    path = campaign(tmp_path, 'urls_env = "BOXES"')
    with mailbox("jane", SECRET) as box:
        given = {"BOXES": f"{box.url()} {box.url('nobody@mail.example')}"}
        done = finder(["schedule", "notify", path], environment=given)
    assert (done.returncode, done.stderr) == (3, "finder: address 2 of 2 did not take it\n")
    assert SECRET not in done.stdout
    (mail,) = box.received
    assert (mail["Subject"], mail["To"]) == ("finder: acme, a try", "box@mail.example")
    body = mail.get_body(("plain",))
    assert body
    assert "Notices of scheduled tasks come here." in body.get_content()


def test_the_check_says_when_nobody_is_told_and_keeps_an_address_to_itself(tmp_path: Path) -> None:
    nobody = finder(["check", campaign(tmp_path, 'when = "always"')])
    assert nobody.returncode == 0
    assert "warning: notify: nobody is told" in nobody.stdout + nobody.stderr
    given = finder(["check", campaign(tmp_path, f'urls_env = "json://{SECRET}"')])
    said = given.stdout + given.stderr
    assert given.returncode == 1
    assert "notify.urls_env: must be the name of an environment variable" in said
    assert SECRET not in said
