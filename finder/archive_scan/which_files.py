"""Which files to go through: paths, patterns, folders, URLs, and lists of paths as Common Crawl has them.

A crawl of Common Crawl is ``crawl-data/CC-MAIN-…/segments/…/warc/….warc.gz``, tens of thousands of files of
about a gigabyte; ``warc.paths.gz`` beside the segments lists them, from ``crawl-data/`` on.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Final

from finder.archive_scan.local_copy import in_words, is_remote, local_copy, remote
from finder.warc import NotAnArchive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LISTS: Final = (".paths", ".paths.gz")
_ARCHIVES: Final = (".warc", ".warc.gz")
_GZIP: Final = b"\x1f\x8b"
_LARGEST_LIST: Final = 200_000_000
# From here on Common Crawl names its files; what stands before it is where they hang.
_ROOT: Final = "crawl-data/"
# Beside the pages of a segment: answers without a page, and robots.txt files.
_NO_PAGES: Final = ("/crawldiagnostics/", "/robotstxt/")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the files that are named: ``prefix`` is where the paths in lists hang (empty: as they say).

    ``segments``: only those of Common Crawl's segments of these names; ``share``: so many of all, the same
    ones each time; ``limit``: so many at most (0: all).
    """

    prefix: str = ""
    segments: tuple[str, ...] = ()
    share: float = 1.0
    limit: int = 0


def files_of(names: Iterable[str], choice: Choice) -> list[str]:
    """The addresses of the files that are meant, each once, in their order.

    Raises ``OSError`` for what cannot be listed and :class:`NotAnArchive` for what names no file, with the
    name in front.
    """
    found: dict[str, None] = {}
    for name in names:
        try:
            found.update(dict.fromkeys(_named(name, choice.prefix)))
        except (OSError, NotAnArchive) as error:
            said = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise type(error)(f"{name}: {said}") from error
    wanted = [address for address in found if _is_chosen(address, choice)]
    return wanted[: choice.limit or None]


def _is_chosen(address: str, choice: Choice) -> bool:
    if choice.segments and not any(f"/segments/{name}/" in address for name in choice.segments):
        return False
    digest = hashlib.blake2b(address.rpartition("/")[2].encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest()) < choice.share * 2**64


def _named(name: str, prefix: str) -> Iterator[str]:
    if name.lower().endswith(_LISTS):
        for path in _listed_in(name):
            if is_remote(name):
                _check(path, name, prefix)
            hung = _hung(path, name, prefix)
            # A list of segments names folders. Whether a file is there shows when its turn comes.
            yield from _expanded(hung) if hung.endswith("/") else (hung,)
    else:
        yield from _expanded(name)


def _listed_in(name: str) -> list[str]:
    """The lines of a list of paths, packed or not."""
    with local_copy(name) as path:
        data = _content(path)
    if len(data) > _LARGEST_LIST:
        raise NotAnArchive(f"is too large for a list of paths: more than {_LARGEST_LIST:,} bytes")
    try:
        lines = [line.strip() for line in data.decode("utf-8").splitlines()]
    except UnicodeDecodeError as error:
        raise NotAnArchive("is no list of paths: not UTF-8 text") from error
    if number := next((number for number, line in enumerate(lines, 1) if "\0" in line), 0):
        raise NotAnArchive(f"is no list of paths: line {number} holds a NUL character")
    paths = [line for line in lines if line and not line.startswith("#")]
    if not paths:
        raise NotAnArchive("lists no file")
    return paths


def _content(path: Path) -> bytes:
    """What a file holds, unpacked if need be; a byte more than :data:`_LARGEST_LIST` at most."""
    with path.open("rb") as file:
        if file.peek(len(_GZIP))[: len(_GZIP)] != _GZIP:
            return file.read(_LARGEST_LIST + 1)
        try:
            with gzip.open(file) as packed:
                return packed.read(_LARGEST_LIST + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise NotAnArchive(f"cannot be unpacked ({error})") from error


def _check(path: str, of_list: str, prefix: str) -> None:
    """Raise :class:`NotAnArchive` for what a list from elsewhere may not name, as files of this machine."""
    scheme = of_list.partition("://")[0]
    is_below = bool(prefix) and path.startswith(f"{prefix.rstrip('/')}/")
    is_elsewhere = is_remote(path) or Path(path).is_absolute()
    # Two colons chain schemes in the addresses of fsspec.
    if (
        "::" in path
        or ".." in path.split("/")
        or (is_elsewhere and not is_below and path.partition("://")[:2] != (scheme, "://"))
    ):
        raise NotAnArchive(
            f'names "{path}"; a list from elsewhere may name what is below it or --prefix, and {scheme}://...'
        )


def _hung(path: str, of_list: str, prefix: str) -> str:
    """Where a path of a list is: below the prefix, else where the list itself hangs, else beside it."""
    if is_remote(path) or Path(path).is_absolute():
        return path
    if prefix:
        return f"{prefix.rstrip('/')}/{path}"
    before, root, _ = of_list.rpartition(_ROOT)
    if root and path.startswith(_ROOT) and (not before or before.endswith("/")):
        return f"{before}{path}"
    folder, slash, _ = of_list.rpartition("/")
    return f"{folder}{slash}{path}"


def _expanded(name: str) -> Iterator[str]:
    """The archive files that a path, pattern or folder means, by name."""
    if is_remote(name):
        yield from _expanded_elsewhere(name)
        return
    path = Path(name).expanduser()
    if path.is_dir():
        yield from _below(path)
    elif path.exists():
        yield os.path.abspath(path)  # noqa: PTH100 - resolves no links
    else:
        # Path.glob takes no absolute pattern.
        found = sorted(glob(str(path), recursive=True)) if has_magic(name) else []  # noqa: PTH207
        if not found:
            raise NotAnArchive("there is no such file")
        yield from (os.path.abspath(each) for each in found if Path(each).is_file())  # noqa: PTH100


def _below(folder: Path) -> Iterator[str]:
    found = [str(path.absolute()) for path in folder.rglob("*.warc*") if path.is_file()]
    yield from _archives(found)


def _archives(paths: Iterable[str]) -> list[str]:
    found = [
        path
        for path in sorted(paths)
        if path.endswith(_ARCHIVES) and not any(part in path for part in _NO_PAGES)
    ]
    if not found:
        raise NotAnArchive("holds no file that ends in .warc or .warc.gz")
    return found


def _expanded_elsewhere(url: str) -> Iterator[str]:
    if not url.endswith("/") and not has_magic(url.partition("?")[0]):
        yield url
        return
    files, path = remote(url)
    if "http" in str(getattr(files, "protocol", "")):
        raise NotAnArchive(
            "files at such an address cannot be listed; name a list of their paths (.paths.gz)"
        )
    with in_words():
        found = files.find(path) if url.endswith("/") else files.glob(path)
        named = [str(files.unstrip_protocol(each)) for each in found]
    yield from _archives(named) if url.endswith("/") else sorted(named)
