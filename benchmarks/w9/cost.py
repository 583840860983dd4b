"""What a scanned W-9 costs: CPU seconds of our reading beside a whole-page Tesseract run, in one process."""

import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tesserocr
from numpy.typing import NDArray
from PIL import Image

from extraction.w9.ocr_crop import TESSDATA
from extraction.w9.picture import picture_of
from extraction.w9.scanned import read_scan

EACH = 4  # files of each variant
VARIANTS = ("scan", "office", "photo", "fax", "hand")
Gray = NDArray[np.uint8]


def print_cost(folder: Path, truth: list[dict[str, Any]]) -> None:
    """Median and worst CPU seconds a page, one thread, by variant; memory of this process."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    pages = {variant: _pages(folder, truth, variant) for variant in VARIANTS}
    engine = _whole_page_engine()
    print("\ncost of a scanned page, CPU seconds on one core (the first page also loads the engines)")
    print(f"{'variant':10s} {'n':>3s} {'ours':>7s} {'worst':>7s} {'whole-page Tesseract':>21s} {'ratio':>6s}")
    for variant, rasters in pages.items():
        if not rasters:
            continue
        ours = [_timed(lambda one=one: read_scan(one[0], points_per_pixel=one[1])) for one in rasters]
        theirs = [_timed(lambda one=one: _whole_page(engine, one[0])) for one in rasters]
        middle, other = statistics.median(ours), statistics.median(theirs)
        line = (
            f"{variant:10s} {len(ours):3d} {middle:7.2f} {max(ours):7.2f} {other:21.2f} {middle / other:6.2f}"
        )
        print(line)
    print(
        f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def _pages(folder: Path, truth: list[dict[str, Any]], variant: str) -> list[tuple[Gray, float | None]]:
    files = [row for row in truth if row["variant"] == variant and row["fields"]][:EACH]
    return [raster(folder / row["file"], int(row["page"] or 0) + 1) for row in files]


def raster(path: Path, page: int) -> tuple[Gray, float | None]:
    """A page as pixels and its points a pixel, the way the reader gets it."""
    if path.suffix == ".pdf":
        drawn = picture_of(path, page)
        return drawn.gray, drawn.points_per_pixel
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8), None


def _timed(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started


def _whole_page_engine() -> Any:
    folder = next(one for one in TESSDATA if (Path(one) / "eng.traineddata").is_file())
    return tesserocr.PyTessBaseAPI(path=folder, lang="eng", psm=tesserocr.PSM.AUTO)


def _whole_page(engine: Any, gray: Gray) -> str:
    engine.SetImage(Image.fromarray(gray))
    return str(engine.GetUTF8Text())
