"""Reading a ledger's file: every line, hash, checkpoint and original is checked before anything of it is believed."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

import msgspec

from reportedly.ledger._bodies import OriginalBody, decode
from reportedly.ledger._bundle import (
    CHECKPOINTS,
    ENTRIES,
    FORMAT,
    MANIFEST,
    ORIGINALS,
    VERSION,
    CheckpointLine,
    EntryLine,
    Manifest,
)
from reportedly.ledger._log import Logged, canonical, commitment
from reportedly.ledger._merkle import Frontier, leaf_hash
from reportedly.ledger._notes import Key, checkpoint_text, signed_by
from reportedly.ledger._signing import SignOffs
from reportedly.model import ExportError, LedgerError

_LONGEST = 256 << 20
"""Bytes of one line; a longer one is no entry."""
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
_NO_EXPORT = (
    "not a ledger export, or damaged: no readable zip file (tables and feeds cannot be imported: they lack the reports' texts)"
)

T = TypeVar("T")


class Told(NamedTuple):
    """A checked entry, and the checkpoint that ends with it, if one does."""

    logged: Logged
    salt: bytes | None
    leaf: bytes
    checkpoint: dict[str, Any] | None


class Bundle:
    """A ledger's file, open for reading. Raises ExportError when it is none, naming the member and line that is wrong."""

    def __init__(self, path: Path, key: str | None = None) -> None:
        """`key`: the public key to trust, in note form; default the one that the file names."""
        self.path = path
        self._open: list[IO[bytes]] = []
        try:
            self._archive = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise ExportError("no such file", where=str(path)) from error
        except _BROKEN as error:
            raise ExportError(_NO_EXPORT, where=str(path)) from error
        try:
            self.manifest = self._manifest()
            trusted = key or self.manifest.key
            self.key = Key.parse(trusted) if trusted else None
        except LedgerError as error:
            self.close()
            raise self._error(MANIFEST, f"field key: {error.reason}") from error
        except ExportError:
            self.close()
            raise

    def close(self) -> None:
        """Also what a reading that was given up left open."""
        for file in self._open:
            file.close()
        self._archive.close()

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> dict[str, int]:
        """Reads all of it and keeps nothing; the size of every original by its hash. Raises ExportError."""
        wanted: dict[str, int] = {}
        redacted: set[int] = set()
        redactions: set[str] = set()
        signing = SignOffs()
        for told in self.entries():
            entry = told.logged
            if wrong := signing.see(entry.kind, entry.key, entry.body):
                raise self._error(ENTRIES, wrong, entry.seq + 1, "body")
            if entry.body is None:
                redacted.add(entry.seq)
            elif entry.kind == "original":
                wanted[entry.key] = decode(entry.body, OriginalBody).size
            if entry.kind == "redaction":
                redactions.add(entry.key)
        for seq in sorted(redacted):
            if str(seq) not in redactions:
                raise self._error(ENTRIES, "its content is missing, and no redaction tells why", seq + 1, "body")
        for sha256, size in wanted.items():
            self._check_original(sha256, size)
        return wanted

    def entries(self) -> Iterator[Told]:
        """The entries in order. Raises ExportError at the first that is not what its hashes and checkpoints say."""
        frontier, size, told_of = Frontier(), self.manifest.size, 0
        checkpoints = self._checkpoints()
        ahead = next(checkpoints, None)
        for number, line in self._lines(ENTRIES, EntryLine):
            logged, salt = self._entry(number, line, frontier.size)
            leaf = leaf_hash(logged.entry)
            frontier.append(leaf)
            ends = None
            if ahead and ahead[1].size == frontier.size:
                ends = self._checked(*ahead, frontier)
                told_of, ahead = frontier.size, next(checkpoints, None)
            yield Told(logged, salt, leaf, ends)
        if frontier.size != size:
            raise self._error(ENTRIES, f"ends after {frontier.size} of {size} entries", frontier.size + 1)
        if ahead or told_of != size:
            raise self._error(CHECKPOINTS, "tells of other entries than there are", ahead[0] if ahead else None)
        if size and frontier.root.hex() != self.manifest.root:
            raise self._error(MANIFEST, "field root: is not that of the entries")

    def original(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an original in chunks."""
        with self._member(ORIGINALS + sha256) as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def _manifest(self) -> Manifest:
        with self._member(MANIFEST) as file:
            raw = file.read(1 << 20)
        try:
            manifest = msgspec.json.decode(raw, type=Manifest)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._error(MANIFEST, _plain(error)) from error
        if manifest.format != FORMAT:
            raise self._error(MANIFEST, f"not a ledger export: its format is {manifest.format!r}")
        if manifest.version > VERSION:
            raise self._error(MANIFEST, f"made by a newer version of reportedly (format {manifest.version}, known {VERSION})")
        return manifest

    def _entry(self, number: int, line: EntryLine, seq: int) -> tuple[Logged, bytes | None]:
        try:
            told = json.loads(line.entry)
            entry = canonical(seq, told["at"], told["kind"], told["key"], told["commitment"])
        except (ValueError, TypeError, KeyError) as error:
            raise self._error(ENTRIES, "is no log entry", number, "entry") from error
        if entry != line.entry.encode("utf-8", "replace"):
            raise self._error(ENTRIES, f"is not entry {seq} in canonical form: dropped, doubled or changed", number, "entry")
        try:
            salt = bytes.fromhex(line.salt) if line.salt is not None else None
        except ValueError as error:
            raise self._error(ENTRIES, "is not hexadecimal", number, "salt") from error
        body = line.body.encode() if line.body is not None else None
        if (salt is None) != (body is None):
            raise self._error(ENTRIES, "one of salt and body is missing", number, "salt" if salt is None else "body")
        if salt is not None and commitment(salt, body or b"") != told["commitment"]:
            raise self._error(ENTRIES, "its content is not what the entry commits to: it was changed", number, "body")
        return Logged(seq, told["kind"], told["key"], told["at"], entry, body), salt

    def _checkpoints(self) -> Iterator[tuple[int, CheckpointLine]]:
        yield from self._lines(CHECKPOINTS, CheckpointLine)

    def _checked(self, number: int, line: CheckpointLine, frontier: Frontier) -> dict[str, Any]:
        text, _, _ = line.note.rpartition("\n\n")
        if f"{text}\n" != checkpoint_text(line.note.split("\n", 1)[0], frontier.size, frontier.root, line.at):
            raise self._error(CHECKPOINTS, "is not the checkpoint of the entries before it", number, "note")
        if self.key and not signed_by(line.note, self.key):
            raise self._error(CHECKPOINTS, f"has no valid signature of {self.key.name}", number, "note")
        peaks = b"".join(frontier.peaks)
        return {"size": frontier.size, "root": frontier.root, "peaks": peaks, "at": line.at, "note": line.note}

    def _check_original(self, sha256: str, size: int) -> None:
        digest, length = hashlib.sha256(), 0
        for chunk in self.original(sha256):
            digest.update(chunk)
            length += len(chunk)
        if (digest.hexdigest(), length) != (sha256, size):
            raise self._error(ORIGINALS + sha256, "its bytes are not those of this hash")

    def _lines(self, name: str, wanted: type[T]) -> Iterator[tuple[int, T]]:
        decoder = msgspec.json.Decoder(wanted)
        number = 0
        with self._member(name) as file:
            while line := file.readline(_LONGEST):
                number += 1
                try:
                    yield number, decoder.decode(line)
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    raise self._error(name, _plain(error), number) from error

    @contextmanager
    def _member(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._archive.open(name) as file:
                self._open.append(file)
                yield file
                self._open.remove(file)
        except KeyError as error:
            raise self._error(name, "is missing") from error
        except _BROKEN as error:
            raise self._error(name, "is damaged") from error

    def _error(self, name: str, reason: str, line: int | None = None, field: str | None = None) -> ExportError:
        place = ", ".join([name, *([f"line {line}"] if line else []), *([f"field {field}"] if field else [])])
        return ExportError(reason, where=str(self.path), place=place)


def _plain(error: Exception) -> str:
    return f"cut or not as it should be: {error}"
