"""A copy of the whole product in a folder of its own, as ``make run`` starts it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.services.servers import answers, free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 900


class Product:
    """``manage.py up`` in a folder; ends with the block."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.base = f"http://localhost:{self.port}"
        self.temp = folder / "temp"
        self.temp.mkdir()
        environment = {"VOUCH_DATA_DIR": str(folder), "BASE_URL": self.base, "TMPDIR": str(self.temp)}
        self._log = (folder / "up.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-samples"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=self._log,
            stderr=self._log,
        )

    def __enter__(self) -> "Product":
        end = time.monotonic() + START_SECONDS
        while not answers(self.port) or "API " not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                self.process.kill()  # its children end with it
                raise SystemExit(f"it does not start:\n{self.said()}")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is not None:
            print(f"it stopped by itself:\n{self.said()[-2000:]}")
            for log in sorted((self.folder / "logs").glob("*.log")):
                print(f"{log.name}:\n{log.read_text()[-2000:]}")
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)
        self._log.close()

    def said(self) -> str:
        return (self.folder / "up.log").read_text()

    def password(self, user: str) -> str:
        found = re.search(rf"^\s+{user}\s+(\S+)", self.said(), re.M)
        assert found is not None
        return found[1]

    def link_of(self, mailbox: str) -> str:
        """The vendor's link, from the mail that was sent to this address."""
        for mail in (self.folder / "mail").glob("*"):
            text = mail.read_text()
            if mailbox in text:
                return re.search(r"http\S+/v/\S+/", text)[0]  # type: ignore[index]
        return ""

    def parts(self) -> set[int]:
        """The web server, the worker and beat: who ends is missed."""
        return {child.pid for child in psutil.Process(self.process.pid).children()}

    def children_lost(self) -> int:
        """Processes of the worker that died at work; one that is renewed after its 200 tasks is none."""
        return (self.folder / "logs" / "worker.log").read_text().count("WorkerLostError")
