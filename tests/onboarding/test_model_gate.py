"""The gate before every call to a model: what it lets in, from however many workers at once."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from compliance.types import Admission, CallUsage
from onboarding.models import Event, ModelGate, ModelUsage, Role
from onboarding.services import model_gate, sweeper
from onboarding.services.model_gate import CaseGate
from tests.factories import UserFactory, ada, vera_case

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [pytest.mark.django_db(transaction=True)]


def planned(cost: str = "0.10") -> CallUsage:
    return CallUsage(
        "breach", "openai:stub", "1", 400, 600, Decimal(cost), 0, "asked", {"EMAIL": 1}, "ab" * 32
    )


def over(outcome: str = "answered", cost: str = "0.01") -> CallUsage:
    return replace(planned(cost), outcome=outcome, output_tokens=60, milliseconds=900)


def crowd(gate: CaseGate, size: int = 8) -> list[Admission]:
    """So many threads, each with a connection of its own, at the gate in the same moment."""
    start, came = threading.Barrier(size), []

    def one() -> None:
        start.wait()
        try:
            came.append(gate.enter(planned(), 30.0))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(came) == size
    return came


def refusals(came: list[Admission]) -> list[str]:
    return sorted(one.refusal for one in came if one.refusal)


@pytest.fixture
def gate(settings) -> CaseGate:
    settings.LLM_CASE_DOLLARS, settings.LLM_AT_ONCE, settings.LLM_PER_MINUTE = Decimal(5), 2, 60
    return CaseGate(vera_case().pk)


def test_a_call_is_a_row_before_it_is_made_and_the_truth_after_it(gate):
    admission = gate.enter(planned(), 30.0)
    row = ModelUsage.objects.get(pk=admission.call)
    assert (row.outcome, row.cost, row.redaction) == ("asked", Decimal("0.10"), {"EMAIL": 1})
    gate.leave(admission.call, over(), None)
    row.refresh_from_db()
    assert (row.outcome, row.cost, row.tokens_out, row.lease_until) == ("answered", Decimal("0.01"), 60, None)
    assert (row.purpose, row.model, row.prompt_version, row.sent_digest) == (
        "breach",
        "openai:stub",
        "1",
        "ab" * 32,
    )


def test_no_more_at_once_than_allowed_however_many_come(gate):
    came = crowd(gate)
    assert refusals(came) == ["rate_limited"] * 6
    gate.leave(next(one.call for one in came if not one.refusal), over(), None)
    assert refusals(crowd(gate)) == ["rate_limited"] * 7


def test_no_more_in_a_minute_than_allowed(gate, settings):
    settings.LLM_PER_MINUTE, settings.LLM_AT_ONCE = 3, 100
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert refusals(crowd(gate)) == ["rate_limited"] * 5
        clock.shift(timedelta(seconds=61))
        assert not gate.enter(planned(), 30.0).refusal


def test_the_money_of_a_case_is_reserved_before_the_call(gate, settings):
    settings.LLM_CASE_DOLLARS, settings.LLM_AT_ONCE = Decimal("0.25"), 100
    came = crowd(gate)
    assert refusals(came) == ["out_of_money"] * 6
    assert not CaseGate(vera_case(vendor_name="Wes Tools").pk).enter(planned(), 30.0).refusal
    gate.leave(next(one.call for one in came if not one.refusal), over(cost="0.01"), None)
    assert not gate.enter(planned(), 30.0).refusal, "what the call did not cost is free again"


def test_a_breaker_that_one_worker_opened_stops_all_and_lets_one_trial_through(gate):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            gate.leave(gate.enter(planned(), 30.0).call, over("down"), None)
        assert refusals(crowd(CaseGate(vera_case(vendor_name="Wes Tools").pk))) == ["breaker_open"] * 8
        clock.shift(timedelta(seconds=61))
        came = crowd(gate)
        assert refusals(came) == ["breaker_open"] * 7
        trial = next(one.call for one in came if not one.refusal)
        gate.leave(trial, over("down"), None)
        assert gate.enter(planned(), 30.0).refusal == "breaker_open", "a trial that fails shuts it again"
        clock.shift(timedelta(seconds=61))
        gate.leave(gate.enter(planned(), 30.0).call, over(), None)
        assert refusals(crowd(gate)) == ["rate_limited"] * 6, "a trial that comes back well opens it"


def test_a_trial_whose_worker_dies_is_followed_by_another(gate):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            gate.leave(gate.enter(planned(), 30.0).call, over("timeout"), None)
        for _ in range(2):
            clock.shift(timedelta(seconds=61))
            assert not gate.enter(planned(), 30.0).refusal
            assert gate.enter(planned(), 30.0).refusal == "breaker_open"


@pytest.mark.parametrize(("asked", "obeyed"), [(30.0, 30), (86_400.0, 600)])
def test_being_asked_to_wait_is_obeyed_by_all(gate, asked, obeyed):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        gate.leave(gate.enter(planned(), 30.0).call, over("throttled"), asked)
        clock.shift(timedelta(seconds=obeyed - 1))
        assert gate.enter(planned(), 30.0).refusal == "breaker_open"
        clock.shift(timedelta(seconds=2))
        assert not gate.enter(planned(), 30.0).refusal
    assert ModelGate.objects.get().failures == 0


def test_a_worker_that_dies_in_a_call_frees_its_place_and_its_money_stays_booked(gate):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        lost = gate.enter(planned(), 30.0)
        gate.enter(planned(), 300.0)
        assert gate.enter(planned(), 30.0).refusal == "rate_limited"
        clock.shift(timedelta(seconds=31))
        assert not gate.enter(planned(), 30.0).refusal
        row = ModelUsage.objects.get(pk=lost.call)
        assert (row.outcome, row.cost, row.lease_until) == ("lost", Decimal("0.10"), None)
        gate.leave(lost.call, over(), None)
        row.refresh_from_db()
        assert (row.outcome, row.cost) == ("answered", Decimal("0.01")), "it was only slow"


def test_the_sweeper_names_what_was_lost_when_nobody_asks_again(gate):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        gate.enter(planned(), 30.0)
        clock.shift(timedelta(seconds=31))
        sweeper.sweep()
    assert ModelUsage.objects.get().outcome == "lost"


def test_a_failed_transaction_leaves_no_place_taken(gate, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(model_gate, "_columns", broken)
        with pytest.raises(RuntimeError):
            gate.enter(planned(), 30.0)
    assert not ModelUsage.objects.exists()
    assert refusals(crowd(gate)) == ["rate_limited"] * 6


def test_the_stop_switch_of_the_admin_site_stops_every_worker_at_once(gate, client):
    client.force_login(ada(), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:onboarding_modelgate_changelist")
    assert b"judge" in client.get(page).content
    client.post(page, {"action": "stop", "_selected_action": ["judge"]})
    assert refusals(crowd(gate)) == ["stopped"] * 8
    assert Event.objects.filter(action="model_stopped").count() == 1
    client.post(page, {"action": "go_on", "_selected_action": ["judge"]})
    assert not gate.enter(planned(), 30.0).refusal
    client.force_login(UserFactory(roles=[Role.AUDITOR]), backend="django.contrib.auth.backends.ModelBackend")
    client.post(page, {"action": "stop", "_selected_action": ["judge"]})
    assert not ModelGate.objects.get().stopped, "an auditor looks and changes nothing"


def test_the_account_of_each_call_stands_in_the_admin_site(gate, client):
    gate.leave(gate.enter(planned(), 30.0).call, over(), None)
    client.force_login(ada(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:onboarding_modelusage_changelist")).content.decode()
    for words in ("breach", "openai:stub", "0.010000", "900", "answered", "1 email", "ab" * 6):
        assert words in page


def test_two_processes_share_one_gate(tmp_path):
    """Processes of their own on one database file, each trying to be in as often as it can."""
    env = {**os.environ, "VOUCH_DATA_DIR": str(tmp_path), "DATABASE_URL": "", "LLM_AT_ONCE": "1"}
    env |= {"LLM_PER_MINUTE": "30", "DJANGO_SETTINGS_MODULE": "onboarding.settings"}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE)

    assert start("manage.py", "migrate", "-v0").wait(timeout=120) == 0
    case = json.loads(start("-m", "tests.onboarding.gate_caller").communicate(timeout=60)[0])["case"]
    callers = [start("-m", "tests.onboarding.gate_caller", case, str(tmp_path / "inside")) for _ in range(2)]
    told = [json.loads(one.communicate(timeout=120)[0]) for one in callers]
    assert all(one["met"] == 0 for one in told), "nobody else is inside while one is"
    assert sum(one["in"] for one in told) == 30
    assert all(one["last"] == "rate_limited" for one in told)
