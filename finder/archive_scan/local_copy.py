"""A file that may be elsewhere, as a file here."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.warc import NotAnArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

_SILENCE = 60.0  # seconds
_EXTRA = 'pip install "finder[archive]"'


def is_remote(address: str) -> bool:
    """Whether an address is a URL and no path."""
    return "://" in address


@contextmanager
def local_copy(address: str) -> Iterator[Path]:
    """The path of a file; one with a URL is copied to a temporary file, so that any damage can be got past.

    Raises ``OSError`` when it cannot be had, and :class:`NotAnArchive` for a URL that nothing here can open.
    """
    if not is_remote(address):
        yield Path(address)
        return
    files, path = remote(address)
    # Kept apart from what is done with it: the copy is gone at the end, whatever happens.
    with tempfile.TemporaryDirectory(prefix="finder-archive-") as folder:
        copy = Path(folder) / "copy"
        with in_words():
            files.get_file(path, str(copy))
        yield copy


def remote(address: str) -> tuple[Any, str]:
    """The file system of a URL (fsspec's) and the path in it. Raises as :func:`local_copy` does."""
    try:
        # Only here, since it is an extra: files of this machine need none.
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise NotAnArchive(f"is not on this machine, which needs an extra: {_EXTRA}") from error
    with in_words():
        files, path = url_to_fs(address, **_options(address))
    return files, str(path)


def _options(address: str) -> dict[str, Any]:
    """What the file system of an address is told: a file may take hours, as long as some of it comes."""
    if not address.lower().startswith(("http://", "https://")):
        return {}
    from aiohttp import ClientTimeout

    return {
        "client_kwargs": {"timeout": ClientTimeout(total=None, sock_connect=_SILENCE, sock_read=_SILENCE)}
    }


@contextmanager
def in_words() -> Iterator[None]:
    """What goes wrong with a file elsewhere as ``OSError``, whatever its client library raises."""
    try:
        yield
    except ImportError as error:
        raise NotAnArchive(f"needs a client of such addresses ({error}); see {_EXTRA}") from error
    except FileNotFoundError as error:
        raise OSError("there is no such file") from error
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
