"""How much faster two workers read a long scanned agreement than one.

    python -m benchmarks.scans [--pages 50]

Real Celery workers of one process each, on SQLite and the embedded broker in a folder of their own. The
agreement is the project's own sample, its pages drawn as grey pictures of 200 dpi. The time runs from the
upload to the joined reading; the workers have read a few pages before.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import django
import pypdfium2
from django.core.management import call_command

from samples.contracts import draw_agreement, risky_agreement

ROOT = Path(__file__).resolve().parent.parent
DPI = 200
PATIENCE = 1_800.0  # seconds for one document
WORKERS = (1, 2)
WARM = 8  # pages: the least that are spread over the workers


def scan(path: Path, folder: Path, pages: int) -> bytes:
    """The first pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(path)
    shots = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in list(document)[:pages]]
    target = folder / "scan.pdf"
    shots[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=shots[1:])
    return target.read_bytes()


@contextlib.contextmanager
def workers(count: int) -> Iterator[None]:
    """So many worker processes, each with one thread of work."""
    command = [sys.executable, "-m", "celery", "-A", "onboarding", "worker", "--concurrency=1", "-l", "ERROR"]
    started = [
        subprocess.Popen(
            [*command, "-n", f"worker{number}@%h"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(count)
    ]
    try:
        yield
    finally:
        for worker in started:
            worker.terminate()
        for worker in started:
            worker.wait(timeout=60)


def read(content: bytes) -> float:
    """Seconds from the upload of a new vendor's agreement to its joined reading."""
    from onboarding.models import StepRun, WorkState
    from onboarding.services import intake, invitations

    case = invitations.create_case(vendor_name="Blue Heron Logistics LLC", vendor_email="")
    started = time.monotonic()
    document = intake.submit(case=case, name="msa.pdf", content=content, actor="vendor").document
    step = StepRun.objects.get(document=document, step=StepRun.Step.READ)
    while step.state != WorkState.DONE:
        if step.state == WorkState.DEAD or time.monotonic() - started > PATIENCE:
            raise SystemExit(f"The agreement was not read: {step.note}")
        time.sleep(0.1)
        step.refresh_from_db()
    return time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"VOUCH_DATA_DIR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "onboarding.settings"}
        django.setup()
        call_command("migrate", verbosity=0)
        agreement = risky_agreement(
            "Blue Heron Logistics LLC", "Northwind Trading Company", date(2026, 11, 2)
        )
        drawn = draw_agreement(folder / "agreement.pdf", agreement)
        whole, warm = scan(drawn, folder, arguments.pages), scan(drawn, folder, WARM)
        print(f"{'workers':>7s} {'pages':>6s} {'seconds':>8s} {'ratio':>6s}")
        first = 0.0
        for count in WORKERS:
            with workers(count):
                read(warm)
                seconds = read(whole)
            first = first or seconds
            print(f"{count:7d} {arguments.pages:6d} {seconds:8.1f} {first / seconds:6.2f}", flush=True)


if __name__ == "__main__":
    main()
