"""Real workers, one model: they share its places, its breaker and its stop switch."""

import importlib.util
import os
import signal
import threading
import time

import pytest

from tests.compliance.judge.cases import QUOTE, answer
from tests.compliance.judge.model_server import serving
from tests.services.available import need
from tests.services.stack import Stack

pytestmark = [
    pytest.mark.services,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        importlib.util.find_spec("pydantic_ai") is None, reason="requirements-llm.txt is not installed"
    ),
]
CASES = 4


class Busy:
    """Answers slowly and notes how many questions were open at the same time."""

    def __init__(self, reply: str | int) -> None:
        self.reply = reply
        self.open = self.most = 0
        self._lock = threading.Lock()

    def __call__(self, _: dict) -> str | int:
        with self._lock:
            self.open += 1
            self.most = max(self.most, self.open)
        time.sleep(0.2)  # a model that thinks; nothing waits for this moment
        with self._lock:
            self.open -= 1
        return self.reply


def judged(tmp_path, busy: Busy, **more: str):
    need("postgres")
    with serving(busy) as server:
        env = {"WIRING": "tests.services.judging.engines", "LLM_URL": server.url, "LLM_MODEL": "stub", **more}
        with Stack("folders", tmp_path, **env) as stack:
            for _ in range(2):
                stack.start_worker()
            stack.drive("submit", str(CASES), module="judging")
            return stack.drive("settle", "200", module="judging"), server


def test_workers_never_ask_more_at_once_than_allowed(tmp_path):
    busy = Busy(answer(quote=QUOTE))
    found, server = judged(tmp_path, busy, LLM_AT_ONCE="1", LLM_PER_MINUTE="6000", LLM_CALL_SECONDS="60")
    assert found["judged"] == found["findings"] == CASES
    assert found["workers"] > 1, "more than one process judged"
    assert busy.most == 1
    assert found["outcomes"] == {"answered": len(server.requests)}


def test_a_worker_killed_in_a_call_frees_its_place_and_the_agreement_is_judged(tmp_path):
    need("postgres")
    asked, free = threading.Event(), threading.Event()

    def stuck(_: dict) -> str:
        asked.set()
        free.wait(timeout=120)
        return answer(quote=QUOTE)

    with serving(stuck) as server:
        env = {"WIRING": "tests.services.judging.engines", "LLM_URL": server.url, "LLM_MODEL": "stub"}
        env |= {"LLM_AT_ONCE": "1", "LLM_PER_MINUTE": "6000", "LLM_CALL_SECONDS": "10"}
        with Stack("folders", tmp_path, **env) as stack:
            worker = stack.start_worker()
            stack.drive("submit", "1", module="judging")
            assert asked.wait(timeout=120), "nobody asks"
            os.killpg(worker.pid, signal.SIGKILL)  # the worker with its children: nobody tidies up
            free.set()
            stack.start_worker()
            found = stack.drive("settle", "200", module="judging")
    assert found["judged"] == found["findings"] == 1
    assert found["outcomes"]["lost"] == 1
    assert set(found["outcomes"]) == {"lost", "answered"}, "the place was free again"


def test_a_model_that_is_down_is_asked_by_few_and_every_agreement_is_judged_by_rules(tmp_path):
    found, server = judged(tmp_path, Busy(500), LLM_AT_ONCE="1")
    assert found["judged"] == found["findings"] == CASES
    assert len(server.requests) == 3, "three failures open the breaker of all workers"
    assert found["outcomes"] == {"down": 3}
    assert any("failed or was busy" in note for note in found["notes"])
