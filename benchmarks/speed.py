"""How long the engines take on the project's own samples, beside the raw text extraction of the same file.

    python -m benchmarks.speed [--runs 5]

Prints the median of warm runs in seconds, the ratio to reading the same file's bare text with pdfium, and the
largest memory of this process together with its reading children, looked at every 20 ms.
"""

import argparse
import contextlib
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import psutil
import pypdfium2
from PIL import Image

from compliance import review_contract
from compliance.classifier import load_classifier
from compliance.policies import load_playbook
from extraction import extract
from extraction.types import Extraction, Kind
from samples.contracts import draw_agreement, risky_agreement
from samples.w9 import W9Sample, draw_w9

FORM = W9Sample(
    name="Blue Heron Logistics LLC",
    classification="llc",
    llc_class="C",
    address="4100 Harbor Road, Suite 12",
    city_state_zip="Portland, OR 97201",
    ein="931482765",
    signature="Blue Heron",
    signed_on=date(2026, 11, 2),
)
DPI = 300


def draw(folder: Path) -> dict[str, Path]:
    """The samples: a fillable W-9, the same printed and scanned, and a 50-page agreement."""
    digital = draw_w9(folder / "digital.pdf", FORM)
    printed = draw_w9(folder / "printed.pdf", FORM, fillable=False)
    agreement = risky_agreement(FORM.name, "Northwind Trading Company", date(2026, 11, 2))
    return {
        "digital W-9": digital,
        "scanned W-9": scan(printed, folder / "scan.pdf"),
        "50-page agreement": draw_agreement(folder / "agreement.pdf", agreement),
    }


def scan(path: Path, target: Path) -> Path:
    """A page as an office scanner would deliver it: 300 dpi, half a degree askew, a little noise."""
    gray = pypdfium2.PdfDocument(path)[0].render(scale=DPI / 72, grayscale=True).to_numpy().squeeze()
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0.5, 1.0)
    turned = cv2.warpAffine(gray, turn, (width, height), borderValue=255)
    noise = np.random.default_rng(7).normal(0, 6, turned.shape)
    noisy = np.clip(turned + noise, 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(target, "PDF", resolution=DPI)
    return target


def raw_text(path: Path) -> None:
    for page in pypdfium2.PdfDocument(path):
        page.get_textpage().get_text_bounded()


def judge(extraction: Extraction) -> None:
    contract = next(part.contract for part in extraction.parts if part.kind is Kind.CONTRACT)
    if contract is None:
        raise SystemExit("The agreement was not read as a contract.")
    review_contract(contract, classifier=load_classifier(), playbook=load_playbook())


def whole(path: Path) -> None:
    extraction = extract(path)
    if any(part.kind is Kind.CONTRACT for part in extraction.parts):
        judge(extraction)


def median_seconds(work: Callable[[], None], runs: int) -> float:
    work()  # warm: engines and models are loaded once a process
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


class Memory:
    """The largest sum of unshared memory (USS, bytes) of this process and its descendants."""

    def __init__(self) -> None:
        self._largest = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._largest

    def _look(self) -> None:
        me = psutil.Process()
        while not self._done.wait(0.02):
            total = 0
            for process in (me, *me.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    total += process.memory_full_info().uss
            self._largest = max(self._largest, total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    memory = Memory()
    with tempfile.TemporaryDirectory() as folder:
        samples = draw(Path(folder))
        print(f"{'sample':20s} {'seconds':>8s} {'raw text':>9s} {'ratio':>7s}")
        for name, path in samples.items():
            bare = median_seconds(lambda path=path: raw_text(path), arguments.runs)
            seconds = median_seconds(lambda path=path: whole(path), arguments.runs)
            print(f"{name:20s} {seconds:8.2f} {bare:9.4f} {seconds / bare:7.0f}")
        print(f"largest memory, children included: {memory.stop() / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
