"""The fine-tuned encoder: transformers' tokenizer in front, ONNX Runtime behind, no torch."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from compliance.views import View

FIRST: Final = 128  # tokens of the clause
SECOND: Final = 40  # tokens of its heading and neighbours
_WORDS = 10
_BATCH_TOKENS: Final = 2048


def pair(view: View) -> tuple[str, str]:
    """The clause, and beside it its heading and the words around it."""
    keep = 16 if view.inside else _WORDS
    before = " ".join(view.before.split()[-keep:])
    after = " ".join(view.after.split()[:keep])
    return view.text, f"{' '.join(view.heading.split()[:10])} | {before} | {after}"


class Tokens:
    """Token ids of clauses: ``[CLS] clause [SEP] surroundings [SEP]``, cut to the limits above."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")  # "PyTorch was not found": on purpose
        from transformers import AutoTokenizer  # a second to import: only where a model is loaded

        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self.pad: int = self._tokenizer.pad_token_id

    def encode(self, views: Sequence[View]) -> list[tuple[list[int], int]]:
        """For each clause its ids and how many of them are the first part with [CLS] and [SEP]."""
        if not views:
            return []
        first, second = zip(*(pair(view) for view in views), strict=True)
        begin, stop = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        made = []
        for a, b in zip(self._ids(first, FIRST), self._ids(second, SECOND), strict=True):
            made.append(([begin, *a, stop, *b, stop], len(a) + 2))
        return made

    def _ids(self, texts: Sequence[str], limit: int) -> list[list[int]]:
        clipped = [text[: limit * 12] for text in texts]
        coded = self._tokenizer(clipped, add_special_tokens=False, truncation=True, max_length=limit)
        ids: list[list[int]] = coded["input_ids"]
        return ids


def pad(rows: Sequence[tuple[list[int], int]], filler: int) -> dict[str, NDArray[np.int64]]:
    """Rows of one batch as equal arrays (rows, longest)."""
    width = max(len(ids) for ids, _ in rows)
    ids = np.full((len(rows), width), filler, np.int64)
    mask = np.zeros_like(ids)
    kinds = np.zeros_like(ids)
    for row, (values, first) in enumerate(rows):
        ids[row, : len(values)] = values
        mask[row, : len(values)] = 1
        kinds[row, first : len(values)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}


def batches(lengths: Sequence[int], budget: int = _BATCH_TOKENS) -> list[list[int]]:
    """Row numbers grouped by length, longest first, each group at most ``budget`` padded tokens.

    The order depends on the lengths alone, so the same contract is always scored in the same batches:
    int8 scores move a little with the batch.
    """
    made: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda r: (-lengths[r], r)):
        if not made or (len(made[-1]) + 1) * lengths[made[-1][0]] > budget:
            made.append([])
        made[-1].append(row)
    return made


class Encoder:
    """``logits`` gives (clauses, outputs) float32; the outputs are the trainer's, see the model card."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokens = Tokens(folder / "tokenizer")
        self.outputs: int = self._session.get_outputs()[0].shape[1]

    def logits(self, views: Sequence[View]) -> NDArray[np.float32]:
        rows = self._tokens.encode(views)
        out = np.zeros((len(rows), self.outputs), np.float32)
        for batch in batches([len(ids) for ids, _ in rows]):
            fed = pad([rows[row] for row in batch], self._tokens.pad)
            out[batch] = self._session.run(None, fed)[0]
        return out
