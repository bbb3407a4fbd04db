"""The reader: a text in pieces to the model, what counts of its answers to a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportedly.model import Reading, ReadingError, Revision
from reportedly.reading._assembly import Assembly, Marks
from reportedly.reading._language import language
from reportedly.reading._parts import parts, readable
from reportedly.reading._sentences import Span, sentences
from reportedly.reading.llm._accept import Accepted, Dropped, accepted, apart
from reportedly.reading.llm._ask import Endpoint
from reportedly.reading.llm._scheme import VERSION, instructions

PIECE = 6000
"""Characters that are asked about at once."""
MAX_CHARACTERS = 300_000
"""Beyond this a text is refused: each piece is paid for."""


class LlmReader:
    """See `reportedly.reading.Reader`. Equal input gives equal output only as far as the model's does."""

    def __init__(self, endpoint: str, model: str, *, seconds: float = 120.0, pause: float = 1.0) -> None:
        """`endpoint`: the address that `/chat/completions` is under; `seconds` for one answer, `pause` before asking again."""
        self._endpoint = Endpoint(endpoint, model, seconds=seconds, pause=pause)
        self._assembly = Assembly()

    @property
    def engine(self) -> str:
        return f"llm-{VERSION}:{self._endpoint.model}"

    def read(self, revision: Revision) -> Reading:
        text = revision.text
        if len(text) > MAX_CHARACTERS:
            reason = f"{len(text):,} characters are more than the {MAX_CHARACTERS:,} that this engine reads"
            raise ReadingError(reason, where=revision.report)
        told, found, unusable = instructions(), list[Accepted](), 0
        asked = pieces(text, readable(revision)[0])
        for piece in asked:
            answer = self._endpoint.ask(told, text[slice(*piece)])
            if answer is None:
                unusable += 1
            else:
                found.append(accepted(answer, text, piece))
        marks = Marks(
            cues=[cue for one in found for cue in one.cues],
            events=[event for one in found for event in one.events],
            entities=apart(entity for one in found for entity in one.entities),
            parts=parts(revision, ()),
        )
        dropped = sum((one.dropped for one in found), Dropped())
        return self._assembly.reading(
            revision, language(text, revision.language), marks, engine=self.engine, notes=_notes(dropped, unusable, len(asked))
        )

    def read_all(self, revisions: Iterable[Revision]) -> Iterator[Reading]:
        return map(self.read, revisions)


def pieces(text: str, spans: Iterable[Span], most: int = PIECE) -> list[Span]:
    """What is to be read, cut between sentences into pieces of at most `most` characters; a longer sentence is cut."""
    found: list[Span] = []
    for start, end in spans:
        for a, b in (cut for sentence in sentences(text, start, end) for cut in _cut(sentence, most)):
            if found and found[-1][0] >= start and b - found[-1][0] <= most:
                found[-1] = found[-1][0], b
            else:
                found.append((a, b))
    return found


def _cut(span: Span, most: int) -> Iterator[Span]:
    return ((at, min(at + most, span[1])) for at in range(span[0], span[1], most))


def _notes(dropped: Dropped, unusable: int, asked: int) -> tuple[str, ...]:
    """What the model did that does not count."""
    notes = []
    if unusable:
        notes.append(f"{unusable} of {asked} answers were not as asked; nothing was taken from them")
    if dropped.absent:
        notes.append(f"{dropped.absent} of {dropped.given} items dropped: words that the text does not have")
    if dropped.malformed:
        notes.append(f"{dropped.malformed} of {dropped.given} items dropped: not of the shape asked for")
    return tuple(notes)
