"""Reports with hand-written readings, in a few words each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import msgspec

from reportedly.linking import link
from reportedly.model import (
    Actor,
    Claim,
    Event,
    Kind,
    Link,
    Media,
    Mention,
    Observed,
    Place,
    Point,
    Quantity,
    Reading,
    ReportHead,
    Revision,
    Source,
    Statement,
    When,
)


def place(name: str, admin1: str | None = None, country: str | None = "RU", precision: Any = 1) -> Place:
    """A resolved place; its gazetteer id is its name."""
    id_ = name.lower().replace(" ", "-")
    return Place(
        text=name,
        start=0,
        end=0,
        name=name,
        admin1=admin1,
        country=country,
        geo_precision=precision,
        gazetteer="g",
        gazetteer_id=id_,
    )


RUSSIA = place("Russia", precision=3)
KURSK = place("Kursk Oblast", "Kursk", precision=3)
BELGOROD = place("Belgorod Oblast", "Belgorod", precision=3)
TYOTKINO = place("Tyotkino", "Kursk")
LOZOVA = place("Lozova Rudka", "Belgorod")

LEGION = "Freedom of Russia Legion"
STAROVOIT = "Roman Starovoit"


class Parties:
    """A registry of a handful of names."""

    names: ClassVar = {"the Legion": LEGION, "Legion": LEGION, "Governor Starovoit": STAROVOIT}
    parties: ClassVar = {
        LEGION: "Russian volunteer units",
        "Siberian Battalion": "Russian volunteer units",
        STAROVOIT: "Russia",
        "Russian Defence Ministry": "Russia",
        "Russian army": "Russia",
        "Ukraine": "Ukraine",
        "Ukrainian army": "Ukraine",
    }

    def canonical(self, name: str) -> str:
        return self.names.get(name, name)

    def party(self, name: str) -> str | None:
        return self.parties.get(name)

    def opposed(self, a: str, b: str) -> bool:
        return "Russia" in (a, b) and a != b


class Draft(msgspec.Struct, frozen=True):
    """One sentence of a report: its words, the statement chain (innermost first), the claim's fields."""

    text: str
    chain: tuple[dict[str, Any], ...]
    fields: dict[str, Any]


def said(speaker: str | Sequence[str] | None, event_type: str, where: Place | None, text: str = "", **fields: Any) -> Draft:
    """Somebody says it; `speaker` None is an agentless claim. `cue`, `medium`, `negated`, `part` go to the statement."""
    cue = fields.pop("cue", "denied" if fields.get("denied") else "said")
    keys = ("medium", "negated", "part")
    statement = {"speaker": speaker, "cue": cue, **{key: fields.pop(key) for key in keys if key in fields}}
    outer = tuple({"speaker": who, "cue": word} for who, word in fields.pop("outer", ()))
    who = speaker if isinstance(speaker, str) else " and ".join(speaker or ("it is",))
    where_name = where.name if where else "somewhere"
    return Draft(text or f"{who} {cue} {event_type} in {where_name}", (statement, *outer), _fields(event_type, where, fields))


def own(event_type: str, where: Place | None, text: str = "", **fields: Any) -> Draft:
    """The report says it in its own voice."""
    where_name = where.name if where else "somewhere"
    return Draft(text or f"There was {event_type} in {where_name}", (), _fields(event_type, where, fields))


def report(
    name: str,
    *drafts: Draft,
    outlet: str | None = None,
    at: str | None = "2024-03-12T08:00",
    captured: str = "2024-03-12T18:00",
    updated: str | None = None,
    **more: Any,
) -> Observed:
    """One revision of a report. Names with a colon (`telegram:1/2`) are whole ids, others become addresses."""
    title = more.pop("title", "")
    text, claims, statements = title, [], []
    for number, draft in enumerate(drafts, start=1):
        start = len(text) + (1 if text else 0)
        text = f"{text}\n{draft.text}." if text else f"{draft.text}."
        ids = [f"s{number}{'abc'[i]}" for i in range(len(draft.chain))]
        for i, made in enumerate(draft.chain):
            statements.append(_statement(ids[i], ids[i + 1] if i + 1 < len(ids) else None, made, start, draft.text))
        fields = {**draft.fields, "statement": ids[0] if ids else None}
        claims.append(Claim(id=f"c{number}", start=start, end=start + len(draft.text), text=draft.text, **fields))
    id_ = name if ":" in name else f"url:https://{name}.example/a"
    revision = Revision(
        report=id_,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        captured_at=moment(captured),
        text=text,
        outlet=outlet or (name if ":" not in name else None),
        published_at=moment(at) if at else None,
        updated_at=moment(updated) if updated else None,
        url=id_.removeprefix("url:") if id_.startswith("url:") else None,
        **more,
    )
    head = ReportHead(
        title=None,
        outlet=outlet,
        authors=(),
        published_at=at,
        updated_at=updated,
        language="en",
        section=None,
        url=None,
        sha256="",
        text=text,
    )
    return Observed(revision, Reading(report=head, claims=tuple(claims), statements=tuple(statements)))


def linked(*observed: Observed, judgements: Any = ()) -> tuple[Event, ...]:
    return link(observed, judgements, Parties())


def one(events: Sequence[Event], where: Place, event_type: str | None = None) -> Event:
    """The only event at a place (of a type)."""
    found = [e for e in events if e.place and e.place.name == where.name and event_type in (None, e.event_type)]
    assert len(found) == 1, [(e.title, e.time) for e in events]
    return found[0]


def point(event: Event, question: str = "happened") -> Point:
    found = [p for p in event.points if p.question == question]
    assert len(found) == 1, [p.id for p in event.points]
    return found[0]


def standing(event: Event, question: str = "happened") -> str:
    return point(event, question).standing


def number(kind: str, low: int | None, high: int | None = -1, of: str | None = None) -> Quantity:
    """A number; exact when only `low` is given, open when a bound is None."""
    return Quantity(kind, low, low if high == -1 else high, of, str(low), 0, 0)


def day(first: str, last: str | None = None, precision: Any = 1) -> When:
    return When(text=first, start=0, end=0, first=first, last=last or first, time_precision=precision)


def file(sha256: str) -> Media:
    return Media("video", sha256=sha256)


def to(url: str) -> Link:
    return Link(url, 0, 4)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(text: str, more: float) -> str:
    return (moment(text) + timedelta(hours=more)).isoformat()[:16]


def _fields(event_type: str, where: Place | None, fields: dict[str, Any]) -> dict[str, Any]:
    agent, target, word = fields.pop("agent", None), fields.pop("target", None), fields.pop("word", None)
    actors = [Actor("agent", agent, 0, 0, agent)] if agent else []
    actors += [Actor("target", target, 0, 0, target)] if target else []
    quantities = fields.pop("numbers", ())
    return {
        "event_type": event_type,
        "polarity": "denied" if fields.pop("denied", False) else "asserted",
        "actors": tuple(actors),
        "places": (where, *fields.pop("also", ())) if where else (),
        "trigger": Mention(word, 0, 0) if word else None,
        "quantities": tuple(quantities),
        **fields,
    }


def _statement(id_: str, parent: str | None, made: dict[str, Any], start: int, text: str) -> Statement:
    speaker = made["speaker"]
    names = (speaker,) if isinstance(speaker, str) else tuple(speaker or ())
    source = (
        Source(names[0] if len(names) == 1 else " and ".join(names), start, start + len(" and ".join(names)), names)
        if names
        else None
    )
    medium = made.get("medium")
    return Statement(
        id=id_,
        start=start,
        end=start + len(text),
        quote="indirect",
        source=source,
        cue=Mention(made["cue"], 0, 0),
        content=(Mention(text, start, start + len(text)),),
        parent=parent,
        medium=Kind(medium, 0, 0, medium) if medium else None,
        negated=made.get("negated", False),
        part=made.get("part", "body"),
    )
