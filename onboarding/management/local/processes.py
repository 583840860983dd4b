"""Child processes that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1  # linux/prctl.h
GRACE_SECONDS = 10


class Processes:
    """Starts processes in groups of their own, each with a log file, and stops all of them at the end.

    If this process is killed the kernel sends SIGTERM to the children (Linux; elsewhere they go on).
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *arguments: str) -> None:
        """Run ``python -m ARGUMENTS``; its output goes to ``<logs>/<name>.log``."""
        with (self._logs / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603 - our own interpreter and constant arguments
                [sys.executable, "-m", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )

    def ended(self) -> dict[str, int]:
        """Names and exit codes of the processes that are no longer running."""
        return {name: code for name, child in self._running.items() if (code := child.poll()) is not None}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._running.values():
            _signal(child, signal.SIGTERM)
        for child in self._running.values():
            try:
                child.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if child.poll() is None:
        os.killpg(child.pid, number)
