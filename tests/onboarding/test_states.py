"""One table of moves, one writer, one event a move; the database forbids the rest."""

import pytest
from django.db import IntegrityError, transaction

from onboarding.models import Case, Event
from onboarding.services import transitions
from onboarding.services.errors import Conflict
from onboarding.workflow.states import CLOSED, TRANSITIONS, WORDS, State, may_move
from tests.factories import vera_case

pytestmark = pytest.mark.django_db


def test_the_table_knows_every_state():
    assert set(TRANSITIONS) == set(State) == set(WORDS)
    reachable = {State.INVITED}
    for _ in State:
        reachable |= {new for old in reachable for new in TRANSITIONS[old]}
    assert reachable == set(State)
    assert all(TRANSITIONS[state] <= {State.PROCESSING} for state in CLOSED)


@pytest.mark.parametrize("old", list(State))
@pytest.mark.parametrize("new", list(State))
def test_only_legal_moves_happen_and_each_is_one_event(old, new):
    case = vera_case()
    Case.objects.filter(pk=case.pk).update(state=old)
    case.refresh_from_db()
    before = Event.objects.count()
    if may_move(old, new):
        transitions.move(case=case, to=new, actor="system")
        case.refresh_from_db()
        assert case.state == new
        assert Event.objects.count() == before + 1
    else:
        with pytest.raises(Conflict, match="illegal_move"):
            transitions.move(case=case, to=new, actor="system")
        assert Event.objects.count() == before


def test_whoever_looked_at_an_old_state_loses():
    case = vera_case()
    stale = Case.objects.get(pk=case.pk)
    transitions.move(case=case, to=State.PROCESSING, actor="system")
    with pytest.raises(Conflict, match="state_changed"):
        transitions.move(case=stale, to=State.WITHDRAWN, actor="vendor")


def test_the_database_knows_no_other_state():
    case = vera_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="sold")
