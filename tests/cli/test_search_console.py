"""`finder search-console`: Google's own client against a server that answers as Google documents it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import select

from finder.cli import cli
from finder.search_console.answers import inspected, rows_of
from finder.search_console.client import SCOPE, Service, read_account
from finder.storage import backlink_files, staging
from finder.storage.backlink_files import SourceFile
from finder.storage.runs import now
from finder.storage.tables import backlink, backlink_file, backlink_witness, supplier_count
from finder.suppliers.row import SuppliedLink
from tests.cli.search_console_server import TOKEN, Google, error, serving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from click.testing import Result

    from finder.storage.staging import Row
    from tests.cli.crawled import Crawled

EMAIL = "finder@project.iam.example"
NAME = "sc-domain:acme.example"
OWN = frozenset({"acme.example"})
ADD = f"add {EMAIL} as a user of the property"


@pytest.fixture(scope="session")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(*pem).decode()


@dataclass(slots=True)
class Asking:
    """A campaign whose owner asks Search Console."""

    crawled: Crawled
    google: Google
    key: Path
    retries: int = 0

    def __call__(self, *options: str, key: Path | None = None, endpoint: str = "") -> Result:
        service = Service(endpoint or self.google.address, self.retries, timeout=10)
        named = ["--credentials", str(key or self.key)]
        arguments = ["search-console", *named, *options, str(self.crawled.file)]
        return CliRunner().invoke(cli, arguments, obj=service)

    def know(self, *paths: str) -> None:
        """Let another supplier say that pages of ours are linked to, the first from the most pages."""
        rows: list[Any] = [
            [SuppliedLink(2, f"https://known{page}.example/", own(path))]
            for number, path in enumerate(paths)
            for page in range(len(paths) - number)
        ]
        self.take(rows, "ahrefs", "backlinks")

    def take(self, rows: Iterable[Row], supplier: str, report: str) -> None:
        """Let rows of a supplier be taken in."""
        file = SourceFile("a.csv", "a", supplier, report, "acme.example")
        self.crawled.database.write_staged(
            lambda connection: staging.stage(connection, rows, "acme.example", OWN),
            lambda connection, staged: backlink_files.merge(
                connection, self.crawled.run.campaign_id, file, staged
            ),
        )

    def rows(self, *columns: Any, of: str = "search_console") -> list[Any]:
        """Columns of what a supplier said."""
        query = select(*columns).select_from(backlink_witness).join(backlink)
        if columns[0].table is supplier_count:
            query = select(*columns).order_by(supplier_count.c.id)
        elif columns[0].table is backlink_file:
            query = select(*columns).order_by(backlink_file.c.id)
        else:
            query = query.where(backlink_witness.c.supplier == of).order_by(backlink.c.source_url)
        return self.crawled.database.read(lambda connection: list(map(tuple, connection.execute(query))))

    def sources(self) -> list[str]:
        return [url for (url,) in self.rows(backlink.c.source_url)]


@pytest.fixture
def ask(crawled: Crawled, private_key: str) -> Iterator[Asking]:
    google = Google()
    with serving(google):
        key = crawled.folder / "key.json"
        key.write_text(json.dumps(account(private_key, f"{google.address}/token")))
        yield Asking(crawled, google, key)


def account(private_key: str, token_uri: str) -> dict[str, str]:
    return {
        "type": "service_account",
        "project_id": "project",
        "private_key_id": "1",
        "private_key": private_key,
        "client_email": EMAIL,
        "token_uri": token_uri,
    }


def own(path: str) -> str:
    return f"https://acme.example/{path}"


def test_what_google_names_is_taken_in_and_the_next_call_goes_on_with_other_pages(ask: Asking) -> None:
    ask.know("guide", "old")
    ask.google.rows = [
        {"keys": [own("clicked")], "clicks": 7.0, "impressions": 90.0, "ctr": 0.0777, "position": 3.2}
    ]
    library, ours = "https://library.example/list", "https://blog.acme.example/post"
    ask.google.referring = {own("guide"): [library, ours, "javascript:x"], own("clicked"): [library]}
    done = ask("--pages", "2")
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        f"{NAME}: clicks and impressions of 1 page.\n"
        "2 pages inspected: 1 link from other sites, 1 of them new; 1 from your own pages left out.\n"
        "Not inspected yet: 1 page; the same command goes on there.\n"
    )
    assert done.stderr == f'"javascript:x", named as linking to {own("guide")}, is no web address\n'
    assert ask.google.inspected() == [own("guide"), own("old")]
    columns = (backlink.c.source_url, backlink.c.target_url, backlink.c.target_domain)
    said = (backlink_witness.c.last_seen, backlink_witness.c.metrics)
    assert ask.rows(*columns, *said) == [
        (
            library,
            own("guide"),
            "acme.example",
            "",
            {"verdict": "PASS", "lastCrawlTime": "2026-11-02T03:04:05Z"},
        )
    ]
    counts = ask.rows(*(supplier_count.c[name] for name in ("report", "sort", "subject", "target_site")))
    assert counts == [
        ("search_analytics", "page", own("clicked"), "acme.example"),
        ("url_inspection", "page", own("guide"), "acme.example"),
        ("url_inspection", "page", own("old"), "acme.example"),
    ]
    assert ask.rows(supplier_count.c.metrics)[0][0].items() >= {"clicks": 7, "impressions": 90}.items()

    again = ask("--json")
    said_again = {"pages": 1, "links": 1, "new": 1, "own": 0, "left": 0, "refused": 0}
    assert json.loads(again.stdout)["url_inspection"] == said_again
    assert ask.google.inspected()[2:] == [own("clicked")]
    assert [what for what, _ in ask.google.asked].count("query") == 1, "clicks are asked for once a day"
    assert "0 pages inspected" in ask().stdout
    names = ("name", "supplier", "report", "rows", "accepted")
    assert ask.rows(*(backlink_file.c[name] for name in names))[1:] == [
        (NAME, "search_console", "search_analytics", 1, 1),
        (NAME, "search_console", "url_inspection", 3, 3),
        (NAME, "search_console", "url_inspection", 2, 2),
    ]


def test_google_is_asked_for_reading_only_and_nothing_secret_is_shown_or_kept(
    ask: Asking, private_key: str
) -> None:
    ask.know("guide")
    done = ask()
    (token,) = [body for what, body in ask.google.asked if what == "token"]
    assert "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer" in token
    bodies = dict(ask.google.asked)
    assert bodies["inspect"] == {"inspectionUrl": own("guide"), "siteUrl": NAME, "languageCode": "en-US"}
    assert (bodies["query"]["dimensions"], bodies["query"]["siteUrl"]) == (["PAGE"], NAME)
    files = [file.read_bytes() for file in ask.crawled.folder.iterdir() if file != ask.key]
    secret = private_key.splitlines()[5]
    for kept in (*files, done.output.encode()):
        assert secret.encode() not in kept
        assert TOKEN.encode() not in kept


def test_the_days_quota_keeps_what_was_taken_and_says_when_to_go_on(ask: Asking) -> None:
    ask.know("a", "b", "c")
    ask.google.referring = {own("a"): ["https://library.example/"]}
    quota = error(429, f"Quota exceeded for {NAME}.", "RESOURCE_EXHAUSTED")

    def exhaust(page: str) -> None:
        ask.google.failures["inspect"] = [(429, quota)]

    ask.google.on_inspect = exhaust
    done = ask()
    assert done.exit_code == 3
    assert f"finder: Google's quota for {NAME} is used up; go on after midnight in California" in done.stderr
    assert "1 page inspected: 1 link from other sites" in done.stdout
    assert ask.sources() == ["https://library.example/"]
    ask.google.on_inspect = lambda _: None
    ask.google.failures.clear()
    assert ask().exit_code == 0
    assert ask.google.inspected() == [own("a"), own("b"), own("b"), own("c")]


def test_never_more_pages_are_inspected_in_a_day_than_google_allows(ask: Asking) -> None:
    ask.know("a", "b", "c")
    before = (inspected(own(f"before{number}"), {}, NAME, now(), OWN) for number in range(1_998))
    ask.take(rows_of(list(before)), "search_console", "url_inspection")
    done = ask()
    assert done.exit_code == 3
    assert f"finder: the 2,000 inspections that Google allows in a day are used up for {NAME}" in done.stderr
    assert ask.google.inspected() == [own("a"), own("b")]
    assert "Not inspected yet: 1 page;" in done.stdout


def test_ctrl_c_keeps_what_was_taken(ask: Asking) -> None:
    ask.know("a", "b", "c")
    ask.google.referring = {own("a"): ["https://library.example/"]}
    main = threading.main_thread().ident
    assert main is not None
    ask.google.on_inspect = lambda page: page == own("b") and signal.pthread_kill(main, signal.SIGINT)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = ask()
    finally:
        signal.signal(signal.SIGINT, before)
    assert (done.exit_code, done.stderr) == (130, "Stopped; what was taken is kept.\n")
    assert ask.sources() == ["https://library.example/"]
    assert ask.google.inspected() == [own("a"), own("b")]


def test_an_error_of_the_server_is_tried_again(ask: Asking) -> None:
    ask.know("a")
    ask.google.failures = {"inspect": [(503, b"<html>unavailable")]}
    ask.retries = 1
    assert ask().exit_code == 0
    assert ask.google.inspected() == [own("a"), own("a")]


def test_a_page_that_google_does_not_inspect_is_told_and_passed_over(ask: Asking) -> None:
    ask.know("a", "b")
    ask.google.failures = {"inspect": [(400, error(400, "Bad \x1b[31murl", "badRequest"))]}
    done = ask()
    assert done.exit_code == 0
    assert f"{own('a')} was not inspected: Google answers 400: Bad" in done.stderr
    assert "\x1b" not in done.output
    assert ask.google.inspected() == [own("a"), own("b")]


def test_where_google_inspects_no_page_all_are_asked_for_again(ask: Asking) -> None:
    ask.know(*"abcdefg")
    ask.google.failures = {"inspect": [(400, error(400, "No.", "badRequest"))] * 5}
    done = ask()
    assert (done.exit_code, len(ask.google.inspected())) == (1, 5)
    assert "finder: Google answers 400: No." in done.stderr
    assert "7 pages inspected" in ask().stdout


SWITCHED_OFF = error(403, "Search Console API has not been used in project 1", "accessNotConfigured")
FORBIDDEN = error(403, "User does not have sufficient permission for site.", "forbidden")
GRANT = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


@pytest.mark.parametrize(
    ("what", "status", "body", "code", "said"),
    [
        ("token", 400, GRANT, 1, f"Google does not accept the credentials of {EMAIL}"),
        ("sites", 403, SWITCHED_OFF, 1, "the Search Console API is not switched on in the Cloud project"),
        ("sites", 403, error(403, "Quota exceeded", "quotaExceeded"), 3, "go on in a quarter of an hour"),
        ("query", 403, FORBIDDEN, 1, f"{NAME} may not be read with these credentials; in Search Console"),
        ("query", 404, error(404, "Not found", "notFound"), 1, ADD),
        ("query", 500, b"", 1, "Google's server answers 500, however often it is asked"),
        ("query", 200, b"<html>", 1, f"Google's answer about {NAME} is none of Search Console's"),
        ("sites", 403, b"[[[", 1, "may not be read"),
    ],
)
def test_what_google_refuses_is_one_line_with_what_to_do(
    ask: Asking, what: str, status: int, body: Any, code: int, said: str
) -> None:
    ask.google.failures = {what: [(status, body)] * 9}
    done = ask()
    assert (done.exit_code, done.stderr.count("\n")) == (code, 1), done.output
    assert said in done.stderr


def test_a_token_that_is_refused_again_and_again_is_told(ask: Asking) -> None:
    ask.google.failures = {"sites": [(401, error(401, "Invalid", "authError"))] * 9}
    done = ask()
    assert done.exit_code == 1
    assert f"does not accept the credentials of {EMAIL}" in done.stderr


def test_no_way_to_google_is_told(ask: Asking) -> None:
    done = ask(endpoint="http://127.0.0.1:9")
    assert done.exit_code == 4
    assert done.stderr.startswith("finder: Google cannot be reached (")


@pytest.mark.parametrize(
    ("sites", "options", "code", "said"),
    [
        ([], (), 1, f"{EMAIL} may read no property of acme.example and no other; in Search Console"),
        ([(NAME, "siteUnverifiedUser")], (), 1, ADD),
        (
            [("https://a.acme.example/", "siteOwner"), ("https://b.acme.example/", "siteOwner")],
            (),
            2,
            "which p",
        ),
        (
            [(NAME, "siteOwner")],
            ("--property", "sc-domain:x.example"),
            1,
            "may not read the property sc-dom",
        ),
    ],
)
def test_no_property_or_several_is_told(
    ask: Asking, sites: list[tuple[str, str]], options: tuple[str, ...], code: int, said: str
) -> None:
    ask.google.sites = sites
    done = ask(*options)
    assert (done.exit_code, done.stderr.count("\n")) == (code, 1), done.output
    assert said in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\x00", "is no JSON file of credentials"),
        (b"[" * 100_000, "is no JSON file of credentials"),
        (b"[]", "is no JSON file of credentials"),
        ({"installed": {"client_secret": "tell-nobody"}}, "is the secret of an OAuth client"),
        ({"type": "external_account"}, "is neither a service account's key nor an authorized-user file"),
        ({"type": "service_account", "private_key": "tell-nobody"}, "is not a whole service account's key"),
        (
            {**account("tell-nobody", "http://127.0.0.1:9/")},
            "is not a whole service account's key; make a new key of the service account",
        ),
        ({"type": "authorized_user", "refresh_token": "tell-nobody"}, "is not a whole authorized-user file"),
    ],
)
def test_a_file_of_other_credentials_is_told_without_what_is_in_it(
    ask: Asking, content: Any, said: str
) -> None:
    file = ask.crawled.folder / "other.json"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    done = ask(key=file)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.output
    assert done.stderr.startswith(f"finder: {file} {said}")
    assert "tell-nobody" not in done.output
    assert ask.google.asked == []


def test_an_authorized_user_needs_no_key(tmp_path: Path) -> None:
    file = tmp_path / "user.json"
    said = {"type": "authorized_user", "client_id": "1", "client_secret": "2", "refresh_token": "3"}
    file.write_text(json.dumps(said))
    account = read_account(file)
    assert (account.who, account.credentials.scopes) == ("the account that signed in", [SCOPE])


def test_credentials_come_from_the_environment_or_have_to_be_named(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["search-console", str(ask.crawled.file)]
    service = Service(ask.google.address, 0)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    missing = CliRunner().invoke(cli, command, obj=service)
    assert missing.exit_code == 2
    assert "--credentials FILE or in GOOGLE_APPLICATION_CREDENTIALS" in missing.stderr
    monkeypatch.setitem(os.environ, "GOOGLE_APPLICATION_CREDENTIALS", str(ask.key))
    assert CliRunner().invoke(cli, command, obj=service).exit_code == 0


def test_without_the_extra_one_line_says_how_to_install_it(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "finder.search_console.client")
    monkeypatch.delattr("finder.search_console.client")
    monkeypatch.setitem(sys.modules, "googleapiclient", None)
    done = ask()
    assert done.exit_code == 1
    assert done.stderr == (
        "finder: Google's client is not installed; install finder with its extra: "
        'pip install "finder[gsc]"\n'
    )
