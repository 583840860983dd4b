"""A real stack for one test: own database on the loopback server, own data folder, real worker processes."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import uuid
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
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.database}"')
        self.python("manage.py", "migrate", "-v0")
        self.drive("empty_queue")
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            self.kill(worker)
        self.log.close()
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

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

    def drive(self, what: str, *arguments: str) -> Any:
        """Run a function of ``tests.services.drive`` on this stack; its JSON answer."""
        return json.loads(self.python("-m", "tests.services.drive", what, *arguments).splitlines()[-1])

    def start_worker(self) -> subprocess.Popen[bytes]:
        name = f"worker{len(self.workers)}@%h"  # RabbitMQ refuses two workers of one name
        return self._start(
            "celery", "-A", "onboarding", "worker", "-n", name, "--concurrency=2", "-l", "WARNING"
        )

    def start_web(self, port: int) -> subprocess.Popen[bytes]:
        """gunicorn on loopback; on return it answers."""
        web = self._start("gunicorn", "onboarding.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4")
        end = time.monotonic() + START_SECONDS
        while not answers(port):
            assert web.poll() is None and time.monotonic() < end, "the web server does not start"
            time.sleep(0.1)
        return web

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_die_with_the_test,
        )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL of the parent alone: its children must follow by themselves."""
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=10)
