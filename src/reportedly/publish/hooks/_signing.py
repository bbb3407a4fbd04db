"""Signatures as in the Standard Webhooks scheme: HMAC-SHA256 over id, time and body, with a secret that only two know."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256

_PREFIX = "whsec_"
_VERSION = "v1"
TOLERANCE = 300
"""Seconds by which a receiver's clock may differ."""


def new_secret() -> str:
    """A secret of 32 random bytes, as receivers' libraries take it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, letter: str, timestamp: int, body: bytes) -> str:
    """What the header `webhook-signature` holds. Raises ValueError for what is no secret."""
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    signed = hmac.new(key, f"{letter}.{timestamp}.".encode() + body, sha256).digest()
    return f"{_VERSION},{base64.b64encode(signed).decode()}"


def headers(secret: str, letter: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a letter."""
    return {
        "webhook-id": letter,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, letter, timestamp, body),
    }


def verified(secret: str, received: Mapping[str, str], body: bytes, *, now: float, tolerance: int = TOLERANCE) -> bool:
    """Whether a letter is genuine and fresh; for receivers in Python. `received` are its headers, names in lower case."""
    letter, stamp = received.get("webhook-id", ""), received.get("webhook-timestamp", "")
    if not letter or not stamp.isdecimal() or not stamp.isascii() or abs(now - int(stamp)) > tolerance:
        return False
    try:
        genuine = signature(secret, letter, int(stamp), body).encode()
    except (ValueError, binascii.Error):
        return False
    given = received.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(genuine, one.encode("utf-8", "replace")) for one in given)
