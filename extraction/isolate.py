"""Runs a reader in a child process with wall-clock, CPU and memory limits.

Each process keeps one resident, single-threaded server (``isolate_server``) that has the readers imported and
has never opened a document. A call makes it fork: the child starts in milliseconds, reads one file, writes
its result to a pipe and ends. Whatever happens in it, a crash, a bomb, an endless loop, ends with it.

The clock runs out here, in the caller, from the first line of ``call``: it also ends the wait for a server
that does not start, or a child that does not come, and no lock is held while waiting.
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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.isolate_server import ERROR, HEADER, PROGRESS, RESULT, STARTED
from extraction.types import ExtractionError

Progress = Callable[[int, int], None]

SERVE = "from extraction.isolate_server import main; main()"
TICK_SECONDS = 0.05
TOO_COMPLEX = "This file needs more time or memory to open than any ordinary document. Print it to a new PDF."
BUSY = "This computer had too much else to do to read the file in time. Please try again later."
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

    def start(self, request: dict[str, Any], pipe: int) -> None:
        """Ask for a child that writes to ``pipe``. Raises OSError when the server is gone."""
        socket.send_fds(self.socket, [json.dumps(request).encode() + b"\n"], [pipe])

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


def _start(request: dict[str, Any], pipe: int) -> None:
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
    raise _unavailable()


def _unavailable() -> ExtractionError:
    return ExtractionError("engine_unavailable", "The reading engine could not be started.", permanent=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: seconds by the clock, seconds of work between two signs of life, bytes."""

    wall_seconds: float
    silent_seconds: float
    memory_bytes: int
    result_bytes: int


def call(
    target: str,
    arguments: dict[str, Any],
    *,
    wall_seconds: float,
    silent_seconds: float | None = None,
    memory_mb: int = 1300,
    max_result_bytes: int = 96 * 1024 * 1024,
    on_progress: Progress | None = None,
) -> bytes:
    """Run ``target`` ("package.module:function") with JSON-able keyword ``arguments`` in a child.

    The function returns the bytes that come back. Raises ExtractionError: the child's own, ``too_complex``
    when a limit was passed, ``corrupt`` when the child crashed; not permanent ``engine_unavailable`` when no
    child came, and ``engine_busy`` when the clock ran out while the child mostly waited for a processor.
    No message holds bytes of the document.
    """
    started = time.monotonic()
    silent = wall_seconds if silent_seconds is None else silent_seconds
    limits = Limits(wall_seconds, silent, memory_mb * 1024 * 1024, max_result_bytes)
    with tempfile.TemporaryDirectory(prefix="vouch-read-", ignore_cleanup_errors=True) as folder:
        request = {
            "target": target,
            "arguments": arguments,
            "folder": folder,
            "memory_mb": memory_mb,
            "cpu_seconds": int(wall_seconds) + 5,
            "ends": started + wall_seconds,
        }
        for _ in range(2):  # a server that died before it could fork is worth a second one
            with suppress(_ServerGone):
                return _answer(request, limits, started, on_progress)
        raise _unavailable()


class _ServerGone(Exception):
    """The pipe ended before a child wrote to it."""


def _answer(request: dict[str, Any], limits: Limits, started: float, on_progress: Progress | None) -> bytes:
    reader, writer = os.pipe()
    watch = _Watch(limits, started)
    try:
        try:
            _start(request, writer)
        finally:
            os.close(writer)
        return _collect(reader, watch, on_progress)
    finally:
        os.close(reader)
        watch.kill()


class _Watch:
    """The clock and the memory of one child's process group, of which ``group`` is None until it began."""

    def __init__(self, limits: Limits, started: float) -> None:
        self.limits = limits
        self.group: int | None = None
        self._started = started
        self._waited: dict[int, float] = {}  # process id -> seconds it stood in line for a processor
        self._alive = (started, 0.0)  # the last sign of life: when, and how long was waited until then

    def begin(self, group: int) -> None:
        self.group = group
        self.alive()

    def alive(self) -> None:
        self._alive = time.monotonic(), sum(self._waited.values())

    def check(self) -> None:
        now = time.monotonic()
        late = now - self._started > self.limits.wall_seconds
        if self.group is None:
            if late:
                raise _unavailable()
            return
        memory = 0
        for pid in family(self.group):
            memory += resident_bytes(pid)
            self._waited[pid] = queued_seconds(pid)
        waited = sum(self._waited.values())
        if late and waited > (now - self._started) / 2:
            raise ExtractionError("engine_busy", BUSY, permanent=False)
        at, before = self._alive
        silent = now - at - (waited - before) > self.limits.silent_seconds
        if late or silent or memory > self.limits.memory_bytes:
            raise ExtractionError("too_complex", TOO_COMPLEX)

    def kill(self) -> None:
        if self.group is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.group, signal.SIGKILL)


def _collect(reader: int, watch: _Watch, on_progress: Progress | None) -> bytes:
    """Read frames until the result or the error comes, the pipe ends, or the watch bites."""
    received = bytearray()
    while True:
        watch.check()
        if not select.select([reader], [], [], TICK_SECONDS)[0]:
            continue
        chunk = os.read(reader, 1 << 20)
        if not chunk and watch.group is None:
            raise _ServerGone
        if not chunk:
            raise ExtractionError("corrupt", CRASHED)
        received += chunk
        while len(received) >= HEADER.size:
            kind, length = HEADER.unpack_from(received)
            if length > watch.limits.result_bytes:
                raise ExtractionError("too_complex", TOO_COMPLEX)
            if len(received) < HEADER.size + length:
                break
            payload = bytes(received[HEADER.size : HEADER.size + length])
            del received[: HEADER.size + length]
            if kind == RESULT:
                return payload
            _other_frame(kind, payload, watch, on_progress)


def _other_frame(kind: bytes, payload: bytes, watch: _Watch, on_progress: Progress | None) -> None:
    content = json.loads(payload)
    if kind == ERROR:
        raise ExtractionError(content["code"], content["message"], permanent=content["permanent"])
    if kind == STARTED:
        watch.begin(content)
        return
    watch.alive()
    if kind == PROGRESS and content and on_progress is not None:
        on_progress(content[0], content[1])


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants; itself alone where /proc does not tell."""
    yield pid
    with suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def resident_bytes(pid: int) -> int:
    """Resident memory of a process; 0 where /proc does not tell."""
    try:
        with Path(f"/proc/{pid}/statm").open() as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def queued_seconds(pid: int) -> float:
    """How long a process was ready to work and got no processor (its first thread); 0 where /proc does not
    tell (Linux, sched-stats.rst)."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
