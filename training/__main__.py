"""`python -m training [--data DIR]`: train on all that may ship, then write the weights.

Some hours on one core: an epoch took six minutes on ours.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from training.export import export
from training.train import examples, train

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src" / "reportedly" / "reading" / "weights"


def main() -> None:
    parser = argparse.ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of the public data")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--version", default="1", help="stamped into the weights; the reader's engine name")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    own, public = examples(HERE / "corpus", options.data)
    print(f"{len(own)} own and {len(public)} public windows", file=sys.stderr)
    network = train(own, public, options.threads)
    torch.save(network.state_dict(), HERE / "weights.pt")
    export(network, options.out, options.version)
    print(f"wrote {options.out}; now: make evals", file=sys.stderr)


if __name__ == "__main__":
    main()
