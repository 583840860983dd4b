"""A long scan on PostgreSQL with real workers, of which one is killed in the middle of its pages."""

import json

import pytest

from tests.services.available import need
from tests.services.stack import Stack

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]


def ask(stack: Stack, what: str, *arguments: str):
    return json.loads(stack.python("-m", "tests.services.scans", what, *arguments).splitlines()[-1])


@pytest.mark.parametrize("broker", ["redis", "rabbitmq", "folders"])
def test_a_killed_worker_loses_only_its_pages(broker, tmp_path):
    need("postgres", *([broker] if broker != "folders" else []))
    with Stack(broker, tmp_path) as stack:
        killed = stack.start_worker()
        ask(stack, "submit")
        before = ask(stack, "halfway")
        stack.start_worker()
        stack.kill(killed)
        ask(stack, "release")
        found = ask(stack, "settle", "200")
    assert before == {"held": 2}, "nobody was in the middle of anything"
    assert found == {"state": "active", "right": [True], "reads": 1, "left": []}
