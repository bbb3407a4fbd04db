"""Small deterministic stand-ins for the rooms before the ledger: captures out of words, a reader and a linker of one rule."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from reportedly.model import (
    Answer,
    Captured,
    Claim,
    Counts,
    Event,
    Judgement,
    Mention,
    Observed,
    Origin,
    Original,
    Place,
    Point,
    Reading,
    ReadingError,
    ReportHead,
    Revision,
    Source,
    Standing,
    Statement,
)

NOON = datetime(2024, 3, 12, 12, tzinfo=UTC)
SAID = re.compile(r"(?P<source>[A-Z][\w ]*?) (?P<cue>said|denied) (?P<content>[^.]*? in (?P<place>[A-Z]\w+))\.")


def captured(
    text: str,
    *,
    report: str = "url:https://one.example/a",
    outlet: str = "One",
    at: datetime = NOON,
    minutes: float = 0,
    original: bytes | None = None,
) -> Captured:
    """A capture of a report with this text, `minutes` after `at`."""
    data = text.encode() if original is None else original
    sha256 = hashlib.sha256(data).hexdigest()
    revision = Revision(
        report=report,
        sha256=sha256,
        media_type="text/plain",
        captured_at=at + timedelta(minutes=minutes),
        text=text,
        title=text[:30],
        outlet=outlet,
        published_at=at - timedelta(hours=1),
        url=report.removeprefix("url:"),
    )
    return Captured(Original(sha256, len(data), "text/plain", data), revision)


def stream(count: int) -> list[Captured]:
    """Reports of several outlets about several places, each in two revisions, one of which is captured twice."""
    found = []
    for number in range(count):
        item, story = number // 3, number // 2
        verb, place = ("said", "denied")[story % 3 == 0], ("Tyotkino", "Kursk", "Belgorod")[story % 4 % 3]
        text = f"Speaker {story % 5} {verb} there was a gunfight in {place}. More of it, number {story}."
        report = f"url:https://outlet{item % 4}.example/{item}"
        found.append(captured(text, report=report, outlet=f"Outlet {item % 4}", minutes=number * 2))
    return found


class FakeReader:
    """Reads `X said ... in Place.` and `X denied ... in Place.`; refuses texts that hold the word UNREADABLE."""

    def __init__(self, engine: str = "fake 1") -> None:
        self.engine = engine

    def read(self, revision: Revision) -> Reading:
        if "UNREADABLE" in revision.text:
            raise ReadingError("beyond bounds", where=revision.url)
        found = [_read(number, match) for number, match in enumerate(SAID.finditer(revision.text), start=1)]
        head = ReportHead(
            title=revision.title,
            outlet=revision.outlet,
            authors=revision.authors,
            published_at=revision.published_at.isoformat() if revision.published_at else None,
            updated_at=None,
            language=None,
            section=None,
            url=revision.url,
            sha256=revision.sha256,
            text=revision.text,
        )
        statements = tuple(statement for statement, _ in found)
        return Reading(report=head, statements=statements, claims=tuple(claim for _, claim in found), engine=self.engine)

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def _read(number: int, match: re.Match[str]) -> tuple[Statement, Claim]:
    start, end = match.span()
    statement = Statement(
        id=f"s{number}",
        start=start,
        end=end,
        quote="indirect",
        source=Source(match["source"], *match.span("source"), (match["source"].strip(),)),
        cue=Mention(match["cue"], *match.span("cue")),
        content=(Mention(match["content"], *match.span("content")),),
    )
    place_start, place_end = match.span("place")
    place = Place(
        text=match["place"],
        start=place_start,
        end=place_end,
        name=match["place"],
        lat=51.5,
        lon=34.25,
        country="RU",
        geo_precision=1,
    )
    claim = Claim(
        id=f"c{number}",
        statement=statement.id,
        start=match.start("content"),
        end=match.end("content"),
        text=match["content"],
        event_type="armed_clash",
        polarity="denied" if match["cue"] == "denied" else "asserted",
        places=(place,),
    )
    return statement, claim


def fake_link(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """One event for each place; a person's confirm or refute on it wins."""
    by_place: dict[str, list[tuple[Observed, Claim]]] = defaultdict(list)
    for one in observed:
        for claim in one.reading.claims:
            if not claim.places:
                continue
            by_place[claim.places[0].name].append((one, claim))
    standing = [judgement for judgement in judgements if not judgement.undone]
    return tuple(_event(place, sorted(found, key=_order), standing) for place, found in sorted(by_place.items()))


def _order(pair: tuple[Observed, Claim]) -> tuple[datetime, str, str]:
    return pair[0].revision.captured_at, pair[0].revision.id, pair[1].id


def _event(place: str, found: list[tuple[Observed, Claim]], judgements: list[Judgement]) -> Event:
    event_id = "e" + hashlib.sha256(place.encode()).hexdigest()[:9]
    about = tuple(judgement for judgement in judgements if judgement.what.startswith(event_id))
    sides = {claim.polarity for _, claim in found}
    speakers = {source.text for one, _ in found for source in [s.source for s in one.reading.statements[:1]] if source}
    standing: Standing = "contested" if len(sides) == 2 else "corroborated" if len(speakers) > 1 else "single origin"
    for judgement in about:
        standing = {"confirm": "confirmed", "refute": "refuted"}.get(judgement.decision, standing)  # type: ignore[assignment]
    answers = tuple(
        Answer(
            value="yes" if side == "asserted" else "no",
            polarity=side,
            claims=tuple(f"{one.revision.id}/{claim.id}" for one, claim in found if claim.polarity == side),
        )
        for side in sorted(sides)
    )
    times = [one.revision.captured_at.isoformat() for one, _ in found]
    origins = tuple(
        Origin(
            id=f"{event_id}:o{number}",
            speaker=speaker,
            party=None,
            medium=None,
            uttered_at=None,
            first_observed_at=times[0],
            carriers=(),
        )
        for number, speaker in enumerate(sorted(speakers), start=1)
    )
    return Event(
        id=event_id,
        title=f"armed clash in {place}",
        event_type="armed_clash",
        place=found[0][1].places[0],
        time=None,
        first_seen=times[0],
        last_change=times[-1],
        counts=Counts(
            reports=len({one.revision.report for one, _ in found}),
            outlets=len({one.revision.outlet for one, _ in found}),
            claims=len(found),
            origins=len(speakers),
        ),
        points=(
            Point(
                id=f"{event_id}:happened",
                question="happened",
                standing=standing,
                reasons=("one side asserts what the other denies",) if standing == "contested" else ("counted origins",),
                answers=answers,
            ),
        ),
        origins=origins,
        judgements=about,
    )
