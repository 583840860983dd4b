"""The flow on PostgreSQL with real workers: through Redis, through RabbitMQ, and with workers killed."""

import pytest

from tests.services.available import need
from tests.services.stack import Stack

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]
CASES = 6


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_clean_vendors_become_active(broker, tmp_path):
    need("postgres", broker)
    with Stack(broker, tmp_path) as stack:
        stack.start_worker()
        stack.drive("submit", str(CASES))
        found = stack.drive("settle", "120")
    assert found["states"] == {"active": CASES}
    assert (found["vendors"], found["mails_twice"], found["read_twice"], found["audit"]) == (
        CASES,
        0,
        0,
        True,
    )


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_workers_killed_in_the_middle_of_steps(broker, tmp_path):
    need("postgres", broker)
    with Stack(broker, tmp_path) as stack:
        worker = stack.start_worker()
        stack.drive("submit", str(CASES), "slow")
        killed: list[str] = []
        for _ in range(2):  # whatever kills three workers is not tried a fourth time
            busy = stack.drive("running", *killed)
            assert busy, "nobody reads"
            killed += busy
            stack.kill(worker)
            worker = stack.start_worker()
        found = stack.drive("settle", "180")
    assert found["states"] == {"active": CASES}
    assert found["second_attempts"] > 0, "nobody was killed in the middle"
    assert (found["vendors"], found["mails_twice"], found["read_twice"], found["audit"]) == (
        CASES,
        0,
        0,
        True,
    )
