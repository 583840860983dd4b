"""The chain names the first bad entry, and the database refuses to make one."""

import pytest
from django.db import DatabaseError, connection, transaction

from onboarding.models import Case, Event, EventChain, triggers
from onboarding.services import audit
from tests.factories import vera_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    case = vera_case(invite=False)
    for number in range(5):
        audit.record(case=case, actor="user:1", action=f"step_{number}", data={"n": number})
    assert audit.verify().ok
    return list(Event.objects.filter(case=case).order_by("number"))


def _first_problem():
    report = audit.verify()
    assert len(report.problems) == 1
    return report.problems[0]


def test_a_changed_entry(chain):
    Event.objects.filter(pk=chain[2].pk).update(data={"n": 99})
    assert f"#3 (row {chain[2].pk}): was changed" in _first_problem()


def test_a_changed_entry_with_a_new_digest(chain):
    forged = chain[2]
    forged.data = {"n": 99}
    Event.objects.filter(pk=forged.pk).update(data=forged.data, digest=audit._digest(forged))
    assert "#4" in _first_problem()


def test_a_removed_entry(chain):
    Event.objects.filter(pk=chain[1].pk).delete()
    assert "entry 2 is missing" in _first_problem()


def test_the_last_entry_removed(chain):
    Event.objects.filter(pk=chain[-1].pk).delete()
    assert "last entries are missing" in _first_problem()


def test_two_entries_swapped(chain):
    Event.objects.filter(pk=chain[1].pk).update(number=1000)
    Event.objects.filter(pk=chain[2].pk).update(number=2)
    Event.objects.filter(pk=chain[1].pk).update(number=3)
    assert "#2" in _first_problem()


def test_an_entry_slipped_in(chain):
    last = chain[-1]
    Event.objects.create(
        chain=last.chain,
        number=last.number + 1,
        case=last.case,
        actor="user:2",
        action="forged",
        digest="0" * 64,
    )
    assert "#7" in _first_problem()


def test_a_whole_chain_removed(chain):
    name = chain[0].chain
    Event.objects.filter(chain=name).delete()
    assert "are gone" in _first_problem()
    EventChain.objects.filter(name=name).delete()
    assert "the chain is gone" in _first_problem()


def test_the_database_refuses_change_and_removal(chain):
    with connection.cursor() as cursor:
        for statement in triggers.install(connection.vendor):
            cursor.execute(statement)
    for forbidden in (
        lambda: Event.objects.filter(pk=chain[0].pk).update(actor="somebody"),
        lambda: Event.objects.filter(pk=chain[0].pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forbidden()
    audit.record(case=Case.objects.get(), actor="user:1", action="still_works")
    assert audit.verify().ok


def test_an_entry_belongs_to_the_transaction_of_its_change():
    with pytest.raises(RuntimeError), transaction.atomic():
        vera_case()
        raise RuntimeError
    assert not Event.objects.exists()
