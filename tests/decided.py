"""Stored agreements and decisions for tests of what the house learns from its reviewers."""

from django.utils import timezone

from onboarding import judging
from onboarding.models import Precedent, ReviewItem
from onboarding.services import intake
from tests import fakes
from tests.factories import leo, vera_case
from tests.work import drain

WRONG = ("accept", "false_alarm")
LATE = "All invoices are due within ten (10) days of the invoice date."
FILLER = "This Agreement is governed by the laws of the State of Ohio."


def case_with(*paragraphs: str):
    """A case whose agreement is judged; the fakes mark what begins with RISKY."""
    made = vera_case()
    intake.submit(case=made, name="w9.pdf", content=fakes.w9("doubtful"), actor="vendor")
    intake.submit(case=made, name="msa.pdf", content=fakes.contract(*paragraphs), actor="vendor")
    drain()
    return made


def decisions(
    *rows: tuple[str, str, float | None],
    policy: str = "payment-terms",
    category: str = "cap_on_liability",
    kind: str = "deviation",
    words: str = "Words of clause number {}.",
    source: str = "encoder",
) -> None:
    """Decided items with their precedents: (outcome, reason code, the encoder's score)."""
    case, user = vera_case(), leo()
    version = judging.playbook().by_id(policy).version
    for number, (outcome, reason, score) in enumerate(rows):
        item = ReviewItem.objects.create(
            case=case,
            queue="legal",
            code=policy,
            subject=f"s{number}",
            reason="r",
            due_at=timezone.now(),
            outcome=outcome,
            reason_code=reason,
            decided_by=user,
            decided_at=timezone.now(),
        )
        quote = words.format(number)
        known = judging.fingerprint(quote)
        Precedent.objects.create(
            item=item,
            case=case,
            kind=kind,
            policy=policy,
            version=version,
            category=category,
            source=source,
            score=score,
            outcome=outcome,
            reason_code=reason,
            who=user,
            decided_at=item.decided_at,
            quote=quote,
            words=known.words,
            figures=known.figures,
            length=len(known.plain),
        )


def limit() -> float:
    return judging.limits()["cap_on_liability"]


def severe(source_of: str, level: str) -> str:
    source = judging.playbook().by_id(source_of).source_text
    return source.replace("severity: medium", f"severity: {level}", 1)


def payment(days: int) -> str:
    """The policy on payment with another shortest time."""
    source = judging.shipped().by_id("payment-terms").source_text
    assert "min: 30" in source
    return source.replace("min: 30", f"min: {days}")
