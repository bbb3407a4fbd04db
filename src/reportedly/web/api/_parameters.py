"""What can be asked for in an address, each with its meaning and bounds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

from reportedly.model import Standing
from reportedly.web.api._cursors import MOST, USUAL

_MOMENT = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
_WORDS = r"^[^\x00-\x1f\x7f]*$"


def _moment(about: str) -> object:
    return Query(description=about, max_length=40, json_schema_extra=_MOMENT)


def _words(about: str, most: int = 200) -> object:
    return Query(description=about, min_length=1, max_length=most, pattern=_WORDS)


AsOf = Annotated[str | None, _moment("As it stood then; a date is its end, a time without zone UTC.")]
Changed = Annotated[str, _moment("The earlier moment; a date is its end.")]
Since = Annotated[str | None, _moment("Published then or later.")]
Until = Annotated[str | None, _moment("Published then or earlier; a date is its end.")]
Place = Annotated[str | None, _words("Part of a place's name or region, or a country code.")]
Speaker = Annotated[str | None, _words("Part of a speaker's name.")]
OutletName = Annotated[str | None, _words("An outlet's whole name.")]
Party = Annotated[str | None, _words("A party's whole name.")]
Kind = Annotated[str | None, _words("An event type, such as armed_clash.")]
EventId = Annotated[str | None, _words("An event's id, or the unique beginning of it.")]
ReportId = Annotated[str | None, _words("A report's id.", 4000)]
RevisionId = Annotated[str | None, _words("A revision's id.")]
Question = Annotated[str | None, _words("A point's question: happened, agent, killed ...")]
Stands = Annotated[Standing | None, Query(description="With a point that stands so.")]
Changing = Annotated[Standing | None, Query(description="Only changes to or from this.")]
Superseded = Annotated[bool, Query(description="Also what earlier revisions claimed.")]
Words = Annotated[str, _words("Words that must all be in the title or text.", 500)]
Cursor = Annotated[str | None, Query(description="`next` of the page before.", max_length=2000)]
Limit = Annotated[int, Query(description="Items of a page.", ge=1, le=MOST)]
Name = Annotated[str, Path(min_length=1, max_length=4000, pattern=_WORDS)]

USUAL_LIMIT = USUAL
