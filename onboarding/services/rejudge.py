"""Judging agreements again under the playbook and the model in force: only when a person asks."""

import hashlib
from dataclasses import dataclass, replace

from django.db import transaction

from compliance.types import ContractReview
from extraction.codec import from_json
from onboarding import judging, readings, wiring
from onboarding.models import Case, Document, Part, StepRun, WorkState
from onboarding.services import audit, facts, files, processing, steps, transitions
from onboarding.services.errors import Conflict
from onboarding.workflow.states import OPEN_TO_VENDOR, State


@dataclass(frozen=True, slots=True)
class Outdated:
    """A document whose agreements were judged by other versions than those in force."""

    document: Document
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a review under the versions in force would say otherwise: policies, by the words they are about.

    ``renewed`` were found before too, under another version of their policy.
    """

    document: Document
    appeared: tuple[str, ...]
    gone: tuple[str, ...]
    renewed: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not (self.appeared or self.gone or self.renewed)


def is_open(case: Case) -> bool:
    """Whether nothing is decided about the case yet, so that it may be judged again."""
    return State(case.state) in OPEN_TO_VENDOR


def outdated(case: Case) -> list[Outdated]:
    """The documents of a case that other versions have judged; none that is being judged just now."""
    now = wiring.current().judged_by()
    found: dict[Document, Outdated] = {}
    for part in readings.contract_parts(case):
        was = judging.JudgedBy(part.model, part.playbook_version, part.judge)
        if part.playbook_version and was != now:
            found[part.document] = Outdated(part.document, str(was), str(now))
    busy = case.steps.filter(step=StepRun.Step.JUDGE, document__in=found)
    for run in busy.exclude(state__in=(WorkState.DONE, WorkState.DEAD, WorkState.CANCELLED)):
        if run.document is not None:
            found.pop(run.document, None)
    return list(found.values())


def rejudge(*, case: Case, actor: str) -> list[StepRun]:
    """Ask for a new judgement of what is outdated; empty when nothing is. Raises Conflict(decided)."""
    with transaction.atomic():
        held = transitions.locked(case.pk)
        if not is_open(held):
            text = f"This case is {held.state_words.lower()}: it is not judged again, a dry run can compare."
            raise Conflict("decided", text)
        runs = []
        for one in outdated(held):
            count = held.steps.filter(step=StepRun.Step.JUDGE, document=one.document).count()
            digest = hashlib.sha256(f"{one.document.sha256}|{one.now}|{count}".encode()).hexdigest()
            step = StepRun.Step.JUDGE
            runs.append(steps.ensure(case=held, step=step, digest=digest, document=one.document))
            data = {"document": str(one.document.pk), "was": one.was, "now": one.now}
            audit.record(case=held, actor=actor, action="rejudge_asked", data=data)
        if runs:
            steps.advance(case=held, why=f"rejudge:{max(run.pk for run in runs)}")
    return runs


def would_differ(*, case: Case) -> list[Difference]:
    """Judge each agreement in force again and compare with what is stored; changes nothing, asks no model."""
    context = replace(processing.context_of(case), case_id=None)
    found = []
    for document in dict.fromkeys(part.document for part in readings.contract_parts(case)):
        extraction = from_json(files.reading(document=document))
        for part in document.parts.filter(kind="contract", superseded=False).exclude(playbook_version=""):
            text = extraction.parts[part.index].contract
            if text is not None:
                named = processing.with_name(text, document.name)
                found.append(_difference(part, wiring.current().review(named, context)))
    return found


def _difference(part: Part, review: ContractReview) -> Difference:
    """Findings that only a judge made are left out: it was not asked."""
    stored = part.findings.exclude(kind="issue")
    before = {(one.code, facts.words_of(one)): one for one in stored}
    after = {
        (
            one.policy,
            facts.hash_of(one.evidence.quote if one.evidence else "", one.kind.value, one.category),
        ): one
        for one in review.findings
    }
    gone = [one for key, one in before.items() if key not in after and one.source != "judge"]
    both = [(before[key].version, one) for key, one in after.items() if key in before]
    return Difference(
        document=part.document,
        appeared=tuple(sorted(one.policy for key, one in after.items() if key not in before)),
        gone=tuple(sorted(one.code for one in gone)),
        renewed=tuple(sorted(one.policy for version, one in both if version != one.version)),
    )
