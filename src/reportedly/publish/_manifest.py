"""What lies in a folder of exports: each file with what it holds, what it loses, and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reportedly.publish._content import Content, Format

_CHUNK = 1 << 20


def manifest(folder: Path, forms: Iterable[Format], content: Content, asked: Mapping[str, Any]) -> bytes:
    """The manifest as JSON. `asked`: the moments and filters with which the files were made."""
    from reportedly import __version__

    files = [
        {
            "file": form.file,
            "format": form.name,
            "media_type": form.media_type,
            "holds": form.about,
            "loses": form.loses,
            "bytes": (folder / form.file).stat().st_size,
            "sha256": _sha256(folder / form.file),
        }
        for form in forms
    ]
    made = {"made_by": f"reportedly {__version__}", "at": content.at, "asked": dict(asked), "files": files}
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
