"""All errors of the package, in one place.

ReportedlyError
├── CaptureError        an input cannot be taken in
│   ├── UnreadableInput     empty, binary, damaged or of an unknown format
│   ├── FetchRefused        an address or answer that the fetcher must not follow
│   └── FetchFailed         no whole answer came over the network
├── ReadingError        a revision cannot be read (weights missing, text beyond bounds)
├── PackError           a gazetteer or parties pack is malformed
├── LedgerError         the store cannot do what was asked
│   ├── LedgerDamaged       verification found the first bad entry
│   ├── LedgerBusy          another process is writing
│   ├── Withheld            would tell what must not be told
│   └── NotFound            no such event, claim or report
└── ExportError         a format cannot hold or be read back
"""

from __future__ import annotations


class ReportedlyError(Exception):
    """Root of every error the package raises on purpose.

    `where` names the file, address or entry; `place` the line, byte offset or field inside it, when known.
    """

    def __init__(self, reason: str, *, where: str | None = None, place: str | None = None) -> None:
        self.reason = reason
        self.where = where
        self.place = place
        super().__init__(": ".join(part for part in (where, place, reason) if part))


class CaptureError(ReportedlyError):
    """An input cannot be taken in."""


class UnreadableInput(CaptureError):
    """Empty, binary, damaged or of an unknown format."""


class FetchRefused(CaptureError):
    """An address or answer that the fetcher must not follow."""


class FetchFailed(CaptureError):
    """No whole answer came over the network; trying again later may help."""


class ReadingError(ReportedlyError):
    """A revision cannot be read."""


class PackError(ReportedlyError):
    """A gazetteer or parties pack is malformed."""


class LedgerError(ReportedlyError):
    """The store cannot do what was asked."""


class LedgerDamaged(LedgerError):
    """Verification found the first bad entry."""


class LedgerBusy(LedgerError):
    """Another process is writing."""


class Withheld(LedgerError):
    """Would tell what must not be told."""


class NotFound(LedgerError):
    """No such event, claim or report."""


class ExportError(ReportedlyError):
    """A format cannot hold a value, or a file of it cannot be read back."""
