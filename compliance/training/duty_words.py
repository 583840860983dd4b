"""Make the table of words that contracts use within duties (``compliance/duty_words.npz``).

``python -m compliance.training.duty_words --data DIR`` with the folder of ``txt/`` and ``train.txt``. A word
that fewer than two contracts use is left out, so that the table tells nothing of a single contract.
"""

import argparse
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from compliance.novelty import TABLE, DutyWords, duties_in

LEAST = 2  # contracts


def count(texts: Iterable[str]) -> DutyWords:
    """In how many of the texts each word stands within a duty."""
    seen: Counter[int] = Counter()
    contracts = 0
    for text in texts:
        contracts += 1
        seen.update({zlib.crc32(word.encode()) for _, words in duties_in(text) for word in words})
    kept = sorted((key, times) for key, times in seen.items() if times >= LEAST)
    hashes = np.array([key for key, _ in kept], dtype=np.uint32)
    return DutyWords(hashes, np.array([times for _, times in kept], dtype=np.uint16), contracts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m compliance.training.duty_words")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=TABLE, metavar="FILE")
    chosen = parser.parse_args(arguments)
    names = (chosen.data / "train.txt").read_text("utf-8").splitlines()
    table = count((chosen.data / "txt" / name).read_text("utf-8") for name in names)
    np.savez_compressed(
        chosen.out, hashes=table.hashes, counts=table.counts, contracts=np.int64(table.contracts)
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
