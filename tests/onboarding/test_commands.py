"""The command line: hand in, replay, verify, sweep, purge, staff."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from onboarding.models import Case, Decision, Event, Field, Note, Role, User
from onboarding.services import audit, intake
from tests import fakes
from tests.factories import vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


def _call(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def _active_case():
    case = vera_case(contract_required=False)
    intake.submit(case=case, name="w9.pdf", content=fakes.w9(), actor="vendor")
    drain()
    case.refresh_from_db()
    return case


def test_submit_prints_case_and_link(engines, tmp_path):
    path = tmp_path / "w9.pdf"
    path.write_bytes(fakes.w9())
    said = _call("submit", str(path), "--vendor", "Ada Lumber LLC", "--no-contract")
    case = Case.objects.get()
    assert f"case {case.reference}" in said and "/v/" in said
    drain()
    case.refresh_from_db()
    assert case.state == "active"
    again = _call("submit", str(path), "--case", case.reference)
    assert "known already" in again
    with pytest.raises(CommandError, match="No such file"):
        _call("submit", str(tmp_path / "none.pdf"), "--vendor", "x")
    with pytest.raises(CommandError, match="vendor's name"):
        _call("submit", str(path))


def test_replay_finds_a_decision_that_does_not_follow(engines):
    case = _active_case()
    assert "DIFFERS" not in _call("replay", case.reference)
    assert "same" in _call("replay", str(case.pk))
    last = case.decisions.last()
    Decision.objects.filter(pk=last.pk).update(outcome="reject")
    with pytest.raises(CommandError, match="does not follow"):
        _call("replay", case.reference)


def test_verify_audit_names_the_bad_entry(engines):
    case = _active_case()
    assert "entries in" in _call("verify_audit")
    Event.objects.filter(case=case, number=2).update(actor="user:99")
    with pytest.raises(CommandError, match="broken in 1"):
        _call("verify_audit")


def test_staff_is_made_once_with_one_account_a_role():
    said = _call("create_staff")
    assert set(Role) == {role for user in User.objects.all() for role in user.roles}
    for user in User.objects.all():
        assert user.username in said
        assert user.has_usable_password()
    assert _call("create_staff") == ""


def test_purge_removes_the_person_and_keeps_the_chain(engines, private_data, settings):
    gone, kept = _active_case(), vera_case(vendor_name="Wes LLC")
    intake.message_to_requester(case=gone, text="hello from Vera", actor="vendor")
    assert "would be removed" in _call("purge", "--case", gone.reference)
    assert Field.objects.exists()
    assert _call("purge", "--yes") == "", "its time is not over"
    past = timezone.now() - timedelta(days=settings.RETENTION_DAYS + 1)
    Case.objects.filter(pk=gone.pk).update(state_changed_at=past, legal_hold=True)
    assert _call("purge", "--yes") == "", "legal hold wins"
    Case.objects.filter(pk=gone.pk).update(legal_hold=False)
    assert "removed" in _call("purge", "--yes")
    gone.refresh_from_db()
    assert gone.purged_at and gone.vendor_name == "removed" and gone.tin_index == ""
    assert not Field.objects.exists() and not Note.objects.exists() and not gone.documents.exists()
    assert not [path for path in (private_data / "files").rglob("*") if path.is_file()]
    assert audit.verify().ok
    with pytest.raises(CommandError, match="closed case"):
        _call("purge", "--case", kept.reference, "--yes")
    kept.refresh_from_db()
    assert kept.vendor_name == "Wes LLC"
