"""Runs a reader in a child process with wall-clock, CPU and memory limits.

Each process keeps one resident, single-threaded server (``isolate_server``) that has the readers imported and
has never opened a document. A call makes it fork: the child starts in milliseconds, reads one file, writes
its result to a pipe and ends. Whatever happens in it, a crash, a bomb, an endless loop, ends with it.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from extraction.isolate_server import ERROR, HEADER, PROGRESS, RESULT
from extraction.types import ExtractionError

Progress = Callable[[int, int], None]

SERVE = "from extraction.isolate_server import main; main()"
TICK_SECONDS = 0.05
TOO_COMPLEX = "This file needs more time or memory to open than any ordinary document. Print it to a new PDF."
CRASHED = "This file is damaged and could not be read. Please save or scan it again."


class _Server:
    """The resident process and our end of the socket to it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            environment = os.environ | {
                "OMP_THREAD_LIMIT": "1",
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            }
            environment["PYTHONPATH"] = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path)
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-c", SERVE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        self.socket = ours

    def start(self, request: dict[str, Any], pipe: int) -> int:
        """Fork a child for ``request``; its process group id. Raises OSError when the server is gone."""
        socket.send_fds(self.socket, [json.dumps(request).encode() + b"\n"], [pipe])
        answer = self.socket.recv(64)
        if not answer:
            raise OSError("the reading server has ended")
        return int(answer)

    def close(self) -> None:
        self.socket.close()
        self.process.wait(timeout=5)


_lock = threading.Lock()
_server: _Server | None = None


def _forget() -> None:
    """After a fork the server belongs to the parent: the child closes its copy and starts its own."""
    global _lock, _server
    _lock = threading.Lock()
    if _server is not None:
        _server.socket.close()
        _server = None


def stop() -> None:
    """End the resident server, as at exit."""
    global _server
    with _lock:
        if _server is not None:
            _server.close()
            _server = None


os.register_at_fork(after_in_child=_forget)
atexit.register(stop)


def _start(request: dict[str, Any], pipe: int) -> int:
    global _server
    with _lock:
        for _ in range(2):
            if _server is None:
                _server = _Server()
            try:
                return _server.start(request, pipe)
            except OSError:
                with suppress(OSError, subprocess.TimeoutExpired):
                    _server.close()
                _server = None
    raise ExtractionError("engine_unavailable", "The reading engine could not be started.", permanent=False)


def call(
    target: str,
    arguments: dict[str, Any],
    *,
    wall_seconds: float,
    memory_mb: int = 1300,
    max_result_bytes: int = 96 * 1024 * 1024,
    on_progress: Progress | None = None,
) -> bytes:
    """Run ``target`` ("package.module:function") with JSON-able keyword ``arguments`` in a child.

    The function returns the bytes that come back. Raises ExtractionError: the child's own, ``too_complex``
    when a limit was passed, ``corrupt`` when the child crashed. No message holds bytes of the document.
    """
    with tempfile.TemporaryDirectory(prefix="vouch-read-", ignore_cleanup_errors=True) as folder:
        request = {
            "target": target,
            "arguments": arguments,
            "folder": folder,
            "memory_mb": memory_mb,
            "cpu_seconds": int(wall_seconds) + 5,
        }
        deadline = time.monotonic() + wall_seconds
        with _child(request) as (reader, group):
            watch = _Watch(group, deadline, memory_mb * 1024 * 1024)
            return _collect(reader, watch, max_result_bytes, on_progress)


@contextmanager
def _child(request: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """A running child: the pipe it writes to and its process group, which is killed at the end."""
    reader, writer = os.pipe()
    try:
        try:
            group = _start(request, writer)
        finally:
            os.close(writer)
        try:
            yield reader, group
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
    finally:
        os.close(reader)


class _Watch:
    """The clock and the memory of one child's process group."""

    def __init__(self, group: int, deadline: float, memory_bytes: int) -> None:
        self.group = group
        self.deadline = deadline
        self.memory_bytes = memory_bytes

    def check(self) -> None:
        if time.monotonic() > self.deadline or resident_bytes(self.group) > self.memory_bytes:
            raise ExtractionError("too_complex", TOO_COMPLEX)


def _collect(reader: int, watch: _Watch, limit: int, on_progress: Progress | None) -> bytes:
    """Read frames until the result or the error comes, the pipe ends, or the watch bites."""
    received = bytearray()
    while True:
        watch.check()
        if not select.select([reader], [], [], TICK_SECONDS)[0]:
            continue
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            raise ExtractionError("corrupt", CRASHED)
        received += chunk
        while len(received) >= HEADER.size:
            kind, length = HEADER.unpack_from(received)
            if length > limit:
                raise ExtractionError("too_complex", TOO_COMPLEX)
            if len(received) < HEADER.size + length:
                break
            payload = bytes(received[HEADER.size : HEADER.size + length])
            del received[: HEADER.size + length]
            if kind == RESULT:
                return payload
            _other_frame(kind, payload, on_progress)


def _other_frame(kind: bytes, payload: bytes, on_progress: Progress | None) -> None:
    content = json.loads(payload)
    if kind == ERROR:
        raise ExtractionError(content["code"], content["message"], permanent=content["permanent"])
    if kind == PROGRESS and on_progress is not None:
        on_progress(content[0], content[1])


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all its descendants; 0 where /proc does not tell."""
    total = 0
    try:
        with Path(f"/proc/{pid}/statm").open() as file:
            total = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(resident_bytes(int(child)) for child in (task / "children").read_text().split())
    except (OSError, IndexError, ValueError):
        pass
    return total
