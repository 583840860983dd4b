"""Everything on this machine: database, web server, worker, beat, and three sample vendors the first time."""

import signal
import socket
import threading
import time
import urllib.request
from argparse import ArgumentParser
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from onboarding import conf, selectors
from onboarding.management.local.feed import Feed
from onboarding.management.local.processes import Processes
from onboarding.management.local.vendors import send_all
from onboarding.models import Case

LOOK_SECONDS = 0.25
START_SECONDS = 600
SETTLE_SECONDS = 300
MOVING = ("invited", "collecting", "processing", "approved")


class Command(BaseCommand):
    help = "Run Vouch on this machine until Ctrl-C; the first run brings three sample vendors along."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-samples", action="store_true", help="start without the sample vendors")
        parser.add_argument("--exit", action="store_true", help="stop when the sample vendors are settled")

    def handle(self, *args: Any, **options: Any) -> None:
        self._stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        address = conf.company().base_url
        port = urlsplit(address).port or 8000
        _refuse_taken_port(port)
        self.stdout.write("Vouch is starting. Data, logs and mails are in " + str(conf.data_dir()))
        self._prepare()
        feed = Feed(self.stdout.write)
        with Processes(conf.data_dir() / "logs") as processes:
            processes.start("web", "gunicorn", "onboarding.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4")
            processes.start(
                "worker", "celery", "-A", "onboarding", "worker", "--concurrency=2", "--loglevel=INFO"
            )
            processes.start(
                "beat", "celery", "-A", "onboarding", "beat", f"--schedule={conf.data_dir() / 'beat'}"
            )
            self._await_web(f"http://127.0.0.1:{port}/healthz", processes)
            if not options["no_samples"] and not Case.objects.exists():
                self._samples(feed, processes)
            if not options["exit"]:
                self.stdout.write(f"\nReviewers   {address}/review/\nAdmin       {address}/admin/")
                self.stdout.write(f"API         {address}/api/docs\nCtrl-C stops everything.\n")
                self._watch(feed, processes, until=None)
        self.stdout.write("Stopped.")

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_policies", stdout=self.stdout)
        call_command("create_staff", stdout=self.stdout)

    def _samples(self, feed: Feed, processes: Processes) -> None:
        self.stdout.write("\nThree sample vendors send their documents:")
        cases = []
        for vendor, case, address in send_all(timezone.localdate()):
            self.stdout.write(f"  {vendor.form.name}: {vendor.story}\n    portal {address}")
            cases.append(case.pk)
        self.stdout.write("\nWhat happens:")
        self._watch(
            feed, processes, until=lambda: not Case.objects.filter(pk__in=cases, state__in=MOVING).exists()
        )
        self.stdout.write("\nWhere they are now:")
        for case in Case.objects.filter(pk__in=cases).order_by("created_at"):
            self.stdout.write(f"  {case.vendor_name}: {selectors.outcome_words(case)}")

    def _watch(self, feed: Feed, processes: Processes, *, until: Any) -> None:
        """Print events until the condition holds, Ctrl-C, or a process ends that should not."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while not self._stop.wait(LOOK_SECONDS):
            feed.read()
            if ended := processes.ended():
                raise CommandError(f"{', '.join(ended)} stopped by itself; see {conf.data_dir() / 'logs'}")
            if until is not None and until():
                return
            if until is not None and time.monotonic() > deadline:
                raise CommandError(f"The sample vendors are not settled after {SETTLE_SECONDS} seconds.")

    def _await_web(self, address: str, processes: Processes) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._stop.wait(LOOK_SECONDS):
            try:
                with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - http on loopback
                    return
            except OSError as error:
                if processes.ended() or time.monotonic() > deadline:
                    logs = conf.data_dir() / "logs"
                    raise CommandError(f"The web server does not answer: {error}. See {logs}") from error

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"Port {port} is taken by another program. Choose one: manage.py up --port 8001"
            )
