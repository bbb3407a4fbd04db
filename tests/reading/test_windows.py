"""Windows: each word piece of the text is in exactly one core."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reportedly.reading._windows import CORE_PIECES, MAX_PIECES, TYPES, windows


class Letters:
    """A tokenizer with one piece a non-space character: windows must not depend on which tokenizer it is."""

    def encode_batch(self, texts: list[str], *, add_special_tokens: bool) -> list[Any]:
        assert not add_special_tokens
        return [Encoding(text) for text in texts]


class Encoding:
    def __init__(self, text: str) -> None:
        self.offsets = [(i, i + 1) for i, char in enumerate(text) if not char.isspace()]
        self.ids = [ord(text[a]) for a, _ in self.offsets]


@given(st.lists(st.text(alphabet="abc. \n“”A", max_size=150), max_size=12))
def test_cores_cover_every_character_once(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    seen = [0] * len(text)
    for window in windows(text, Letters()):
        assert len(window.ids) == len(window.types) == len(window.starts) == len(window.ends) <= MAX_PIECES
        assert all(0 <= t < TYPES for t in window.types)
        for start, end in zip(window.starts, window.ends, strict=True):
            if start < end and window.core[0] <= start < window.core[1]:
                seen[start] += 1
    assert all(count == (0 if char.isspace() else 1) for count, char in zip(seen, text, strict=True))


def test_a_short_text_is_one_window_and_a_long_one_has_context() -> None:
    sentence = "Abcdefghi. "
    assert len(windows(sentence * 5, Letters())) == 1
    many = windows(sentence * 200, Letters())
    assert len(many) > 5
    assert all(sum(1 for s, e in zip(w.starts, w.ends, strict=True) if s < e) > CORE_PIECES // 2 for w in many)
    assert many[1].starts[1] < many[1].core[0]


def test_one_endless_sentence_is_cut() -> None:
    assert all(len(w.ids) <= MAX_PIECES for w in windows("a" * 100_000, Letters()))


def test_case_quotes_and_headline_are_types() -> None:
    window = windows("Ab “c” DE", Letters(), headlines=[(0, 2)])[0]
    by_start = dict(zip(window.starts, window.types, strict=True))
    assert by_start[0] == 6 + 1
    assert by_start[4] == 3


def test_only_the_given_spans_are_read() -> None:
    text = "Title\nBy somebody\nBody text"
    window = windows(text, Letters(), [(0, 5), (18, 27)])[0]
    assert "somebody" not in "".join(text[a:b] for a, b in zip(window.starts, window.ends, strict=True))
