"""When things break: no tax id, link or message of a parser in logs, answers, rows or mails."""

import io
import logging
import smtplib
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from onboarding import tasks
from onboarding.models import Mail, StepRun
from onboarding.secrets.logs import logging_config, scrub_text
from onboarding.services import intake, links, notifications
from tests import fakes, scenes
from tests.factories import vera_case
from tests.work import drain

DIGITS = "123456789"
SPELLINGS = [
    "123-45-6789",
    "12-3456789",
    "123456789",
    "123 45 6789",
    "123.45.6789",
    "12.3456789",
    "12 345 6789",
    "1 2 3 4 5 6 7 8 9",
    "123\u201345\u20136789",
    "123\u201145\u20116789",
    "123\u00a045\u00a06789",
    "123 - 45 - 6789",
    "123+45+6789",
    "123%2D45%2D6789",
    "12%203456789",
    "\uff11\uff12\uff13-45-6789",
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What our log handler writes, through the formatter of the settings."""
    formatter = logging_config("DEBUG")["formatters"]["json"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def silent(text: str) -> bool:
    return not any(spelt in text for spelt in (*SPELLINGS, "6789", "the id is"))


@pytest.mark.parametrize("spelt", SPELLINGS)
def test_every_spelling_is_scrubbed(spelt):
    assert scrub_text(f"see {spelt}, please") == "see ***, please"


@pytest.mark.parametrize(
    "text",
    [
        "Salem, OR 97301-1234",
        "from 192.168.1.50 at 2026-11-23 10:00:00 in 0.123456789 s",
        "call +1 555 010 2030",
        "12345678-1234-4abc-8def-123456789012",
        "1732389600 seconds",
    ],
)
def test_what_is_no_tax_id_stays(text):
    assert scrub_text(text) == text


def raising(error: BaseException):
    def broken(*_: object, **__: object) -> None:
        try:
            raise KeyError(f"the id is {DIGITS}")
        except KeyError:
            raise error from None if isinstance(error, OperationalError) else error

    return broken


@pytest.mark.django_db
@pytest.mark.parametrize("spelt", SPELLINGS)
def test_a_page_that_breaks(client, engines, log, monkeypatch, spelt):
    token = links.issue(case=vera_case(), actor="system").token
    client.raise_request_exception = False
    monkeypatch.setattr("onboarding.portal.cards.live", raising(ValueError(f"the id is {spelt}")))
    answer = client.get(reverse("portal:home", args=[token]))
    assert answer.status_code == 500 and silent(answer.content.decode())
    written = log.getvalue()
    assert "ValueError" in written and "test_silence.py" in written, "type and place are said"
    assert silent(written) and token not in written and token.split(".")[1] not in written


@pytest.mark.django_db
def test_while_the_database_is_away_a_caller_is_told_to_come_back(client, engines, log, monkeypatch):
    token = links.issue(case=vera_case(), actor="system").token
    client.raise_request_exception = False
    monkeypatch.setattr("onboarding.services.links.check", raising(OperationalError(f"the id is {DIGITS}")))
    answer = client.get(reverse("portal:home", args=[token]))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert silent(answer.content.decode()) and silent(log.getvalue())


@pytest.mark.django_db
def test_a_reader_that_breaks(engines, log):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=b"EXPLODE", actor="vendor")
    drain()
    run = StepRun.objects.get(step="read")
    assert run.error_code == "internal_error" and silent(run.error_message)
    assert "RuntimeError" in log.getvalue() and silent(log.getvalue())


@pytest.mark.django_db
def test_a_task_that_breaks(log, monkeypatch):
    monkeypatch.setattr("onboarding.services.runner.run_step", raising(RuntimeError(f"the id is {DIGITS}")))
    assert tasks.run_step.apply(args=["1"]).failed()
    written = log.getvalue()
    assert "task_failed" in written and "RuntimeError" in written and silent(written)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"vera@lumber.example": (550, f"the id is {DIGITS}".encode())}),
        smtplib.SMTPDataError(554, f"the id is {DIGITS}".encode()),
        OSError(f"the id is {DIGITS}"),
    ],
)
def test_a_mail_that_is_refused(log, monkeypatch, error):
    vera_case()
    mail = Mail.objects.get()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", raising(error))
    notifications.send(mail_id=mail.pk)
    mail.refresh_from_db()
    assert mail.error_code == "mail_refused" and silent(mail.error_message)
    assert silent(log.getvalue()) and "/v/" not in log.getvalue().replace("/v/***", "")


@pytest.mark.django_db
def test_a_search_for_a_tax_id_is_not_written_down(client, engines, log):
    scenes.in_review()
    client.force_login(scenes.everybody()["manager"], backend="django.contrib.auth.backends.ModelBackend")
    for spelt in ("123-45-6789", "12 3456789", DIGITS):
        client.get(reverse("review:cases"), {"q": spelt})
    written = log.getvalue()
    assert "/review/cases/" in written and silent(written)


@pytest.mark.django_db
def test_messages_to_the_workers_hold_a_number_and_nothing_else(
    engines, no_broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = vera_case(vendor_name="Ada Lumber LLC")
        intake.submit(case=case, name="secret-name.pdf", content=fakes.w9(), actor="vendor")
        drain()
    assert len(no_broker) > 3 and all(argument.isdigit() or len(argument) == 36 for _, argument in no_broker)
