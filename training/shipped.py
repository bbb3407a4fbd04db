"""The weights that ship, as a starting point for further training: 8-bit matrices become floats again.

What the shipped graph does not have (a head added since) keeps its fresh values.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.model import Network

WEIGHTS = Path(__file__).parents[1] / "src" / "reportedly" / "reading" / "weights"


def load_shipped(network: Network, folder: Path = WEIGHTS) -> None:
    """Copies the shipped weights into `network`, in place."""
    state = _graph(folder / "reader.onnx", "network.", "")
    state |= _graph(folder / "predicates.onnx", "", "predicates.")
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or any("relation" not in name for name in missing):
        raise ValueError(f"{folder} is of another network: missing {missing}, unexpected {unexpected}")


def _graph(path: Path, drop: str, add: str) -> dict[str, Tensor]:
    """Parameters of one graph by their name in `Network`."""
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found: dict[str, Tensor] = {}
    for name in arrays:
        base = name.removesuffix("_quantized")
        if "." in base and not base.startswith("onnx::") and not base.endswith("_scale"):
            found[add + base.removeprefix(drop)] = torch.tensor(_floats(arrays, base))
    for node in graph.node:
        weight = next((i for i in node.input if i.startswith("onnx::MatMul")), None)
        if weight and node.op_type == "MatMul":
            owner = ".".join(part for part in node.name.split("/")[1:-1] if part != "network")
            found[f"{add}{owner}.weight"] = torch.tensor(_floats(arrays, weight.removesuffix("_quantized_float")).T.copy())
    return found


def _floats(arrays: dict[str, np.ndarray], base: str) -> np.ndarray:
    if base in arrays:
        return np.array(arrays[base])
    return np.asarray(arrays[f"{base}_quantized"].astype(np.float32) * arrays[f"{base}_scale"])
