"""The composition root of judging: what is in force, memory, and trying a change over a stored contract.

With ``wiring`` the only module that knows the engines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from compliance.classifier import MODEL
from compliance.compare import ClauseChange, Comparison, compare, likeness, word_changes
from compliance.context import Precedent, ReviewContext
from compliance.policies import Playbook, Policy, PolicyError, assemble, load_playbook, parse_policy
from compliance.precedents import Fingerprint, Memory, fingerprint, lengths
from compliance.stack import load_calibration
from compliance.stored import StoredScores
from compliance.types import ContractReview
from extraction.types import ContractText
from onboarding import conf
from onboarding.models import Policy as PolicyRow
from onboarding.models import Threshold

__all__ = [
    "ClauseChange",
    "Comparison",
    "Fingerprint",
    "Memory",
    "Playbook",
    "Policy",
    "PolicyError",
    "Precedent",
    "compare",
    "fingerprint",
    "lengths",
    "likeness",
    "parse_policy",
    "word_changes",
]


def playbook() -> Playbook:
    """The playbook in force: the folder's policies, each edit of an administrator in its place."""
    edits = PolicyRow.objects.filter(current=True, edited=True).order_by("key")
    return _with_edits(conf.engines().playbook, tuple((row.key, str(row.body["source"])) for row in edits))


def shipped() -> Playbook:
    """The folder's policies without any edit."""
    return _with_edits(conf.engines().playbook, ())


@lru_cache(maxsize=8)
def _with_edits(folder: Path | None, edits: tuple[tuple[str, str], ...]) -> Playbook:
    edited = {key: parse_policy(source, file=f"{key} (edited)") for key, source in edits}
    kept = [edited.pop(policy.id, policy) for policy in load_playbook(folder).policies]
    return assemble([*kept, *edited.values()])


def thresholds() -> dict[str, float]:
    """What stands in place of the model's own thresholds, by category."""
    return dict(Threshold.objects.filter(current=True).values_list("category", "value"))


def model_thresholds() -> dict[str, float]:
    """The model's own thresholds, by category."""
    return dict(load_calibration(MODEL / "thresholds.json").thresholds)


def limits() -> dict[str, float]:
    """The threshold in force of each category."""
    return {**model_thresholds(), **thresholds()}


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """What is in force: the encoder with its version, the playbook's version, and the judge ('' for none)."""

    model: str
    playbook: str
    judge: str = ""

    def __str__(self) -> str:
        judge = f", judge {self.judge}" if self.judge else ""
        return f"{self.model}, playbook {self.playbook}{judge}"


@dataclass(frozen=True, slots=True)
class Change:
    """What to try: another text of one policy, or another threshold of one category."""

    policy: str = ""  # markdown
    thresholds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A contract with the model's ``scores`` as they were stored, by clause id and category."""

    text: ContractText
    model: str
    scores: Mapping[str, Mapping[str, float]]
    vendor_names: tuple[str, ...] = ()
    contract_value: Decimal | None = None


def rejudged(contract: Judged, change: Change) -> ContractReview:
    """The contract under the playbook in force with ``change``: rules and stored scores, no model is asked.

    Raises PolicyError for a policy that cannot be read.
    """
    from compliance import review_contract

    return review_contract(
        contract.text,
        classifier=StoredScores(contract.model, model_thresholds(), contract.scores),
        playbook=_changed(change),
        context=ReviewContext(
            our_names=conf.company().our_names,
            vendor_names=contract.vendor_names,
            contract_value=contract.contract_value,
            thresholds={**thresholds(), **change.thresholds},
        ),
    )


def _changed(change: Change) -> Playbook:
    if not change.policy:
        return playbook()
    policy = parse_policy(change.policy, file="the new text")
    others = [one for one in playbook().policies if one.id != policy.id]
    return assemble([*others, policy])
