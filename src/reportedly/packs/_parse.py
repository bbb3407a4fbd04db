"""From a pack's YAML to a `Pack`, with one clear error: file, line, field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from reportedly.model.errors import PackError
from reportedly.model.registry import Entry, OutletEntry, Pack, Party, Role, key

_TEXT, _TEXTS = "text", "a list of texts"
_PACK = {"pack": _TEXT, "title": _TEXT, "version": _TEXT, "source": _TEXT, "parties": "a list", "entries": "a list"}
_PARTY = {"name": _TEXT, "opposes": _TEXTS, "allied_with": _TEXTS}
_ENTRY = {
    "name": _TEXT,
    "kind": _TEXT,
    "party": _TEXT,
    "affiliation": _TEXT,
    "aliases": _TEXTS,
    "roles": "a list",
    "source": _TEXT,
}
_OUTLET = _ENTRY | {"domains": _TEXTS, "handles": _TEXTS, "language": _TEXT, "region": _TEXT, "zone": _TEXT}
_ROLE = {"title": _TEXT, "of": _TEXT, "from": _TEXT, "to": _TEXT}
_KINDS = ("person", "body", "unit", "medium")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is eight times as fast, where libyaml is there
_MAX_BYTES = 5_000_000
_MAX_DEPTH = 8


class _Field:
    """A YAML node with the file and the path to it, for errors."""

    def __init__(self, node: yaml.Node, where: str, path: str = "") -> None:
        self.node, self.where, self.path = node, where, path

    def error(self, reason: str) -> PackError:
        line = f"line {self.node.start_mark.line + 1}"
        return PackError(reason, where=self.where, place=f"{line}, {self.path}" if self.path else line)

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip() or self.node.tag.endswith(":null"):
            raise self.error("must be text")
        return str(self.node.value.strip())

    def items(self) -> list[_Field]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("must be a list")
        return [_Field(item, self.where, f"{self.path}[{i + 1}]") for i, item in enumerate(self.node.value)]

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def fields(self, known: Mapping[str, str], required: tuple[str, ...]) -> dict[str, _Field]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"must have fields: {', '.join(known)}")
        found: dict[str, _Field] = {}
        for name_node, value in self.node.value:
            name = str(name_node.value)
            field = _Field(value, self.where, f"{self.path}.{name}" if self.path else name)
            if name not in known:
                raise _Field(name_node, self.where, field.path).error(f"unknown field; known are {', '.join(known)}")
            if name in found:
                raise _Field(name_node, self.where, field.path).error("stands twice")
            found[name] = field
        for name in required:
            if name not in found:
                raise self.error(f"lacks the field {name}")
        return found


def parse(text: str, where: str) -> Pack:
    """The pack in `text`. Raises PackError naming `where`, the line and the field."""
    try:
        if len(text) > _MAX_BYTES:
            raise PackError(f"is larger than {_MAX_BYTES:,} characters", where=where)
        _check_depth(text, where)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}" if mark else None
        raise PackError(f"is not YAML: {error.problem or error.context}", where=where, place=place) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise PackError("is not YAML", where=where) from error
    if node is None:
        raise PackError("is empty", where=where)
    head = _Field(node, where).fields(_PACK, ("pack", "title", "version"))
    parties = tuple(_party(item) for item in head["parties"].items()) if "parties" in head else ()
    names = {party.name for party in parties}
    if "parties" in head:
        _check_parties(head["parties"], parties)
    default = head["source"].text() if "source" in head else None
    listed = head["entries"].items() if "entries" in head else []
    entries = tuple(_entry(item, names, default) for item in listed)
    _check_names(listed, entries)
    return Pack(
        name=head["pack"].text(), title=head["title"].text(), version=head["version"].text(), parties=parties, entries=entries
    )


def _check_depth(text: str, where: str) -> None:
    """Deep nesting would end the process inside libyaml's recursive composer."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise PackError("is nested too deeply", where=where, place=f"line {line}")


def _party(item: _Field) -> Party:
    found = item.fields(_PARTY, ("name",))
    return Party(found["name"].text(), *(found[n].texts() if n in found else () for n in ("opposes", "allied_with")))


def _check_parties(field: _Field, parties: tuple[Party, ...]) -> None:
    names = {party.name for party in parties}
    for item, party in zip(field.items(), parties, strict=True):
        for other in (*party.opposes, *party.allied_with):
            if other not in names:
                raise item.error(f"unknown party {other!r}; the pack has {', '.join(sorted(names))}")


def _entry(item: _Field, parties: set[str], source: str | None) -> Entry:
    medium = isinstance(item.node, yaml.MappingNode) and any(
        n.value == "kind" and v.value == "medium" for n, v in item.node.value
    )
    found = item.fields(_OUTLET if medium else _ENTRY, ("name", "kind") if source else ("name", "kind", "source"))
    texts = {n: f.text() for n, f in found.items() if _OUTLET[n] == _TEXT}
    lists = {n: f.texts() for n, f in found.items() if _OUTLET[n] == _TEXTS}
    if texts["kind"] not in _KINDS:
        raise found["kind"].error(f"unknown kind {texts['kind']!r}; known are {', '.join(_KINDS)}")
    if "party" in texts and texts["party"] not in parties:
        raise found["party"].error(f"unknown party {texts['party']!r}; the pack has {', '.join(sorted(parties)) or 'none'}")
    if "zone" in texts:
        _check_zone(found["zone"], texts["zone"])
    roles = tuple(_role(role) for role in found["roles"].items()) if "roles" in found else ()
    values: dict[str, Any] = {"source": source} | texts | lists
    return (OutletEntry if medium else Entry)(roles=roles, **values)


def _role(item: _Field) -> Role:
    found = item.fields(_ROLE, ("title",))
    for name in ("from", "to"):
        if name in found:
            _check_date(found[name], found[name].text())
    return Role(*(found[n].text() if n in found else None for n in ("title", "of", "from", "to")))  # type: ignore[arg-type]


def _check_date(field: _Field, text: str) -> None:
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    try:
        if parts is None:
            raise ValueError
        date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        raise field.error(f"{text!r} is no date like 2024, 2024-03 or 2024-03-12") from None


def _check_zone(field: _Field, text: str) -> None:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise field.error(f"unknown time zone {text!r}; it must be like Europe/Kyiv") from None


def _check_names(listed: list[_Field], entries: tuple[Entry, ...]) -> None:
    """Each name, alias, domain and handle belongs to one entry."""
    owners: dict[str, str] = {}
    for item, entry in zip(listed, entries, strict=True):
        addresses = (
            (*entry.domains, *(f"@{h.lstrip('@').lower()}" for h in entry.handles)) if isinstance(entry, OutletEntry) else ()
        )
        for alias in {key(a): a for a in (entry.name, *entry.aliases)} | {a: a for a in addresses}:
            if not alias:
                raise item.error("a name or alias has no letters")
            if alias in owners:
                raise item.error(f"{alias!r} belongs to {owners[alias]!r} already, {entry.name!r} cannot have it too")
            owners[alias] = entry.name
