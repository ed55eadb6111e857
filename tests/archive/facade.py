"""The shape of archive.org in front of pywb, as a site of the world.

What differs between the two: the index answers with arrays and has names of its own, ``fl``, ``filter`` and a
limit below zero; replay sends on to the exact time of a capture, and the place that an archived redirect
leads to is one in the archive again.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

from tests.archive.pywb import COLLECTION, ask
from tests.world import Answer

if TYPE_CHECKING:
    from tests.world import Wire

HOST = "archive.example"
CDX_URL = f"http://{HOST}/cdx/search/cdx"
REPLAY_URL = f"http://{HOST}/web"
NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
REPLAY = re.compile(r"/web/(\d{1,14})((?:[a-z]{2}_)?)/(.+)", re.DOTALL)


@dataclass(frozen=True)
class Facade:
    """A behaviour that answers as archive.org does, from the pywb on ``port``."""

    port: int

    async def play(self, wire: Wire) -> None:
        """Answer a question to the index or a request for a copy."""
        answer = await asyncio.to_thread(self._answer, wire.request.path)
        await answer.play(wire)

    def _answer(self, path: str) -> Answer:
        if path.startswith("/cdx/search/cdx?"):
            asked = parse_qs(urlsplit(path).query)
            return Answer(json.dumps(self._index(asked)), content_type="application/json")
        wanted = REPLAY.fullmatch(path)
        return self._replay(*wanted.groups()) if wanted else Answer("<h1>Not here</h1>", 404)

    def _rows(self, **question: str) -> list[dict[str, str]]:
        said = ask(self.port, f"/{COLLECTION}/cdx?{urlencode({**question, 'output': 'json'})}")
        return [
            {name: row.get(NAMES.get(name, name), "-") for name in FIELDS}
            for row in map(json.loads, said.body.decode().splitlines())
        ]

    def _index(self, asked: dict[str, list[str]]) -> list[list[str]]:
        bounds = {name: asked[name][0] for name in ("from", "to") if name in asked}
        rows = self._rows(url=asked["url"][0], **bounds)
        for wanted in asked.get("filter", ()):
            field, _, pattern = wanted.lstrip("!").partition(":")
            rows = [row for row in rows if bool(re.fullmatch(pattern, row[field])) != wanted.startswith("!")]
        limit = int(asked.get("limit", ["1000"])[0])
        rows = rows[limit:] if limit < 0 else rows[:limit]
        fields = asked["fl"][0].split(",") if "fl" in asked else list(FIELDS)
        return [fields, *([row[name] for name in fields] for row in rows)] if rows else []

    def _replay(self, stamp: str, how: str, original: str) -> Answer:
        nearest = self._rows(url=original, closest=stamp, limit="1")
        if not nearest:
            return Answer("<h1>The Archive has not archived that URL.</h1>", 404)
        exact = nearest[0]["timestamp"]
        if exact != stamp:
            return Answer("", 302, headers={"Location": f"{REPLAY_URL}/{exact}{how}/{original}"})
        said = ask(self.port, f"/{COLLECTION}/{stamp}{how}/{quote(original, safe='/:?&=%;,+~@!$()*')}")
        headers = {
            name: said.headers[name]
            for name in ("memento-datetime", "content-encoding")
            if name in said.headers
        }
        if place := said.headers.get("location"):
            headers["Location"] = f"{REPLAY_URL}/{stamp}{how}/{urljoin(original, place)}"
        return Answer(said.body, said.status, said.headers.get("content-type", ""), headers)
