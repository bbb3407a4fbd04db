"""One border raid in hand-written readings: what the units say, what a governor denies, who repeats whom, a silent edit."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reportedly.model import (
    Actor,
    Answer,
    Captured,
    Claim,
    Counts,
    Edge,
    Event,
    Judgement,
    Mention,
    Observed,
    Origin,
    Original,
    Place,
    Point,
    Quantity,
    Reading,
    ReportHead,
    Revision,
    RevisionChange,
    Source,
    Standing,
    Statement,
    When,
)

MORNING = datetime(2024, 3, 12, 8, 0, tzinfo=UTC)
NOON = datetime(2024, 3, 12, 12, 30, tzinfo=UTC)
PARTIES = {
    "Freedom of Russia Legion": "Ukraine's side",
    "Roman Starovoit": "Russia's side",
    "Russia's Defence Ministry": "Russia's side",
}
PLACES: dict[str, dict[str, Any]] = {
    "Tyotkino": {"lat": 51.28, "lon": 34.27, "country": "RU", "admin1": "Kursk Oblast", "geo_precision": 1},
    "Belgorod Oblast": {"lat": 50.77, "lon": 37.45, "country": "RU", "admin1": "Belgorod Oblast", "geo_precision": 3},
    "Lozova Rudka": {"country": "RU", "admin1": "Belgorod Oblast"},
}
Told = Mapping[str, Any]

LEGION = "Fighters of the Freedom of Russia Legion entered Tyotkino before dawn. There was a gunfight in Tyotkino."
MERIDIAN = (
    "The Freedom of Russia Legion said on Telegram that its fighters had entered Tyotkino before dawn on Tuesday.\n\n"
    "The claims could not be verified. It is claimed that the village of Lozova Rudka has been captured.\n\n"
    "The Siberian Battalion was reportedly active in Belgorod Oblast."
)
MERIDIAN_NOON = (
    "The Freedom of Russia Legion said on Telegram that its fighters had entered Tyotkino before dawn on Tuesday.\n\n"
    "Governor Roman Starovoit denied that any armed group had entered Tyotkino. There was a gunfight in Tyotkino, he wrote.\n\n"
    "The Siberian Battalion was reportedly active in Belgorod Oblast."
)
VOLGA = (
    "Governor Roman Starovoit denied that any armed group had entered Tyotkino. “There was a gunfight in Tyotkino, there was "
    "no breakthrough,” the governor wrote. Russia's Defence Ministry said at least 100 fighters were killed near Tyotkino."
)
COPIES = ("Northern Agency", "Kyiv Courier", "Daily Ledger", "Frontline Brief")


def _claim(words: str, kind: str, place: str, cue: str, **more: Any) -> Told:
    return {"words": words, "type": kind, "place": place, "cue": cue, **more}


_ENTERED = "fighters had entered Tyotkino before dawn"
READ: dict[str, Sequence[Told]] = {
    LEGION: (
        _claim("entered Tyotkino before dawn", "ground_raid", "Tyotkino", "", source="Freedom of Russia Legion"),
        _claim("There was a gunfight in Tyotkino", "armed_clash", "Tyotkino", "", source="Freedom of Russia Legion"),
    ),
    MERIDIAN: (
        _claim(_ENTERED, "ground_raid", "Tyotkino", "said", source="Freedom of Russia Legion", time="on Tuesday"),
        _claim(
            "the village of Lozova Rudka has been captured",
            "territory_captured_nonstate",
            "Lozova Rudka",
            "It is claimed",
            certainty="unknown",
            hedge="It is claimed",
        ),
        _claim(
            "The Siberian Battalion was reportedly active in Belgorod Oblast",
            "ground_raid",
            "Belgorod Oblast",
            "reportedly",
            certainty="unknown",
            hedge="reportedly",
        ),
    ),
    VOLGA: (
        _claim(
            "any armed group had entered Tyotkino",
            "ground_raid",
            "Tyotkino",
            "denied",
            source="Roman Starovoit",
            polarity="denied",
        ),
        _claim(
            "There was a gunfight in Tyotkino", "armed_clash", "Tyotkino", "wrote", source="the governor", who="Roman Starovoit"
        ),
        _claim(
            "at least 100 fighters were killed near Tyotkino",
            "armed_clash",
            "Tyotkino",
            "said",
            source="Russia's Defence Ministry",
            killed="at least 100",
        ),
    ),
}
READ[MERIDIAN_NOON] = (
    READ[MERIDIAN][0],
    _claim(
        "any armed group had entered Tyotkino", "ground_raid", "Tyotkino", "denied", source="Roman Starovoit", polarity="denied"
    ),
    _claim("There was a gunfight in Tyotkino", "armed_clash", "Tyotkino", "he wrote", source="Roman Starovoit"),
    READ[MERIDIAN][2],
)


def report(
    text: str,
    outlet: str,
    slug: str,
    at: datetime = NOON,
    *,
    title: str | None = None,
    published: datetime | None = None,
    url: str | None = None,
) -> Captured:
    """A capture of a page of an outlet."""
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    host = "".join(letter for letter in outlet.lower() if letter.isalnum())
    address = url or f"https://{host}.example/{slug}"
    revision = Revision(
        report=f"url:{address}",
        sha256=sha256,
        media_type="text/plain",
        captured_at=at,
        text=text,
        title=title or text.split(".")[0][:80],
        outlet=outlet,
        authors=("Ada Lindqvist",),
        published_at=published or at.replace(hour=at.hour - 1),
        language="en",
        url=address,
    )
    return Captured(Original(sha256, len(data), "text/plain", data), revision)


def story() -> list[Captured]:
    """The captures of morning and noon."""
    morning = [
        report(LEGION, "Freedom of Russia Legion", "412", MORNING, title="We have crossed the border"),
        report(MERIDIAN, "The Meridian", "raid", MORNING, title="Armed units say they crossed from Ukraine into Russia"),
    ]
    copies = [
        report(f"{VOLGA} {outlet} had no more.", outlet, "raid", title=f"Governor denies a raid: {outlet}") for outlet in COPIES
    ]
    noon = [
        report(MERIDIAN_NOON, "The Meridian", "raid", NOON, title="Armed units say they crossed from Ukraine into Russia"),
        report(VOLGA, "Volga Wire", "starovoit", NOON, title="Starovoit: sabotage group repelled in Kursk Oblast"),
    ]
    return [*morning, *noon, *copies]


class ScriptedReader:
    """Gives the readings above; a text that begins with one of them is read like it; others hold nothing."""

    engine = "scripted 1"

    def read(self, revision: Revision) -> Reading:
        told = next((READ[text] for text in READ if revision.text.startswith(text)), ())
        head = ReportHead(
            title=revision.title,
            outlet=revision.outlet,
            authors=revision.authors,
            published_at=None,
            updated_at=None,
            language=revision.language,
            section=None,
            url=revision.url,
            sha256=revision.sha256,
            text=revision.text,
        )
        pairs = [_read(revision.text, number, one) for number, one in enumerate(told, start=1)]
        statements = tuple(statement for statement, _ in pairs if statement)
        return Reading(report=head, statements=statements, claims=tuple(claim for _, claim in pairs), engine=self.engine)

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def _at(text: str, words: str) -> tuple[str, int, int]:
    start = text.index(words)
    return words, start, start + len(words)


def _read(text: str, number: int, told: Told) -> tuple[Statement | None, Claim]:
    words, start, end = _at(text, told["words"])
    statement = None
    if told["cue"]:
        cue = Mention(*_at(text, told["cue"]))
        source = Source(*_at(text, told["source"]), (told.get("who", told["source"]),)) if "source" in told else None
        spans = [start, end, cue.start, cue.end] + ([source.start, source.end] if source else [])
        statement = Statement(
            id=f"s{number}",
            start=min(spans),
            end=max(spans),
            quote="indirect",
            source=source,
            cue=cue,
            content=(Mention(words, start, end),),
        )
    killed = (Quantity("killed", 100, None, "fighters", *_at(text, told["killed"])),) if "killed" in told else ()
    place = _at(text, told["place"])
    said = _at(text, told["time"]) if "time" in told else _at(text, words[:5])
    claim = Claim(
        id=f"c{number}",
        statement=statement.id if statement else None,
        start=start,
        end=end,
        text=words,
        event_type=told["type"],
        polarity=told.get("polarity", "asserted"),
        certainty=told.get("certainty", "certain"),
        hedges=(Mention(*_at(text, told["hedge"])),) if "hedge" in told else (),
        actors=(Actor("agent", *_at(text, words[:5]), "Freedom of Russia Legion"),),
        places=(Place(text=place[0], start=place[1], end=place[2], name=place[0], **PLACES[place[0]]),),
        time=When(text=said[0], start=said[1], end=said[2], first="2024-03-12", last="2024-03-12", time_precision=1)
        if "time" in told
        else None,
        quantities=killed,
    )
    return statement, claim


Found = tuple[Observed, Claim]


def link(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """One event for each place and type; whoever is named is an origin, once."""
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in sorted(observed, key=lambda one: (one.revision.captured_at, one.revision.id)):
        for claim in one.reading.claims:
            groups[claim.places[0].name, claim.event_type].append((one, claim))
    standing = list(judgements)
    return tuple(_event(place, kind, found, standing) for (place, kind), found in sorted(groups.items()))


def _speaker(one: Observed, claim: Claim) -> str | None:
    statement = next((s for s in one.reading.statements if s.id == claim.statement), None)
    if statement is None:
        return one.revision.outlet
    return statement.source.speakers[0] if statement.source else None


def _event(place: str, kind: str, found: list[Found], judgements: Sequence[Judgement]) -> Event:
    event_id = "e" + hashlib.sha256(f"{place}{kind}".encode()).hexdigest()[:9]
    by_speaker: dict[str | None, list[Found]] = defaultdict(list)
    for pair in found:
        by_speaker[_speaker(*pair)].append(pair)
    origins = {speaker: _origin(event_id, speaker, pairs) for speaker, pairs in by_speaker.items()}
    points = [_happened(event_id, by_speaker, origins, judgements)]
    if any(claim.quantities for _, claim in found):
        points.append(_killed(event_id, found, origins))
    points.append(_agent(event_id, by_speaker, origins))
    captures = sorted({one.revision.captured_at.isoformat() for one, _ in found})
    return Event(
        id=event_id,
        title=f"{kind.replace('_', ' ').capitalize()} in {place}",
        event_type=kind,
        place=found[0][1].places[0],
        time=next((claim.time for _, claim in found if claim.time), None),
        first_seen=captures[0],
        last_change=captures[-1],
        counts=Counts(
            reports=len({one.revision.report for one, _ in found}),
            outlets=len({one.revision.outlet for one, _ in found}),
            claims=len(found),
            origins=len(origins),
        ),
        points=tuple(points),
        origins=tuple(origins.values()),
        revisions=_revisions(found),
        judgements=tuple(one for one in judgements if one.what.startswith(event_id)),
    )


def _ids(pairs: Iterable[Found]) -> tuple[str, ...]:
    return tuple(f"{one.revision.id}/{claim.id}" for one, claim in pairs)


def _origin(event_id: str, speaker: str | None, pairs: list[Found]) -> Origin:
    carriers = tuple(dict.fromkeys(one.revision.report for one, _ in pairs))
    edges = []
    for number, carrier in enumerate(carriers):
        kind, words = ("text", "shares its words: “there was a gunfight”") if number > 1 else ("attribution", f"{speaker} said")
        edges.append(Edge(kind=kind, start=carrier, end=speaker or "nobody", score=0.9, evidence=words))  # type: ignore[arg-type]
    first = pairs[0][0].revision
    return Origin(
        id=f"{event_id}.o{hashlib.sha256(str(speaker).encode()).hexdigest()[:6]}",
        speaker=speaker,
        party=PARTIES.get(speaker or ""),
        medium="telegram" if speaker in PARTIES else None,
        uttered_at=first.published_at.isoformat() if first.published_at else None,
        first_observed_at=first.captured_at.isoformat(),
        carriers=carriers,
        edges=tuple(edges),
        claims=_ids(pairs),
    )


def _happened(
    event_id: str,
    by_speaker: Mapping[str | None, list[Found]],
    origins: Mapping[str | None, Origin],
    judgements: Sequence[Judgement],
) -> Point:
    sides: dict[str, list[tuple[str | None, Found]]] = defaultdict(list)
    for speaker, pairs in by_speaker.items():
        for pair in pairs:
            sides[pair[1].polarity].append((speaker, pair))
    asserted = {PARTIES.get(speaker or "") for speaker, _ in sides["asserted"]}
    standing: Standing = "single origin"
    reason = "all of it goes back to one origin"
    if sides["denied"] and sides["asserted"]:
        standing, reason = "contested", "Roman Starovoit denies what the Freedom of Russia Legion asserts"
    elif None in by_speaker:
        standing, reason = "unattributed", "nobody is named as the source"
    elif len(asserted - {None}) > 1:
        standing, reason = "agreed across parties", "origins of opposing parties assert it"
    for one in judgements:
        if one.what.startswith(event_id) and not one.undone:
            verdicts: dict[str, Standing] = {"confirm": "confirmed", "refute": "refuted"}
            standing, reason = verdicts.get(one.decision, standing), f"{one.by}: {one.reason}"
    answers = tuple(
        Answer(
            value="yes" if side == "asserted" else "no",
            polarity="denied" if side == "denied" else "asserted",
            origins=tuple(dict.fromkeys(origins[speaker].id for speaker, _ in pairs)),
            claims=_ids(pair for _, pair in pairs),
            certainty=pairs[0][1][1].certainty,
        )
        for side, pairs in sides.items()
        if pairs
    )
    return Point(id=f"{event_id}.happened", question="happened", standing=standing, reasons=(reason,), answers=answers)


def _killed(event_id: str, found: Iterable[Found], origins: Mapping[str | None, Origin]) -> Point:
    pairs = [pair for pair in found if pair[1].quantities]
    named = tuple(dict.fromkeys(origins[_speaker(*pair)].id for pair in pairs))
    answer = Answer(value="at least 100 fighters", low=100, high=None, origins=named, claims=_ids(pairs))
    return Point(
        id=f"{event_id}.killed",
        question="killed",
        standing="single origin",
        reasons=("one origin gives a number",),
        answers=(answer,),
    )


def _agent(event_id: str, by_speaker: Mapping[str | None, list[Found]], origins: Mapping[str | None, Origin]) -> Point:
    pairs = [(speaker, pair) for speaker, found in by_speaker.items() for pair in found if pair[1].polarity == "asserted"]
    answer = Answer(
        value="Freedom of Russia Legion",
        origins=tuple(dict.fromkeys(origins[speaker].id for speaker, _ in pairs)),
        claims=_ids(pair for _, pair in pairs),
        certainty="probable",
    )
    return Point(
        id=f"{event_id}.agent", question="agent", standing="single origin", reasons=("no rival is named",), answers=(answer,)
    )


def _revisions(found: Sequence[Found]) -> tuple[RevisionChange, ...]:
    by_report: dict[str, dict[str, list[Found]]] = defaultdict(lambda: defaultdict(list))
    for pair in found:
        by_report[pair[0].revision.report][pair[0].revision.id].append(pair)
    changes = []
    for report_id, revisions in by_report.items():
        for before, after in zip(list(revisions.values()), list(revisions.values())[1:], strict=False):
            old, new = {c.text for _, c in before}, {c.text for _, c in after}
            added, dropped = _ids(p for p in after if p[1].text not in old), _ids(p for p in before if p[1].text not in new)
            at = after[0][0].revision.captured_at.isoformat()
            if added or dropped:
                changes.append(RevisionChange(report=report_id, at=at, declared=False, added=added, dropped=dropped))
    return tuple(changes)
