"""Files that pages load: our own style and scripts, and third parties' that the build fetched. Nothing comes from elsewhere."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(str(files("reportedly.web"))) / "static"
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".geojson": "application/geo+json"}
_FOR_EVER = "public, max-age=31536000, immutable"


class _Files(StaticFiles):
    """Kept for ever by browsers when asked for by version, else asked for again each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOR_EVER if scope["query_string"] else "no-cache"
        if kind := _TYPES.get(Path(path).suffix):
            response.headers["Content-Type"] = kind
        return response


def static_files() -> GZipMiddleware:
    """To be mounted at /static. They hold no secrets, so they may be compressed."""
    return GZipMiddleware(_Files(directory=FOLDER), compresslevel=6)


@cache
def asset(name: str) -> str | None:
    """The address of a file with its version; None when the build did not fetch it."""
    path = FOLDER / name
    return f"/static/{name}?{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}" if path.is_file() else None


@cache
def dashed() -> tuple[str, ...]:
    """What each of the base map's dashed lines is; none when the build did not make the map."""
    path = FOLDER / "vendor/borders.geojson"
    if not path.is_file():
        return ()
    lines = json.loads(path.read_text(encoding="utf-8"))["features"]
    return tuple(sorted({line["properties"]["why"] for line in lines if line["properties"]["kind"] == "disputed"}))
