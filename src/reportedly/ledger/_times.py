"""One spelling of moments in the ledger: UTC, RFC 3339, microseconds; of fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from reportedly.model import LedgerError


def now() -> datetime:
    return datetime.now(UTC)


def spelled(moment: datetime) -> str:
    """The moment as the ledger spells it. A moment without zone is taken as UTC."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def moment(text: str | datetime, *, end: bool = False) -> datetime:
    """A moment from its text: a date (its first moment, or its last with `end`) or a date with time, UTC unless it says.

    Raises LedgerError when the text is neither.
    """
    if isinstance(text, datetime):
        return text if text.tzinfo else text.replace(tzinfo=UTC)
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time.max if end else time.min, UTC)
        parsed = datetime.fromisoformat(text)
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except ValueError as error:
        raise LedgerError("not a moment; write 2024-03-12 or 2024-03-12T09:30Z", where=text) from error
    except OverflowError as error:
        raise LedgerError("beyond what a calendar holds", where=text) from error
