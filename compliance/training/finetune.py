"""Fine-tuning the encoder: multi-label, all positives and a fresh draw of negatives each epoch.

Two groups of outputs: ``topic`` (is the clause about it) for every category, then ``hit`` (does the clause
reproduce a lawyer's span) for CUAD's. Targets of -1 are unknown and do not count.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModel

from compliance.encoder import batches, pad

_KEPT = ("net", "average", "optimizer", "schedule")

Encoded = list[tuple[list[int], int]]


@dataclass(frozen=True, slots=True)
class Plan:
    base: str
    epochs: int = 4
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 1e-3
    labelled: int = 41  # the first columns are lawyers' labels: their positives come in every epoch
    weak: float = 0.3  # share of the clauses with weak labels only, an epoch
    negatives: float = 1.5  # as many as positives, times this, an epoch
    hard: float = (
        0.6  # share of the negatives of later epochs drawn by how likely the linear model finds them
    )
    average: float = 0.998  # decay of the moving average of the weights, which is what is kept
    threads: int = 2
    seed: int = 7
    every: int = 150  # steps between checkpoints


class Net(nn.Module):
    """The base encoder, the mean of the clause's own tokens, one linear layer.

    No dropout inside attention: its random draws took a third of a step on a CPU.
    """

    def __init__(self, base: str, outputs: int) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(base, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(self.bert.config.hidden_size, outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -4.5)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        own = (attention_mask * (1 - token_type_ids)).unsqueeze(-1).to(states.dtype)
        mean = (states * own).sum(1) / own.sum(1)
        return self.head(self.drop(mean))


def loss_of(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Summed over the known outputs of a clause, mean over clauses."""
    known = (target >= 0).to(logits.dtype)
    each = nn.functional.binary_cross_entropy_with_logits(logits, target.clamp(min=0), reduction="none")
    return (each * known).sum(1).mean()


def draw(target: np.ndarray, epoch: int, plan: Plan, hardness: np.ndarray | None) -> np.ndarray:
    """Rows of one epoch: all labelled positives, some weak ones, fresh negatives, later mostly hard ones.

    ``hardness`` (rows,) log-odds: a hard negative is drawn with the odds that the linear model gives it.
    """
    dice = np.random.default_rng(plan.seed + epoch)
    some = (target == 1).any(1)
    strong = (target[:, : plan.labelled] == 1).any(1)
    weak = np.flatnonzero(some & ~strong)
    chosen = dice.choice(weak, int(len(weak) * plan.weak), replace=False)
    positive = np.concatenate([np.flatnonzero(strong), chosen])
    negative = np.flatnonzero(~some)
    count = min(len(negative), int(len(positive) * plan.negatives))
    hard = np.empty(0, np.int64)
    if hardness is not None and epoch:
        # the largest of log-odds plus Gumbel noise are a draw without replacement by those odds
        keys = hardness[negative] + dice.gumbel(size=len(negative))
        hard = negative[np.argsort(-keys, kind="stable")[: int(count * plan.hard)]]
        negative = np.setdiff1d(negative, hard)
    easy = dice.choice(negative, count - len(hard), replace=False)
    return np.concatenate([positive, hard, easy])


def order(rows: np.ndarray, lengths: np.ndarray, epoch: int, plan: Plan) -> list[np.ndarray]:
    """Batches of clauses of like length in a seeded random order."""
    dice = np.random.default_rng(100 + plan.seed + epoch)
    mixed = dice.permutation(rows)
    made = []
    for start in range(0, len(mixed), plan.batch * 64):
        chunk = mixed[start : start + plan.batch * 64]
        chunk = chunk[np.argsort(lengths[chunk], kind="stable")]
        made += [chunk[at : at + plan.batch] for at in range(0, len(chunk), plan.batch)]
    return [made[at] for at in dice.permutation(len(made))]


class Run:
    """One training run with its checkpoint: net, moving average, optimizer, schedule, the step it is at."""

    def __init__(self, plan: Plan, outputs: int, total: int, out: Path) -> None:
        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        self.net = Net(plan.base, outputs)
        self.net.bert.embeddings.requires_grad_(requires_grad=False)
        body = [weights for weights in self.net.bert.parameters() if weights.requires_grad]
        groups = [
            {"params": body, "lr": plan.rate},
            {"params": self.net.head.parameters(), "lr": plan.head_rate},
        ]
        self.average = AveragedModel(self.net, multi_avg_fn=get_ema_multi_avg_fn(plan.average))
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: _rate(step, total))
        self.total, self.step, self.path = total, 0, out / "checkpoint.pt"
        able = torch.cpu.get_capabilities()
        self._half = able.get("amx_bf16", False) or able.get("avx512_bf16", False)  # faster in hardware
        self._clock, self._seen, self._loss = time.monotonic(), 0, 0.0
        if self.path.exists():
            self._resume()

    def advance(self, fed: dict[str, torch.Tensor], target: torch.Tensor) -> None:
        """One batch forward and back. Prints every 25 steps."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half):
            logits = self.net(**fed)
        loss = loss_of(logits.float(), target)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        self.average.update_parameters(self.net)
        self.step, self._seen = self.step + 1, self._seen + 1
        self._loss += (loss.item() - self._loss) / min(self._seen, 50)
        if self.step % 25 == 0:
            pace = (time.monotonic() - self._clock) / self._seen
            left = (self.total - self.step) * pace / 60
            print(f"{self.step}/{self.total} loss {self._loss:.3f}, {left:.1f} min left", flush=True)

    def save(self) -> None:
        parts = {name: getattr(self, name).state_dict() for name in _KEPT}
        torch.save({**parts, "step": self.step}, self.path.with_suffix(".tmp"))
        self.path.with_suffix(".tmp").replace(self.path)

    def _resume(self) -> None:
        stored = torch.load(self.path, weights_only=True)
        for name in _KEPT:
            getattr(self, name).load_state_dict(stored[name])
        self.step = int(stored["step"])


def fit(rows: Encoded, target: np.ndarray, out: Path, plan: Plan, hardness: np.ndarray | None) -> Net:
    """Train and return the averaged net; ``out/checkpoint.pt`` lets a stopped run go on where it was.

    ``target`` (rows, outputs): 1, 0, or -1 unknown; ``hardness`` (rows,) are the log-odds the linear model
    gives that a clause has any label.
    """
    lengths = np.array([len(ids) for ids, _ in rows])
    epochs = [
        order(draw(target, epoch, plan, hardness), lengths, epoch, plan) for epoch in range(plan.epochs)
    ]
    found = [batch for epoch in epochs for batch in epoch]
    run = Run(plan, target.shape[1], len(found), out)
    run.net.train()
    for batch in found[run.step :]:
        fed = {name: torch.from_numpy(part) for name, part in pad([rows[row] for row in batch], 0).items()}
        run.advance(fed, torch.from_numpy(target[batch]))
        if run.step % plan.every == 0:
            run.save()
    run.save()
    return run.average.module.eval()


def _rate(step: int, total: int) -> float:
    """Rises over the first steps, then falls in a line to a fiftieth."""
    warm = max(1, int(0.06 * total))
    return (step + 1) / warm if step < warm else max(0.02, (total - step) / max(1, total - warm))


def predict(net: Net, encoded: Encoded, budget: int = 4096) -> np.ndarray:
    """(rows, outputs) logits."""
    out = np.zeros((len(encoded), net.head.out_features), np.float32)
    with torch.inference_mode():
        for batch in batches([len(ids) for ids, _ in encoded], budget):
            fed = {k: torch.from_numpy(v) for k, v in pad([encoded[row] for row in batch], 0).items()}
            out[batch] = net(**fed).numpy()
    return out
