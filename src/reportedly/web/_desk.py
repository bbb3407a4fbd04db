"""What every page needs: the ledger, the reader, the templates, and one way to answer as a page, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from threading import Lock
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly.ledger import Ledger, answer_words
from reportedly.reading import Reader
from reportedly.reading.places import Around
from reportedly.web import _links as links
from reportedly.web import _tables as tables
from reportedly.web import _words as words
from reportedly.web._forms import FIELD, Tokens
from reportedly.web._map import Spot, features
from reportedly.web._static import asset, dashed
from reportedly.web.team._needs import sees_exactly, takes_two

Rows = tuple[Sequence[str], Sequence[Sequence[object]]]
"""Titles and rows of a list, for CSV."""


class Desk:
    """One desk on one ledger. The reader and the gazetteer are made when first needed, for they take their time."""

    def __init__(self, ledger: Ledger, reader: Callable[[], Reader], around: Callable[[], Around]) -> None:
        self._exact, self._coarse = ledger, ledger.coarse()
        self.reader = cache(reader)
        self.around = cache(around)
        self.writing = Lock()
        self.tokens = Tokens()

    @property
    def ledger(self) -> Ledger:
        """The ledger as whoever asks may see it: with coarse places, unless they may see exact ones."""
        return self._exact if sees_exactly() else self._coarse

    def answer(
        self,
        request: Request,
        template: str,
        view: msgspec.Struct,
        form: links.Form,
        rows: Rows | None = None,
        spots: Callable[[], Iterable[Spot]] | None = None,
    ) -> Response:
        """The view in the form asked for. Raises a 404 for CSV where the page has no list, for GeoJSON where it has no places."""
        if form == "json":
            return Response(msgspec.json.encode(view), media_type="application/json")
        if form == "csv":
            if rows is None:
                raise HTTPException(404, "This page has no list to give as CSV.")
            return Response(tables.table(*rows), media_type="text/csv", headers=attachment(f"{template}.csv"))
        if form == "geojson":
            if spots is None:
                raise HTTPException(404, "This page has no places to give as GeoJSON.")
            return geojson(features(spots()))
        return self.page(request, template, view=view)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page with its form token."""
        session = self.tokens.session(request)
        values |= {"path": request.url.path, "token": self.tokens.token(request, session), "token_field": FIELD}
        values["two_people"] = takes_two(request)
        values["account"] = getattr(request.state, "account", None)
        text = _environment().get_template(f"{template}.html.j2").render(values)
        response = Response(text, status, media_type="text/html")
        self.tokens.remember(response, session)
        return response


def geojson(found: Iterable[dict[str, Any]]) -> Response:
    """A FeatureCollection."""
    data = msgspec.json.encode({"type": "FeatureCollection", "features": list(found)})
    return Response(data, media_type="application/geo+json")


def attachment(name: str) -> dict[str, str]:
    """Headers by which a browser saves and never shows."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reportedly.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(
        {
            "minute": words.minute,
            "plural": words.plural,
            "label": words.label,
            "question": words.question,
            "answer": answer_words,
            "outside": links.outside,
            "query": links.query,
            "words_at": links.words_at,
            "slug": lambda standing: standing.replace(" ", "-"),
        }
    )
    environment.globals.update(
        {
            "address": links.address,
            "as_data": links.as_data,
            "words": words,
            "asset": asset,
            "dashed": dashed,
        }
    )
    return environment


def _shown(value: Any) -> Any:
    """Outside words without control and direction characters; None as nothing."""
    if value is None:
        return ""
    return words.plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
