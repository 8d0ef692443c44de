"""The files inside an archive, read in memory and within limits; nothing is ever extracted."""

import io
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from knowledge.errors import UnreadableSource

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

LARGEST_MEMBER = 50_000_000
"""Bytes of a file in an archive."""

_LARGEST_SINGLE = 200_000_000
"""Bytes of a file that is compressed alone, the same as of one that is not compressed."""

_LARGEST_WHOLE = 2_000_000_000
"""Bytes of all files in an archive together."""

_RATIO = 100
"""How many times its size an archive may grow. Text grows five to ten times, a bomb a thousand times."""

_FREE = 20_000_000
"""Bytes below which the ratio does not matter: small files of much the same compress very well."""

_STEP = 1_000_000
_GZIP = b"\x1f\x8b"

Member = tuple[str, bytes]
Wanted = Callable[[str], bool]


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class _TooMuch(Exception):
    """More comes out of an archive than any honest one holds."""


def archive_kind(name: str) -> str | None:
    """Which kind of archive a file is by its name, or None.

    >>> archive_kind("news.tar.gz"), archive_kind("news.jsonl.gz"), archive_kind("news.jsonl")
    ('tar', 'gz', None)
    """
    lowered = name.lower()
    if lowered.endswith((".tar", ".tgz", ".tar.gz")):
        return "tar"
    return {".zip": "zip", ".gz": "gz"}.get(PurePosixPath(lowered).suffix)


def members(name: str, content: bytes, *, wanted: Wanted) -> Iterator[Member | UnreadableSource]:
    """The wanted files in an archive, under their names inside it; what cannot be read is reported."""
    import lzma
    import tarfile
    import zipfile

    unpack = {"zip": _zip, "tar": _tar, "gz": _gzip}[archive_kind(name) or "zip"]
    budget = _Budget(len(content))
    try:
        yield from unpack(name, content, wanted, budget)
    except _TooMuch:
        yield UnreadableSource(name, "unpacks to far more than its own size; the rest of it was not read")
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        yield UnreadableSource(name, f"a damaged archive ({str(error) or type(error).__name__})")
    # Forged headers lead the standard library into these.
    except (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, struct.error) as error:
        yield UnreadableSource(name, f"a damaged archive ({type(error).__name__})")


class _Budget:
    """How many bytes may still come out of an archive."""

    def __init__(self, packed: int) -> None:
        self._left = min(_LARGEST_WHOLE, max(_FREE, packed * _RATIO))

    def read(self, stream: _Readable, size: int) -> bytes:
        """Up to so many bytes of the stream, paid for."""
        found = stream.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise _TooMuch
        return found

    def read_whole(self, stream: _Readable, limit: int) -> bytes | None:
        """All of the stream, or None if that is more than the limit. What its header says is not believed."""
        found = io.BytesIO()
        while step := self.read(stream, _STEP):
            found.write(step)
            if found.tell() > limit:
                return None
        return found.getvalue()


class _Counted(io.RawIOBase):
    """A stream whose bytes are paid for out of a budget, also those that are passed over."""

    def __init__(self, stream: _Readable, budget: _Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        return self._budget.read(self._stream, size)


def _inside(name: str) -> str | None:
    """A member's name with "/" between its parts, or None if it points out of the archive."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", "."}]
    return None if ".." in parts or not parts else "/".join(parts)


def _outside(name: str, member: str, wanted: Wanted) -> Iterator[UnreadableSource]:
    if wanted(member.replace("\\", "/").rpartition("/")[2]):
        yield UnreadableSource(f"{name}!{member}", "its name points out of the archive")


def _checked(name: str, inner: str, content: bytes | None, limit: int) -> Member | UnreadableSource:
    if content is None:
        return UnreadableSource(f"{name}!{inner}", f"larger than {limit // 1_000_000} MB")
    return inner, content


def _zip(name: str, content: bytes, wanted: Wanted, budget: _Budget) -> Iterator[Member | UnreadableSource]:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            inner = _inside(info.filename)
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            if inner is None:
                yield from _outside(name, info.filename, wanted)
            elif wanted(inner):
                yield _zipped(name, inner, archive, info, budget)


def _zipped(name: str, inner: str, archive: "ZipFile", info: "ZipInfo", budget: _Budget) -> Member | UnreadableSource:
    import lzma
    from zipfile import BadZipFile

    if info.flag_bits & 1:
        return UnreadableSource(f"{name}!{inner}", "encrypted")
    try:
        with archive.open(info) as stream:
            return _checked(name, inner, budget.read_whole(stream, LARGEST_MEMBER), LARGEST_MEMBER)
    except (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError) as error:
        # What a ValueError says here is about seeking, and helps nobody.
        detail = "" if isinstance(error, ValueError) else str(error)
        return UnreadableSource(f"{name}!{inner}", f"damaged ({detail or type(error).__name__})")


def _tar(name: str, content: bytes, wanted: Wanted, budget: _Budget) -> Iterator[Member | UnreadableSource]:
    import gzip
    import tarfile

    packed = io.BytesIO(content)
    stream = gzip.GzipFile(fileobj=packed) if content.startswith(_GZIP) else packed
    # "r|" reads forwards only, so that every byte passes the counter, also those of unwanted members.
    with tarfile.open(fileobj=_Counted(stream, budget), mode="r|") as archive:
        for info in archive:
            inner = _inside(info.name)
            if not info.isreg() or info.issparse():
                continue
            if inner is None:
                yield from _outside(name, info.name, wanted)
            elif wanted(inner) and (file := archive.extractfile(info)):
                found = file.read() if info.size <= LARGEST_MEMBER else None
                yield _checked(name, inner, found, LARGEST_MEMBER)


def _gzip(name: str, content: bytes, wanted: Wanted, budget: _Budget) -> Iterator[Member | UnreadableSource]:
    import gzip

    inner = PurePosixPath(name).stem
    if wanted(inner):
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            yield _checked(name, inner, budget.read_whole(stream, _LARGEST_SINGLE), _LARGEST_SINGLE)
