"""`python -m bench.places`: look-ups (exact, missing, inflected, romanised, typo), whole reports, share of `read`, memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch

from bench._texts import articles
from bench.reader import _revision
from reportedly.reading import default_reader
from reportedly.reading.places import default_gazetteer, resolve
from reportedly.reading.places._names import key, skeleton

RUNS = 5
NAMES = {
    "exact": ["tetkino", "sudzha", "khartoum", "el fasher", "belgorod", "springfield", "idlib", "bakhmut", "goma", "rafah"],
    "missing": ["zzyzvka", "qwertyland", "xxabad", "novozzz", "tttown", "yyville", "wwbad", "kkgrad", "ppovka", "vvsk"],
}
WRITTEN = {
    "case ending": ["Авдеевке", "Суджей", "Курской области", "Криму", "Белгороде", "Бахмуту", "Одесі", "Херсона"],
    "romanised": ["Tiotkino", "Belgorot", "Awdijiwka", "Soudja", "Cherson", "Charkiw", "Mariupol'", "Wowtschansk"],
    "typo": ["Khartuom", "Belgrood", "Kramatosrk", "Severodonteskk", "Melitopool", "Zaporizhzhiaa", "Springfeild", "Sevastopoll"],
}
REPORT = (
    "Russian officials said fighters crossed the border near Sudzha. The Kursk governor denied it. A channel said the village of "
    "Lozova Rudka in Belgorod Oblast and the town of Tyotkino were taken; Kyiv and Moscow gave no comment. In Sumy, Ukraine, "
    "sirens were heard, as in Kharkiv and Vovchansk."
)
MENTIONS = (
    "Sudzha",
    "Kursk governor",
    "Lozova Rudka",
    "Belgorod Oblast",
    "Tyotkino",
    "Kyiv",
    "Moscow",
    "Sumy",
    "Kharkiv",
    "Vovchansk",
)


FIELDS = ("_assembly.resolve_places", "_assembly.resolve_time", "_claims._quantities")
"""Where reading calls places, times and numbers."""
ARTICLES = 20
PEAK = "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def main() -> None:
    gazetteer = default_gazetteer()

    def forget() -> None:
        for cached in (gazetteer.find, gazetteer.search, key, skeleton):
            cached.cache_clear()

    for label, names in NAMES.items():
        _report(label, lambda n: gazetteer.find(n), names, forget)
    for label, names in WRITTEN.items():
        _report(label, lambda n: gazetteer.search(n), names, forget)
    spans = mentions()
    _report(f"report of {len(spans)} places", lambda _: resolve(REPORT, spans, gazetteer), [""] * 20, forget)
    _memory()
    _share()


def mentions() -> list[tuple[int, int]]:
    return [(REPORT.index(m), REPORT.index(m) + len(m)) for m in MENTIONS]


def _memory() -> None:
    """Peak memory of processes of their own (Linux): Python with what places import, and with the gazetteer used."""
    imports = "from bench.places import REPORT, default_gazetteer, mentions, resolve; "
    codes = (imports + PEAK, imports + "resolve(REPORT, mentions(), default_gazetteer()); " + PEAK)
    a, b = (int(subprocess.run([sys.executable, "-c", c], check=True, capture_output=True, text=True).stdout) for c in codes)
    print(f"peak memory: {a} MB without the gazetteer, {b} MB with it used")


def _share() -> None:
    """CPU time of places, times and numbers in that of `read`; the first report, which opens the gazetteer, is left out."""
    what, texts = articles()
    reader, spent = default_reader(), dict.fromkeys(FIELDS, 0.0)

    def clocked(name: str) -> Any:
        module, _, function = name.partition(".")
        inner = getattr(sys.modules[f"reportedly.reading.{module}"], function)

        def call(*args: object, **named: object) -> object:
            start = time.process_time()
            try:
                return inner(*args, **named)
            finally:
                spent[name] += time.process_time() - start

        return patch(f"reportedly.reading.{name}", call)

    list(reader.read_all([_revision(0, texts[0])]))
    with clocked(FIELDS[0]), clocked(FIELDS[1]), clocked(FIELDS[2]):
        start = time.process_time()
        list(reader.read_all([_revision(i, text) for i, text in enumerate(texts[1 : ARTICLES + 1])]))
        whole = time.process_time() - start
    parts = ", ".join(f"{name.rpartition('_')[2]} {100 * took / whole:.1f} %" for name, took in spent.items())
    print(
        f"{ARTICLES} of {what}, {whole / ARTICLES:.2f} s of CPU each: places, times and numbers are "
        f"{100 * sum(spent.values()) / whole:.1f} % of read ({parts})"
    )


def _report(label: str, call: Callable[[str], object], names: Sequence[str], forget: Callable[[], None]) -> None:
    """Prints the median and the slowest of the names' medians, in milliseconds; our caches are emptied before each."""
    medians = []
    for name in names:
        took = []
        for _ in range(RUNS):
            forget()
            start = time.perf_counter()
            call(name)
            took.append(1000 * (time.perf_counter() - start))
        medians.append(statistics.median(took))
    print(f"{label}: median {statistics.median(medians):.3f} ms, slowest {max(medians):.3f} ms")


if __name__ == "__main__":
    main()
