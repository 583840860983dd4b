"""Make the classifier: ``python -m compliance.training --data DIR --out DIR``.

DIR holds CUAD as files: txt/, labels.jsonl, train.txt (trained on) and dev.txt (measured on). Everything is
seeded. Steps: clauses and labels, linear model, encoder (where torch is installed), export to int8 ONNX,
stack, trees and thresholds on contracts that were held out of training, figures on dev.
"""

import argparse
import random
from pathlib import Path

from compliance.training import dataset, pipeline


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m compliance.training")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with txt/, labels.jsonl, train.txt, dev.txt"
    )
    parser.add_argument("--out", type=Path, required=True, help="where the model and the checkpoints go")
    parser.add_argument("--sample", type=int, help="train on so many contracts only, to see that it works")
    parser.add_argument("--linear-only", action="store_true", help="leave the encoder out")
    parser.add_argument("--sentences", type=Path, help="more sentences to learn from, as vendor_clauses.txt")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    names = dataset.read_names(chosen.data / "train.txt")
    measured = dataset.read_names(chosen.data / "dev.txt")
    if chosen.sample:
        names = random.Random(chosen.seed).sample(names, min(chosen.sample, len(names)))
        measured = measured[: max(2, chosen.sample // 4)]
    small = chosen.sample is not None
    job = pipeline.Job(chosen.data, chosen.out, names, measured, chosen.seed, small, chosen.sentences)
    figures = pipeline.run(job, with_encoder=not chosen.linear_only and pipeline.has_torch())
    print("\n".join(f"{name:20s} {100 * value:5.1f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
