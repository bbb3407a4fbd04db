"""The one shape of errors that programs get: problem details (RFC 9457), whatever went wrong and wherever."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from starlette.responses import Response

from reportedly.model import LedgerBusy, LedgerDamaged, LedgerError, NotFound, ReportedlyError, Withheld

MEDIA_TYPE = "application/problem+json"

STATUS: tuple[tuple[type[ReportedlyError], int], ...] = (
    (NotFound, 404),
    (Withheld, 403),
    (LedgerBusy, 503),
    (LedgerDamaged, 500),
    (LedgerError, 400),
    (ReportedlyError, 422),
)
"""Errors of the package as HTTP statuses; the first kind that fits."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not answered. `where` names the parameter, file or id at fault, `place` the field or line in it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    where: str | None = None
    place: str | None = None


def status_of(error: ReportedlyError) -> int:
    """The HTTP status of an error of the package."""
    return next(code for kind, code in STATUS if isinstance(error, kind))


def trouble(
    status: int, detail: str, *, where: str | None = None, place: str | None = None, headers: dict[str, str] | None = None
) -> Response:
    """An error as an answer."""
    told = Trouble(title=HTTPStatus(status).phrase, status=status, detail=detail, where=where, place=place)
    # `type` is written although it is the default: some clients look for it
    body = msgspec.json.encode({"type": told.type} | msgspec.to_builtins(told))
    return Response(body, status, media_type=MEDIA_TYPE, headers=headers)
