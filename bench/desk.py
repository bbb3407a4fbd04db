"""`python -m bench.desk [SIZE] [--readers N] [--ledger LEDGER]`: what the desk's pages cost, and how many readers it bears.

The ledger is the generated stream of `growth`. The desk runs as its own process on the loopback interface; the pages are
asked for over HTTP, one after the other; then by many readers at once while this process adds reports to the same ledger.
Besides wall time, which a busy machine makes longer, the seconds on a core that the desk's process spent on each page are told.
Default size 3000; larger ones are better grown once with `bench.growth --keep` and given with `--ledger`.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import re
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from bench._stream import ByHand, TwoSides, captured
from reportedly.ledger import Ledger, open_ledger
from reportedly.linking import Linking

SIZE, READERS = 3_000, 8
AT_ONCE = 1_000
ASKED = 50
FEW = 5
SECONDS = 10.0
GOAL_P50, GOAL_P95, GOAL_KB = 50, 150, 100
"""Milliseconds for an event, and kilobytes for a page with its styles."""

STYLES = re.compile(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"')


def main(size: int = SIZE, readers: int = READERS, ledger: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = ledger or str(Path(folder) / "desk.db")
        with open_ledger(path, linker=Linking(TwoSides())) as opened:
            if ledger is None:
                for first in range(0, size, AT_ONCE):
                    opened.add(captured(first, min(AT_ONCE, size - first)), ByHand())
            pages, held = _pages(opened), len(opened.reports())
            print(f"{held:,} reports, {opened.listing(most=0).total:,} events", flush=True)
            with _desk(path) as desk:
                for name, addresses in pages.items():
                    _alone(desk, name, addresses)
                _together(desk.base, [*pages["day"], *pages["event"], *pages["report"]], readers, opened, held)


def _pages(ledger: Ledger) -> dict[str, list[str]]:
    """Addresses of each kind of page, spread evenly over the ledger."""
    found, reports = ledger.events(), ledger.reports()
    events = _spread([f"/event/{event.id}" for event in found])
    moments = [reports[len(reports) * part // 100].first_captured for part in (50, 98)]
    speakers = sorted({origin.speaker for event in found[:200] for origin in event.origins if origin.speaker})
    outlets = sorted({report.outlet for report in reports[:200] if report.outlet})
    return {
        "day": ["/", "/?start=40", "/?start=80"],
        "filtered": ["/?q=shelling", "/?place=c3", "/?standing=contested", "/?party=North", "/?type=armed_clash"],
        "event": events,
        "report": _spread([f"/report/{report.latest}" for report in reports]),
        "speaker": _spread([f"/speaker/{name}" for name in speakers])[:FEW],
        "outlet": _spread([f"/outlet/{name}" for name in outlets])[:FEW],
        "search": ["/search?q=shelling", "/search?q=4711", "/search?q=North 7 Town"],
        "map": ["/map", "/map?place=c3"],
        "map data": ["/map.geojson"],
        "event as of": [f"{event.partition('?')[0]}?as_of={moments[1]}" for event in events[: len(events) * 9 // 10]],
        "day as of": [f"/?as_of={moment}" for moment in moments],
        "day since": [f"/?since={moment}" for moment in moments],
    }


def _spread(addresses: Sequence[str]) -> list[str]:
    return list(addresses[:: max(1, len(addresses) // ASKED)][:ASKED])


def _alone(desk: Desk, name: str, addresses: Sequence[str]) -> None:
    with httpx.Client(base_url=desk.base, timeout=300) as client:
        client.get(addresses[0]).raise_for_status()  # templates and connection
        took, spent, weights = [], [], []
        for address in itertools.islice(itertools.cycle(addresses), ASKED if len(addresses) > FEW else 2 * len(addresses)):
            start, before = time.perf_counter(), desk.spent()
            page = client.get(address).raise_for_status()
            took.append(1000 * (time.perf_counter() - start))
            spent.append(1000 * (desk.spent() - before))
            weights.append(page.num_bytes_downloaded)
        styles = sum(client.get(href).raise_for_status().num_bytes_downloaded for href in STYLES.findall(page.text))
    goal = f" (goals {GOAL_P50} and {GOAL_P95})" if name in ("day", "event") else ""
    heavy = (max(weights) + styles) / 1024
    wall, core = (f"p50 {_part(values, 50):5.0f} ms, p95 {_part(values, 95):5.0f} ms" for values in (took, spent))
    print(f"{name:>11}: {wall}{goal}; on a core {core}; heaviest with styles {heavy:.0f} KB (goal {GOAL_KB})", flush=True)


def _part(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


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


class Desk(NamedTuple):
    """A running desk: its address and its process."""

    base: str
    process: int

    def spent(self) -> float:
        """Seconds on a core so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _desk(path: str) -> Iterator[Desk]:
    """The desk as a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(path, port), daemon=True)
    server.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        yield Desk(base, server.pid or 0)
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


def _serve(path: str, port: int) -> None:
    import uvicorn

    from reportedly.web import create_app

    with open_ledger(path, linker=Linking(TwoSides())) as ledger:
        uvicorn.run(create_app(ledger, reader=ByHand), host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m bench.desk")
    asked.add_argument("size", nargs="?", type=int, default=SIZE)
    asked.add_argument("--readers", type=int, default=READERS)
    asked.add_argument("--ledger", help="a file or a PostgreSQL address")
    main(**vars(asked.parse_args()))
