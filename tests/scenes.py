"""A case in the middle of everything: a doubtful form, a risky agreement, open items, stopped work."""

from dataclasses import dataclass

from django.utils import timezone

from onboarding.models import (
    Case,
    Document,
    ErpPush,
    Finding,
    PortalLink,
    Proposal,
    Requirement,
    ReviewItem,
    Role,
    StepRun,
    User,
    WorkState,
)
from onboarding.services import intake, links
from tests import fakes
from tests.factories import UserFactory, ada, leo, mona, rita, vera_case
from tests.work import drain

RISKY = ("1. Payment is due in 45 days.", "RISKY 2. Our liability has no cap.")


@dataclass
class Scene:
    case: Case
    token: str
    link: PortalLink
    form: Document
    agreement: Document
    finding: Finding
    need: Requirement
    tax_item: ReviewItem
    legal_item: ReviewItem
    push: ErpPush
    run: StepRun
    proposal: Proposal


def rob() -> User:
    return UserFactory(username="rob", roles=[Role.REQUESTER])


def everybody() -> dict[str, User]:
    """One person a role, and two strangers: a requester of other cases and somebody without a role."""
    return {
        "requester": User.objects.filter(username="rob").first() or rob(),
        "outsider": UserFactory(username="olga", roles=[Role.REQUESTER]),
        "norole": UserFactory(username="nora"),
        "tax": rita(),
        "legal": leo(),
        "manager": mona(),
        "admin": ada(),
        "auditor": UserFactory(username="ann", roles=[Role.AUDITOR]),
    }


def in_review(**values: object) -> Scene:
    """Vera's case with a faint tax id and a risky clause; needs the ``engines`` fixture."""
    case = vera_case(**values)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9("faint"), actor="vendor")
    intake.submit(case=case, name="msa.pdf", content=fakes.contract(*RISKY), actor="vendor")
    drain()
    case.refresh_from_db()
    issued = links.issue(case=case, actor="system")
    form, agreement = case.documents.get(name="w9.pdf"), case.documents.get(name="msa.pdf")
    issue = Finding.objects.create(
        part=form.parts.get(),
        kind="issue",
        code="missing_date",
        severity="warning",
        page=1,
        boxes=[[1, [60.0, 590.0, 380.0, 604.0]]],
        reason="The form is not dated.",
    )
    need = case.requirements.get(kind="w9")
    Requirement.objects.filter(pk=need.pk).update(document=form, page=1, box=[60.0, 590.0, 380.0, 604.0])
    push = ErpPush.objects.create(
        case=case,
        idempotency_key=f"k-{case.pk}",
        adapter="ledger",
        state=WorkState.DEAD,
        not_before=timezone.now(),
    )
    run = StepRun.objects.create(case=case, step="screen", input_digest="stopped", state=WorkState.DEAD)
    return Scene(
        case=case,
        token=issued.token,
        link=issued.link,
        form=form,
        agreement=agreement,
        finding=issue,
        need=need,
        tax_item=case.items.get(queue="tax", outcome="", code="tin_not_sure"),
        legal_item=case.items.get(queue="legal", outcome=""),
        push=push,
        run=run,
        proposal=Proposal.objects.create(
            kind=Proposal.Kind.TRAINING,
            target="publicity",
            change={"sentences": ["No party names the other."], "belongs": True},
            digest=f"proposal {case.pk}",
            why="decided so twice",
        ),
    )
