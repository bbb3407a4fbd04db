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
from training.data import (
    IGNORE,
    Example,
    Predicate,
    attribution_examples,
    corpus_passages,
    factuality_examples,
    passage_examples,
)
from training.model import Network, pretrained

SEED = 20240312


class Phase(NamedTuple):
    """Spans first, attributes after: the kinds of events are learnt once the event words are found."""

    epochs: int
    rate: float
    attributes: float
    public: int
    """One in so many public examples an epoch."""


PHASES = (Phase(5, 1.0, 0.3, 3), Phase(3, 0.7, 2.0, 6))
BATCH_PIECES = 1600
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
ATTRIBUTES = ("negated", "type", "polarity", "certainty", "modality")
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


def train(own: list[Example], public: list[Example], threads: int, phases: Sequence[Phase] = PHASES) -> Network:
    """The network after all phases, from the pretrained encoder."""
    network = pretrained()
    for phase in phases:
        run(network, own, public, phase, threads)
    return network


def run(network: Network, own: list[Example], public: list[Example], phase: Phase, threads: int) -> None:
    """One phase of training, in place."""
    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    rng = random.Random(SEED)
    network.train()
    plan = [batch for epoch in range(phase.epochs) for batch in _batches(own, public, phase.public, epoch, rng)]
    encoder = list(network.encoder.parameters())
    heads = [*network.tokens.parameters(), *network.predicates.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE * phase.rate}, {"params": heads, "lr": HEAD_RATE * phase.rate}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / len(plan)))
    start = time.monotonic()
    for step, batch in enumerate(plan):
        loss = batch_loss(network, batch, phase.attributes)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 50 == 0:
            print(f"{step}/{len(plan)} loss {loss.item():.3f} {time.monotonic() - start:.0f}s", file=sys.stderr, flush=True)
    network.eval()


def _rate(done: float) -> float:
    """Warm-up over the first 5 %, then linear to zero."""
    return min(done / 0.05, 1.0) * max(0.0, (1.0 - done)) + 1e-6


def _batches(own: list[Example], public: list[Example], share: int, epoch: int, rng: random.Random) -> list[list[Example]]:
    """All of our own and one in `share` public examples, in batches of about BATCH_PIECES word pieces of similar length."""
    some = [e for i, e in enumerate(public) if i % share == epoch % share and (e.statements or e.claims)]
    chosen = [*own, *some]
    chosen.sort(key=lambda e: len(e.window.ids) + rng.random() * 40)
    batches: list[list[Example]] = [[]]
    for example in chosen:
        longest = max([len(example.window.ids), *(len(e.window.ids) for e in batches[-1])])
        if batches[-1] and longest * (len(batches[-1]) + 1) > BATCH_PIECES:
            batches.append([])
        batches[-1].append(example)
    rng.shuffle(batches)
    return batches


def batch_loss(network: Network, batch: list[Example], attributes: float) -> Tensor:
    size = max(len(e.window.ids) for e in batch)
    ids, types, mask = (torch.zeros(len(batch), size, dtype=torch.long) for _ in range(3))
    for i, e in enumerate(batch):
        n = len(e.window.ids)
        ids[i, :n], types[i, :n], mask[i, :n] = torch.tensor(e.window.ids), torch.tensor(e.window.types), 1
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encoder(ids, types, mask)
    states = states.float()
    return _token_loss(network, batch, states, size) + sum(
        (_predicate_loss(network, e, states[i, : len(e.window.ids)], attributes) for i, e in enumerate(batch)), torch.zeros(())
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


def _predicate_loss(network: Network, example: Example, states: Tensor, attributes: float) -> Tensor:
    everything = [*example.statements, *example.claims]
    quantities = example.quantities
    if not everything and not quantities:
        return torch.zeros(())
    groups = [p.pieces for p in everything] + [pieces for pieces, _ in quantities]
    outputs = network.predicates(states, *pooling(groups, len(states)))
    cue_args, event_args, negated, kind, polarity, certainty, modality, factuality, quantity = outputs
    k = len(example.statements)
    total = _arguments_loss(cue_args[:k], example.statements) + _arguments_loss(event_args[k : len(everything)], example.claims)
    heads = dict(zip(ATTRIBUTES, (negated, kind, polarity, certainty, modality), strict=True))
    for name, logits in heads.items():
        gold = torch.tensor([p.attributes.get(name, IGNORE) for p in everything] + [IGNORE] * len(quantities))
        if (gold != IGNORE).any():
            total = total + attributes * cross_entropy(logits, gold, ignore_index=IGNORE)
    known = [(i, p.factuality) for i, p in enumerate(everything) if p.factuality is not None]
    if known:
        predicted = factuality[[i for i, _ in known]]
        total = total + 0.4 * nn.functional.smooth_l1_loss(predicted, torch.tensor([v for _, v in known]), beta=0.5)
    if quantities:
        total = total + attributes * cross_entropy(quantity[len(everything) :], torch.tensor([kind for _, kind in quantities]))
    return total


def _arguments_loss(logits: Tensor, predicates: list[Predicate]) -> Tensor:
    known = [i for i, p in enumerate(predicates) if p.arguments is not None]
    if not known:
        return torch.zeros(())
    gold = torch.tensor([predicates[i].arguments for i in known])
    # Not the mean over word pieces: a source of one word must not drown in a window of three hundred.
    total = cross_entropy(logits[known].flatten(0, 1), gold.flatten(), ignore_index=IGNORE, reduction="sum")
    return total / (20.0 * len(known))


def pooling(groups: list[list[int]], size: int) -> tuple[Tensor, Tensor]:
    """(P, T) averaging rows and (P, T) distance buckets from each predicate's nearest end."""
    rows = torch.zeros(len(groups), size)
    distances = torch.zeros(len(groups), size, dtype=torch.long)
    for i, pieces in enumerate(groups):
        rows[i, pieces] = 1.0 / len(pieces)
        first, last = pieces[0], pieces[-1]
        distances[i] = torch.tensor([labels.distance_bucket(t - first if t < first else max(0, t - last)) for t in range(size)])
    return rows, distances


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="weights of an interrupted training: only the last phase is run on them")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="passages of the corpus, for the growth curve")
    options = parser.parse_args()
    own, public = examples(options.corpus, options.data, options.limit)
    print(f"{len(own)} own and {len(public)} public windows", file=sys.stderr)
    if options.init:
        network = pretrained()
        network.load_state_dict(torch.load(options.init))
        run(network, own, public, PHASES[-1], options.threads)
    else:
        network = train(own, public, options.threads)
    torch.save(network.state_dict(), options.out)


if __name__ == "__main__":
    main()
