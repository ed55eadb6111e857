"""Asks a Scrapyd: how busy it is, to run a spider, what became of a job."""

from __future__ import annotations

import base64
import http.client
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from finder.campaign.schedule import Node

# The first question after a start makes Scrapyd list the spiders, which takes some seconds.
_SECONDS: Final = 60.0
_MAX_BYTES: Final = 10 * 2**20


class NodeError(Exception):
    """A node that is down or refuses; the text says which and why."""


class NoAnswerError(NodeError):
    """A node that was reached and gave no answer: it may have done what it was asked."""


@dataclass(frozen=True, slots=True)
class Scrapyd:
    """One node; ``campaign`` is the path of the campaign file there. Every question may raise NodeError."""

    url: str
    project: str
    campaign: str
    username: str = ""
    password: str = ""

    @classmethod
    def of(cls, node: Node, campaign: str, environment: Mapping[str, str] = os.environ) -> Self:
        """A node of the campaign, with user and password from the environment. Raises ``ValueError``."""
        for name in (node.username_env, node.password_env):
            if name and name not in environment:
                raise ValueError(f"{node.url} wants ${name}, which is not set")
        user, password = (environment.get(name, "") for name in (node.username_env, node.password_env))
        return cls(node.url.rstrip("/"), node.project, node.campaign or campaign, user, password)

    @property
    def name(self) -> str:
        """What it is called in the database."""
        return self.url

    def log_url(self, spider: str, job: str) -> str:
        """Where a job's log can be read."""
        return f"{self.url}/logs/{self.project}/{spider}/{job}.log"

    def load(self) -> int:
        """How many jobs run or wait there."""
        said = self._ask("daemonstatus.json")
        return int(said.get("running", 0)) + int(said.get("pending", 0))

    def run(self, spider: str, job: str, settings: Sequence[str]) -> None:
        """Have a spider run as ``job``, with settings ``NAME=VALUE``."""
        fields = {"project": self.project, "spider": spider, "jobid": job, "campaign": self.campaign}
        self._ask("schedule.json", [*fields.items(), *(("setting", each) for each in settings)])

    def is_there(self, job: str) -> bool | None:
        """Whether a job runs or waits there; ``None`` if nothing is known of it."""
        state = self._ask(f"status.json?{urlencode({'project': self.project, 'job': job})}").get("currstate")
        return state in ("pending", "running") if state else None

    def wait(self) -> None:
        """Nothing has to be waited for: Scrapyd sees to its processes."""

    def _ask(self, name: str, fields: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        if self.username or self.password:
            word = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
            headers["Authorization"] = f"Basic {word}"
        try:
            connection.connect()
        except (OSError, http.client.HTTPException) as error:
            raise NodeError(f"{self.url} cannot be reached ({error or type(error).__name__})") from error
        try:
            method, body = ("POST", urlencode(fields)) if fields else ("GET", None)
            connection.request(method, f"{parts.path}/{name}", body, headers)
            answer = connection.getresponse()
            text = answer.read(_MAX_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(f"{self.url} does not answer ({error or type(error).__name__})") from error
        finally:
            connection.close()
        if answer.status == http.client.UNAUTHORIZED:
            raise NodeError(f"{self.url} wants another user or password (username_env, password_env)")
        return self._said(answer.status, text)

    def _said(self, status: int, text: bytes) -> dict[str, Any]:
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if status >= http.client.INTERNAL_SERVER_ERROR:
            # What stands before it gave up; Scrapyd itself says errors with 200.
            raise NoAnswerError(f"{self.url} answers {status}")
        if status != http.client.OK or not isinstance(said, dict):
            raise NodeError(f"{self.url} answers {status} and is no Scrapyd that we understand")
        if said.get("status") != "ok":
            message = str(said.get("message", "no reason given")).strip().splitlines()
            raise NodeError(f"{self.url} refuses: {message[-1][:300] if message else ''}")
        return said
