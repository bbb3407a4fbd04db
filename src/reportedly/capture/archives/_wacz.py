"""WACZ files: web archives in a ZIP with a list of their files and their hashes. Nothing is unpacked to disk."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from reportedly.capture.archives._records import Page
from reportedly.capture.archives._warc import Heard, read_warc
from reportedly.model import Problem, UnreadableInput

_WARC = re.compile(r"archive/[^/]+\.warc(\.gz)?")
_MOST_FILES = 10_000
_MOST_LIST = 64 << 20  # bytes of the lists of pages and files
_MOST_RATIO = 200
_MOST_UNPACKED = 1 << 40
_CHUNK = 1 << 20


def read_wacz(path: Path, heard: Heard = lambda offset: None) -> Iterator[Page | Problem]:
    """The pages of every archive inside; when the file lists its pages, those alone.

    An archive whose bytes are not those that the file's own list names gives a problem and is not read.
    Raises UnreadableInput for what is no WACZ, leads out of itself, or would blow up.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            members = _members(packed)
            hashes = _hashes(packed, members)
            listed = _listed(packed, members)
            for member in members.values():
                if _WARC.fullmatch(member.filename):
                    yield from _archive(packed, member, hashes, listed, f"{path}!{member.filename}", heard)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UnreadableInput(f"damaged ZIP archive ({error})") from error


def _members(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by name. Raises UnreadableInput for a name that leads outside and for sizes that no archive has."""
    members = packed.infolist()
    if len(members) > _MOST_FILES:
        raise UnreadableInput(f"holds {len(members):,} files, over {_MOST_FILES:,}")
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            raise UnreadableInput("a path leads out of the archive", place=member.filename)
        if member.file_size > max(member.compress_size, 1024) * _MOST_RATIO:
            raise UnreadableInput("unpacks to over 200 times its size", place=member.filename)
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise UnreadableInput("unpacks to over a terabyte")
    named = {member.filename: member for member in members}
    if len(named) != len(members):
        raise UnreadableInput("holds two files of one name")
    if not any(map(_WARC.fullmatch, named)):
        raise UnreadableInput("a ZIP archive without archive/*.warc, so no WACZ")
    return named


def _archive(
    packed: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    hashes: dict[str, str],
    listed: frozenset[str],
    where: str,
    heard: Heard,
) -> Iterator[Page | Problem]:
    stated = hashes.get(member.filename)
    try:
        if stated is not None:
            with packed.open(member) as stream:
                if _sha256(stream) != stated:
                    yield Problem(where=where, reason="not the bytes that datapackage.json names; not read")
                    return
        with packed.open(member) as stream:
            for found in read_warc(cast(BinaryIO, stream), where, heard):
                if isinstance(found, Problem) or not listed or found.fetch.url in listed:
                    yield found
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        yield Problem(where=where, reason=f"damaged inside the ZIP archive ({str(error) or 'it ends early'})")


def _hashes(packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """SHA-256 by path, as the archive's list of its own files has them."""
    try:
        package = json.loads(_text(packed, members, "datapackage.json") or "{}")
    except (ValueError, RecursionError) as error:
        raise UnreadableInput("not valid JSON", place="datapackage.json") from error
    resources = package.get("resources") if isinstance(package, dict) else None
    found = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    return {
        str(one.get("path")): str(one.get("hash")).removeprefix("sha256:").lower()
        for one in found
        if str(one.get("hash")).startswith("sha256:")
    }


def _listed(packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> frozenset[str]:
    """The addresses that the archive's maker calls pages; frames, widgets and advertisements are not among them."""
    urls = set()
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        for line in (_text(packed, members, name) or "").splitlines():
            page = _object(line)
            if isinstance(page.get("url"), str):
                urls.add(page["url"])
    return frozenset(urls)


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str) -> str | None:
    if name not in members:
        return None
    with packed.open(members[name]) as stream:
        data = stream.read(_MOST_LIST + 1)
    if len(data) > _MOST_LIST:
        raise UnreadableInput(f"over {_MOST_LIST >> 20} MB", place=name)
    return data.decode("utf-8", "replace")


def _sha256(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
