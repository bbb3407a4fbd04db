"""The untouched bytes of what was captured, in a folder by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from reportedly.model import LedgerError, NotFound, Original, UnreadableInput

_CHUNK = 1 << 20
_ABANDONED = 3600.0  # seconds


class Originals:
    """`<folder>/ab/cdef...`: written whole or not at all, never changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._partial = folder / "partial"

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie."""
        return self.folder / sha256[:2] / sha256[2:]

    def keep(self, original: Original) -> None:
        """Stores the bytes unless they are there. Raises UnreadableInput when the source no longer has that hash."""
        self.keep_chunks(original.sha256, original.size, _source(original), name=str(_named(original)))

    def keep_chunks(self, sha256: str, size: int, chunks: Iterable[bytes], *, name: str) -> bool:
        """The same for bytes that come in chunks from what `name` names; whether they are new here."""
        target = self.path(sha256)
        try:
            if target.exists() and target.stat().st_size == size:
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            self._partial.mkdir(exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self._partial)
            try:
                with os.fdopen(handle, "wb") as file:
                    found = _copy(chunks, file.write)
                    file.flush()
                    os.fsync(file.fileno())
                if found != sha256:
                    raise UnreadableInput("changed while it was being read", where=name)
                os.chmod(partial, 0o644)
                os.replace(partial, target)
            finally:
                Path(partial).unlink(missing_ok=True)
            sync_folder(target.parent)
            return True
        except OSError as error:
            raise LedgerError(f"cannot be written: {error.strerror}", where=str(target)) from error

    def sweep(self) -> None:
        """Deletes what processes that were killed left half-written."""
        for path in self._partial.glob("*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()

    def read(self, sha256: str) -> bytes:
        """The bytes. Raises NotFound."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise NotFound("no such original", where=sha256) from error

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes in chunks. Raises NotFound."""
        try:
            yield from _chunks(self.path(sha256))
        except OSError as error:
            raise NotFound("no such original", where=sha256) from error

    def forget(self, sha256: str) -> None:
        """Deletes the bytes; for redaction only."""
        self.path(sha256).unlink(missing_ok=True)

    def hash_of(self, sha256: str) -> str | None:
        """What the stored bytes hash to now; None when they are gone."""
        path = self.path(sha256)
        if not path.exists():
            return None
        return _digest(_chunks(path))


def _copy(chunks: Iterable[bytes], write: Callable[[bytes], object]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        write(chunk)
    return digest.hexdigest()


def _source(original: Original) -> Iterator[bytes]:
    if isinstance(original.source, bytes):
        yield original.source
        return
    try:
        yield from _chunks(original.source)
    except OSError as error:
        raise UnreadableInput(f"cannot be read: {error.strerror}", where=str(original.source)) from error


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _named(original: Original) -> str | Path:
    return original.source if isinstance(original.source, Path) else original.sha256


def sync_folder(folder: Path) -> None:
    """Makes names in a folder last through a power cut."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
