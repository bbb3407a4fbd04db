"""`python -m bench.desk [SIZE] [--readers N]`: what the pages of the desk cost, and how many readers it bears while one writes.

The ledger is the generated stream of `growth`. The desk runs as its own process on the loopback interface; the pages are
asked for over HTTP, one after the other; then by many readers at once while this process adds reports to the same ledger.
Times are wall time, so a busy machine makes them longer. Default size 3000; 100000 takes long to build and is for a quiet
machine.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench._stream import ByHand, TwoSides, captured
from reportedly.ledger import Ledger, open_ledger
from reportedly.linking import Linking

SIZE, READERS = 3_000, 8
AT_ONCE = 1_000
ASKED = 50
SECONDS = 10.0
GOAL_P50, GOAL_P95, GOAL_KB = 50, 150, 100
"""Milliseconds for an event, and kilobytes for a page with its styles."""

STYLES = re.compile(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"')


def main(size: int = SIZE, readers: int = READERS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with open_ledger(path, linker=Linking(TwoSides())) as ledger:
            for first in range(0, size, AT_ONCE):
                ledger.add(captured(first, min(AT_ONCE, size - first)), ByHand())
            pages = _pages(ledger)
            print(f"{size:,} reports, {len(ledger.events()):,} events", flush=True)
            with _desk(path) as base:
                for name, addresses in pages.items():
                    _alone(base, name, addresses)
                _together(base, [*itertools.chain(*pages.values())], readers, ledger, size)


def _pages(ledger: Ledger) -> dict[str, list[str]]:
    """Addresses of each kind of page, spread evenly over the ledger."""
    events = _spread([f"/event/{event.id}" for event in ledger.events()])
    reports = _spread([f"/report/{report.report}" for report in ledger.reports()])
    return {"day": ["/"], "event": events, "report": reports}


def _spread(addresses: Sequence[str]) -> list[str]:
    return list(addresses[:: max(1, len(addresses) // ASKED)][:ASKED])


def _alone(base: str, name: str, addresses: Sequence[str]) -> None:
    with httpx.Client(base_url=base, timeout=60) as client:
        client.get(addresses[0]).raise_for_status()  # templates and connection
        took, weights = [], []
        for address in itertools.islice(itertools.cycle(addresses), ASKED):
            start = time.perf_counter()
            page = client.get(address).raise_for_status()
            took.append(1000 * (time.perf_counter() - start))
            weights.append(page.num_bytes_downloaded)
        styles = sum(client.get(href).raise_for_status().num_bytes_downloaded for href in STYLES.findall(page.text))
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    goal = f" (goals {GOAL_P50} and {GOAL_P95})" if name == "event" else ""
    heavy = (max(weights) + styles) / 1024
    print(
        f"{name:>7}: p50 {p50:6.0f} ms, p95 {p95:6.0f} ms{goal}; heaviest with styles {heavy:.0f} KB (goal {GOAL_KB})", flush=True
    )


def _together(base: str, addresses: Sequence[str], readers: int, ledger: Ledger, size: int) -> None:
    """Readers at once, in threads, until the time is over; this thread writes."""
    end = time.perf_counter() + SECONDS
    answered: list[int] = []

    def read(first: int) -> None:
        with httpx.Client(base_url=base, timeout=60) as client:
            for address in itertools.islice(itertools.cycle(addresses), first, None):
                if time.perf_counter() > end:
                    return
                try:
                    answered.append(client.get(address).status_code)
                except httpx.HTTPError:
                    answered.append(0)

    start = time.perf_counter()
    threads = [threading.Thread(target=read, args=(13 * number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    added = 0
    while time.perf_counter() < end:
        ledger.add(captured(size + added, 1), ByHand())
        added += 1
    for thread in threads:
        thread.join()
    good, spent = answered.count(200), time.perf_counter() - start
    pace = f"{good / spent:.1f} pages/s, {added / spent:.1f} reports added/s"
    print(f"{readers} readers and a writer: {pace}; {len(answered) - good} errors", flush=True)


@contextmanager
def _desk(path: Path) -> Iterator[str]:
    """The desk as a process of its own; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(path, port), daemon=True)
    server.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        yield base
    finally:
        server.terminate()
        server.join()


def _wait(base: str) -> None:
    """Until the desk answers; raises the last error after a minute."""
    for left in range(300, 0, -1):
        try:
            httpx.get(f"{base}/about").raise_for_status()
        except httpx.TransportError:
            if left == 1:
                raise
            time.sleep(0.2)
        else:
            return


def _serve(path: Path, port: int) -> None:
    import uvicorn

    from reportedly.web import create_app

    with open_ledger(path, linker=Linking(TwoSides())) as ledger:
        uvicorn.run(create_app(ledger, reader=ByHand), host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.desk")
    asked.add_argument("size", nargs="?", type=int, default=SIZE)
    asked.add_argument("--readers", type=int, default=READERS)
    main(**vars(asked.parse_args()))
