"""``python -m benchmarks.contracts --data DIR [--limit N]``: accuracy, cost and memory on contracts.

DIR is the folder that VOUCH_DATA names (with contracts/ in it). Prints the data set's three views a category,
the fourteen vendor-risk categories, the share of labelled spans that the PDFs give back, and the cost.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.contracts import pdfs, predictions
from compliance.classifier import load_classifier
from compliance.taxonomy import CUAD_NAMES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contracts")
    parser.add_argument("--data", type=Path, default=os.environ.get("VOUCH_DATA"), help="default: VOUCH_DATA")
    parser.add_argument("--limit", type=int, help="measure so many contracts only")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save", type=Path, help="keep the predictions here")
    chosen = parser.parse_args()
    folder = Path(chosen.data or "") / "contracts"
    if not (folder / "dev.txt").exists():
        print("Give the data sets with --data or VOUCH_DATA: there is no contracts/dev.txt.")
        return 2
    classifier = load_classifier(threads=chosen.threads)
    names = predictions.names(folder)[: chosen.limit]
    accuracy(folder, names, classifier, chosen.save)
    cost(folder, names, classifier)
    return 0


def accuracy(folder: Path, names: list[str], classifier: predictions.Classifier, save: Path | None) -> None:
    score = predictions.scorer(folder)
    with tempfile.TemporaryDirectory() as made:
        target = save or Path(made) / "predictions.jsonl"
        split = Path(made) / "names.txt"
        split.write_text("\n".join(names), encoding="utf-8")
        predictions.write(folder, names, classifier, target)
        levels = {
            CUAD_NAMES[name]: level for name, level in classifier.thresholds.items() if name in CUAD_NAMES
        }
        total, per_category = score.evaluate(
            str(target), str(folder / "labels.jsonl"), str(split), str(folder / "txt"), levels
        )
    print(f"{classifier.name} {classifier.version}")
    score.show(total, per_category)
    recall, precision = predictions.vendor_risk(per_category)
    print(
        "vendor risk, 14 categories, contract level: "
        f"recall {100 * recall:.1f} precision {100 * precision:.1f}"
    )


def cost(folder: Path, names: list[str], classifier: predictions.Classifier) -> None:
    spent = pdfs.measure(folder, names, classifier)
    labels = max(1, len(spent.whole))
    print(
        f"\nPDF: {spent.pages} pages, {len(spent.whole)} labelled spans, "
        f"{100 * sum(spent.whole) / labels:.1f} % reproduced by one clause, "
        f"{100 * sum(spent.on_page) / labels:.1f} % by one or what of it stands on one page"
    )
    whole = spent.words + spent.clauses + spent.scores
    for name, seconds in (
        ("raw text (pdfium)", spent.raw),
        ("words with boxes", spent.words),
        ("text, tree, clauses", spent.clauses),
        ("scores", spent.scores),
        ("all of it", whole),
    ):
        ratio = seconds / max(spent.raw, 1e-9)
        print(f"{name:22s} {spent.per_50(seconds):6.2f} s per 50 pages  {ratio:6.1f} x raw text")
    pages, seconds = pdfs.whole_path(folder, names[:10], classifier)
    print(
        f"{'through the door':22s} {50 * seconds / max(1, pages):6.2f} s per 50 pages "
        "(ten files, each in a child process)"
    )
    mine, children = pdfs.peak_megabytes()
    print(f"peak memory {mine:.0f} MB, children {children:.0f} MB")


if __name__ == "__main__":
    raise SystemExit(main())
