"""Spans around a place: the same answers as a plain search through all of them, and far fewer spans looked at."""

from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading import _borders as borders
from reportedly.reading._around import Around
from reportedly.reading._speakers import _SENTENCE_END, _sentence_start
from reportedly.reading._statements import Draft, Parts, parents_of

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)).map(lambda s: (s[0], s[0] + s[1])), max_size=30)
PIECES = st.lists(st.sampled_from(["a ", "B", ". ", "! ", '."  ', "\n", " ", "word " * 30]), max_size=60).map("".join)


@given(SPANS, st.integers(0, 100), st.integers(0, 10), st.sets(st.integers(0, 30)))
def test_the_shortest_span_is_the_one_that_a_plain_search_finds(
    spans: list[tuple[int, int]], start: int, size: int, banned: set[int]
) -> None:
    around = [(b - a, i) for i, (a, b) in enumerate(spans) if a <= start and start + size <= b and i not in banned]
    found = Around((a, b, i) for i, (a, b) in enumerate(spans)).shortest(start, start + size, lambda i: i not in banned)
    assert found == (min(around)[1] if around else None)


@given(st.lists(st.tuples(st.tuples(st.integers(0, 80), st.integers(1, 8)), SPANS.filter(lambda s: len(s) < 4)), max_size=12))
def test_parents_are_those_of_a_plain_search(raw: list[tuple[tuple[int, int], list[tuple[int, int]]]]) -> None:
    found = [Draft((at, at + size), None, tuple(content), None, None, False) for (at, size), content in raw]
    own = [sum(b - a for a, b in draft.content) for draft in found]
    for i, parent in enumerate(parents_of(found)):
        start, end = found[i].cue
        around = [
            (b - a, k)
            for k, other in enumerate(found)
            for a, b in other.content
            if a <= start and end <= b and (own[k], k) > (own[i], i)
        ]
        assert parent == (min(around)[1] if around else None)


def test_a_span_around_everything_makes_no_search_longer() -> None:
    seen: list[int] = []

    def fits(owner: int) -> bool:
        seen.append(owner)
        return True

    short = [(20 * i, 20 * i + 15, i) for i in range(2000)]
    around = Around([*short, (0, 40_000, 2000)])
    assert [around.shortest(20 * i + 5, 20 * i + 6, fits) for i in range(2000)] == list(range(2000))
    assert around.shortest(17, 18, fits) == 2000
    assert len(seen) == 2001


@given(st.lists(st.integers(0, 50), unique=True), st.integers(0, 60))
def test_a_position_is_in_the_part_whose_stretch_holds_it(borders_: list[int], position: int) -> None:
    ordered = sorted(borders_)
    stretches = list(zip(ordered[::2], ordered[1::2], strict=False))
    parts = Parts(tuple((a, b, "lead") for a, b in stretches))
    assert (parts.at(position) == "lead") == any(a <= position < b for a, b in stretches)


@given(PIECES, st.integers(0, 2000))
def test_a_sentence_begins_after_the_last_end_before_it(text: str, position: int) -> None:
    floor = text.rfind("\n", 0, position) + 1
    ends = [m.end() for m in _SENTENCE_END.finditer(text, floor, max(position, floor))]
    assert _sentence_start(text, position) == (ends[-1] if ends else floor)


def test_quotations_far_from_the_content_change_nothing() -> None:
    text = '"one two" ' * 50 + 'he said "three four five" ' + '"six seven" ' * 50
    quotations = [(m, m + len('"one two"')) for m in range(0, 500, 10)]
    here = text.index('"three')
    cue = (text.index("said"), text.index("said") + 4)
    whole = borders.said_whole([(here + 1, here + 11)], cue, [*quotations, (here, here + 17)], text)
    assert whole == [(here, here + 17)]
