"""Where packs lie, and how they are read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from reportedly.model.errors import PackError
from reportedly.model.registry import Pack, Registry, registry
from reportedly.packs._parse import parse


def user_folder() -> Path:
    """Where added data lies: $REPORTEDLY_DATA, else the platform's folder for user data. It may not exist yet."""
    if chosen := os.environ.get("REPORTEDLY_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "reportedly"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "reportedly"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "reportedly"


def shipped() -> list[Path]:
    """The packs of this package, in order of name."""
    return sorted(Path(__file__).parent.glob("*.yaml"))


def added() -> list[Path]:
    """The user's packs, in order of name."""
    return sorted((user_folder() / "packs").glob("*.yaml"))


def check(path: Path) -> Pack:
    """The pack of a file. Raises PackError when it cannot be read or is malformed."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
        raise PackError(reason, where=str(path)) from error


def load(paths: Iterable[Path]) -> Registry:
    """The registry of the packs, later ones over earlier ones. Raises PackError."""
    return registry(check(path) for path in paths)


def default_registry() -> Registry:
    """All shipped packs and the user's. Read once, until the user's packs change."""
    paths = (*shipped(), *added())
    return _loaded(tuple((path, path.stat().st_mtime_ns) for path in paths))


@cache
def _loaded(paths: tuple[tuple[Path, int], ...]) -> Registry:
    return load(path for path, _ in paths)


def add(path: Path) -> Pack:
    """Takes a pack over into the user's folder, checked first; one of the same name is replaced. Raises PackError."""
    pack = check(path)
    folder = user_folder() / "packs"
    target = folder / f"{_file_name(pack.name, path)}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=folder, suffix=".part", delete=False) as handle:
            handle.write(path.read_bytes())
        os.replace(handle.name, target)
    except OSError as error:
        raise PackError(error.strerror or str(error), where=str(target)) from error
    return pack


def _file_name(name: str, path: Path) -> str:
    if not name or not all(c.isalnum() or c in "-_" for c in name):
        raise PackError(f"{name!r} may hold only letters, digits, - and _", where=str(path), place="pack")
    return name
