"""A brief as Markdown, as one self-contained HTML file, as JSON, and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from reportedly.model import ExportError
from reportedly.publish.briefs._graph import origin_graph
from reportedly.publish.briefs._map import Land, event_map, undrawn
from reportedly.publish.briefs._sentences import differences, minute, plural
from reportedly.publish.briefs._timeline import timeline
from reportedly.publish.briefs._values import Brief, EventView

if TYPE_CHECKING:
    from jinja2 import Environment

BriefFormat = Literal["md", "html", "json", "pdf"]
DRAWN = 25
"""Events that get a timeline and a graph; of a longer brief the first."""
NO_TYPST = "a PDF needs the extra: pip install 'reportedly[pdf]'"


def page(brief: Brief, form: BriefFormat, *, land: Sequence[Land] = ()) -> bytes:
    """The brief in a format. `land`: GeoJSON collections to lie under the map. Raises ExportError."""
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(brief), indent=1)
    if form == "pdf":
        return _pdf(brief, land)
    drawings = _drawings(brief, land) if form == "html" else {}
    return str(_environment().get_template(f"brief.{form}.j2").render(brief=brief, drawings=drawings)).encode()


def _drawings(brief: Brief, land: Sequence[Land]) -> dict[str, Any]:
    drawn = brief.events[:DRAWN]
    return {
        "map": event_map(brief.events, exact=brief.exact, land=land),
        "land": bool(land),
        "undrawn": undrawn(brief.events),
        "timelines": {view.number: timeline(view) for view in drawn},
        "graphs": {view.number: origin_graph(view) for view in drawn},
    }


def _pdf(brief: Brief, land: Sequence[Land]) -> bytes:
    """Typst sets fixed markup of ours; the brief reaches it only as data, so that no outside word is ever read as markup."""
    try:
        import typst
    except ImportError as error:
        raise ExportError(NO_TYPST) from error
    told = {
        "title": brief.title,
        "meta": _meta(brief),
        "since": minute(brief.since) if brief.since else "",
        "changes": differences(brief.changes),
        "map": event_map(brief.events, exact=brief.exact, land=land),
        "land": bool(land),
        "undrawn": undrawn(brief.events),
        "events": [_told(view) for view in brief.events],
    }
    markup = files("reportedly.publish").joinpath("templates/brief.typ").read_bytes()
    try:
        made = typst.compile(markup, format="pdf", sys_inputs={"brief": msgspec.json.encode(told).decode()})
    except RuntimeError as error:
        raise ExportError(f"cannot be set as PDF: {str(error).splitlines()[0]}") from error
    assert isinstance(made, bytes)
    return made


def _told(view: EventView) -> dict[str, Any]:
    """One event as the PDF's markup takes it: text and drawings only."""
    return {
        "number": view.number,
        "title": view.event.title,
        "standing": view.standing,
        "meta": " · ".join(_about(view)),
        "timeline": timeline(view) if view.number <= DRAWN else "",
        "graph": origin_graph(view) if view.number <= DRAWN else "",
        "points": [
            {
                "question": point.point.asked,
                "standing": point.point.standing,
                "reasons": list(point.point.reasons),
                "lines": [
                    {
                        "sentence": line.sentence,
                        "sources": cited(line.sources),
                        "past": line.answer.superseded,
                        "words": [{"text": words.text, "source": cited(_one(words.source))} for words in line.words],
                        "more": line.more,
                    }
                    for line in point.lines
                ],
            }
            for point in view.points
        ],
        "sources": [
            {"number": s.number, "outlet": s.outlet, "title": s.title or "", "at": minute(s.at), "url": s.url or ""}
            for s in view.sources
        ],
    }


def _meta(brief: Brief) -> str:
    told = [plural(len(brief.events), "event"), plural(brief.outlets, "outlet"), plural(brief.origins, "origin")]
    told = told if brief.events else ["no event fits"]
    return " · ".join([*told, *([f"as of {minute(brief.as_of)}"] if brief.as_of else [])])


def _about(view: EventView) -> list[str]:
    counts = view.event.counts
    told = [view.when, view.where, plural(counts.outlets, "outlet"), plural(counts.origins, "origin")]
    return [*told, *([view.note] if view.note else []), f"id {view.event.id}"]


def _one(number: int | None) -> tuple[int, ...]:
    return (number,) if number else ()


def cited(numbers: Sequence[int]) -> str:
    """`[1, 3]`, or nothing where no report is known."""
    return f"[{', '.join(map(str, numbers))}]" if numbers else ""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("reportedly.publish"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "plural": plural,
        "minute": minute,
        "inline": inline,
        "cited": cited,
        "one": _one,
        "about": _about,
        "differences": differences,
        "meta": _meta,
    }
    environment.filters.update(filters)
    return environment


def inline(text: str) -> str:
    """Outside words in Markdown: on one line, with marks that Markdown or HTML would act on escaped."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        flat = flat.replace(mark, "\\" + mark)
    return flat
