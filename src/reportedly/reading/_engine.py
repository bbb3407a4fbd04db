"""The reader that ships: one trained network marks the text, plain code turns the marks into statements and claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportedly.model import Entity, Reading, ReadingError, Revision
from reportedly.reading._assembly import Assembly, Marks, head
from reportedly.reading._decode import Marked, mark
from reportedly.reading._foreign import quotations
from reportedly.reading._language import language
from reportedly.reading._network import Network
from reportedly.reading._parts import parts, readable
from reportedly.reading._windows import windows

_CUT = re.compile(r"(?:the )?(?:\w+ )*(?:Republic|Kingdom|Emirates|Gulf|Bay|Strait|Sea|Isle) of (?:the )?", re.IGNORECASE)

MAX_CHARACTERS = 5_000_000
"""Beyond this a text is refused: a report of a thousand pages is no report."""


class Engine:
    """See `reportedly.reading.Reader`."""

    def __init__(self, *, threads: int = 1) -> None:
        self._network = Network(threads)
        self._assembly = Assembly()

    @property
    def engine(self) -> str:
        return f"minilm-{self._network.version}"

    def read(self, revision: Revision) -> Reading:
        text = revision.text
        if len(text) > MAX_CHARACTERS:
            raise ReadingError(
                f"{len(text):,} characters are more than the {MAX_CHARACTERS:,} that are read", where=revision.report
            )
        told = language(text, revision.language)
        if told not in ("en", None):
            note = f"statements and claims are read in English only; this text is in {told!r}: quoted words alone were taken"
            return Reading(report=head(revision, told), statements=tuple(quotations(text)), engine=self.engine, notes=(note,))
        spans, headlines = readable(revision)
        marked = [mark(self._network, window, text) for window in windows(text, self._network.tokenizer, spans, headlines)]
        return self._assembly.reading(
            revision,
            told,
            Marks(
                cues=[cue for m in marked for cue in m.cues],
                events=[event for m in marked for event in m.events],
                entities=_entities(marked, text),
                parts=parts(revision, marked),
            ),
            engine=self.engine,
        )

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def _entities(marked: Sequence[Marked], text: str) -> list[Entity]:
    return _whole([Entity(text[a:b], a, b, label) for m in marked for a, b, label in m.entities], text)


def _whole(entities: Sequence[Entity], text: str) -> list[Entity]:
    """The entities; a place's name that was cut behind "of" is one: "Democratic Republic of" and "Congo"."""
    found: list[Entity] = []
    for entity in entities:
        before = found[-1] if found else None
        if before and before.label == entity.label == "LOC" and _CUT.fullmatch(text, before.start, entity.start):
            found[-1] = Entity(text[before.start : entity.end], before.start, entity.end, "LOC")
        else:
            found.append(entity)
    return found
