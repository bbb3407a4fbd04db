"""From data to trained weights: `python -m training.train --data DIR --out weights.pt`. Fixed seeds; CPU is enough.

The public data folder is the one the README of `training/` describes; what is absent is left out with a word, the corpus never.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from reportedly.reading import _labels as labels
from reportedly.reading._relations import relations
from training.data import (
    IGNORE,
    Example,
    Predicate,
    attribution_examples,
    corpus_passages,
    factuality_examples,
    joined,
    passage_examples,
)
from training.model import Network, pretrained
from training.shipped import load_shipped

SEED = 20240312


class Phase(NamedTuple):
    """Spans first, attributes after: the kinds of events are learnt once the event words are found."""

    epochs: int
    rate: float
    attributes: float
    public: int
    """One in so many public examples an epoch."""


PHASES = (Phase(8, 1.0, 0.5, 3), Phase(6, 0.8, 1.0, 4), Phase(7, 0.8, 1.5, 4))
BATCH_PIECES = 1600
JOINED_PIECES = 300
"""Passages are joined up to a length drawn below this."""
HIDDEN, MASK, LAST_SPECIAL = 0.06, 103, 103
"""Share of word pieces hidden in training, the piece that stands for them, and the last piece that is no word."""
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
VALUES: dict[str, tuple[str, ...]] = {
    "negated": ("no", "yes"),
    "sourced": ("no", "yes"),
    "type": labels.EVENT_TYPES,
    "polarity": labels.POLARITIES,
    "certainty": labels.CERTAINTIES,
    "modality": labels.MODALITIES,
}
cross_entropy = nn.functional.cross_entropy


def examples(corpus: Path, data: Path, limit: int | None = None) -> tuple[list[Example], list[Example]]:
    """(own, public) training examples; `limit` passages of our own for the growth curve."""
    passages, _ = corpus_passages(corpus)
    random.Random(SEED).shuffle(passages)
    own = [e for p in passages[:limit] for e in passage_examples(p)]
    public: list[Example] = []
    gum, ewt, uds = (
        data / name
        for name in ("attribution/gum.train.jsonl.gz", "attribution/ewt.train.jsonl.gz", "factuality/uds.train.jsonl.gz")
    )
    if gum.exists():
        public += attribution_examples(gum, only_ship=True, outside_weight=0.2)
    if ewt.exists() and uds.exists():
        public += _joined(list(attribution_examples(ewt, only_ship=False, outside_weight=0.2)), list(factuality_examples(uds)))
    if not public:
        print("no public data found: training on the corpus alone", file=sys.stderr)
    return own, public


def _joined(attributions: list[Example], factuality: list[Example]) -> list[Example]:
    """EWT and UDS mark the same texts: one window carries both."""
    events = {e.window: e.claims for e in factuality}
    for example in attributions:
        example.claims = events.get(example.window, [])
    return attributions


def train(
    own: list[Example], public: list[Example], threads: int, phases: Sequence[Phase] = PHASES, *, half: bool = False
) -> Network:
    """The network after all phases, from the pretrained encoder."""
    network = pretrained()
    for phase in phases:
        run(network, own, public, phase, threads, half=half)
    return network


def run(
    network: Network,
    own: list[Example],
    public: list[Example],
    phase: Phase,
    threads: int,
    keep: Path | None = None,
    *,
    half: bool = False,
) -> None:
    """One phase of training, in place; what is learnt so far is kept at `keep` now and then.

    `half`: matrices are multiplied in 16 bits (bfloat16): twice as fast where the processor can, far slower where it cannot.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    rng = random.Random(SEED)
    network.train()
    plan = [batch for epoch in range(phase.epochs) for batch in _batches(own, public, phase.public, epoch, rng)]
    # The words keep their pretrained vectors: rare ones are seen too seldom here to be moved well.
    network.encoder.words.requires_grad_(False)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [*network.tokens.parameters(), *network.predicates.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE * phase.rate}, {"params": heads, "lr": HEAD_RATE * phase.rate}],
        weight_decay=0.01,
        fused=True,
    )
    weights = class_weights([*own, *public])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / len(plan)))
    start = time.monotonic()
    for step, batch in enumerate(plan):
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            loss = batch_loss(network, batch, phase.attributes, weights)
        loss.backward()
        nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 50 == 0:
            print(f"{step}/{len(plan)} loss {loss.item():.3f} {time.monotonic() - start:.0f}s", file=sys.stderr, flush=True)
            if keep and step % 500 == 0:
                torch.save(network.state_dict(), keep)
    network.eval()


def _rate(done: float) -> float:
    """Warm-up over the first 5 %, then linear to zero."""
    return min(done / 0.05, 1.0) * max(0.0, (1.0 - done)) + 1e-6


def _batches(own: list[Example], public: list[Example], share: int, epoch: int, rng: random.Random) -> list[list[Example]]:
    """All of our own and one in `share` public examples, in batches of about BATCH_PIECES word pieces of similar length."""
    some = [e for i, e in enumerate(public) if i % share == epoch % share and (e.statements or e.claims)]
    chosen = [*_in_company(own, rng), *some]
    chosen.sort(key=lambda e: len(e.window.ids) + rng.random() * 40)
    batches: list[list[Example]] = [[]]
    for example in chosen:
        longest = max([len(example.window.ids), *(len(e.window.ids) for e in batches[-1])])
        if batches[-1] and longest * (len(batches[-1]) + 1) > BATCH_PIECES:
            batches.append([])
        batches[-1].append(example)
    rng.shuffle(batches)
    return batches


def _in_company(own: list[Example], rng: random.Random) -> list[Example]:
    """Our passages, shuffled and joined to windows of many lengths."""
    shuffled = rng.sample(own, len(own))
    found: list[Example] = []
    group: list[Example] = []
    room = 0
    for example in shuffled:
        size = len(example.window.ids)
        if group and size > room:
            found.append(joined(group))
            group = []
        if not group:
            room = rng.randint(60, JOINED_PIECES)
        group.append(example)
        room -= size
    return [*found, joined(group)]


def class_weights(examples: list[Example]) -> dict[str, Tensor]:
    """By attribute, a weight a class: one over the root of its count, one on average over the examples."""
    sizes = {name: len(values) for name, values in VALUES.items()}
    found = {}
    for name, size in sizes.items():
        counts = torch.zeros(size)
        for value in (p.attributes[name] for e in examples for p in (*e.statements, *e.claims) if name in p.attributes):
            counts[value] += 1
        raw = counts.clamp(min=3.0).rsqrt()
        found[name] = raw * counts.sum() / (raw * counts).sum()
    return found


def batch_loss(network: Network, batch: list[Example], attributes: float, weights: dict[str, Tensor]) -> Tensor:
    size = max(len(e.window.ids) for e in batch)
    ids, types, mask = (torch.zeros(len(batch), size, dtype=torch.long) for _ in range(3))
    for i, e in enumerate(batch):
        n = len(e.window.ids)
        ids[i, :n], types[i, :n], mask[i, :n] = torch.tensor(e.window.ids), torch.tensor(e.window.types), 1
    if network.training:
        # Some words are hidden, so that names and cues are learnt by their company and not by heart.
        ids[(torch.rand(ids.shape) < HIDDEN) & (ids > LAST_SPECIAL)] = MASK
    states = network.encoder(ids, types, mask)
    return _token_loss(network, batch, states, size) + sum(
        (_predicate_loss(network, e, states[i, : len(e.window.ids)], attributes, weights) for i, e in enumerate(batch)),
        torch.zeros(()),
    ) / len(batch)


def _token_loss(network: Network, batch: list[Example], states: Tensor, size: int) -> Tensor:
    cue, event, entity, part = network.tokens(states)
    pad = lambda values: torch.tensor([v + [IGNORE] * (size - len(v)) for v in values])  # noqa: E731
    losses = nn.functional.cross_entropy(
        cue.flatten(0, 1), (cues := pad([e.cues for e in batch])).flatten(), ignore_index=IGNORE, reduction="none"
    ).view(cues.shape)
    weights = torch.tensor([e.outside_weight for e in batch])[:, None].where(cues == 0, torch.ones(()))
    known = (cues != IGNORE).float() * weights
    total = (losses * known).sum() / known.sum().clamp(min=1)
    for logits, values, scale in (
        (event, [e.events for e in batch], 1.0),
        (entity, [e.entities for e in batch], 1.0),
        (part, [e.parts for e in batch], 0.3),
    ):
        gold = pad(values).flatten()
        if (gold != IGNORE).any():
            total = total + scale * cross_entropy(logits.flatten(0, 1), gold, ignore_index=IGNORE)
    return total * 3.0


def _predicate_loss(network: Network, example: Example, states: Tensor, attributes: float, weights: dict[str, Tensor]) -> Tensor:
    everything = [*example.statements, *example.claims]
    quantities = example.quantities
    if not everything and not quantities:
        return torch.zeros(())
    groups = [p.pieces for p in everything] + [pieces for pieces, _ in quantities]
    pooling, distances, related = (torch.from_numpy(a) for a in relations(example.window, groups))
    pooled = pooling @ states
    negated, kind, polarity, certainty, modality, factuality, quantity, sourced = network.predicates.attributes(pooled)
    k = len(example.statements)
    total = torch.zeros(())
    for head, layers, predicates, first in (
        (network.predicates.cue_arguments, labels.CUE_LAYERS, example.statements, 0),
        (network.predicates.event_arguments, labels.EVENT_LAYERS, example.claims, k),
    ):
        known = [i for i, p in enumerate(predicates) if p.arguments is not None]
        if known:
            rows = [first + i for i in known]
            total = total + _arguments_loss(
                head(pooled[rows], states, distances[rows], related[rows]), layers, [predicates[i] for i in known]
            )
    heads = dict(zip(VALUES, (negated, sourced, kind, polarity, certainty, modality), strict=True))
    for name, logits in heads.items():
        gold = torch.tensor([p.attributes.get(name, IGNORE) for p in everything] + [IGNORE] * len(quantities))
        if (gold != IGNORE).any():
            total = total + attributes * cross_entropy(logits, gold, weight=weights[name], ignore_index=IGNORE)
    judged = [(i, p.factuality) for i, p in enumerate(everything) if p.factuality is not None]
    if judged:
        predicted = factuality[[i for i, _ in judged]]
        total = total + 0.4 * nn.functional.smooth_l1_loss(predicted, torch.tensor([v for _, v in judged]), beta=0.5)
    if quantities:
        total = total + attributes * cross_entropy(quantity[len(everything) :], torch.tensor([kind for _, kind in quantities]))
    return total


def _arguments_loss(logits: Tensor, layers: tuple[tuple[str, ...], ...], predicates: list[Predicate]) -> Tensor:
    """Over predicates whose arguments are known: (P, T, roles) against their marks, layer by layer."""
    gold = torch.tensor([p.arguments for p in predicates]).transpose(0, 1)
    parts = logits.split([len(names) for names in layers], -1)
    # Not the mean over word pieces: a source of one word must not drown in a window of three hundred.
    return sum(
        (
            cross_entropy(part.flatten(0, 1), marks.flatten(), ignore_index=IGNORE, reduction="sum")
            for part, marks in zip(parts, gold, strict=True)
        ),
        torch.zeros(()),
    ) / (20.0 * len(predicates))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="weights of an interrupted training: only the last phase is run on them")
    parser.add_argument("--shipped", action="store_true", help="the same, from the weights that ship")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--half", action="store_true", help="16-bit matrices, for processors that have them (avx512_bf16)")
    parser.add_argument("--phase", type=int, default=len(PHASES), help="with --init or --shipped: which phase is run, from 1")
    parser.add_argument("--limit", type=int, help="passages of the corpus, for the growth curve")
    options = parser.parse_args()
    own, public = examples(options.corpus, options.data, options.limit)
    print(f"{len(own)} own and {len(public)} public windows", file=sys.stderr)
    if options.init or options.shipped:
        network = pretrained()
        if options.init:
            network.load_state_dict(torch.load(options.init))
        else:
            load_shipped(network)
        run(network, own, public, PHASES[options.phase - 1], options.threads, options.out, half=options.half)
    else:
        network = train(own, public, options.threads, half=options.half)
    torch.save(network.state_dict(), options.out)


if __name__ == "__main__":
    main()
