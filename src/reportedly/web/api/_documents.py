"""The OpenAPI document: parameters come from the routes, every body's schema from the values themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from reportedly.web._trouble import MEDIA_TYPE, Trouble

_REF = "#/components/schemas/{name}"
_SCHEMAS: dict[str, Any] = {}
ABOUT = """What is in a ledger of `reportedly`: who said what happened, from whom they had it, who contradicts it, how each
point stands.

Times are UTC, RFC 3339. Lists come in pages: ask again with `cursor` set to `next` until that is null. Reads take `as_of`:
the ledger as it was captured and judged until then. Every error has the same shape. Answers carry an `ETag` that changes
with the ledger; `If-None-Match` saves the work."""

_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "Where the desk has accounts. On one's own machine none is needed.",
    }
}


def schema(kind: Any) -> dict[str, Any]:
    """A reference to the schema of a type, which the document then holds."""
    (found,), parts = msgspec.json.schema_components((kind,), ref_template=_REF)
    for name, part in parts.items():
        if _SCHEMAS.setdefault(name, part) != part:
            raise TypeError(f"two types of one name: {name}")
    return found


def gives(kind: Any, *, status: int = 200, about: str = "As asked.") -> dict[str, Any]:
    """Keywords for a route that answers with this type."""
    return told({"application/json": {"schema": schema(kind)}}, status=status, about=about)


def told(content: dict[str, Any], *, status: int = 200, about: str = "As asked.") -> dict[str, Any]:
    """Keywords for a route that answers with this content."""
    responses: dict[int | str, Any] = {status: {"description": about, "content": content}}
    if status == 200:
        responses[304] = {"description": "Unchanged since the answer with that ETag."}
    return {"status_code": status, "responses": responses | {code: _trouble(why) for code, why in _WHY.items()}}


def takes(kind: Any) -> dict[str, Any]:
    """Keywords for a route whose body is JSON of this type."""
    return {"openapi_extra": {"requestBody": {"required": True, "content": {"application/json": {"schema": schema(kind)}}}}}


def document(app: FastAPI, *, address: str) -> dict[str, Any]:
    """The whole document; `address` is where the API is mounted."""
    made = get_openapi(
        title="reportedly", version="1", description=ABOUT, routes=app.routes, servers=[{"url": address}], summary="The ledger"
    )
    for operation in _operations(made):
        operation["security"] = [{}, {"token": []}]
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _present(parameter["schema"])
    made["components"] = {"schemas": dict(sorted(_SCHEMAS.items())), "securitySchemes": _SCHEMES}
    return made


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        yield from path.values()


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """Without null: in an address what is not there is left out."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"]
    if not kinds:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return rest | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds})


def _trouble(why: str) -> dict[str, Any]:
    return {"description": why, "content": {MEDIA_TYPE: {"schema": schema(Trouble)}}}


_WHY: dict[int | str, str] = {
    400: "The ledger cannot be asked that.",
    401: "Nobody that is known asks.",
    403: "The caller may not.",
    404: "No such thing.",
    422: "A parameter or the body is not as described.",
    "default": "Any other error; always of this shape.",
}
