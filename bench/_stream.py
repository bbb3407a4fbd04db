"""A generated stream of reports with readings, as a desk sees them: much repetition, some denials, forwards, edits.

It has no words of anybody: places, names and sentences are made of numbers. Every report depends only on its number.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from reportedly.model import (
    Captured,
    Claim,
    Forward,
    Mention,
    Original,
    Place,
    Quantity,
    Reading,
    ReportHead,
    Revision,
    Source,
    Statement,
)

START = datetime(2020, 1, 1, tzinfo=UTC)
A_DAY = 60
"""Reports a day. They tell of what happened that day in one of the regions at the front."""

COUNTRIES, REGIONS, TOWNS, AT_THE_FRONT = 6, 20, 12, 12
KINDS = (
    "armed_clash",
    "shelling_missile",
    "air_drone_strike",
    "ground_raid",
    "territory_captured_state",
    "property_infrastructure_damage",
)
PARTIES = ("North", "South")
Told = tuple[Revision, Reading]


class ByHand:
    """A reader that makes the readings of the stream, since reading has a benchmark of its own."""

    engine = "generated"

    def read(self, revision: Revision) -> Reading:
        return report(int(revision.text.rstrip(".\n").rpartition(" ")[2]))[1]

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


class TwoSides:
    """Speakers are `North 7`, `South 3`; the two sides oppose each other."""

    def canonical(self, name: str) -> str:
        return name

    def party(self, name: str) -> str | None:
        return name.split()[0] if name.startswith(PARTIES) else None

    def opposed(self, a: str, b: str) -> bool:
        return a != b


def captured(first: int, count: int) -> Iterator[Captured]:
    """The reports from number `first` on."""
    for number in range(first, first + count):
        revision, _ = report(number)
        data = revision.text.encode()
        yield Captured(Original(revision.sha256, len(data), "text/plain", data), revision)


def report(number: int) -> Told:
    """The report with a number: two in three repeat what an earlier one of the day told; one in nine denies it."""
    day = number // A_DAY
    chance = random.Random(number)
    story = random.Random(f"{day} {chance.randrange(A_DAY // 6)}")
    country, town, kind = _where(story, day), story.randrange(TOWNS), story.choice(KINDS)
    speaker = f"{story.choice(PARTIES)} {story.randrange(9)}"
    denied = chance.randrange(9) == 0
    if denied:
        speaker = f"{PARTIES[speaker.startswith(PARTIES[0])]} {chance.randrange(3)}"
    own = chance.randrange(5) == 0
    place = _place(country, story.randrange(REGIONS) if day % 5 else 0, town, wide=denied and chance.randrange(3) == 0)
    said = f"{kind.replace('_', ' ')} number {story.randrange(9999)} of that day took place at {place.name}"
    ending = f"as told for the {chance.randrange(999)}th time"
    text = f"{said}, {ending}.\n" if own else f"{speaker} {'denied' if denied else 'said'} that {said}, {ending}.\n"
    text += f"Other matters of the day are told in report {number}.\n"
    return _made(number, day, chance, text, said, place, kind, None if own else speaker, denied)


def _where(story: random.Random, day: int) -> int:
    return (story.randrange(AT_THE_FRONT) + day // 90) % COUNTRIES


def _place(country: int, region: int, town: int, *, wide: bool) -> Place:
    admin1, name = f"Region {country}-{region}", f"Town {country}-{region}-{town}"
    return Place(
        text=admin1 if wide else name,
        start=0,
        end=0,
        name=admin1 if wide else name,
        country=f"C{country}",
        admin1=admin1,
        geo_precision=3 if wide else 1,
        gazetteer="bench",
        gazetteer_id=admin1 if wide else name,
    )


def _made(
    number: int, day: int, chance: random.Random, text: str, said: str, place: Place, kind: str, speaker: str | None, denied: bool
) -> Told:
    start = text.index(said)
    span = Mention(said, start, start + len(said))
    statements = (_statement(speaker, text, span, denied),) if speaker else ()
    killed = Quantity("killed", chance.randrange(1, 4), None, None, "some", start, start + 4)
    claim = Claim(
        id="c1",
        statement="s1" if speaker else None,
        start=start,
        end=span.end,
        text=said,
        event_type=kind,
        polarity="denied" if denied and not speaker else "asserted",
        places=(place,),
        quantities=(killed,) if chance.randrange(3) == 0 else (),
    )
    moment = START + timedelta(days=day, seconds=(number % A_DAY) * (86400 // A_DAY))
    channel = chance.randrange(4) == 0
    outlet = f"{'Channel' if channel else 'Paper'} {chance.randrange(40)}"
    revision = Revision(
        report=f"telegram:{chance.randrange(40)}/{number}" if channel else f"url:https://paper.example/{number}",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        captured_at=moment + timedelta(minutes=30),
        text=text,
        outlet=outlet,
        published_at=moment,
        forward=Forward(name=speaker) if channel and speaker and chance.randrange(2) else None,
    )
    head = ReportHead(
        title=None,
        outlet=outlet,
        authors=(),
        published_at=None,
        updated_at=None,
        language="en",
        section=None,
        url=None,
        sha256=revision.sha256,
        text=text,
    )
    return revision, Reading(report=head, statements=statements, claims=(claim,), engine=ByHand.engine)


def _statement(speaker: str, text: str, span: Mention, denied: bool) -> Statement:
    at = text.index(speaker)
    cue = "denied" if denied else "said"
    where = text.index(cue, at)
    return Statement(
        id="s1",
        start=at,
        end=span.end,
        quote="indirect",
        source=Source(speaker, at, at + len(speaker), (speaker,)),
        cue=Mention(cue, where, where + len(cue)),
        content=(span,),
    )
