"""The least that Python needs: aiohttp asks for each address of a file, bodies are read, nothing is kept."""

from __future__ import annotations

import asyncio
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE: Final = 200


async def gets(urls: Iterator[str], ca_file: str) -> None:
    """Ask for all, 200 at a time."""
    context = ssl.create_default_context(cafile=ca_file) if ca_file else ssl.create_default_context()
    connector = aiohttp.TCPConnector(
        limit=_AT_ONCE, ssl=context, resolver=aiohttp.AsyncResolver(), keepalive_timeout=1
    )
    async with aiohttp.ClientSession(connector=connector) as session:

        async def worker() -> None:
            for url in urls:
                async with session.get(url) as response:
                    await response.read()

        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(worker())


def main() -> None:
    """``raw_gets.py FILE [CA_FILE]``."""
    file, *ca_file = sys.argv[1:]
    asyncio.run(gets(iter(Path(file).read_text(encoding="utf-8").split()), *(ca_file or [""])))


if __name__ == "__main__":
    main()
