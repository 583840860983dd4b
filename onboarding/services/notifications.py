"""The outbox of mails: a row with the change, a mail after the commit, one for each occasion."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from onboarding import conf
from onboarding.models import Case, Mail, WorkState
from onboarding.queue import TASKS, enqueue_on_commit
from onboarding.services import audit, leases, links

WITH_LINK = frozenset({"invitation", "requirement", "new_link"})


def queue_mail(
    *,
    case: Case,
    template: str,
    occasion: str,
    to: str = "",
    context: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Mail | None:
    """One mail for this occasion, in the caller's transaction. None when there is no address."""
    address = to or case.vendor_email
    if not address:
        return None
    mail, made = Mail.objects.get_or_create(
        dedupe=f"{case.pk}:{template}:{occasion}"[:120],
        defaults={
            "case": case,
            "to": address,
            "template": template,
            "context": dict(context or {}),
            "not_before": not_before or timezone.now(),
        },
    )
    if made and mail.not_before <= timezone.now():
        enqueue_on_commit(TASKS["Mail"], mail.pk)
    return mail


def send(*, mail_id: object) -> None:
    """Send one mail. A worker that died between hand-over and commit is not repeated: see ``sent_at``."""
    mail = leases.claim(Mail, mail_id)
    if mail is None:
        return
    if mail.sent_at is not None:
        leases.complete(mail)  # handed over before; twice would be worse than a lost acknowledgement
        return
    message = _message(mail)
    Mail.objects.filter(pk=mail.pk, lease_token=mail.lease_token).update(sent_at=timezone.now())
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors
        Mail.objects.filter(pk=mail.pk).update(sent_at=None)
        leases.fail(mail, code="mail_refused", message=type(error).__name__, retry=True)
        return
    with transaction.atomic():
        leases.complete(mail)
        audit.record(case=mail.case, actor=audit.SYSTEM, action="mail_sent", data={"template": mail.template})


def _message(mail: Mail) -> EmailMessage:
    company = conf.company()
    context = {**mail.context, "case": mail.case, "company": company.name}
    if mail.template in WITH_LINK and mail.case is not None:
        context["link"] = links.issue(case=mail.case, actor=audit.SYSTEM).url
    text = render_to_string(f"emails/{mail.template}.txt", context)
    subject, _, body = text.partition("\n")
    return EmailMessage(subject.strip()[:200], body.lstrip("\n"), company.mail_from, [mail.to])


def cancel(*, case: Case, template: str) -> int:
    """Take back mails that have not left."""
    waiting = Mail.objects.filter(case=case, template=template, state=WorkState.QUEUED, sent_at=None)
    return waiting.update(state=WorkState.CANCELLED)
