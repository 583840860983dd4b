"""Which agreement is the next version of which, and what changed in it."""

import hashlib
import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from extraction.types import Clause as ReadClause
from extraction.types import ContractText
from onboarding import judging, readings
from onboarding.models import Case, Check, Comparison, Part, StepRun
from onboarding.services import audit, crash, leases, screening, steps, transitions
from onboarding.workflow.states import State

LIKE = 0.3  # share of equal clauses from which one agreement is a version of another
LOOKED_AT = 8  # earlier agreements, the newest
ENDED = (State.REJECTED, State.WITHDRAWN)


def ask(*, case: Case) -> None:
    """Have each judged agreement in force compared with the one before it. In the caller's transaction."""
    earlier: dict[int, list[int]] = {}
    for part in readings.contract_parts(case):
        if part.playbook_version:
            earlier[part.pk] = [one.pk for one in candidates(part)]
    for document in {part.document for part in readings.contract_parts(case) if earlier.get(part.pk)}:
        known = [(part.pk, earlier.get(part.pk)) for part in document.parts.order_by("index")]
        digest = hashlib.sha256(repr(known).encode()).hexdigest()
        steps.ensure(case=case, step=StepRun.Step.COMPARE, digest=digest, document=document)


def candidates(part: Part) -> list[Part]:
    """Judged agreements of the same counterparty that came before, the newest first."""
    case = part.document.case
    theirs = Q(document__case=case)
    if case.tin_index:
        theirs |= Q(document__case__tin_index=case.tin_index) & ~Q(document__case__state__in=ENDED)
    found = Part.objects.filter(theirs, kind="contract", document__created_at__lt=part.document.created_at)
    found = found.exclude(playbook_version="").select_related("document__case")
    return list(found.order_by("-document__created_at", "index")[:LOOKED_AT])


def same_counterparty(case: Case, other: Case) -> bool:
    """The same case, or the same tax id that the registers confirm for both: a claim alone is no proof."""
    if case.pk == other.pk:
        return True
    same = bool(case.tin_index) and case.tin_index == other.tin_index and other.state not in ENDED
    return same and _confirmed(case) and _confirmed(other)


def _confirmed(case: Case) -> bool:
    facts = screening.facts_of(case)
    if facts is None:
        return False
    checks = Check.objects.filter(case=case, kind="tin_match", input_digest=screening.digest_of(facts))
    outcomes = set(checks.values_list("outcome", flat=True))
    return outcomes == {"clear"}


def compare(run: StepRun) -> None:
    """Compare the agreements in the document of ``run`` with their last versions; store what changed."""
    assert run.document is not None
    started = time.monotonic()
    parts = run.document.parts.filter(kind="contract", superseded=False).exclude(playbook_version="")
    found = [(part, _compared(part)) for part in parts.select_related("document__case")]
    crash.point("compare.computed")
    with transaction.atomic():
        case = transitions.locked(run.case_id)
        Comparison.objects.filter(part__in=[part.pk for part, _ in found]).delete()
        for _, made in found:
            if made is not None:
                made.save(force_insert=True)
                audit.record(case=case, actor=audit.SYSTEM, action="versions_compared", data=_told(made))
        leases.complete(run, seconds=time.monotonic() - started)
        steps.advance(case=case, why=f"step:{run.pk}")
        crash.point("compare.before_commit")


def _compared(part: Part) -> Comparison | None:
    """The comparison with the most alike earlier agreement, unsaved; None when none is alike."""
    new = _text(part)
    known = [(earlier, _text(earlier)) for earlier in candidates(part)]
    rated = [(_rate(part, earlier, old, new), earlier, old) for earlier, old in known]
    best = max(rated, key=lambda one: one[0], default=None)
    if best is None or best[0] < LIKE:
        return None
    _, earlier, old = best
    result = judging.compare(old, new)
    return Comparison(
        part=part,
        earlier=earlier,
        changes=[_plain(change) for change in result.changes],
        unsettled=dict(result.unsettled),
        likeness=round(judging.likeness(old, new), 3),
    )


def _rate(part: Part, earlier: Part, old: ContractText, new: ContractText) -> float:
    """Likeness; an agreement that this one replaces comes first, however much was rewritten."""
    replaced = earlier.document.superseded_by_id == part.document_id
    return judging.likeness(old, new) + (1.0 if replaced else 0.0)


def _text(part: Part) -> ContractText:
    """The clauses as they are stored."""
    rows = part.clauses.all()
    clauses = (
        ReadClause(
            id=row.key,
            section=None,
            number=row.number,
            heading=row.heading,
            page=row.page,
            start=row.start,
            end=row.end,
            text=part.text[row.start : row.end],
        )
        for row in rows
    )
    return ContractText(part.text, (), clauses=tuple(clauses))


def _plain(change: judging.ClauseChange) -> dict[str, object]:
    return {
        "change": change.change.value,
        "old": change.old,
        "new": change.new,
        "score": change.score,
        "words": list(change.words),
    }


def _told(made: Comparison) -> dict[str, object]:
    return {
        "document": str(made.part.document_id),
        "earlier": str(made.earlier.document_id),
        **count(made.changes),
    }


def count(changes: Sequence[dict[str, object]]) -> dict[str, int]:
    """How many clauses are the same, changed, added and removed."""
    kinds = [str(change["change"]) for change in changes]
    return {kind: kinds.count(kind) for kind in ("same", "changed", "added", "removed")}
