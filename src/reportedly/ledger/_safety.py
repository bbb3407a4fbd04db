"""What a ledger must not tell, or not exactly, or not yet: kept in a file beside it, readable by its owner alone.

It is no part of the log: a log that can never forget is the wrong place for a list of those who are in danger.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from reportedly.ledger._masks import LEAST, NOTHING, Masks, usable
from reportedly.model import LedgerError, NotFound


class AtRisk(msgspec.Struct, frozen=True):
    """Somebody whose name never leaves, with all the forms in which it is looked for."""

    name: str
    forms: tuple[str, ...]


class Safety(msgspec.Struct, frozen=True, kw_only=True):
    """The settings. `own_sides`: parties whose positions are told coarsely; `delay`: hours that exports lag behind."""

    at_risk: tuple[AtRisk, ...] = ()
    own_sides: tuple[str, ...] = ()
    delay: float = 0.0


class SafetyFile:
    """The settings as they are in the file now: a running desk keeps to a name that was added a moment ago."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._safety = Safety()
        self._masks = NOTHING

    @property
    def safety(self) -> Safety:
        """Raises LedgerError when the file cannot be read: then nothing is told rather than too much."""
        self._refresh()
        return self._safety

    @property
    def masks(self) -> Masks:
        """What blanks the names at risk. Raises LedgerError like `safety`."""
        self._refresh()
        return self._masks

    def protect(self, name: str, also: Iterable[str] = ()) -> AtRisk:
        """Marks a name, with further forms. Raises LedgerError when a form is too short to be looked for."""
        forms = tuple(dict.fromkeys(" ".join(form.split()) for form in (name, *also)))
        short = next((form for form in forms if not usable(form)), None)
        if short is not None:
            raise LedgerError(f"too short to be looked for: a form needs {LEAST} letters or digits", where=short)
        marked = AtRisk(forms[0], forms)
        others = tuple(one for one in self.safety.at_risk if one.name.casefold() != marked.name.casefold())
        self.save(msgspec.structs.replace(self.safety, at_risk=(*others, marked)))
        return marked

    def unprotect(self, name: str) -> None:
        """Takes a mark away. Raises NotFound."""
        kept = tuple(one for one in self.safety.at_risk if one.name.casefold() != name.casefold())
        if len(kept) == len(self.safety.at_risk):
            raise NotFound("is not marked", where=name)
        self.save(msgspec.structs.replace(self.safety, at_risk=kept))

    def save(self, safety: Safety) -> None:
        """Writes the settings, whole or not at all. Raises LedgerError."""
        part = self.path.with_name(f".{self.path.name}.part")
        try:
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(safety), indent=1) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        except OSError as error:
            raise LedgerError(f"cannot be written: {error.strerror}", where=str(self.path)) from error
        self._seen = None

    def _refresh(self) -> None:
        try:
            found = self.path.stat()
            seen = (found.st_mtime_ns, found.st_ino)
            if seen == self._seen:
                return
            safety = msgspec.json.decode(self.path.read_bytes(), type=Safety)
        except FileNotFoundError:
            seen, safety = (0, 0), Safety()
            if seen == self._seen:
                return
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise LedgerError(f"cannot be read, so nothing is told: {error}", where=str(self.path)) from error
        self._safety, self._masks = safety, Masks(form for one in safety.at_risk for form in one.forms)
        self._seen = seen
