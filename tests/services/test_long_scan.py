"""A long scan on PostgreSQL with real workers, of which one is killed in the middle of its pages."""

import pytest

from tests.services.available import need
from tests.services.stack import Stack

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]


@pytest.mark.parametrize("broker", ["redis", "rabbitmq", "folders"])
def test_a_killed_worker_loses_only_its_pages(broker, tmp_path):
    need("postgres", *([broker] if broker != "folders" else []))
    with Stack(broker, tmp_path) as stack:
        killed = stack.start_worker()
        stack.drive("submit", module="scans")
        before = stack.drive("halfway", module="scans")
        stack.start_worker()
        stack.kill(killed)
        stack.drive("release", module="scans")
        found = stack.drive("settle", "200", module="scans")
    assert before == {"held": 2}, "nobody was in the middle of anything"
    assert found == {"state": "active", "right": [True], "reads": 1, "left": []}
