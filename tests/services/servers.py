"""Servers of a test's own that may be stopped in the middle: PostgreSQL and Redis on free ports."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import pytest

START_SECONDS = 30
POSTGRES_USER = "postgres"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    """Where a server's program is; a test that misses it is skipped, in CI it fails."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = shutil.which(name, path=os.pathsep.join([*map(str, folders), os.environ["PATH"]]))
    if path is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say(f"no {name} on this machine")
    return path


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Postgres:
    """A cluster of its own. PostgreSQL refuses to run as root, so root becomes another user for it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgresql://{POSTGRES_USER}@127.0.0.1:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="vouch-postgres-"))
        self.user = POSTGRES_USER if os.geteuid() == 0 else None

    def __enter__(self) -> Self:
        if self.user:
            shutil.chown(self.folder, self.user)
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", POSTGRES_USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if answers(self.port):
            self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._pg_ctl("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        """At once, as in a power cut: nothing is flushed, every connection breaks."""
        self._pg_ctl("stop", "-w", "-m", "immediate")

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"{self.url}/postgres", autocommit=True)

    def _pg_ctl(self, what: str, *options: str) -> None:
        self._run("pg_ctl", what, "-D", str(self.folder / "data"), *options)

    def _run(self, name: str, *arguments: str) -> None:
        with (self.folder / "commands.log").open("ab") as log:
            subprocess.run(
                [program(name), *arguments],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                user=self.user,
                timeout=60,
                check=True,
            )


class Redis:
    """A server that keeps nothing: what is flushed or was in it when it stopped is lost."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        command = [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + START_SECONDS
        while not answers(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("redis-server does not start")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def flush(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(64).startswith(b"+OK")
