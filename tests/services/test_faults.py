"""A database that stops: a small size of the promise; ``benchmarks.faults`` has the other scenarios."""

import pytest

from tests.services import faults

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]


def test_a_database_that_is_stopped_at_once_keeps_every_202(tmp_path):
    found = faults.stopped_database(tmp_path, uploads=24, stops=2, seconds=200)
    assert (found["taken"], found["lost"]) == (24, [])
    assert set(found["statuses"]) <= {200, 202, 503} and found["statuses"][503] > 0
    assert found["settled"] and found["states"] == {"active": 24} and found["vendors"] == 24
    assert (found["read_twice"], found["audit"]) == (0, True)
