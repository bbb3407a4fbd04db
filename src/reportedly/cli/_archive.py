"""`reportedly export wacz`: the originals as a web archive that replay tools open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.cli._files import whole
from reportedly.cli._output import plural, remark
from reportedly.cli._progress import telling

if TYPE_CHECKING:
    from reportedly.capture.archives import Outgoing
    from reportedly.ledger import Ledger


def write_archive(ledger: Ledger, out: Path | None) -> None:
    """All originals that may leave, with the account of how each was got. Raises ExportError."""
    from datetime import UTC, datetime

    from reportedly.capture.archives import write_wacz

    created = datetime.now(UTC).replace(microsecond=0)
    with whole(out) as stream, telling() as told:
        count = write_wacz(stream, told.watch("originals", None, _outgoing(ledger)), created=created, title=ledger.store.name)
    withheld = sum(entry.body is not None for entry in ledger.entries("original")) - count if ledger.protection.masks else 0
    if withheld:
        remark(f"{plural(withheld, 'original')} left out, for naming a source at risk.")
    if out is not None:
        remark(f"{plural(count, 'original')} in {out}.")


def _outgoing(ledger: Ledger) -> Iterator[Outgoing]:
    from reportedly.capture.archives import Outgoing
    from reportedly.ledger import moment

    for kept in ledger.kept():
        yield Outgoing(kept.original, moment(kept.captured_at), kept.title)
