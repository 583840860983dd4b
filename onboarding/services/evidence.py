"""What people's decisions say about thresholds, policies and the model: counted, never acted on."""

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from onboarding import judging
from onboarding.models import Precedent, Proposal

WINDOW = timedelta(days=365)
LEAST = 3  # decisions that speak for a change
SHARE = 0.7  # of all decisions on the same thing
LOWEST = 0.01  # no threshold is proposed below
WRONG = frozenset({"false_alarm", "wrong_policy"})
RIGHT = frozenset({"ask_vendor", "reject"})
LEVELS = ("low", "medium", "high", "critical")
_LEVEL = re.compile(r"^severity: *\w+ *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that decisions speak for. ``evidence`` are ids of the review items behind it."""

    kind: str
    target: str
    change: dict[str, Any]
    why: str
    counts: dict[str, int]
    evidence: tuple[str, ...] = field(default=())


def drafts() -> Iterator[Draft]:
    """Every change that the decisions of the last year speak for."""
    rows = list(Precedent.objects.filter(decided_at__gte=timezone.now() - WINDOW).order_by("decided_at"))
    by_category: dict[str, list[Precedent]] = defaultdict(list)
    by_policy: dict[str, list[Precedent]] = defaultdict(list)
    for row in rows:
        by_policy[row.policy].append(row)
        if row.category:
            by_category[row.category].append(row)
    limits, known = judging.limits(), _accepted_sentences()
    for category, decided in sorted(by_category.items()):
        if category in limits:
            yield from _threshold(category, limits[category], decided)
        yield from _sentences(category, decided, known)
    for key, decided in sorted(by_policy.items()):
        yield from _level(key, decided)


def _threshold(category: str, limit: float, decided: list[Precedent]) -> Iterator[Draft]:
    """Higher where people say that the machine is wrong, lower where it did not see what is there."""
    seen = [row for row in decided if row.kind != "missing" and row.score is not None]
    wrong = [row for row in seen if row.outcome == "accept" and row.reason_code in WRONG]
    right = [row for row in seen if row.outcome in RIGHT]
    ceiling = min((_score(row) for row in right), default=1.0)  # nothing that people took seriously is lost
    over = [row for row in wrong if limit <= _score(row) < ceiling]
    if len(over) >= LEAST and len(wrong) >= SHARE * len(seen):
        to = round(max(_score(row) for row in over) + 0.001, 3)
        why = (
            f"{len(wrong)} of {len(seen)} decisions on {_plain(category)} say that the machine is wrong; "
            f"{len(over)} of these score below every clause that people took seriously."
        )
        counts = {"decided": len(seen), "wrong": len(wrong), "right": len(right), "below": len(over)}
        yield Draft(
            Proposal.Kind.THRESHOLD,
            category,
            {"from": limit, "to": min(to, ceiling)},
            why,
            counts,
            _ids(over),
        )
    missed = [row for row in decided if row.kind == "missing" and row.reason_code in WRONG]
    under = [row for row in missed if row.score is not None and LOWEST < row.score < limit]
    if len(under) >= LEAST:
        to = round(max(LOWEST, min(_score(row) for row in under) - 0.001), 3)
        why = f"{len(under)} times the clause on {_plain(category)} was there and was reported as missing."
        counts = {"decided": len(missed), "missed": len(under)}
        yield Draft(Proposal.Kind.THRESHOLD, category, {"from": limit, "to": to}, why, counts, _ids(under))


def _level(key: str, decided: list[Precedent]) -> Iterator[Draft]:
    """One step milder where people take the wording from anybody, one step stricter where they never do.

    Only decisions under the version in force count.
    """
    policy = judging.playbook().by_id(key)
    if policy is None:
        return
    decided = [row for row in decided if row.version == policy.version]
    fine = [row for row in decided if row.outcome == "accept" and row.reason_code == "accepted_deviation"]
    right = [row for row in decided if row.outcome in RIGHT]
    level = LEVELS.index(policy.severity.value)
    for rows, step, words in (
        (fine, -1, "take this wording from anybody"),
        (right, 1, "have it changed or refuse"),
    ):
        if len(rows) >= LEAST and len(rows) >= SHARE * len(decided) and 0 <= level + step < len(LEVELS):
            source = _LEVEL.sub(f"severity: {LEVELS[level + step]}", policy.source_text, count=1)
            why = (
                f"In {len(rows)} of {len(decided)} decisions people {words}: "
                f"{policy.title}, {LEVELS[level]} → {LEVELS[level + step]}."
            )
            counts = {"decided": len(decided), "speak_for_it": len(rows)}
            change = {"base": policy.version, "source": source}
            yield Draft(Proposal.Kind.POLICY, key, change, why, counts, _ids(rows))


def _accepted_sentences() -> set[str]:
    rows = Proposal.objects.filter(kind=Proposal.Kind.TRAINING, state=Proposal.State.ACCEPTED)
    return {judging.fingerprint(text).words for row in rows for text in row.change["sentences"]}


def _sentences(category: str, decided: list[Precedent], known: Set[str]) -> Iterator[Draft]:
    """Clauses that a person looked at, as sentences to train with: of the category, or look-alikes."""
    read = [row for row in decided if row.quote and row.source != "rule" and row.words not in known]
    wrong = [row for row in read if row.outcome == "accept" and row.reason_code in WRONG]
    right = [row for row in read if row.outcome in RIGHT]
    for rows, belongs in ((wrong, False), (right, True)):
        by_words = {row.words: row for row in rows}
        if len(by_words) >= LEAST:
            kind = "are of the kind" if belongs else "are not of the kind"
            why = f"People decided that {len(by_words)} clauses {kind} {_plain(category)}."
            sentences = sorted(" ".join(row.quote.split()) for row in by_words.values())
            change = {"sentences": sentences, "belongs": belongs}
            counts = {"decided": len(read), "sentences": len(sentences)}
            yield Draft(Proposal.Kind.TRAINING, category, change, why, counts, _ids(rows))


def _score(row: Precedent) -> float:
    assert row.score is not None
    return row.score


def _plain(category: str) -> str:
    return category.replace("_", " ")


def _ids(rows: list[Precedent]) -> tuple[str, ...]:
    return tuple(str(row.item_id) for row in rows)
