"""trafilatura on the pages of a benchmark, in its own environment: started by ``bench.real_pages``.

Usage: python peer_pages.py PAGES.jsonl (lines with ``id``, ``url``, ``html``). The first line it prints holds
the links of its text by id; for each line it then reads it goes through all pages once and prints the CPU
seconds that took.
"""

import json
import sys
import time
from pathlib import Path

import trafilatura


def main() -> None:
    """Answer line by line."""
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    print(json.dumps({page["id"]: links(page) for page in pages}), flush=True)
    for _ in sys.stdin:
        started = time.process_time()
        for page in pages:
            extracted(page)
        print(time.process_time() - started, flush=True)


def links(page: dict) -> list[dict]:
    """The links that are part of the extracted text: what it calls main."""
    document = extracted(page)
    if document is None:
        return []
    found = ((node.get("target") or "", "".join(node.itertext())) for node in document.body.iter("ref"))
    return [{"href": target, "text": text, "placement": "main"} for target, text in found]


def extracted(page: dict) -> object:
    """Text and links with trafilatura's defaults; nothing but what the comparison is about."""
    return trafilatura.bare_extraction(
        page["html"], url=page["url"], include_links=True, include_comments=False, with_metadata=False
    )


if __name__ == "__main__":
    main()
