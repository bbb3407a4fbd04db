"""Forms that only this desk's own pages may send: a token signed over a cookie, and the browser's word on the origin."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import AsyncIterator, Iterable
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly.web._guard import MOST_UPLOADED

COOKIE = "reportedly_desk"
SESSION = "reportedly_session"
"""The cookie of whoever has signed in."""
FIELD = "token"
MOST_FILES = 50
_FIELDS = 12


class Tokens:
    """Makes and checks form tokens. The secret lives as long as the process: after a restart a page must be reloaded."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)

    def session(self, request: Request) -> str:
        """The browser's session, a new one when it has none."""
        return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)

    def token(self, request: Request, session: str) -> str:
        """Bound to the browser and to who has signed in there: a token from before signing in is worth nothing after."""
        told = f"{session}\n{request.cookies.get(SESSION, '')}"
        return hmac.new(self._secret, told.encode("utf-8", "replace"), sha256).hexdigest()

    def remember(self, response: Response, session: str) -> None:
        response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")

    def check(self, request: Request, sent: str) -> None:
        """Raises a 403 unless the form came from a page of this desk."""
        session = request.cookies.get(COOKIE, "")
        genuine = session and hmac.compare_digest(self.token(request, session).encode(), sent.encode("utf-8", "replace"))
        if not genuine or not _same_origin(request):
            raise HTTPException(403, "This form did not come from this desk, or the desk was restarted. Load the page again.")


def _same_origin(request: Request) -> bool:
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    host = request.headers.get("host", "")
    return site in ("same-origin", "none") and (origin is None or urlsplit(origin).netloc.lower() == host.lower())


async def posted(request: Request) -> AsyncIterator[FormData]:
    """The form of a request, its token checked; its files are closed afterwards. Raises 400, 403 or 413."""
    tokens: Tokens = request.app.state.desk.tokens
    async with request.form(max_files=MOST_FILES, max_fields=_FIELDS, max_part_size=MOST_UPLOADED) as form:
        tokens.check(request, field(form, FIELD))
        yield form


def field(form: FormData, name: str, most: int = 2000) -> str:
    """One text field, trimmed; empty when it is absent. Raises 400 when it is longer than `most` characters."""
    value = form.get(name)
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > most:
        raise HTTPException(400, f"The field “{name}” is too long: at most {most} characters.")
    return text


def files(form: FormData, name: str) -> Iterable[UploadFile]:
    """The files that were really chosen."""
    return (value for value in form.getlist(name) if isinstance(value, UploadFile) and value.filename)
