"""Open agreements are judged again when a person asks; decided ones are only compared."""

from contextlib import contextmanager
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from compliance.types import ModelInfo
from onboarding import judging, wiring
from onboarding.models import Case, Event, Finding, StepRun
from onboarding.services import intake, rejudge, review
from onboarding.services.errors import Conflict
from tests import fakes
from tests.factories import leo, vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db
CAP = "RISKY Our liability has no cap."
LAW = "DOUBTFUL The law of Ohio governs."


@contextmanager
def newer():
    """A later model and playbook, which also see what is marked as doubtful."""

    def other(text, context):
        marked = [replace(one, text=one.text.replace("DOUBTFUL", "RISKY   ")) for one in text.clauses]
        made = fakes.review(replace(text, clauses=tuple(marked)), context)
        findings = []
        for one in made.findings:
            quote = text.text[one.evidence.start : one.evidence.end]
            findings.append(replace(one, evidence=replace(one.evidence, quote=quote)))
        version = "v2" if context.contract_value else "v1"
        findings = tuple(replace(one, version=version) for one in findings)
        return replace(made, findings=findings, model=ModelInfo("fake", "2"), playbook_version="playbook-2")

    now = judging.JudgedBy("fake 2", "playbook-2")
    engines = replace(fakes.engines(), review=other, judged_by=lambda: now)
    with wiring.use(engines):
        yield


def call(*arguments: str) -> str:
    out = StringIO()
    call_command("rejudge", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def case(engines) -> Case:
    made = vera_case()
    intake.submit(case=made, name="w9.pdf", content=fakes.w9(), actor="vendor")
    intake.submit(
        case=made, name="msa.pdf", content=fakes.contract("We pay in 45 days.", CAP, LAW), actor="v"
    )
    drain()
    made.refresh_from_db()
    return made


def asked(case: Case) -> list[str]:
    return [
        item.finding.quote for item in case.items.filter(outcome="", queue="legal").order_by("created_at")
    ]


def test_nothing_is_judged_again_by_itself_or_twice(case):
    assert "already" in call(case.reference)
    with newer():
        drain()
        assert asked(case) == [CAP]
        said = call(case.reference)
        assert "judged again; new: liability-cap; gone: none" in said
        drain()
        assert asked(case) == [CAP, LAW]
        assert "already" in call(case.reference)
    judged = StepRun.objects.filter(case=case, step="judge")
    assert judged.count() == 2
    event = Event.objects.get(action="rejudge_asked")
    assert event.actor == "command:rejudge"
    assert (event.data["was"], event.data["now"]) == (
        "fake 1, playbook playbook-1",
        "fake 2, playbook playbook-2",
    )


def test_an_open_question_keeps_its_place_and_its_evidence(case):
    item = case.items.get(outcome="", queue="legal")
    with newer():
        call("--open")
        drain()
    item.refresh_from_db()
    assert item.is_open and item.finding is not None and item.finding.quote == CAP
    assert case.items.filter(subject=item.subject).count() == 1


def test_another_version_of_the_policy_asks_again(case):
    Case.objects.filter(pk=case.pk).update(contract_value=1000)
    old = case.items.get(outcome="", queue="legal")
    with newer():
        call(case.reference)
        drain()
    old.refresh_from_db()
    assert old.outcome == "obsolete"
    assert {one.finding.version for one in case.items.filter(outcome="", queue="legal")} == {"v2"}


def test_back_to_the_versions_of_before_is_a_new_judgement(case):
    with newer():
        call(case.reference)
        drain()
    assert "gone: liability-cap" in call(case.reference)
    with newer():
        assert "new: liability-cap" in call(case.reference)


def finished(case: Case) -> None:
    item = case.items.get(outcome="", queue="legal")
    review.decide(item=item, user=leo(), outcome="accept", reason_code="acceptable_risk")
    drain()
    hurry()
    drain()
    case.refresh_from_db()
    assert case.state == "active"


def test_a_decided_case_is_compared_and_not_reopened(case):
    finished(case)
    before = list(Finding.objects.values_list("pk", flat=True))
    with newer():
        with pytest.raises(Conflict, match="decided"):
            rejudge.rejudge(case=case, actor="system")
        with pytest.raises(CommandError, match="not judged again"):
            call(case.reference)
        with pytest.raises(CommandError, match="--dry-run"):
            call("--decided")
        said = call("--decided", "--dry-run")
    assert "new: liability-cap" in said and "gone" not in said
    case.refresh_from_db()
    assert case.state == "active" and list(Finding.objects.values_list("pk", flat=True)) == before
    assert "nothing would differ" in call(case.reference, "--dry-run")


def test_the_command_wants_one_target(db):
    with pytest.raises(CommandError, match="Name a case"):
        call()
    with pytest.raises(CommandError, match="No case"):
        call("V-NOBODY")
