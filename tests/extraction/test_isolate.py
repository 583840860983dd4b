"""A reader may do anything: crash, hang, devour memory; the caller gets a code and goes on."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extraction import isolate
from extraction.isolate_server import seconds_left
from extraction.types import ExtractionError

VICTIMS = "tests.extraction.victims"


def call(name: str, seconds: float = 20, memory_mb: int = 1500, **arguments: object) -> bytes:
    return isolate.call(f"{VICTIMS}:{name}", arguments, wall_seconds=seconds, memory_mb=memory_mb)


def code_of(name: str, seconds: float = 20, memory_mb: int = 1500, **arguments: object) -> str:
    with pytest.raises(ExtractionError) as caught:
        call(name, seconds, memory_mb, **arguments)
    return caught.value.code


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int) -> bool:
    end = time.monotonic() + 5
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def test_result_and_progress_come_back():
    seen = []
    answer = isolate.call(
        f"{VICTIMS}:echo",
        {"a": 1},
        wall_seconds=20,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert json.loads(answer) == {"a": 1}
    assert seen == [(1, 2)]


def test_crash_is_a_code_and_the_next_call_works():
    assert code_of("crash") == "corrupt"
    assert json.loads(call("echo", a=2)) == {"a": 2}


def test_timeout_ends_the_whole_group():
    seen = []
    with pytest.raises(ExtractionError) as caught:
        isolate.call(
            f"{VICTIMS}:sleep", {"seconds": 60}, wall_seconds=2, on_progress=lambda *pids: seen.extend(pids)
        )
    assert caught.value.code == "too_complex"
    assert len(seen) == 2
    assert all(gone(pid) for pid in seen)


def test_silence_ends_what_work_would_not():
    with pytest.raises(ExtractionError) as caught:
        isolate.call(f"{VICTIMS}:sleep", {"seconds": 600}, wall_seconds=600, silent_seconds=2)
    assert caught.value.code == "too_complex"


def test_signs_of_life_keep_a_long_piece_of_work_going():
    answer = isolate.call(
        f"{VICTIMS}:toil", {"pieces": 6, "seconds": 1.0}, wall_seconds=600, silent_seconds=4
    )
    assert answer == b"done"


def test_waiting_for_a_processor_is_neither_silence_nor_a_fault_of_the_file(monkeypatch):
    """The kernel's word for the time in line is put in its mouth: one second for each that passes."""
    began = time.monotonic()
    monkeypatch.setattr(isolate, "queued_seconds", lambda pid: time.monotonic() - began)
    with pytest.raises(ExtractionError) as caught:
        isolate.call(f"{VICTIMS}:sleep", {"seconds": 600}, wall_seconds=4, silent_seconds=2)
    assert caught.value.code == "engine_busy"
    assert not caught.value.permanent


def test_a_server_that_never_answers_holds_nobody_up(monkeypatch):
    isolate.stop()
    monkeypatch.setattr(isolate, "SERVE", "import time; time.sleep(600)")
    with pytest.raises(ExtractionError) as caught:
        call("echo", seconds=2)
    assert isolate._server is not None
    isolate._server.process.kill()
    monkeypatch.undo()
    assert caught.value.code == "engine_unavailable"
    assert not caught.value.permanent
    assert json.loads(call("echo", a=4)) == {"a": 4}


def test_the_child_knows_when_it_will_be_killed():
    assert 0 < float(call("left", seconds=600)) < 600
    assert seconds_left() == float("inf")


def test_memory_is_bounded():
    assert code_of("devour", seconds=50, memory_mb=400) == "too_complex"


def test_result_has_a_size_limit():
    with pytest.raises(ExtractionError) as caught:
        isolate.call(f"{VICTIMS}:flood", {"size": 1 << 20}, wall_seconds=20, max_result_bytes=1 << 10)
    assert caught.value.code == "too_complex"


def test_temporary_folder_is_removed():
    left = Path(call("leave_file").decode())
    assert not left.exists()
    assert not left.parent.exists()


def test_message_of_a_parser_never_comes_back():
    with pytest.raises(ExtractionError) as caught:
        call("speak", secret="987-65-4321")
    assert caught.value.code == "corrupt"
    assert "987" not in str(caught.value)


def test_own_refusal_comes_back():
    assert code_of("refuse") == "password"


def test_server_that_was_killed_is_started_again():
    call("echo")
    assert isolate._server is not None
    os.kill(isolate._server.process.pid, signal.SIGKILL)
    isolate._server.process.wait()
    assert json.loads(call("echo", a=3)) == {"a": 3}


@pytest.mark.skipif(os.geteuid() != 0, reason="an own network namespace may need rights that are not there")
def test_child_has_no_network():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert call("connect", port=listener.getsockname()[1]) == b"no"


def test_child_dies_with_its_owner():
    script = (
        "from extraction import isolate\n"
        "isolate.call('tests.extraction.victims:sleep', {'seconds': 60}, wall_seconds=60,"
        " on_progress=lambda *pids: print(*pids, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        owner.kill()
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)
