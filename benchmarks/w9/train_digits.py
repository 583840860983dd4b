"""Train the digit reader: ``python -m benchmarks.w9.train_digits OUT.onnx MINUTES ROWS.npz...``.

Needs torch and onnx (not among the product's requirements). A small convolutional network reads the whole
row, printed lines and all, one column a point, with a CTC output: blank, ten digits, any other sign.
"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

BATCH = 48
HELD_OUT = 1500
RATE = 2e-3


def network() -> nn.Sequential:
    """48 x 320 gray in 0..1 (1 is ink) to (n, 12, 160) logits."""
    return nn.Sequential(
        *_block(1, 16, (2, 2)), *_block(16, 32, (2, 1)), *_block(32, 48, (2, 1)), *_block(48, 64, (2, 1)),
        nn.Conv2d(64, 96, (3, 1)), nn.BatchNorm2d(96), nn.ReLU(),
        nn.Conv2d(96, 96, (1, 5), padding=(0, 2)), nn.BatchNorm2d(96), nn.ReLU(), nn.Dropout(0.1),
        nn.Conv2d(96, 96, (1, 5), padding=(0, 4), dilation=(1, 2)), nn.BatchNorm2d(96), nn.ReLU(),
        nn.Conv2d(96, 12, 1), nn.Flatten(2),
    )  # fmt: skip


def _block(inputs: int, outputs: int, pool: tuple[int, int]) -> list[nn.Module]:
    return [
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.MaxPool2d(pool),
    ]


def load(files: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int8]]:
    """All rows and labels."""
    parts = [np.load(file) for file in files]
    return np.concatenate([part["rows"] for part in parts]), np.concatenate(
        [part["labels"] for part in parts]
    )


def batch(rows: NDArray[np.uint8], rng: np.random.Generator) -> torch.Tensor:
    """Rows as the network takes them, shifted by a pixel or two and of varying darkness."""
    ink = 1 - rows.astype(np.float32) / 255
    ink = np.roll(ink, (int(rng.integers(-2, 3)), int(rng.integers(-2, 3))), axis=(1, 2))
    ink *= rng.uniform(0.75, 1.1, (len(ink), 1, 1)).astype(np.float32)
    return torch.from_numpy(np.clip(ink, 0, 1)[:, None])


def decode(logits: torch.Tensor) -> list[list[int]]:
    """Best paths: digits 0..9 and 10."""
    found = []
    for path in logits.argmax(1).numpy():
        kept = [
            int(sign) for before, sign in zip([0, *path[:-1]], path, strict=True) if sign and sign != before
        ]
        found.append([sign - 1 for sign in kept])
    return found


def accuracy(model: nn.Module, rows: NDArray[np.uint8], labels: NDArray[np.int8]) -> float:
    """Share of rows read without a fault."""
    model.eval()
    right = 0
    with torch.no_grad():
        for start in range(0, len(rows), 100):
            ink = torch.from_numpy(1 - rows[start : start + 100].astype(np.float32) / 255)[:, None]
            found = decode(model(ink))
            wanted = [[int(sign) for sign in label if sign >= 0] for label in labels[start : start + 100]]
            right += sum(a == b for a, b in zip(found, wanted, strict=True))
    model.train()
    return right / len(rows)


def train(rows: NDArray[np.uint8], labels: NDArray[np.int8], minutes: float) -> nn.Module:
    """Train for so many minutes."""
    rng = np.random.default_rng(3)
    torch.manual_seed(3)
    model = network()
    optimiser = torch.optim.AdamW(model.parameters(), RATE, weight_decay=1e-3)
    loss_of = nn.CTCLoss(zero_infinity=True)
    start, step, order = time.monotonic(), 0, np.arange(HELD_OUT, len(rows))
    while (done := (time.monotonic() - start) / 60 / minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * np.cos(np.pi * done))
        picked = rng.choice(order, BATCH, replace=False)
        logits = model(batch(rows[picked], rng))
        chosen = labels[picked].astype(np.int64)
        lengths = (chosen >= 0).sum(1)
        scores = logits.permute(2, 0, 1).log_softmax(2)
        loss = loss_of(
            scores,
            torch.from_numpy(np.where(chosen >= 0, chosen + 1, 0)),
            torch.full((BATCH,), logits.shape[2]),
            torch.from_numpy(lengths),
        )
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        if step % 200 == 0:
            right = accuracy(model, rows[:500], labels[:500])
            print(f"{step} {loss.item():.4f} held-out rows right {right:.3f}", flush=True)
    return model


def main(arguments: list[str]) -> None:
    """Train and export."""
    out, minutes, *files = arguments
    torch.set_num_threads(1)
    rows, labels = load(files)
    model = train(rows, labels, float(minutes))
    print(f"held-out rows right {accuracy(model, rows[:HELD_OUT], labels[:HELD_OUT]):.4f}")
    model.eval()
    torch.save(model.state_dict(), Path(out).with_suffix(".pt"))
    torch.onnx.export(
        model, (torch.zeros(1, 1, 48, 320),), out, input_names=["ink"], output_names=["logits"], dynamo=False,
        dynamic_axes={"ink": {0: "n"}, "logits": {0: "n"}},
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
