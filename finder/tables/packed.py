"""Bytes of a file, also of a packed one, with limits against files that unpack to no end."""

from __future__ import annotations

import gzip
import lzma
import stat
import zipfile
import zlib
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from typing import IO, TYPE_CHECKING, Final

from finder.tables.failure import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP: Final = b"\x1f\x8b"
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
MOST_BYTES: Final = 4 << 30
_MOST_MEMBERS: Final = 1_000
# Text packs to a twentieth, at times to a hundredth; what a bomb is made of to a thousandth.
_HIGHEST_RATIO: Final = 300
_RATIO_COUNTS_FROM: Final = 64 << 20
_BUFFER: Final = 1 << 18
_ENCRYPTED: Final = 1


class _Limited(RawIOBase):
    """The bytes of a packed file, until they are too many."""

    def __init__(
        self, stream: IO[bytes] | gzip.GzipFile, packed: int, below: IO[bytes] | None = None
    ) -> None:
        self._stream = stream
        self._below = below
        self._most = min(MOST_BYTES, max(_RATIO_COUNTS_FROM, packed * _HIGHEST_RATIO))
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._given += len(data)
        if self._given > self._most:
            raise UnreadableError(f"unpacks to more than {self._most >> 20:,} MB; is it what it should be?")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        if self._below:
            self._below.close()
        super().close()


@contextmanager
def clear_failures() -> Iterator[None]:
    """What goes wrong below, as :class:`UnreadableError`."""
    try:
        yield
    except EOFError as error:
        raise UnreadableError("is cut off: it ends in the middle of what is packed") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise UnreadableError(f"is broken: {_line(error)}") from error
    except NotImplementedError as error:
        raise UnreadableError("is packed in a way that is not known; pack it again as plain zip") from error
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or _line(error)}") from error


def opened(path: Path) -> IO[bytes]:
    """A file as it is. Raises :class:`UnreadableError`."""
    with clear_failures():
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError("is no file")
        return path.open("rb", buffering=_BUFFER)


def unzipped(path: Path) -> IO[bytes]:
    """What is in a ``.gz``."""
    stream = opened(path)
    packed = path.stat().st_size
    return BufferedReader(_Limited(gzip.GzipFile(fileobj=stream, mode="rb"), packed, stream), _BUFFER)


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a ``.zip``, but for those that only systems write. Raises :class:`UnreadableError`."""
    found = [each for each in archive.infolist() if not each.is_dir() and not _of_a_system(each.filename)]
    if not found:
        raise UnreadableError("is an archive with nothing in it")
    if len(found) > _MOST_MEMBERS:
        raise UnreadableError(f"is an archive of {len(found):,} files; at most {_MOST_MEMBERS:,} are read")
    if any(each.flag_bits & _ENCRYPTED for each in found):
        raise UnreadableError("is an archive with a password; unpack it first")
    if sum(each.file_size for each in found) > MOST_BYTES:
        raise UnreadableError(f"unpacks to more than {MOST_BYTES >> 20:,} MB; is it what it should be?")
    return found


def opened_archive(path: Path) -> zipfile.ZipFile:
    """Raises :class:`UnreadableError`."""
    with clear_failures():
        try:
            return zipfile.ZipFile(path)
        except (ValueError, IndexError, UnicodeDecodeError) as error:
            raise UnreadableError(f"is broken: {_line(error)}") from error


def opened_member(path: Path, name: zipfile.ZipInfo) -> IO[bytes]:
    """What one file of a ``.zip`` holds. Raises :class:`UnreadableError`."""
    archive = opened_archive(path)
    with clear_failures():
        try:
            stream = archive.open(name)
        except RuntimeError as error:
            raise UnreadableError("is an archive with a password; unpack it first") from error
    # The archive itself may go: the stream keeps the file open as long as it needs it.
    archive.close()
    return BufferedReader(_Limited(stream, name.compress_size), _BUFFER)


def _of_a_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
