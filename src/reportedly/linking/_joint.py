"""Joint statements: who else speaks when the words name two, `the Harbour Union and the Dock Union said`."""

from __future__ import annotations

import re

from reportedly.model import Reading, Source

_NAME = r"(?:[Tt]he\s+)?(?P<name>[A-Z][\w’'-]*(?:\s+(?:of\s+|for\s+)?[A-Z][\w’'-]*)*)"
_BEFORE = re.compile(rf"(?:^|[.,;:!?”\"]\s+|\n)\s*{_NAME}\s+and\s+$")
_AFTER = re.compile(rf"^\s+and\s+{_NAME}")
_PARTS = re.compile(rf"^\s*{_NAME}\s+and\s+(?:[Tt]he\s+)?(?P<second>[A-Z].*?)\s*$", re.DOTALL)
_REACH = 80


def joined(source: Source, reading: Reading) -> tuple[str, ...]:
    """The names joined to a source by `and` that were read as no part of it, or were lost from its speakers.

    A joint statement is one utterance: were one of its speakers lost here and the other there, it would count as two.
    """
    text = reading.report.text
    if len(source.speakers) > 1 or text[source.start : source.end] != source.text:
        return ()
    found = []
    parts = _PARTS.match(source.text)
    if parts:
        found += [(parts["name"], source.start), (parts["second"], source.end - len(parts["second"]))]
    before = _BEFORE.search(text[max(0, source.start - _REACH) : source.start])
    if before and not parts and source.text[:4].removeprefix("the ")[:1].isupper() | source.text.startswith("the "):
        found.append((before["name"], max(0, source.start - _REACH) + before.start("name")))
    after = _AFTER.match(text[source.end : source.end + _REACH])
    if after and not parts:
        found.append((after["name"], source.end + after.start("name")))
    known = " ".join(source.speakers)
    return tuple(name for name, at in found if name not in known and known not in name and not _is_place(at, reading))


def _is_place(at: int, reading: Reading) -> bool:
    return any(entity.start <= at < entity.end and entity.label == "LOC" for entity in reading.entities)
