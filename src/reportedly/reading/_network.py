"""The trained network at run time: onnxruntime sessions over windows. No torch.

Each window runs alone, unpadded: results depend on the window only, never on batching or threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from reportedly.model import ReadingError
from reportedly.reading import _labels as labels
from reportedly.reading._windows import Window

Floats = npt.NDArray[np.float32]


class TokenMarks(msgspec.Struct, frozen=True):
    """Logits by word piece: `states` (T, H), the others (T, labels)."""

    states: Floats
    cue: Floats
    event: Floats
    entity: Floats
    part: Floats


class PredicateMarks(msgspec.Struct, frozen=True):
    """Logits by predicate: arguments (P, T, roles), attributes (P, values), `factuality` (P,)."""

    cue_arguments: Floats
    event_arguments: Floats
    negated: Floats
    event_type: Floats
    polarity: Floats
    certainty: Floats
    modality: Floats
    factuality: Floats
    quantity: Floats


class Network:
    """Both graphs, loaded once. `threads` is onnxruntime's intra-op count."""

    def __init__(self, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._tokens = _session(onnxruntime, "reader.onnx", options)
            self._predicates = _session(onnxruntime, "predicates.onnx", options)
        except Exception as error:
            raise ReadingError(f"the reader's weights cannot be loaded ({error})", where="reportedly/reading/weights") from error
        metadata = self._tokens.get_modelmeta().custom_metadata_map
        self.version: str = metadata["version"]
        self.tokenizer = Tokenizer.from_str(metadata["tokenizer"])

    def tokens(self, window: Window) -> TokenMarks:
        ids = np.array([window.ids], dtype=np.int64)
        types = np.array([window.types], dtype=np.int64)
        return TokenMarks(*self._tokens.run(None, {"ids": ids, "types": types}))

    def predicates(self, states: Floats, groups: Sequence[Sequence[int]]) -> PredicateMarks:
        """Everything the pair heads say of the predicates whose word pieces are `groups`."""
        size = len(states)
        pooling = np.zeros((len(groups), size), dtype=np.float32)
        distances = np.zeros((len(groups), size), dtype=np.int64)
        for i, pieces in enumerate(groups):
            pooling[i, list(pieces)] = 1.0 / len(pieces)
            first, last = pieces[0], pieces[-1]
            distances[i] = _BUCKETS[(_CENTRE + _signed(size, first, last))]
        return PredicateMarks(*self._predicates.run(None, {"states": states, "pooling": pooling, "distances": distances}))


_CENTRE = 512
_BUCKETS = np.array([labels.distance_bucket(d) for d in range(-_CENTRE, _CENTRE + 1)], dtype=np.int64)


def _signed(size: int, first: int, last: int) -> npt.NDArray[np.int64]:
    """Distance of each word piece from the nearest end of first..last; zero inside."""
    t = np.arange(size)
    return np.where(t < first, t - first, np.maximum(0, t - last))


def _session(onnxruntime: Any, name: str, options: Any) -> Any:
    data = files("reportedly.reading").joinpath("weights", name).read_bytes()
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
