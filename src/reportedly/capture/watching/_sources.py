"""`sources.toml`: what is watched, how often, and how politely."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from reportedly.capture._identity import clean_url
from reportedly.capture.fetching import AGENT, GAP
from reportedly.model import UnreadableInput

SourceKind = Literal["feed", "sitemap", "page", "telegram", "folder"]

SHORTEST = timedelta(seconds=30)
_EVERY: dict[SourceKind, timedelta] = {
    "feed": timedelta(minutes=15),
    "sitemap": timedelta(minutes=15),
    "page": timedelta(minutes=15),
    "telegram": timedelta(minutes=10),
    "folder": timedelta(minutes=1),
}
_PLACE: dict[SourceKind, str] = {"feed": "url", "sitemap": "url", "page": "url", "telegram": "channel", "folder": "path"}
_UNITS = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+?)s?", re.IGNORECASE)
_CHANNEL = re.compile(r"(?:https?://t\.me/(?:s/)?|@)?([A-Za-z]\w{3,31})/?")
_MOST_PARALLEL = 32


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is watched. `place` is an address, or the path of a folder; `most` bounds the articles of one poll."""

    kind: SourceKind
    place: str
    every: timedelta
    name: str
    most: int = 100
    revisit: bool = True


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """All that one file says."""

    sources: tuple[Source, ...]
    agent: str = AGENT
    allow: frozenset[str] = frozenset()
    robots: bool = True
    gap: float = GAP
    parallel: int = 4


def read_sources(path: Path) -> Sources:
    """Reads the file. Raises UnreadableInput, naming line and key, for the first thing that is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
        given = tomllib.loads(text)
    except OSError as error:
        raise UnreadableInput((error.strerror or str(error)).lower(), where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"\(at (line \d+).*\)$", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error)).lower()
        raise UnreadableInput(f"not valid TOML: {reason}", where=str(path), place=found[1] if found else None) from error
    return _Reading(path, text).all(given)


class _Reading:
    """The checks, with the file's text at hand to say where something is."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def all(self, given: dict[str, Any]) -> Sources:
        kinds = get_args(SourceKind)
        head = {key: value for key, value in given.items() if key not in kinds}
        settings: dict[str, Callable[[Any], Any]] = {
            "agent": _words,
            "allow": _hosts,
            "robots": _flag,
            "gap": _between(0.0, 3600.0),
            "parallel": lambda value: int(_between(1, _MOST_PARALLEL)(value)),
        }
        for key, value in head.items():
            if isinstance(value, (dict, list)) and key not in settings:
                self._fail(f"is no kind of source; begin one with [[{']], [['.join(kinds)}]]", None, 0, key)
        found = self._checked(head, settings, None, 0)
        sources = []
        for kind in kinds:
            tables = given.get(kind, [])
            if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
                self._fail(f"write [[{kind}]], in two brackets, once for each source", None, 0, kind)
            sources += [self._source(kind, table, number) for number, table in enumerate(tables)]
        if not sources:
            self._fail(f"names no source; begin one with [[{']], [['.join(kinds)}]]", None, 0, "")
        places = [source.place for source in sources]
        for number, place in enumerate(places):
            if place in places[:number]:
                self._fail(f"is watched twice: {place}", sources[number].kind, self._nth(sources, number), "")
        return Sources(sources=tuple(sources), **found)

    def _source(self, kind: SourceKind, table: dict[str, Any], number: int) -> Source:
        key = _PLACE[kind]
        if key not in table:
            self._fail(f"needs {key} = ...", kind, number, "")
        known: dict[str, Callable[[Any], Any]] = {
            key: {"url": _url, "channel": _channel, "path": self._folder}[key],
            "every": _duration,
            "name": _words,
            "most": lambda value: int(_between(1, 10_000)(value)),
            "revisit": _flag,
        }
        if kind in ("page", "telegram", "folder"):
            del known["most"]
        if kind == "folder":
            del known["revisit"]
        found = self._checked(table, known, kind, number)
        place = found.pop(key)
        given: dict[str, Any] = {"every": _EVERY[kind], "name": str(table[key])} | found
        return Source(kind=kind, place=place, **given)

    def _checked(
        self, table: Mapping[str, Any], known: Mapping[str, Callable[[Any], Any]], kind: str | None, number: int
    ) -> dict[str, Any]:
        found = {}
        for key, value in table.items():
            if key not in known:
                self._fail(f"unknown; known are {', '.join(known)}", kind, number, key)
            try:
                found[key] = known[key](value)
            except ValueError as error:
                self._fail(str(error), kind, number, key)
        return found

    def _folder(self, value: Any) -> str:
        path = self._path.parent / _words(value)
        if not path.is_dir():
            raise ValueError(f"there is no such folder: {path}")
        return str(path.resolve())

    def _nth(self, sources: list[Source], index: int) -> int:
        return sum(one.kind == sources[index].kind for one in sources[:index])

    def _fail(self, reason: str, kind: str | None, number: int, key: str) -> None:
        line = self._line(kind, number, key)
        name = ".".join(part for part in (kind, key) if part)
        place = ", ".join(part for part in (f"line {line}" if line else "", name) if part)
        raise UnreadableInput(reason, where=str(self._path), place=place or None)

    def _line(self, kind: str | None, number: int, key: str) -> int | None:
        """Where a key of the n-th table of a kind is written, or the table itself."""
        inside, seen, start = kind is None, -1, None
        for count, line in enumerate(self._lines, start=1):
            header = re.match(r"\s*\[\[?\s*([\w-]+)", line)
            if header:
                seen += header[1] == kind
                inside = (header[1] == kind and seen == number) if kind else header[1] == key
                if inside:
                    start = count
                    if not kind:
                        return count
            elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
                return count
        return start


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text in quotation marks")
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _url(value: Any) -> str:
    url = clean_url(_words(value))
    if url is None:
        raise ValueError("must be an http or https address")
    return url


def _channel(value: Any) -> str:
    found = _CHANNEL.fullmatch(_words(value))
    if not found:
        raise ValueError("must be the name of a public channel, such as @name")
    return f"https://t.me/s/{found[1]}"


def _hosts(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) and "/" not in one and one for one in value):
        raise ValueError('must be a list of hosts, such as ["intranet.example", "localhost:8000"]')
    return frozenset(value)


def _between(least: float, most: float) -> Callable[[Any], float]:
    def checked(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"must be a number from {least:g} to {most:g}")
        return value

    return checked


def _duration(value: Any) -> timedelta:
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    unit = _UNITS.get(found[2].lower()) if found else None
    if not found or unit is None:
        raise ValueError('must be a time such as "15 min", "2 h" or "1 day"')
    every = timedelta(seconds=float(found[1]) * unit)
    if every < SHORTEST:
        raise ValueError(f"must be at least {SHORTEST.seconds} seconds")
    return every
