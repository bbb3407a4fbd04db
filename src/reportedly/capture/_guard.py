"""One bad input gives one problem and never stops the batch."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from reportedly.model import CaptureError, Problem

T = TypeVar("T")


def guarded(where: str, work: Callable[[], Iterable[T]]) -> Iterator[T | Problem]:
    """What `work` gives; whatever it raises becomes a problem at the end."""
    try:
        yield from work()
    except CaptureError as error:
        yield Problem(where=error.where or where, reason=error.reason, place=error.place)
    except (EOFError, zlib.error) as error:
        yield Problem(where=where, reason=f"damaged gzip data ({error})")
    except OSError as error:
        yield Problem(where=where, reason=(error.strerror or str(error)).lower())
    except RecursionError:
        yield Problem(where=where, reason="nested too deeply")
    except Exception as error:  # a library's fault on one page must not stop the batch
        yield Problem(where=where, reason=f"could not be read ({type(error).__name__}: {error})")
