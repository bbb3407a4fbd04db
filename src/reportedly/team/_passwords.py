"""Passwords: Argon2id hashes, and a check that takes as long for a name that nobody has."""

from __future__ import annotations

import secrets
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from reportedly.model import ReportedlyError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 1000
_AT_ONCE = 2
"""Hashes computed at the same time; each takes 64 MiB, so that a burst of sign-ins does not fill the memory."""


class Passwords:
    """Hashes and checks. `hasher` may be a cheaper one in tests."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        from argon2 import PasswordHasher

        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hashed(self, password: str, name: str) -> str:
        """The hash to keep. Raises ReportedlyError when the password is too short, too long or the name."""
        if len(password) < SHORTEST:
            raise ReportedlyError(f"a password needs {SHORTEST} characters or more")
        if len(password) > LONGEST:
            raise ReportedlyError(f"a password may have {LONGEST} characters at most")
        if name.casefold() in password.casefold() and len(password) < len(name) + SHORTEST:
            raise ReportedlyError("a password must be more than the name")
        with self._turn:
            return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; None (nobody has that name) takes as long and never fits."""
        from argon2.exceptions import InvalidHashError, VerificationError

        if len(password) > LONGEST:
            return False
        with self._turn:
            try:
                return self._hasher.verify(kept or self._nobody, password) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)
