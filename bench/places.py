"""`python -m bench.places`: look-ups (exact, missing, inflected, romanised, typo) and whole reports."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

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


def main() -> None:
    gazetteer = default_gazetteer()

    def forget() -> None:
        for cached in (gazetteer.find, gazetteer.search, key, skeleton):
            cached.cache_clear()

    for label, names in NAMES.items():
        _report(label, lambda n: gazetteer.find(n), names, forget)
    for label, names in WRITTEN.items():
        _report(label, lambda n: gazetteer.search(n), names, forget)
    spans = [(REPORT.index(m), REPORT.index(m) + len(m)) for m in MENTIONS]
    _report(f"report of {len(spans)} places", lambda _: resolve(REPORT, spans, gazetteer), [""] * 20, forget)


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
