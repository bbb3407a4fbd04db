"""A story whose texts the shipped reader reads: the marks go to the claims it found in the marked words."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from evals._stories import Mark, Story
from reportedly.capture import from_text
from reportedly.linking import group_of
from reportedly.model import Claim, Observed, Revision
from reportedly.reading import Reader


def read(story: Story, reader: Reader) -> Story:
    """The story as the reader reads it; everything that was marked stays what it is measured by."""
    observed = tuple(Observed(whole := _laid_out(one.revision), reader.read(whole)) for one in story.observed)
    claims = {one.revision.id: one.reading.claims for one in observed}
    names = {old.revision.id: new.revision.id for old, new in zip(story.observed, observed, strict=True)}
    marks = tuple(replace(mark, ids=tuple(_found(mark, names, claims))) for mark in story.marks)
    return replace(story, observed=observed, marks=marks)


def _laid_out(revision: Revision) -> Revision:
    """With headline and body told apart, as capture does."""
    segments = from_text(revision.text, title=revision.title, captured_at=revision.captured_at).segments
    return msgspec.structs.replace(revision, segments=segments)


def _found(mark: Mark, names: dict[str, str], claims: dict[str, tuple[Claim, ...]]) -> list[str]:
    """The claims that overlap the marked words: those of the marked kind, else all."""
    found: list[str] = []
    for revision, start, end in mark.spans:
        inside = [claim for claim in claims[names[revision]] if claim.start < end and start < claim.end]
        kin = [claim for claim in inside if group_of(claim.event_type) == mark.group]
        found += [f"{names[revision]}/{claim.id}" for claim in kin or inside]
    return found
