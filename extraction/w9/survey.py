"""Measure an empty official form and write the data file of its revision.

``python -m extraction.w9.survey BLANK.pdf FIELDS.json LABEL ISSUED`` writes
``extraction/w9/data/w9_YYYY-MM.json``, and the revision is known.

FIELDS.json names the fields: ``{"revision", "fields": {name: {"acroform_name", "box", "type", "cells"?,
"maxlen"?, "on_state"?}}}``. The form itself never enters the product: only where its words near the
fields, its landmarks, keypoints and lines stand.
"""

import json
import sys
from base64 import b64encode
from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber

from extraction.types import Box
from extraction.w9 import revisions
from extraction.w9.glyphs import read_ink
from extraction.w9.glyphs import words as glyph_words
from extraction.w9.landmarks import keypoints_of

NEAR = 7.0  # points around a field in which a printed word could be mistaken for an entry
LANDMARK_LETTERS = 5
GRID = 48.0  # at most a few landmarks in a square of this many points


def survey(blank: Path, fields: dict[str, Any], label: str, issued: str) -> dict[str, Any]:
    """The data file of one revision, from page 1 of its empty form."""
    with pdfplumber.open(blank) as pdf:
        page = pdf.pages[0]
        lines, bars = _lines(page)
        size = [round(float(page.width), 2), round(float(page.height), 2)]
    words = [(text, _round(box)) for text, box in glyph_words(read_ink(blank, 1, annotated=False).base)]
    specs = {name: _spec(spec) for name, spec in fields["fields"].items()}
    near = [(text, box) for text, box in words if any(_near(box, spec["box"]) for spec in specs.values())]
    return {
        "revision": fields["revision"],
        "label": label,
        "issued": issued,
        "size": size,
        "fields": specs,
        "landmarks": [[text, *box] for text, box in _landmarks(words)],
        "printed": [[text, *box] for text, box in near],
        "lines": lines,
        "bars": bars,
        "keypoints": [[one.x, one.y, b64encode(one.descriptor).decode()] for one in keypoints_of(blank)],
    }


def _round(box: Box) -> Box:
    x0, top, x1, bottom = (round(float(value), 1) for value in box)
    return x0, top, x1, bottom


def _spec(raw: dict[str, Any]) -> dict[str, Any]:
    kinds = {"text": "text", "checkbox": "check", "ink": "ink", "text_block": "block"}
    spec: dict[str, Any] = {"kind": kinds[raw["type"]], "box": raw["box"]}
    if raw.get("acroform_name"):
        spec["acroform"] = raw["acroform_name"]
    if raw.get("cells"):
        spec.update(kind="comb", cells=raw["cells"])
    if raw.get("maxlen"):
        spec["length"] = raw["maxlen"]
    if raw.get("on_state"):
        spec["on"] = raw["on_state"].lstrip("/")
    return spec


def _near(word: Box, field: Box) -> bool:
    return (
        word[0] < field[2] + NEAR
        and word[2] > field[0] - NEAR
        and word[1] < field[3] + NEAR
        and word[3] > field[1] - NEAR
    )


def _landmarks(words: list[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """Long words that occur once, spread over the page."""
    count = Counter(text for text, _ in words)
    kept: list[tuple[str, Box]] = []
    taken: Counter[tuple[int, int]] = Counter()
    for text, box in words:
        square = int(box[0] // GRID), int(box[1] // GRID)
        plain = text.isascii() and len(text) >= LANDMARK_LETTERS
        if plain and count[text] == 1 and taken[square] < 2:
            taken[square] += 1
            kept.append((text, box))
    return kept


def _lines(page: Any) -> tuple[list[Box], list[Box]]:
    """Ruled lines (and the edges of outlined rectangles) and filled bars."""
    lines = {_round((line["x0"], line["top"], line["x1"], line["bottom"])) for line in page.lines}
    bars = set()
    for rect in page.rects:
        x0, top, x1, bottom = _round((rect["x0"], rect["top"], rect["x1"], rect["bottom"]))
        if rect["fill"] and not rect["stroke"]:
            bars.add((x0, top, x1, bottom))
        else:
            lines |= {
                (x0, top, x1, top), (x0, bottom, x1, bottom),
                (x0, top, x0, bottom), (x1, top, x1, bottom),
            }  # fmt: skip
    return sorted(lines), sorted(bars)


def dump(data: dict[str, Any]) -> str:
    """One row a line, so that two revisions can be compared."""
    rows = []
    for key, value in data.items():
        if isinstance(value, dict):
            inner = ",\n  ".join(f"{json.dumps(name)}: {json.dumps(spec)}" for name, spec in value.items())
            rows.append(f"{json.dumps(key)}: {{\n  {inner}\n }}")
        elif isinstance(value, list) and value and isinstance(value[0], (list, tuple)):
            rows.append(f"{json.dumps(key)}: [\n  " + ",\n  ".join(map(json.dumps, value)) + "\n ]")
        else:
            rows.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n " + ",\n ".join(rows) + "\n}\n"


def main(arguments: list[str]) -> None:
    """Write the data file where revisions are looked for, and say where."""
    blank, names, label, issued = arguments
    fields = json.loads(Path(names).read_text(encoding="utf-8"))
    place = revisions.DATA / f"w9_{fields['revision']}.json"
    place.write_text(dump(survey(Path(blank), fields, label, issued)), encoding="utf-8")
    sys.stdout.write(f"{place}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
