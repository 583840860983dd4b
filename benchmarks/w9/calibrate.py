"""Count how often each pattern of witnesses is right: ``python -m benchmarks.w9.calibrate --data FOLDER``.

Prints the ``counts`` of extraction/w9/data/calibration.json: by medium, kind of field and pattern, how many
values of the development set were right, of how many. Handwriting is counted by itself.
"""

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from extraction.w9.calibration import kind_of
from extraction.w9.digital import read_digital
from extraction.w9.picture import picture_of
from extraction.w9.readings import FormReading
from extraction.w9.reconcile import DIRECT, choose, mark_pattern, pattern_of
from extraction.w9.revisions import CLASS_BOXES
from extraction.w9.scanned import read_scan
from extraction.w9.values import clean, key

Counts = dict[str, dict[str, dict[str, list[int]]]]
MARKED = {"signed": "signature", "line3b": "box_line3b"}


def reading_of(path: Path, page: int) -> FormReading | None:
    """The form on page ``page`` (from 1) of a file of the development set."""
    if path.suffix == ".pdf":
        digital = read_digital(path, page)
        if digital is not None:
            return digital
        drawn = picture_of(path, page)
        return read_scan(drawn.gray, points_per_pixel=drawn.points_per_pixel, detail=drawn.detail, page=page)
    with Image.open(path) as image:
        picture = np.asarray(ImageOps.exif_transpose(image).convert("L"))
    return read_scan(picture, points_per_pixel=None, page=page)


def outcomes(reading: FormReading, truth: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """(field, pattern, right) of every field of one form."""
    for name, origin in DIRECT.items():
        if origin in reading.fields:
            one = reading.fields[origin]
            value = choose(name, one, reading.medium)
            wanted = clean(name, str(truth.get(name) or ""))
            chosen = next(place for place, seen in enumerate(value.witnesses) if seen.value == value.value)
            pattern = pattern_of(name, one, value.witnesses, chosen)
            yield name, pattern, key(name, value.value) == key(name, wanted)
    for name, origin in MARKED.items():
        if origin in reading.fields:
            on = reading.fields[origin].witnesses[0].value == "on"
            yield name, mark_pattern(reading.fields[origin]), on == bool(truth.get(name))
    checked = set(truth.get("classification_checked") or ())
    for box, meaning in CLASS_BOXES.items():
        if box in reading.fields:
            on = reading.fields[box].witnesses[0].value == "on"
            yield box, mark_pattern(reading.fields[box]), on == (meaning in checked)


def count(readings: Iterator[tuple[FormReading, dict[str, Any]]]) -> Counts:
    """Right and all, by medium, kind and pattern."""
    found: Counts = defaultdict(lambda: defaultdict(lambda: defaultdict(lambda: [0, 0])))
    for reading, truth in readings:
        for name, pattern, right in outcomes(reading, truth):
            cell = found[reading.medium][kind_of(name)][pattern]
            cell[0] += right
            cell[1] += 1
    return found


def _readings(folder: Path) -> Iterator[tuple[FormReading, dict[str, Any]]]:
    for row in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        if row["fields"]:
            reading = reading_of(folder / row["file"], row["page"] + 1)
            if reading is not None:
                yield reading, row["fields"]


def main() -> None:
    """Print the counts as JSON."""
    given = os.environ.get("VOUCH_DATA")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.w9.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, default=given and Path(given), required=given is None)
    counts = count(_readings(parser.parse_args().data / "w9" / "dev"))
    json.dump(counts, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
