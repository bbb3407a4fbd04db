"""Anything in → revisions. One bad input gives one problem and never stops the batch."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from reportedly.capture._clock import Clock, utc_now
from reportedly.capture._items import Item, item, walk
from reportedly.model import Captured, CaptureError, Problem, Revision


def capture(
    paths: Iterable[Path | str],
    *,
    captured_at: datetime | None = None,
    clock: Clock = utc_now,
    huge_media: bool = False,
) -> Iterator[Captured | Problem]:
    """Reads files, folders, Telegram Desktop exports (folder or `result.json`), gzip of these, and `-` for stdin.

    Revisions come in the order of `paths`, folders sorted by name. `captured_at` (aware) defaults to `clock()`, asked
    once. Media of an export over 64 MB are named but not hashed unless `huge_media`. Nothing is raised for a bad input.
    """
    at = captured_at or clock()
    for found in walk(paths):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _one(found, at, huge_media)


def expect(path: Path | str) -> int:
    """About how many revisions a path will give, cheaply: files are counted, an export's messages too. 0 when unreadable."""
    from reportedly.capture._telegram import count_messages

    total = 0
    for found in walk([path]):
        if isinstance(found, Problem):
            continue
        total += count_messages(found) if found.name.lower().removesuffix(".gz").endswith(".json") else 1
    return total


def _one(path: Path, at: datetime, huge_media: bool) -> Iterator[Captured | Problem]:
    try:
        yield from _read(item(path), at, huge_media)
    except CaptureError as error:
        yield Problem(where=error.where or str(path), reason=error.reason, place=error.place)
    except (EOFError, zlib.error) as error:
        yield Problem(where=str(path), reason=f"damaged gzip data ({error})")
    except OSError as error:
        yield Problem(where=str(path), reason=(error.strerror or str(error)).lower())
    except RecursionError:
        yield Problem(where=str(path), reason="nested too deeply")
    except Exception as error:  # a library's fault on one page must not stop the batch
        yield Problem(where=str(path), reason=f"could not be read ({type(error).__name__}: {error})")


def _read(source: Item, at: datetime, huge_media: bool) -> Iterator[Captured | Problem]:
    if source.kind == "json":
        from reportedly.capture._telegram import read_export

        yield from read_export(source, captured_at=at, huge_media=huge_media)
        return
    data = source.read()
    for found in _documents(source, data, at):
        yield found if isinstance(found, Problem) else Captured(source.original, found)


def _documents(source: Item, data: bytes, at: datetime) -> Iterator[Revision | Problem]:
    sha256 = source.original.sha256
    if source.kind == "text":
        from reportedly.capture._text import read_text

        yield read_text(data, sha256=sha256, captured_at=at)
    elif source.kind == "mail":
        from reportedly.capture._mail import read_mail

        yield read_mail(data, sha256=sha256, captured_at=at)
    else:
        from reportedly.capture._html import read_html
        from reportedly.capture._preview import looks_like_preview, read_preview

        if looks_like_preview(data):
            yield from read_preview(data, where=source.where, sha256=sha256, captured_at=at)
        else:
            yield read_html(data, sha256=sha256, captured_at=at)
