"""Pictures and videos of a page that was saved with its files: those of the article itself, not of the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from reportedly.capture._media import Attached, attached
from reportedly.capture._preview import looks_like_preview
from reportedly.model import Captured, MediaKind, Problem

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reportedly.capture._documents import Document

LEAST_SIDE = 200
"""Pixels; smaller pictures are logos and portraits beside the text, which every page of an outlet shares."""

_LOCAL = re.compile(rb"""(?:src|poster)\s*=\s*["']?(?![\w.+-]+:|//|data:|#)[^"'\s>]""", re.IGNORECASE)
_AROUND = frozenset({"nav", "header", "footer", "aside", "form", "button"})
_ARTICLE = frozenset({"article", "main", "figure"})
_MOST = 40


def with_files(found: Iterable[Captured | Problem], document: Document, page: Path | None) -> Iterator[Captured | Problem]:
    """A page's revision with the media files that were saved beside it. Pages without such files cost one look."""
    if document.kind != "html" or page is None or not _LOCAL.search(document.data) or looks_like_preview(document.data):
        yield from found
        return
    for one in found:
        yield _with(one, list(_files(document.data, page))) if isinstance(one, Captured) else one


def _with(captured: Captured, files: list[Attached]) -> Captured:
    revision = replace(captured.revision, media=(*captured.revision.media, *(one.media for one in files)))
    return replace(captured, revision=revision, files=tuple(one.file for one in files if one.file))


def _files(data: bytes, page: Path) -> Iterator[Attached]:
    from reportedly.capture._html import parse
    from reportedly.capture.media import size_of

    tree, _ = parse(data)
    known: set[str] = set()
    for kind, address in _shown(tree):
        path = unquote(address.split("?")[0].split("#")[0])
        if path in known or len(known) >= _MOST:
            continue
        known.add(path)
        one = attached(kind, PurePosixPath(path.replace("\\", "/")).name, page.parent, path, "page's folder")
        if one.file and kind == "photo" and isinstance(one.file.source, Path):
            size = size_of(one.file.source)
            if size is None or min(size) < LEAST_SIDE:
                continue
        yield one


def _shown(tree: HtmlElement) -> Iterator[tuple[MediaKind, str]]:
    """Kind and relative address of what the article shows, in its order."""
    for element in tree.iter("img", "video", "source"):
        around = {str(one.tag) for one in element.iterancestors()}
        if around & _AROUND or not around & _ARTICLE:
            continue
        address = str(element.get("src") or "")
        if not address or re.match(r"[\w.+-]+:|//|#", address):
            continue
        if element.tag == "img":
            yield "photo", address
        elif element.tag == "video" or "video" in around:
            yield "video", address
