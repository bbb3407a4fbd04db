"""Outlets' usual places, learnt from reports that were read, kept in a file: the reader only looks them up."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from reportedly.model import PackError, Place
from reportedly.reading.places._default import data_folder
from reportedly.reading.places._gazetteer import Gazetteer
from reportedly.reading.places._home import Home
from reportedly.reading.places._named_after import named_after

FEWEST = 3
"""Reports that name a place, below which an outlet has no usual region."""


def homes_file() -> Path:
    """Where they are kept. It may not exist yet."""
    return data_folder() / "homes.json"


def learn(reports: Iterable[tuple[str, Sequence[Place]]], gazetteer: Gazetteer | None = None) -> dict[str, Home]:
    """The usual places of each outlet, from (outlet, places of one report), which are what reading made of it: no labels.

    With a gazetteer, the town in an outlet's own name is a hint.
    """
    by_outlet: dict[str, list[Sequence[Place]]] = defaultdict(list)
    for outlet, places in reports:
        if settled := [p for p in places if p.country and p.geo_precision in (1, 2) and not p.metonym]:
            by_outlet[outlet].append(settled)
    return {
        outlet: Home.learn(found, named_after(outlet, gazetteer) if gazetteer else ())
        for outlet, found in sorted(by_outlet.items())
        if len(found) >= FEWEST
    }


def save(homes: Mapping[str, Home]) -> Path:
    """Keeps them for every later reading; what was there is replaced whole. PackError when it cannot be written."""
    path = homes_file()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.encode(homes, order="sorted"))
        draft.replace(path)
    except OSError as error:
        raise PackError(error.strerror or str(error), where=str(path)) from error
    finally:
        draft.unlink(missing_ok=True)
    return path


def saved() -> dict[str, Home]:
    """What was kept; nothing before the first `save`. PackError when the file is damaged."""
    path = homes_file()
    try:
        return _loaded(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@cache
def _loaded(path: Path, _changed: int) -> dict[str, Home]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Home])
    except msgspec.DecodeError as error:
        raise PackError(f"is damaged ({error}); learn it again or delete it", where=str(path)) from error
