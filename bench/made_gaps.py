"""Dead targets that no own page fits, made of chance and written straight into the tables."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert

from finder.campaign import load_campaign
from finder.storage import Database, runs, tables
from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    from finder.storage import Connection

_LEADS_A_TARGET: Final = 3
_TARGETS_AT_ONCE: Final = 2_000
_LETTERS: Final = (
    ("bcdfghklmnprstvz", "aeiou"),
    ("бвгдзклмнпрстф", "аеиоу"),
    ("潮汐表海港灯台帆船錨鎖浮標風向波高", ""),
)
_COMMON: Final = ("guide", "how to", "list of", "free", "tips", "best", "online", "introduction to")
_GENERIC: Final = ("click here", "here", "website", "read more")


class Gaps:
    """So many dead targets about a seventh as many subjects, some much more frequent than others."""

    def __init__(self, targets: int, *, seed: int = 1) -> None:
        self._targets = targets
        self._chance = random.Random(seed)
        self._words = [self._word(number) for number in range(max(500, targets // 5))]
        self._subjects = [self._subject() for _ in range(max(50, targets // 7))]

    def write(self, path: str) -> int:
        """Fill the database of a campaign file; returns how many leads that gave."""
        database = Database(load_campaign(path).database_url)
        database.migrate()
        run = database.write(runs.begin, "bench", "digest", "resource_pages")
        pages = max(20, self._targets // 4)
        database.write(self._write_pages, run.campaign_id, pages)
        leads = 0
        for first in range(0, self._targets, _TARGETS_AT_ONCE):
            numbers = range(first, min(first + _TARGETS_AT_ONCE, self._targets))
            leads += database.write(self._write_targets, run.campaign_id, numbers, pages)
        database.write(runs.finish, run.id, "finished")
        database.close()
        return leads

    def _write_pages(self, connection: Connection, campaign_id: int, pages: int) -> None:
        _write(
            connection,
            tables.prospect,
            (
                {"id": number + 1, "campaign_id": campaign_id, "name": f"p{number}.example"}
                for number in range(pages)
            ),
        )
        _write(
            connection,
            tables.source_page,
            (
                {
                    "id": number + 1,
                    "campaign_id": campaign_id,
                    "url": f"https://p{number}.example/links",
                    "url_key": number,
                    "state": "read",
                    "linked_own": [],
                }
                for number in range(pages)
            ),
        )

    def _write_targets(self, connection: Connection, campaign_id: int, numbers: range, pages: int) -> int:
        made = [self._target(number) for number in numbers]
        _write(
            connection,
            tables.target,
            (
                {
                    "id": number + 1,
                    "campaign_id": campaign_id,
                    "url": url,
                    "url_key": key(url),
                    "state": "settled",
                    "outcome": "dead",
                }
                for number, (url, _) in zip(numbers, made, strict=True)
            ),
        )
        leads = [
            self._lead(campaign_id, number, url, subject, page)
            for number, (url, subject) in zip(numbers, made, strict=True)
            for page in self._chance.sample(range(pages), self._chance.randint(1, 2 * _LEADS_A_TARGET - 1))
        ]
        _write(connection, tables.lead, leads)
        return len(leads)

    def _target(self, number: int) -> tuple[str, tuple[str, ...]]:
        """An address on one of many sites, some of them large, and what it is about."""
        subject = self._subjects[int(len(self._subjects) * self._chance.random() ** 2)]
        site = int(self._targets / 4 * self._chance.random() ** 3)
        slug = "-".join(self._chance.sample(subject, len(subject)))
        return f"https://{self._brand(site)}{site}.example/articles/{number}/{slug}.html", subject

    def _lead(
        self, campaign_id: int, number: int, url: str, subject: tuple[str, ...], page: int
    ) -> dict[str, Any]:
        words = " ".join(subject)
        said = self._chance.choice((words, f"{self._chance.choice(_COMMON)} {words}", words.title()))
        anchor = self._chance.choice(_GENERIC) if self._chance.random() < 0.2 else said
        brand = url.partition("://")[2].partition(".")[0].title()
        return {
            "campaign_id": campaign_id,
            "lead_key": number * 1_000_000 + page,
            "kind": "broken_link",
            "prospect_id": page + 1,
            "source_page_id": page + 1,
            "target_id": number + 1,
            "page_url": f"https://p{page}.example/links",
            "page_language": "en",
            "dead_url": url,
            # Many sites put their name into every title, and so into many anchors.
            "anchor": f"{anchor} | {brand}" if self._chance.random() < 0.3 else anchor,
            "context": f"{said}: a sentence of usual length around the link to say what it is for.",
            "heading": self._chance.choice(
                ("Resources", "Further reading", "Links", self._chance.choice(self._words))
            ),
            "match_parts": {},
            "score": self._chance.randint(40, 70),
            "score_parts": {},
        }

    def _word(self, number: int) -> str:
        consonants, vowels = _LETTERS[0 if number % 5 else self._chance.randrange(3)]
        pairs = (
            self._chance.choice(consonants) + self._chance.choice(vowels or consonants) for _ in range(4)
        )
        return "".join(pairs)[: self._chance.randint(3, 8)]

    def _subject(self) -> tuple[str, ...]:
        return tuple(
            self._words[int(len(self._words) * self._chance.random() ** 2)]
            for _ in range(self._chance.randint(1, 4))
        )

    @lru_cache(maxsize=1_000)  # noqa: B019 - one object a process
    def _brand(self, site: int) -> str:
        return "".join(random.Random(site).choices("bcdfghklmnprstvz", k=6))


def _write(
    connection: Connection, table: Table, rows: Iterator[dict[str, Any]] | list[dict[str, Any]]
) -> None:
    connection.execute(insert(table), list(rows))
