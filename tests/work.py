"""Working off the rows without a broker: what workers and the sweeper do, in this process, in order."""

from django.utils import timezone

from onboarding.models import ErpPush, Mail, PageRun, StepRun, WebhookDelivery, WorkState
from onboarding.services import erp_push, notifications, pages, runner, webhooks

ROUNDS = 50


def drain(*, rounds: int = ROUNDS) -> int:
    """Run every row that is due until none is left; returns how many were run."""
    done = 0
    for _ in range(rounds):
        ran = _round()
        done += ran
        if not ran:
            return done
    raise AssertionError("the work does not end")


def _round() -> int:
    due = {"state": WorkState.QUEUED, "not_before__lte": timezone.now()}
    count = 0
    for pk in PageRun.objects.filter(**due).values_list("pk", flat=True):
        pages.read_page(page_id=pk)
        count += 1
    for pk in StepRun.objects.filter(**due).values_list("pk", flat=True):
        runner.run_step(run_id=pk)
        count += 1
    for pk in ErpPush.objects.filter(**due).values_list("pk", flat=True):
        erp_push.push(push_id=pk)
        count += 1
    for pk in Mail.objects.filter(**due).values_list("pk", flat=True):
        notifications.send(mail_id=pk)
        count += 1
    for pk in WebhookDelivery.objects.filter(**due).values_list("pk", flat=True):
        webhooks.deliver(delivery_id=pk)
        count += 1
    return count


def hurry() -> None:
    """Let every waiting row be due now, as if the time had passed."""
    for model in (PageRun, StepRun, ErpPush, Mail, WebhookDelivery):
        model.objects.filter(state=WorkState.QUEUED).update(not_before=timezone.now())
