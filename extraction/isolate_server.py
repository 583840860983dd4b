"""The resident process that forks a child for each file, and what such a child does.

It imports the readers once, keeps a single thread and never opens a document itself, so that every fork is
cheap and clean. It ends when the socket to its owner closes, and takes its children with it.
"""

import array
import ctypes
import gc
import importlib
import json
import os
import resource
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from extraction.types import ExtractionError

HEADER = struct.Struct("<cI")
STARTED, RESULT, ERROR, PROGRESS = b"S", b"R", b"E", b"P"

PRELOAD = ("extraction.pipeline",)
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1
ADDRESS_SPACE_SLACK = 2 << 30  # thread stacks and arenas are reserved, not used
OUTPUT_FILE_LIMIT = 512 << 20

_report_pipe: int | None = None
_ends = float("inf")  # on the clock of time.monotonic, which all processes of a machine share


def report_progress(done: int, total: int) -> None:
    """Tell the caller of ``isolate.call`` how far this child is; does nothing outside a child."""
    if _report_pipe is not None:
        _write_frame(_report_pipe, PROGRESS, json.dumps([done, total]).encode())


def seconds_left() -> float:
    """Until the caller kills this child; endless outside a child."""
    return _ends - time.monotonic()


def sign_of_life() -> None:
    """Tell the caller that a new piece of work begins, though no page is done."""
    if _report_pipe is not None:
        _write_frame(_report_pipe, PROGRESS, b"[]")


def _write_frame(pipe: int, kind: bytes, payload: bytes) -> None:
    view = memoryview(HEADER.pack(kind, len(payload)) + payload)
    while view:
        view = view[os.write(pipe, view) :]


def _system() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leave_network() -> None:
    """Move into an empty network namespace where the kernel lets us: a document never needs a connection."""
    system = _system()
    if system is not None and system.unshare(CLONE_NEWNET) != 0:
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _receive(control: socket.socket) -> tuple[dict[str, Any], int] | None:
    """The next request and the pipe for its answer; None when the owner has gone."""
    descriptors = array.array("i")
    received = b""
    while not received.endswith(b"\n"):
        data, ancillary, _, _ = control.recvmsg(1 << 16, socket.CMSG_SPACE(descriptors.itemsize))
        if not data:
            return None
        received += data
        for level, kind, payload in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors.frombytes(payload[: descriptors.itemsize])
    return json.loads(received), descriptors[0]


def serve(control: socket.socket) -> None:
    """Fork a child for every request until the owner closes the socket; then end the children."""
    folders: dict[int, str] = {}
    while (received := _receive(control)) is not None:
        request, pipe = received
        server = os.getpid()
        child = os.fork()
        if child == 0:
            control.close()
            run_child(request, pipe, server)
        os.close(pipe)
        folders[child] = request["folder"]
        _reap(folders)
    for child, folder in folders.items():
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _reap(folders: dict[int, str]) -> None:
    for child in list(folders):
        if os.waitpid(child, os.WNOHANG)[0]:
            del folders[child]


def run_child(request: dict[str, Any], pipe: int, server: int) -> None:
    """Everything that happens in the child. Never returns."""
    global _report_pipe, _ends
    try:
        _confine(request, server)
        _ends = request["ends"]
        _write_frame(pipe, STARTED, json.dumps(os.getpid()).encode())
        _report_pipe = pipe
        _write_frame(pipe, *_answer(request))
    except BrokenPipeError:
        pass  # the caller has stopped waiting
    finally:
        os._exit(0)


def _confine(request: dict[str, Any], server: int) -> None:
    os.setsid()
    system = _system()
    if system is not None:
        system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != server:
            os._exit(1)
    pages_mapped = int(Path("/proc/self/statm").read_text().split()[0]) if system is not None else 0
    space = pages_mapped * resource.getpagesize() + request["memory_mb"] * (1 << 20) + ADDRESS_SPACE_SLACK
    _limit(resource.RLIMIT_AS, space)
    _limit(resource.RLIMIT_CPU, request["cpu_seconds"])
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, OUTPUT_FILE_LIMIT)
    os.environ["TMPDIR"] = request["folder"]
    tempfile.tempdir = request["folder"]
    os.chdir(request["folder"])
    gc.unfreeze()


def _limit(which: int, value: int) -> None:
    """Lower a limit, never beyond the hard one that is already set."""
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _answer(request: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        module, _, name = request["target"].partition(":")
        function = getattr(importlib.import_module(module), name)
        return RESULT, function(**request["arguments"])
    except ExtractionError as error:
        return _error(error.code, error.message, permanent=error.permanent)
    except (MemoryError, RecursionError):
        return _error("too_complex", "This file is too complex to open. Print it to a new PDF and send that.")
    except Exception:  # noqa: BLE001 - a parser may raise anything, and its message echoes the document
        return _error("corrupt", "This file is damaged and could not be read. Please save or scan it again.")


def _error(code: str, message: str, *, permanent: bool = True) -> tuple[bytes, bytes]:
    return ERROR, json.dumps({"code": code, "message": message, "permanent": permanent}).encode()


def main() -> None:
    """Entry point of the server process; its argument is the descriptor of the socket to its owner."""
    control = socket.socket(fileno=int(sys.argv[1]))
    leave_network()
    for module in PRELOAD:
        importlib.import_module(module)
    with suppress(ExtractionError):  # a missing engine is said to whoever asks for it
        importlib.import_module("extraction.w9.ocr_crop").load_engines()
    gc.collect()
    gc.freeze()  # keeps the garbage collector from touching, and so copying, shared pages in each child
    serve(control)
