"""Output files that appear only when they are whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole(out: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears only when it is whole. Raises ExportError."""
    from reportedly.model import ExportError

    if out is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(out)
    except OSError as error:
        raise ExportError(f"cannot be written: {error.strerror or error}", where=str(out)) from error
    finally:
        part.unlink(missing_ok=True)
