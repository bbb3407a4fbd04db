"""Parts of a report: headline from the page, "Sources:" and "Updated" from typography, background from the network."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from reportedly.model import Part, Revision
from reportedly.reading import _labels as labels
from reportedly.reading._decode import Marked
from reportedly.reading._network import Floats
from reportedly.reading._sentences import Span, lines
from reportedly.reading._statements import Parts

_SOURCES = re.compile(r"sources?\s*[:—–]|with (files|reporting) from|additional reporting by", re.I)
_UPDATE = re.compile(
    r"[\W_]*(upd(?:ate[ds]?)?\b|correction\b|corrected\b|clarification\b|editor['’]s note|уточнен|оновлен|обновлен"
    r"|this (?:story|article|report|post) (?:has been|was) (?:updated|corrected))",
    re.I,
)
_ENTRY = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?[ –—:-]", re.I)
"""An entry of a live page: "18:40 — ..."."""
_MARGIN = 0.5
"""How probable the network must find "background" or "update" before it overrides the default."""


def readable(revision: Revision) -> tuple[list[Span], list[Span]]:
    """(all spans to read, headline spans): bylines and page furniture are not read."""
    if not revision.segments:
        return [(0, len(revision.text))], []
    kept = [(s.start, s.end) for s in revision.segments if s.kind in ("headline", "body")]
    return kept, [(s.start, s.end) for s in revision.segments if s.kind == "headline"]


def parts(revision: Revision, marked: Sequence[Marked]) -> Parts:
    """The part of each paragraph that is read."""
    spans, headlines = readable(revision)
    paragraphs = [p for p in lines(revision.text) if any(a <= p[0] < b for a, b in spans)]
    scores = _scores(paragraphs, marked)
    found: list[tuple[int, int, Part]] = []
    led = updating = False
    live = sum(bool(_ENTRY.match(revision.text, *p)) for p in paragraphs) > 1
    for paragraph, score in zip(paragraphs, scores, strict=True):
        part: Part
        words = revision.text[slice(*paragraph)]
        if any(a <= paragraph[0] < b for a, b in headlines):
            part = "headline"
        elif _SOURCES.match(words):
            part = "sources"
        elif live and _ENTRY.match(words):
            led, part = True, "update"
        elif _UPDATE.match(words):
            updating = updating or len(words) < 60
            part = "update"
        elif updating:
            part = "update"
        elif not led:
            part = "lead"
        else:
            part = _later(score)
        led = led or part == "lead"
        found.append((*paragraph, part))
    return Parts(tuple(found))


def _later(score: Floats) -> Part:
    best = labels.PARTS[int(np.argmax(score))]
    if best in ("background", "update", "sources") and score.max() > _MARGIN:
        return best  # type: ignore[return-value]
    return "body"


def _scores(paragraphs: list[Span], marked: Sequence[Marked]) -> list[Floats]:
    """Mean part probabilities of each paragraph's word pieces."""
    sums = [np.zeros(len(labels.PARTS), dtype=np.float32) for _ in paragraphs]
    for mark in marked:
        starts = np.array(mark.window.starts)
        real = np.array(mark.window.ends) > starts
        for i, (a, b) in enumerate(paragraphs):
            chosen = real & (starts >= max(a, mark.window.core[0])) & (starts < min(b, mark.window.core[1]))
            if chosen.any():
                sums[i] += mark.parts[chosen].sum(0)
    return [s / s.sum() if s.sum() else s for s in sums]
