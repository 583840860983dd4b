"""Names and numbers that do not fit, that nobody knows, or that nobody answers for go to the tax desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from onboarding import readings, wiring
from onboarding.models import Check, Field, ReviewItem, StepRun, TinReveal
from onboarding.services import intake, keying, review, runner, screening, sweeper, tin
from onboarding.services.errors import NotAllowed
from tests import fakes
from tests.factories import leo, mona, rita, vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db


def _case(*flags, **values):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(*flags, **values), actor="vendor")
    drain()
    case.refresh_from_db()
    return case


def _codes():
    return sorted(ReviewItem.objects.filter(outcome="").values_list("queue", "code"))


def test_name_and_number_do_not_belong_together(engines):
    case = _case(ein="12-9990002")
    assert case.state == "in_review"
    assert _codes() == [("tax", "tin_match_mismatch")]


def test_accepting_a_mismatch_takes_two_people(engines):
    case = _case(ein="12-9990002")
    item, first, second = ReviewItem.objects.get(), rita(), mona()
    half = review.decide(item=item, user=first, outcome="accept", reason_code="verified_elsewhere")
    assert half.is_open and half.first_by == first
    with pytest.raises(NotAllowed, match="second_person"):
        review.decide(item=item, user=first, outcome="accept", reason_code="verified_elsewhere")
    review.decide(item=item, user=second, outcome="accept", reason_code="verified_elsewhere")
    drain()
    case.refresh_from_db()
    assert case.state == "approved"


def test_a_provider_that_is_down_is_asked_three_times_and_then_a_person(engines):
    case = _case(ein="12-9990004")
    run = StepRun.objects.get(step="screen")
    assert (case.state, run.state, run.attempts) == ("processing", "queued", 1)
    assert "tin_match_unavailable" in run.note
    for _ in range(2):
        hurry()
        drain()
    case.refresh_from_db()
    assert case.state == "in_review"
    assert _codes() == [("tax", "tin_match_unavailable")]


def test_a_sanctions_hit_is_critical(engines):
    case = _case(name="Zephyr Blockade Trading LLC")
    assert case.state == "in_review"
    item = ReviewItem.objects.get(code="sanctions_possible_match")
    assert item.severity == "critical"


def test_a_faint_number_is_keyed_blind(engines):
    case = _case("faint")
    assert ("tax", "tin_not_sure") in _codes()
    item, reviewer = ReviewItem.objects.get(code="tin_not_sure"), rita()
    assert keying.key_field(item=item, user=reviewer, name="ein", value="12-3456789") is True
    drain()
    assert ("tax", "tin_not_sure") not in _codes()
    assert _codes() == [("tax", "w9_not_sure")]
    assert ReviewItem.objects.get(pk=item.pk).outcome == "obsolete"
    assert case.state == "in_review"


def test_two_people_who_agree_overrule_the_machine(engines):
    case = _case("faint")
    item = ReviewItem.objects.get(code="tin_not_sure")
    assert keying.key_field(item=item, user=rita(), name="ein", value="12-3456780") is False
    drain()
    assert ("tax", "tin_not_sure") in _codes(), "one person against the machine is not enough"
    assert keying.key_field(item=item, user=mona(), name="ein", value="12-3456780") is True
    drain()
    assert ("tax", "tin_not_sure") not in _codes()
    case.refresh_from_db()
    assert case.tin_masked == "**-***6780"


def test_a_doubtful_name_goes_to_a_person(engines):
    _case("doubtful")
    assert ("tax", "field_not_sure") in _codes()


def test_the_vendors_own_words_are_a_second_witness(engines):
    case = vera_case()
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    assert (
        intake.confirm_fields(case=case, values={"name": "ADA LUMBER, LLC", "city": "Salem"}, actor="vendor")
        == []
    )
    assert intake.confirm_fields(case=case, values={"ein": "12-3456780"}, actor="vendor") == ["ein"]
    drain()
    assert ("tax", "vendor_differs") in _codes()


def test_the_same_number_twice_is_seen(engines):
    first = _case()
    assert first.state == "active"
    second = _case(name="Somebody Else Inc")
    assert second.state == "in_review"
    assert ("tax", "tin_in_use") in _codes()


def test_a_tax_id_is_sealed_masked_and_shown_only_with_a_reason(engines):
    case = _case()
    row = Field.objects.get(name="ein")
    assert row.value == "**-***6789"
    assert "123456789" not in str(list(Field.objects.values_list("value", "witnesses")))
    assert (
        tin.reveal(case=case, name="ein", user=rita(), reason="call with the bank", address=None)
        == "123456789"
    )
    assert TinReveal.objects.get().reason == "call with the bank"
    assert case.events.filter(action="tin_revealed").count() == 1
    with pytest.raises(NotAllowed):
        tin.reveal(case=case, name="ein", user=leo(), reason="curious", address=None)


def test_a_number_nobody_knows_yet_is_asked_for_again_until_somebody_does(engines):
    with time_machine.travel("2026-03-01 09:00:00Z", tick=True) as clock:
        case = _case(ein="12-9990003")
        assert _codes() == [("tax", "tin_match_unknown")]
        assert sweeper.sweep()["requeued"] == 0
        clock.shift(timedelta(days=1, minutes=1))
        assert sweeper.sweep()["requeued"] >= 1
        drain()
        assert _codes() == [("tax", "tin_match_unknown")]
        assert Check.objects.get(kind="tin_match").next_try_at.date().isoformat() == "2026-03-04"
        clock.shift(timedelta(days=2))
        with wiring.use(replace(fakes.engines(), screen=_known_by_now)):
            sweeper.sweep()
            drain()
    case.refresh_from_db()
    assert case.state == "active"


def _known_by_now(facts, vendor, *rest):
    return fakes.screen(replace(facts, tin="123456789"), vendor, *rest)


def test_a_form_that_is_in_force_again_is_screened_again(engines):
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9("faint"), actor="vendor")
    runner.run_step(run_id=StepRun.objects.get(step="read").pk)
    part = readings.w9_part(case)
    name = part.fields.get(name="name")
    type(name).objects.filter(pk=name.pk).update(value="Another Name")
    drain()
    assert not Check.objects.exists()
    type(name).objects.filter(pk=name.pk).update(value=name.value)
    screening.ask_for_screening(case=case)
    drain()
    assert {one.outcome for one in Check.objects.all()} == {"clear"}
