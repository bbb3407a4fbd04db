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
from reportedly.reading._relations import relations
from reportedly.reading._windows import Window

Floats = npt.NDArray[np.float32]
AT_ONCE = 16
"""Predicates that the pair heads are asked about in one run: each costs a few megabytes of a long window."""


class TokenMarks(msgspec.Struct, frozen=True):
    """Logits by word piece: `states` (T, H), the others (T, labels)."""

    states: Floats
    cue: Floats
    event: Floats
    entity: Floats
    part: Floats


class PredicateMarks(msgspec.Struct, frozen=True):
    """Logits by predicate: arguments (P, T, roles of all layers side by side), attributes (P, values), `factuality` (P,)."""

    cue_arguments: Floats
    event_arguments: Floats
    negated: Floats
    event_type: Floats
    polarity: Floats
    certainty: Floats
    modality: Floats
    factuality: Floats
    quantity: Floats
    sourced: Floats


class Network:
    """Both graphs, loaded once. `threads` is onnxruntime's intra-op count."""

    def __init__(self, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Weights are stored in 8 bits and used in 32: made so once, here, and not at every window.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
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

    def predicates(self, states: Floats, window: Window, groups: Sequence[Sequence[int]]) -> PredicateMarks:
        """Everything the pair heads say of the predicates whose word pieces in `window` are `groups`."""
        parts = [self._some(states, window, groups[i : i + AT_ONCE]) for i in range(0, len(groups), AT_ONCE)]
        return PredicateMarks(*map(np.concatenate, zip(*parts, strict=True)))

    def _some(self, states: Floats, window: Window, groups: Sequence[Sequence[int]]) -> list[Floats]:
        pooling, distances, related = relations(window, groups)
        inputs = {"states": states, "pooling": pooling, "distances": distances, "relations": related}
        return list(self._predicates.run(None, inputs))


def _session(onnxruntime: Any, name: str, options: Any) -> Any:
    data = files("reportedly.reading").joinpath("weights", name).read_bytes()
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
