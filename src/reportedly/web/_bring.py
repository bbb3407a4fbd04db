"""Bringing in: pasted text and uploaded files become captures, then go into the ledger."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from reportedly.capture import capture, from_text
from reportedly.ledger import Added, Ledger
from reportedly.model import Captured, Original, Problem, ReportedlyError
from reportedly.packs import outlet_zone
from reportedly.reading import Reader
from reportedly.web._links import outside
from reportedly.web._words import asked


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """A text put into the form, with what its bringer says of it; empty means unknown."""

    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: str = ""


class Uploaded(msgspec.Struct, frozen=True):
    """A file as the browser sent it. Its name is only for messages and to tell its form."""

    name: str
    data: bytes


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """The result page: what was added, which reports it is now in the ledger as, and what could not be taken in."""

    added: Added
    reports: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def bring(ledger: Ledger, reader: Reader, pasted: Pasted, uploaded: Sequence[Uploaded]) -> Brought:
    """Takes in what was given. Bad inputs become problems; the rest goes on."""
    with tempfile.TemporaryDirectory() as folder:
        found = [*_pasted(pasted), *_uploaded(uploaded, Path(folder))]
        added = ledger.add(found, reader)
    named = {str(Path(folder) / str(n) / _safe(one.name)): one.name for n, one in enumerate(uploaded)}
    brought = Brought(
        added=added,
        reports=tuple({one.revision.id: _name(one) for one in found if isinstance(one, Captured)}.items()),
        problems=tuple(msgspec.structs.replace(one, where=named.get(one.where, one.where)) for one in added.problems),
    )
    return ledger.outward.told(brought)


def _pasted(pasted: Pasted) -> Iterable[Captured | Problem]:
    if not pasted.text.strip():
        return
    try:
        yield _captured(pasted)
    except ReportedlyError as error:
        yield Problem(where=error.where or "the pasted text", reason=error.reason, place=error.place)


def _captured(pasted: Pasted) -> Captured:
    if pasted.url and not outside(pasted.url):
        raise ReportedlyError("only http and https addresses are kept", where="the address")
    text = pasted.text.replace("\r\n", "\n")
    revision = from_text(
        text,
        name="the pasted text",
        title=pasted.title or None,
        outlet=pasted.outlet or None,
        url=pasted.url or None,
        published_at=asked(pasted.published) if pasted.published else None,
    )
    data = text.encode()
    return Captured(Original(hashlib.sha256(data).hexdigest(), len(data), "text/plain", data), revision)


def _uploaded(uploaded: Sequence[Uploaded], folder: Path) -> Iterable[Captured | Problem]:
    """Each file in a folder of its own, under a harmless name that keeps its form."""
    for number, one in enumerate(uploaded):
        path = folder / str(number) / _safe(one.name)
        path.parent.mkdir()
        path.write_bytes(one.data)
        yield from capture([path], zone_of=outlet_zone)


def _safe(name: str) -> str:
    suffix = re.search(r"(?:\.[A-Za-z0-9]{1,8}){1,2}$", name)
    return f"upload{suffix[0] if suffix else ''}"


def _name(one: Captured) -> str:
    return one.revision.title or one.revision.report
