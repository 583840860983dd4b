"""A database and a broker that stop, files that kill: small sizes; for killed workers see test_brokers."""

import pytest

from tests.services import faults
from tests.services.available import need

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]


def test_a_database_that_is_stopped_at_once_keeps_every_202(tmp_path):
    found = faults.stopped_database(tmp_path, uploads=24, stops=2, seconds=200)
    assert (found["taken"], found["lost"]) == (24, [])
    assert set(found["statuses"]) <= {200, 202, 503} and found["statuses"][503] > 0
    assert found["settled"] and found["states"] == {"active": 24} and found["vendors"] == 24
    assert (found["read_twice"], found["audit"]) == (0, True)


def test_a_broker_that_is_emptied_and_stopped_is_not_missed(tmp_path):
    need("postgres")
    found = faults.lost_broker(tmp_path, cases=12, silence=5.0, seconds=180, pace="hurry")
    assert found["settled"] and found["states"] == {"active": 12}
    assert (found["vendors"], found["mails_twice"], found["read_twice"], found["audit"]) == (12, 0, 0, True)


def test_files_that_kill_end_and_the_others_go_on(tmp_path):
    need("postgres")
    found = faults.poisoned(tmp_path, good=12, seconds=180, pace="hurry", with_poison=True)
    assert found["settled"] and found["good"] == 12 and found["states"]["active"] == 12
    assert sorted(found["poison"]) == [
        ["needs_human", "corrupt", 1],
        ["needs_human", "too_complex", 1],
        ["needs_human", "worker_lost", 3],
    ]
