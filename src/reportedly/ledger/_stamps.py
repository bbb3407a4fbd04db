"""Time-stamps of checkpoints (RFC 3161): a third party's word that a checkpoint existed at a time. Extra `timestamps`.

A token lies beside the ledger as `<ledger>.timestamps/<size>-<authority>.tsr`. It stamps the SHA-512 of the checkpoint's
note, and so all entries before it. Asking goes over the network, checking does not.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reportedly.ledger._originals import sync_folder
from reportedly.model import LedgerError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

Post = Callable[[bytes], bytes]
"""Sends a request (DER) to an authority and returns its answer (DER)."""

_NAME = re.compile(r"(?P<size>\d+)-(?P<authority>[\w.-]+)\.tsr")
ROOTS = "trusted.pem"
"""Certificates of authorities that the ledger's keeper trusts, in the folder of tokens."""


class Stamp(msgspec.Struct, frozen=True):
    """A token that was stored: which checkpoint, whose word, when."""

    size: int
    authority: str
    at: datetime
    path: Path


class Checked(msgspec.Struct):
    """What checking the tokens found. `faults` are (size, file, reason)."""

    good: int = 0
    faults: list[tuple[int, str, str]] = msgspec.field(default_factory=list)
    notes: list[str] = msgspec.field(default_factory=list)


def available() -> bool:
    return importlib.util.find_spec("rfc3161_client") is not None


def stamp(folder: Path, size: int, note: str, authority: str, post: Post) -> Stamp:
    """Has a checkpoint stamped and stores the token. Raises LedgerError when the authority refuses or its answer does not fit."""
    if not available():
        raise LedgerError("time-stamps need `pip install 'reportedly[timestamps]'`")
    from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

    name = re.sub(r"[^\w.-]+", "-", authority).strip("-.") or "authority"
    builder = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA512)
    request = builder.cert_request(cert_request=True).nonce(nonce=True).build()
    answer = post(request.as_bytes())
    try:
        response = decode_timestamp_response(answer)
    except ValueError as error:
        raise LedgerError(f"the authority's answer is no time-stamp ({error})", where=authority) from error
    if PKIStatus(response.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise LedgerError(f"the authority refused ({'; '.join(response.status_string) or response.status})", where=authority)
    info = response.tst_info
    if info.message_imprint.message != _imprint(note) or (info.nonce is not None and info.nonce != request.nonce):
        raise LedgerError("the authority stamped something else", where=authority)
    folder.mkdir(exist_ok=True)
    path = folder / f"{size}-{name}.tsr"
    _write(path, answer)
    return Stamp(size, authority, info.gen_time, path)


def check(folder: Path, notes: Mapping[int, str], roots: Path | None) -> Checked:
    """Checks all tokens in a folder against the ledger's checkpoints by size. `roots`: certificates to trust (PEM)."""
    found = Checked()
    tokens = sorted(folder.glob("*.tsr")) if folder.is_dir() else []
    if not tokens:
        return found
    if not available():
        found.notes.append("time-stamps were not checked: they need `pip install 'reportedly[timestamps]'`")
        return found
    trusted = _certificates(roots or folder / ROOTS, found)
    if not trusted:
        found.notes.append("whose word the time-stamps are was not checked: no certificate is trusted (--tsa-roots)")
    for path in tokens:
        named = _NAME.fullmatch(path.name)
        size = int(named["size"]) if named else -1
        reason = _wrong(path, notes.get(size), trusted)
        if reason:
            found.faults.append((size, path.name, reason))
        else:
            found.good += 1
    return found


def _wrong(path: Path, note: str | None, trusted: Iterable[Certificate]) -> str | None:
    """Why a token does not hold; None when it does."""
    from rfc3161_client import decode_timestamp_response

    if note is None:
        return "stamps a checkpoint that the ledger does not have"
    try:
        response = decode_timestamp_response(path.read_bytes())
        imprint = response.tst_info.message_imprint.message
    except (ValueError, OSError) as error:
        return f"is no readable time-stamp ({error})"
    if imprint != _imprint(note):
        return "stamps another text than the ledger's checkpoint"
    return _unsigned(response, note, list(trusted))


def _unsigned(response: TimeStampResponse, note: str, trusted: list[Certificate]) -> str | None:
    from rfc3161_client import VerificationError, VerifierBuilder

    if not trusted:
        return None
    builder = VerifierBuilder()
    for certificate in trusted:
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify_message(response, note.encode())
    except (VerificationError, ValueError) as error:
        return f"is not signed by a trusted authority ({error})"
    return None


def _certificates(path: Path, found: Checked) -> list[Certificate]:
    from cryptography import x509

    if not path.exists():
        return []
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (ValueError, OSError) as error:
        found.notes.append(f"{path.name} holds no certificates: {error}")
        return []


def _imprint(note: str) -> bytes:
    return hashlib.sha512(note.encode()).digest()


def _write(path: Path, data: bytes) -> None:
    partial = path.with_suffix(".partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(f"cannot be written: {error.strerror}", where=str(path)) from error
