"""What a WARC file holds of one page: its bytes as the reader of a page needs them, and the account of their capture."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from reportedly.capture._items import MOST_BYTES
from reportedly.model import Fetch, UnreadableInput

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

Coding = Literal["all", "content", "none"]
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_CODINGS: tuple[Coding, ...] = ("all", "content", "none")
_DIGESTS = {"sha1": 40, "sha256": 64, "md5": 32}  # hexadecimal digits; archives also write base32


class Page(msgspec.Struct, frozen=True):
    """One page of an archive: decoded content, stated encoding, and how the archive's maker got it."""

    data: bytes
    charset: str | None
    fetch: Fetch


def page_of(record: WarcRecord) -> Page | None:
    """The page in a record; None for whatever is no page: pictures, scripts, redirects, errors of servers.

    Raises UnreadableInput when the record is cut, altered or too large, OSError when its compression is damaged.
    """
    if not record.is_http and _bare(record.headers.get("Content-Type")) not in _PAGES:
        return None
    if record.content_length > MOST_BYTES:
        raise UnreadableInput(f"the record is over {MOST_BYTES >> 20} MB")
    block = record.reader.read()
    if len(block) < record.content_length:
        raise UnreadableInput(f"the record ends after {len(block):,} of {record.content_length:,} bytes")
    _check_digest(block, record.headers.get("WARC-Block-Digest"))
    at = _date(record)
    url = str(record.headers.get("WARC-Target-URI", "")).strip("<>")
    if not record.is_http:
        fetch = Fetch(requested=url, url=url, status=200, started_at=at, ended_at=at, tool="warc")
        return Page(bytes(block), None, fetch)
    return _http(bytes(block), url, at)


def _http(block: bytes, url: str, at: datetime) -> Page | None:
    """The page in an HTTP answer without its transfer and content codings.

    Makers of archives often undo a coding and keep its header, so less and less is undone until something can be read.
    """
    for coding in _CODINGS:
        try:
            answer = _parsed(block, coding)
            headers = answer.http_headers
            if headers is None or headers.status_code != 200 or (answer.http_content_type or "text/html") not in _PAGES:
                return None
            data = bytes(answer.reader.read(MOST_BYTES + 1))
        except OSError:
            continue
        if len(data) > MOST_BYTES:
            raise UnreadableInput(f"the page is over {MOST_BYTES >> 20} MB when decompressed")
        named = tuple((str(name), str(value)) for name, value in headers.astuples())
        fetch = Fetch(requested=url, url=url, status=200, headers=named, started_at=at, ended_at=at, tool="warc")
        return Page(data, answer.http_charset, fetch)
    raise UnreadableInput("the page's compression is damaged")


def _parsed(block: bytes, coding: Coding) -> WarcRecord:
    from fastwarc.warc import WarcRecord, WarcRecordType

    answer = WarcRecord()
    answer.init_headers(WarcRecordType.response)
    answer.is_http = True
    answer.set_bytes_content(block)
    try:
        answer.parse_http(auto_decode=coding)
    except OSError as error:
        if coding == "none":
            raise UnreadableInput(f"not an HTTP answer ({error})") from error
        raise
    return answer


def _check_digest(block: bytes, stated: str | None) -> None:
    name, _, value = (stated or "").partition(":")
    digits = _DIGESTS.get(name.lower().replace("-", ""))
    if not digits:
        return
    found = hashlib.new(name.lower().replace("-", ""), block).digest()
    spellings = (found.hex(), base64.b32encode(found).decode().rstrip("=").lower())
    if value.lower().rstrip("=") not in spellings:
        raise UnreadableInput("the record's bytes are not those that its digest names")


def _date(record: WarcRecord) -> datetime:
    at = record.record_date
    if at is None:
        raise UnreadableInput("the record has no valid date")
    return at.astimezone(UTC).replace(microsecond=0)


def _bare(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()
