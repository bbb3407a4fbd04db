"""Web archives record by record, for tests, damaged ones too."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zipfile
from pathlib import Path

DATE = "2024-03-12T08:00:00Z"


def response(
    url: str,
    body: bytes,
    *,
    head: str = "Content-Type: text/html; charset=utf-8",
    status: str = "200 OK",
    kind: str = "response",
    digest: bytes | None = None,
    date: str = DATE,
) -> bytes:
    """One record with its block digest; `digest` is of these bytes instead."""
    block = body if kind == "resource" else f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body
    hashed = base64.b32encode(hashlib.sha1(block if digest is None else digest).digest()).decode()
    form = head.partition(": ")[2] if kind == "resource" else "application/http; msgtype=response"
    lines = (
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block).hexdigest()}>",
        f"WARC-Block-Digest: sha1:{hashed}",
        f"Content-Type: {form}",
        f"Content-Length: {len(block)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Every record compressed on its own, as in `.warc.gz`."""
    return b"".join(map(gzip.compress, records))


def wacz(path: Path, files: dict[str, bytes], *, hashes: bool = True, method: int = zipfile.ZIP_STORED) -> Path:
    """A WACZ of these files, listed with their hashes."""
    listed = [{"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"} for name, data in files.items()]
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in files.items():
            made.writestr(name, data)
        if hashes:
            made.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": listed}))
    return path
