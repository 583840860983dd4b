"""A real stack for one test: own database on the loopback server, own data folder, real worker processes."""

import atexit
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from tests.services.available import URLS
from tests.services.servers import START_SECONDS, answers

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = URLS["postgres"]
BROKERS = {"redis": URLS["redis"], "rabbitmq": URLS["rabbitmq"], "folders": ""}


def _die_with_the_test() -> None:
    """A worker that outlives a killed test run would take the messages of the next one (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _sql(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


@cache
def _migrated(server: str) -> str:
    """A database with all tables, for others to be copied from: migrating takes longer than most tests."""
    name = f"vouch_template_{uuid.uuid4().hex[:12]}"
    _sql(server, f'CREATE DATABASE "{name}"')
    atexit.register(_sql, server, f'DROP DATABASE IF EXISTS "{name}"')
    env = {**os.environ, "DATABASE_URL": f"{server}/{name}", "DJANGO_SETTINGS_MODULE": "onboarding.settings"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(command, cwd=ROOT, env={**env, "VOUCH_DATA_DIR": folder}, check=True, timeout=240)
    return name


class Stack:
    """Start with ``with Stack(broker, folder)``; everything that was started is ended.

    ``broker`` is a name of ``BROKERS`` or an address; ``patience`` (seconds) ends any command of ``drive``;
    ``more`` is environment of this stack alone.
    """

    def __init__(
        self, broker: str, folder: Path, *, server: str = SERVER, patience: float = 240, **more: str
    ) -> None:
        self.server = server
        self.patience = patience
        self.database = f"vouch_{uuid.uuid4().hex[:12]}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.driver: subprocess.Popen[bytes] | None = None
        self.log = (folder / "worker.log").open("ab")
        self.env = {
            **os.environ,
            "DATABASE_URL": f"{server}/{self.database}",
            "BROKER_URL": BROKERS.get(broker, broker),
            "VOUCH_DATA_DIR": str(folder),
            "WIRING": "tests.fakes.engines",
            "LEASE_SECONDS": "3",
            "UNDO_SECONDS": "0",
            "DJANGO_SETTINGS_MODULE": "onboarding.settings",
            **more,
        }

    def __enter__(self) -> "Stack":
        if self.server == SERVER:
            _sql(SERVER, f'CREATE DATABASE "{self.database}" TEMPLATE "{_migrated(SERVER)}"')
        else:  # a server of the test's own, that ends with it
            _sql(self.server, f'CREATE DATABASE "{self.database}"')
            self.python("manage.py", "migrate", "-v0")
        self.drive("empty_queue")
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, *([self.driver] if self.driver else [])):
            self.kill(process)
        self.log.close()
        _sql(self.server, f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def become(self, **more: str) -> None:
        """From now on what is started has this in its environment."""
        self.env |= more
        if self.driver is not None:
            self.kill(self.driver)
            self.driver = None

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            timeout=self.patience,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return done.stdout.decode()

    def drive(self, what: str, *arguments: str, module: str = "drive") -> Any:
        """Run a function of ``tests.services.drive`` or its like on this stack; its JSON answer."""
        if self.driver is None:
            self.driver = self._start("tests.services.serve", speaks=True)
        asked, told = self.driver.stdin, self.driver.stdout
        assert asked is not None and told is not None
        asked.write(json.dumps([f"tests.services.{module}", what, arguments]).encode() + b"\n")
        asked.flush()
        assert select.select([told], [], [], self.patience)[0], f"{what} takes too long"
        answer = told.readline()
        assert answer, f"{what} failed: {Path(self.log.name).read_text()[-3000:]}"
        return json.loads(answer)

    def start_worker(self) -> subprocess.Popen[bytes]:
        name = f"worker{len(self.workers)}@%h"  # RabbitMQ refuses two workers of one name
        worker = self._start(
            "celery", "-A", "onboarding", "worker", "-n", name, "--concurrency=2", "-l", "WARNING"
        )
        self.workers.append(worker)
        return worker

    def start_web(self, port: int) -> subprocess.Popen[bytes]:
        """gunicorn on loopback; on return it answers."""
        web = self._start("gunicorn", "onboarding.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4")
        self.workers.append(web)
        end = time.monotonic() + START_SECONDS
        while not answers(port):
            assert web.poll() is None and time.monotonic() < end, "the web server does not start"
            time.sleep(0.1)
        return web

    def _start(self, *arguments: str, speaks: bool = False) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.PIPE if speaks else subprocess.DEVNULL,
            stdout=subprocess.PIPE if speaks else self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_die_with_the_test,
        )

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL of the parent alone: its children must follow by themselves."""
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=10)
