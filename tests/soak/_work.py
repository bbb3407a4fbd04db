"""What is done while processes are killed: reports with pictures taken in, on a ledger that is compared with another."""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from PIL import Image

from reportedly.ledger import Ledger, open_ledger
from reportedly.ledger._rebuild import digests
from reportedly.model import Captured, Media, Original
from tests.fakes import NOON, FakeReader, fake_link, stream

REPORTS = 70


def picture(number: int) -> bytes:
    """A small picture; every third is an earlier one compressed again."""
    y, x = np.mgrid[0:96, 0:128]
    shown = number - 1 if number % 3 == 2 else number
    waves = (x * (shown % 7 + 2) + y * (shown % 11 + 3) + (x * y) // (shown % 5 + 3)) % 256
    stream = io.BytesIO()
    Image.fromarray(np.stack((waves, waves[::-1], 255 - waves), axis=2).astype(np.uint8)).save(
        stream, "JPEG", quality=85 - number % 3
    )
    return stream.getvalue()


def reports() -> list[Captured]:
    """The reports of `stream`, every fifth with a picture."""
    found = stream(REPORTS)
    for number in range(0, REPORTS, 5):
        data = picture(number // 5)
        sha256 = hashlib.sha256(data).hexdigest()
        revision = replace(found[number].revision, media=(Media("photo", f"{number}.jpg", sha256),))
        found[number] = replace(found[number], revision=revision, files=(Original(sha256, len(data), "image/jpeg", data),))
    return found


def work(ledger: Ledger) -> None:
    """All that a day brings. Doing it again adds nothing."""
    taken = reports()
    ledger.add(taken, FakeReader())
    for hours in (1, 2, 3):
        ledger.note_unavailable(taken[0].revision.report, NOON + timedelta(days=1, hours=hours), "404")


def told(ledger: Ledger) -> dict[str, Any]:
    """All that the ledger holds, without the times and salts of its making."""
    with ledger.store.read() as conn:
        views = digests(conn)
    bodies = [(entry.seq, entry.kind, entry.key, bytes(entry.body or b"")) for entry in ledger.entries()]
    originals = sorted(path.name for path in ledger.originals.folder.glob("??/*"))
    return {"entries": bodies, **views, "events": ledger.events(), "originals": originals}


def opened(place: str, beside: Path) -> Ledger:
    return open_ledger(place, beside=beside, linker=fake_link)


def in_a_child(place: str, beside: Path, job: Callable[[Ledger], None] = work) -> int:
    """The process id of a child that does the job and ends with 0 when it is done."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with opened(place, beside) as ledger:
                job(ledger)
            code = 0
        finally:
            os._exit(code)
    return child


def done(child: int) -> bool:
    return os.waitpid(child, 0)[1] == 0


def killed(child: int, longest: float) -> bool:
    """Kills the child at a random moment; whether it was still at work."""
    time.sleep(random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])
