"""Engines for real workers whose reader meets files that kill: named by the first line of the file."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from extraction import isolate
from extraction.types import Extraction
from onboarding.wiring import Engines
from tests import fakes

HANG_SECONDS = 5.0
VICTIMS = "tests.extraction.victims"
CHILD, HANG, WORKER = b"KILLS-ITS-CHILD", b"HANGS", b"KILLS-ITS-WORKER"


def read(path: Path, on_page: Callable[[int, int], None]) -> Extraction:
    """A poison crashes or hangs in a real isolated child, or takes its worker with it."""
    content = path.read_bytes()
    if content.startswith(CHILD):
        isolate.call(f"{VICTIMS}:crash", {}, wall_seconds=HANG_SECONDS)
    if content.startswith(HANG):
        isolate.call(f"{VICTIMS}:sleep", {"seconds": 60}, wall_seconds=HANG_SECONDS)
    if content.startswith(WORKER):
        os.kill(os.getpid(), signal.SIGKILL)
    return fakes.read(path, on_page)


def engines() -> Engines:
    """For the WIRING setting."""
    return replace(fakes.engines(), read=read)
