"""`python -m bench.export [CLAIMS ...] [--ledger LEDGER ...]`: claims a second and peak memory of exports and import.

The ledger is generated: 25 claims a report in our own words, an event for every ten; or it is one that `bench.growth --keep`
made, whose import links it anew as any ledger is linked. Each format is written in a process of
its own, so that its peak is its own, and timed in seconds on a core. "grows" is what the peak gains from the smallest ledger to
the largest.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing import Pipe, get_context
from pathlib import Path
from typing import NamedTuple

import msgspec

from bench._stream import TwoSides
from reportedly.ledger import Bundle, open_ledger
from reportedly.linking import Linking
from reportedly.model import (
    Actor,
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
    Quantity,
    Reading,
    ReportHead,
    Revision,
    Source,
    Statement,
)
from reportedly.publish import FORMATS, drawn, encoded

SIZES = (5_000, 20_000)
Linker = Callable[[Iterable[Observed], Iterable[Judgement]], tuple[Event, ...]]
EACH = 25
TOLD = 10
START = datetime(2024, 3, 1, tzinfo=UTC)
SENTENCE = "The Northern Unit said that fighters had shelled Upper Village, killing 3. "


class Reader:
    """Gives the claims that the texts were made with."""

    engine = "generated 1"

    def read(self, revision: Revision) -> Reading:
        head = ReportHead(
            title=revision.title, outlet=revision.outlet, authors=(), published_at=None, updated_at=None, language="en",
            section=None, url=revision.url, sha256=revision.sha256, text=revision.text,
        )  # fmt: skip
        pairs = [_said(number) for number in range(len(revision.text) // len(SENTENCE))]
        statements, claims = tuple(s for s, _ in pairs), tuple(c for _, c in pairs)
        return Reading(report=head, statements=statements, claims=claims, engine=self.engine)

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def _said(number: int) -> tuple[Statement, Claim]:
    at = number * len(SENTENCE)

    def span(words: str) -> tuple[str, int, int]:
        start = at + SENTENCE.index(words)
        return words, start, start + len(words)

    statement = Statement(
        id=f"s{number}", start=at, end=at + len(SENTENCE) - 1, quote="indirect",
        source=Source(*span("The Northern Unit"), ("Northern Unit",)), cue=Mention(*span("said")),
        content=(Mention(*span("that fighters had shelled Upper Village, killing 3")),),
    )  # fmt: skip
    text, start, end = span("fighters had shelled Upper Village, killing 3")
    name, begin, stop = span("Upper Village")
    place = Place(text=name, start=begin, end=stop, name=name, lat=51.5, lon=34.5, country="RU", geo_precision=1)
    words, first, last = span("3")
    claim = Claim(
        id=f"c{number}", statement=statement.id, start=start, end=end, text=text, event_type="shelling_missile",
        actors=(Actor("agent", *span("fighters"), "fighters"),), places=(place,),
        quantities=(Quantity("killed", 3, 3, "people", words, first, last),),
    )  # fmt: skip
    return statement, claim


def link(observed: Iterable[Observed], judgements: Iterable[Judgement] = ()) -> tuple[Event, ...]:
    """An event for every ten claims: what is measured is writing, not linking."""
    groups: dict[int, list[tuple[str, str, str, Claim]]] = defaultdict(list)
    for number, (revision, claim) in enumerate((one.revision, claim) for one in observed for claim in one.reading.claims):
        groups[number // TOLD].append((revision.id, revision.report, revision.captured_at.isoformat(), claim))
    return tuple(_event(number, found) for number, found in groups.items())


def _event(number: int, found: list[tuple[str, str, str, Claim]]) -> Event:
    id_ = f"e{number:09d}"
    claims, reports = tuple(f"{r}/{c.id}" for r, _, _, c in found), tuple(dict.fromkeys(report for _, report, _, _ in found))
    origin = Origin(
        id=f"{id_}.o1", speaker="Northern Unit", party="North", medium="telegram", uttered_at=found[0][2],
        first_observed_at=found[0][2], carriers=reports,
    )  # fmt: skip
    points = tuple(
        Point(
            id=f"{id_}.{question}", question=question, standing="single origin", reasons=("one origin asserts it",),
            answers=(Answer(value=value, low=low, high=low, origins=(origin.id,), claims=claims),),
        )
        for question, value, low in (("happened", "yes", None), ("killed", "3", 3))
    )  # fmt: skip
    return Event(
        id=id_, title="Shelling, Upper Village", event_type="shelling_missile", place=found[0][3].places[0], time=None,
        first_seen=found[0][2], last_change=found[-1][2], points=points, origins=(origin,),
        counts=Counts(reports=len(reports), outlets=1, claims=len(found), origins=1),
    )  # fmt: skip


def captures(claims: int) -> Iterator[Captured]:
    """Reports with 25 claims each."""
    for number in range(claims // EACH):
        text = SENTENCE * EACH + f"({number})"
        data = text.encode()
        original = Original(hashlib.sha256(data).hexdigest(), len(data), "text/plain", data)
        at = START + timedelta(minutes=5 * number)
        yield Captured(
            original,
            Revision(
                report=f"url:https://outlet{number % 40}.example/{number}", sha256=original.sha256, media_type="text/plain",
                captured_at=at, published_at=at, text=text, title=f"Shelling, report {number}", outlet=f"Outlet {number % 40}",
                url=f"https://outlet{number % 40}.example/{number}",
            ),
        )  # fmt: skip


def make(path: Path, claims: int) -> None:
    """A ledger with so many claims."""
    with open_ledger(path, linker=link) as ledger:
        ledger.add(captures(claims), Reader())


class Measured(msgspec.Struct, frozen=True):
    """Seconds of this process on a core, bytes written, and memory in MiB: before the work, and at its peak."""

    seconds: float
    size: int
    base: float
    peak: float


def written(name: str, path: Path, out: Path, linker: Linker) -> Measured:
    """One format into a file."""
    since = "2024-01-01" if name in ("atom", "jsonfeed") else None
    base, begin = _memory(), time.process_time()
    with open_ledger(path, linker=linker) as ledger, ledger.snapshot() as view, out.open("wb") as file:
        for piece in encoded(FORMATS[name].write(drawn(ledger, view, since=since))):
            file.write(piece)
    return Measured(time.process_time() - begin, out.stat().st_size, base, _memory())


def imported(path: Path, out: Path, linker: Linker) -> Measured:
    """A ledger's file into a new ledger, views and events derived."""
    base, begin = _memory(), time.process_time()
    with Bundle(path) as exported, open_ledger(out, linker=linker) as ledger:
        ledger.take_in(exported)
    return Measured(time.process_time() - begin, path.stat().st_size, base, _memory())


def _memory() -> float:
    """The peak of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(job: Callable[[], Measured | None]) -> Measured:
    """What the job measured in a forked process, whose peak begins where this process stands."""
    here, there = Pipe(duplex=False)
    process = get_context("fork").Process(target=lambda: there.send(job()))
    process.start()
    there.close()
    found: Measured = here.recv()
    process.join()
    return found


def main(sizes: Sequence[int] = SIZES, ledgers: Sequence[Path] = ()) -> None:
    import pyarrow.parquet  # noqa: F401  (what formats import is not theirs to pay for)

    with tempfile.TemporaryDirectory() as scratch:
        made = [Path(scratch) / f"{size}.db" for size in sizes]
        for size, path in zip(sizes, made, strict=True):
            if not ledgers:
                apart(lambda path=path, size=size: make(path, size))  # type: ignore[misc]
        cases = [
            _Case(path, Linking(TwoSides()) if ledgers else link, Path(scratch) / str(n))
            for n, path in enumerate(ledgers or made)
        ]
        head = f"{'format':<20}{'claims/s':>10}{'MB':>8}{'peak MiB':>10}{'over start':>12}{'grows':>8}"
        print(f"{head}   ({cases[-1].claims():,} claims)", flush=True)
        for name in (*FORMATS, "import"):
            takes = [case.measured(name) for case in cases]
            last = takes[-1]
            grown = (last.peak - last.base) - (takes[0].peak - takes[0].base)
            print(
                f"{name:<20}{cases[-1].claims() / last.seconds:>10,.0f}{last.size / 1e6:>8.1f}{last.peak:>10.0f}"
                f"{last.peak - last.base:>12.1f}{grown:>8.1f}",
                flush=True,
            )


class _Case(NamedTuple):
    """One ledger, how it is linked, and a folder for what is made of it."""

    ledger: Path
    linker: Linker
    folder: Path

    def claims(self) -> int:
        with open_ledger(self.ledger, linker=self.linker) as ledger, ledger.snapshot() as view:
            return view.count("claims") or 0

    def measured(self, name: str) -> Measured:
        self.folder.mkdir(exist_ok=True)
        if name == "import":
            return apart(lambda: imported(self.folder / FORMATS["ledger"].file, self.folder / "copy.db", self.linker))
        out = self.folder / FORMATS[name].file
        found = apart(lambda: written(name, self.ledger, out, self.linker))
        if name != "ledger":
            out.unlink()
        return found


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.export")
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    asked.add_argument("--ledger", dest="ledgers", nargs="+", type=Path, default=())
    main(**vars(asked.parse_args()))
