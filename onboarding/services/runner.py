"""Running one step: claim, do, and a visible end whatever happens."""

import structlog
from django.db import transaction

from onboarding.models import StepRun, WorkState
from onboarding.services import (
    advance,
    audit,
    failures,
    leases,
    processing,
    screening,
    steps,
    transitions,
    versions,
)
from onboarding.services.failures import Failure
from onboarding.workflow.states import State

log = structlog.get_logger(__name__)

HANDLERS = {
    StepRun.Step.READ: processing.read,
    StepRun.Step.JUDGE: processing.judge,
    StepRun.Step.COMPARE: versions.compare,
    StepRun.Step.SCREEN: screening.screen,
    StepRun.Step.ADVANCE: advance.advance,
}


def run_step(*, run_id: object) -> None:
    """Run the step if it is free. Never raises for a failed step: the row says what happened."""
    run = leases.claim(StepRun, run_id)
    if run is None:
        return
    StepRun.objects.filter(pk=run.pk).update(worker=steps.worker_name())
    try:
        HANDLERS[StepRun.Step(run.step)](run)
    except leases.LeaseLost:
        log.warning("lease_lost", step=run.step, run=run.pk)
    except Exception as error:  # noqa: BLE001  any engine may fail in any way; the row must end visibly
        failure = failures.of(error)
        if not failure.expected:
            name = type(error).__name__
            log.error("step_failed", step=run.step, run=run.pk, case=str(run.case_id), error=name)
        _failed(run, failure)


def _failed(run: StepRun, failure: Failure) -> None:
    try:
        with transaction.atomic():
            if failure.waits:
                leases.postpone(run, code=failure.code, message=failure.message)
                return
            state = leases.fail(run, code=failure.code, message=failure.message, retry=failure.retry)
            if state == WorkState.DEAD:
                stopped(run)
    except leases.LeaseLost:
        log.warning("lease_lost", step=run.step, run=run.pk)


def stopped(run: StepRun) -> None:
    """After the last try: the case goes to a person, with the reason. In the caller's transaction."""
    case = transitions.locked(run.case_id)
    data = {"step": run.step, "run": run.pk, "code": run.error_code, "attempts": run.attempts}
    audit.record(case=case, actor=audit.SYSTEM, action="step_stopped", data=data)
    if run.step == StepRun.Step.ADVANCE:
        if State(case.state) == State.PROCESSING:
            transitions.move(case=case, to=State.FAILED, actor=audit.SYSTEM, data={"reason": run.error_code})
        return
    if run.step == StepRun.Step.READ and run.document is not None:
        run.document.status = run.document.Status.NEEDS_HUMAN
        run.document.code, run.document.message = (
            run.error_code,
            "We could not read this file; a person will look.",
        )
        run.document.save(update_fields=["status", "code", "message"])
    steps.advance(case=case, why=f"dead:{run.pk}:{run.attempts}")
