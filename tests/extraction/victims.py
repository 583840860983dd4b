"""Targets for the isolating child: each fails in its own way."""

import ctypes
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from extraction.isolate_server import report_progress, seconds_left, sign_of_life
from extraction.types import ExtractionError


def echo(**arguments: object) -> bytes:
    report_progress(1, 2)
    return json.dumps(arguments).encode()


def crash() -> bytes:
    ctypes.string_at(0)
    return b""


def sleep(seconds: float) -> bytes:
    helper = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])
    report_progress(helper.pid, os.getpid())
    time.sleep(seconds)
    return b""


def toil(pieces: int, seconds: float) -> bytes:
    for _ in range(pieces):
        sign_of_life()
        time.sleep(seconds)
    return b"done"


def left() -> bytes:
    return str(seconds_left()).encode()


def devour() -> bytes:
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20)) * 8)


def leave_file() -> bytes:
    path = Path(os.environ["TMPDIR"]) / "left.txt"
    path.write_text("left behind")
    return str(path).encode()


def speak(secret: str) -> bytes:
    raise ValueError(f"unexpected token {secret}")


def refuse() -> bytes:
    raise ExtractionError("password", "It asks for a password.")


def connect(port: int) -> bytes:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return b"no"
    return b"yes"


def flood(size: int) -> bytes:
    return b"x" * size
