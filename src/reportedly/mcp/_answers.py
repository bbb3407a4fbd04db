"""What the tools answer with: plain values in which every claim carries the words, and where they stand. Pure but for reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from reportedly.ledger import Ledger, LedgerClaim, answer_words
from reportedly.model import Answer, Event, Origin, Point, Revision

Told = dict[str, Any]
SNIPPET = 300
"""Characters of a text that was found, around the first of the words."""


class Citations:
    """Claims as citations; looks each revision up once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._revisions: dict[str, Revision] = {}

    def claim(self, one: LedgerClaim) -> Told:
        """A claim with the exact words and where they stand."""
        claim = one.claim
        return {
            "claim": one.id,
            "speaker": one.speaker,
            "says": claim.text,
            "event_type": claim.event_type,
            "polarity": claim.polarity,
            "certainty": claim.certainty,
            "modality": claim.modality,
            "places": [place.name for place in claim.places],
            "said_at": one.said_at,
            "points": msgspec.to_builtins(one.points),
            "citation": self.at(one.revision, claim.start, claim.end),
        }

    def at(self, revision_id: str, start: int, end: int) -> Told:
        """Where words stand: outlet, title, address, revision and span."""
        revision = self._revision(revision_id)
        return {
            "outlet": revision.outlet,
            "title": revision.title,
            "url": revision.url,
            "published_at": revision.published_at.isoformat() if revision.published_at else None,
            "captured_at": revision.captured_at.isoformat(),
            "revision": revision_id,
            "start": start,
            "end": end,
            "words": revision.text[start:end],
        }

    def _revision(self, revision_id: str) -> Revision:
        if revision_id not in self._revisions:
            self._revisions[revision_id] = self._ledger.revision(revision_id)
        return self._revisions[revision_id]


def event_line(event: Event) -> Told:
    """An event as lists show it."""
    return {
        "event": event.id,
        "title": event.title,
        "event_type": event.event_type,
        "place": event.place.name if event.place else None,
        "time": [event.time.first, event.time.last] if event.time else None,
        "points": [{"question": point.question, "standing": point.standing} for point in event.points],
        "counts": msgspec.to_builtins(event.counts),
    }


def point_told(point: Point, event: Event, claims: dict[str, LedgerClaim], cite: Citations) -> Told:
    """A point with the rules that fired, and each answer with who gives it and in which words."""
    return {
        "point": point.id,
        "question": point.question,
        "standing": point.standing,
        "because": list(point.reasons),
        "answers": [_answer(answer, event.origins, claims, cite) for answer in point.answers],
    }


def _answer(answer: Answer, origins: Iterable[Origin], claims: dict[str, LedgerClaim], cite: Citations) -> Told:
    return {
        "answer": answer_words(answer),
        "polarity": answer.polarity,
        "superseded": answer.superseded,
        "origins": [
            {"speaker": origin.speaker, "party": origin.party, "medium": origin.medium, "carriers": len(origin.carriers)}
            for origin in origins
            if origin.id in answer.origins
        ],
        "claims": [cite.claim(claims[name]) for name in answer.claims if name in claims],
    }


def snippet(revision: Revision, words: str) -> tuple[int, int]:
    """The span of a text around the first of the words."""
    lowered = revision.text.casefold()
    places = [lowered.find(word.casefold()) for word in words.split()]
    start = max(0, min([place for place in places if place >= 0], default=0) - SNIPPET // 3)
    return start, min(len(revision.text), start + SNIPPET)
