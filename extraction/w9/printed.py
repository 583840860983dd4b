"""Which characters of a page are entries of the form, and in which field each one stands.

The form's own words are taken out by text and place; what is left is joined to runs, and a run belongs
to the field in whose zone it starts. The zones are wider than the boxes because printers, converters and
people do not hit them exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.fit import Placement, middle
from extraction.w9.glyphs import Glyph, join, moved, tokens
from extraction.w9.revisions import EIN_PARTS, SSN_PARTS, Revision

SLACK = 0.8  # points by which a printed glyph may leave the box measured on the empty form
WORD_SLACK = 3.0  # points by which a whole printed word may be off: other fonts, other converters
ABOVE, BELOW, LEFT = 3.5, 5.5, 6.0  # a text zone is this much larger than its box
LATEST = 5.0  # an entry starts at least this far before the right end of its field
JUMP = 2.2  # letter heights: a wider gap between two letters starts a new run
STEP = 0.8  # letter heights: so does this gap where another field begins in it; no blank is as wide


@dataclass(frozen=True, slots=True)
class Entry:
    """Text that stands in one field. ``glyphs`` keep their page boxes; ``overflow``: it leaves the field."""

    text: str
    glyphs: tuple[Glyph, ...]
    overflow: bool = False


def zones(revision: Revision, *, grown: bool = True) -> dict[str, Box]:
    """Where an entry of each text field may start, the tax ids whole.

    ``grown`` is False when the page's own words are not the official ones and so cannot be taken out:
    then only what stands inside the field itself counts.
    """
    parts = {*SSN_PARTS, *EIN_PARTS}
    found = {
        name: _grown(field.box) if grown else _tight(field.box)
        for name, field in revision.fields.items()
        if field.kind in {"text", "ink"} and name not in parts
    }
    shape = _grown if grown else _tight
    found["ssn"], found["ein"] = shape(revision.ssn_box), shape(revision.ein_box)
    return found


def _grown(box: Box) -> Box:
    return box[0] - LEFT, box[1] - ABOVE, box[2] - LATEST, box[3] + BELOW


def _tight(box: Box) -> Box:
    return box[0] - 1, box[1] + 2, box[2] - LATEST, box[3] - 2


def entries(glyphs: Sequence[Glyph], placement: Placement) -> dict[str, Entry]:
    """The entries among ``glyphs``, by field."""
    revision = placement.revision
    places = _on_form(glyphs, placement)
    wanted = zones(revision, grown=placement.worded)
    runs = _runs(_not_printed(glyphs, places, revision, list(wanted.values())), list(wanted.values()))
    owned: dict[str, list[list[tuple[Glyph, Box]]]] = {}
    for run in runs:
        name = _owner(run, wanted)
        if name:
            owned.setdefault(name, []).append(run)
    return {name: _entry(parts, wanted[name]) for name, parts in owned.items()}


def _on_form(glyphs: Sequence[Glyph], placement: Placement) -> list[Box]:
    """Boxes in official points."""
    if not glyphs:
        return []
    square = placement.a**2 + placement.b**2
    a, b = placement.a / square, -placement.b / square
    boxes = np.array([glyph.box for glyph in glyphs])
    xs, ys = boxes[:, [0, 2, 0, 2]] - placement.dx, boxes[:, [1, 1, 3, 3]] - placement.dy
    u, v = a * xs - b * ys, b * xs + a * ys
    around = np.stack([u.min(1), v.min(1), u.max(1), v.max(1)], axis=1)
    return [(row[0], row[1], row[2], row[3]) for row in around.tolist()]


def _not_printed(
    glyphs: Sequence[Glyph], places: list[Box], revision: Revision, wanted: list[Box]
) -> list[tuple[Glyph, Box]]:
    """Glyphs in or beside a zone that the empty form does not have, with their official boxes."""
    near = [
        moved(glyph, box)
        for glyph, box, inside in zip(glyphs, places, _in_bands(places, wanted), strict=True)
        if inside
    ]
    labels = _label_orders(near, revision)
    rest = [glyph for glyph in near if glyph.order not in labels]
    own = {glyph.order: glyph for glyph in glyphs}
    return [
        (own[glyph.order], glyph.box)
        for glyph, printed in zip(rest, _on_printed(rest, revision), strict=True)
        if not printed
    ]


def _in_bands(places: list[Box], wanted: list[Box]) -> list[bool]:
    """Does each box stand in the height of a zone and not before it? Entries may leave it to the right."""
    if not places:
        return []
    boxes = np.array(places)
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = np.zeros(len(boxes), dtype=bool)
    for left, top, _, bottom in wanted:
        inside |= (middles >= top) & (middles <= bottom) & (boxes[:, 0] >= left)
    found: list[bool] = inside.tolist()
    return found


def _label_orders(near: Sequence[Glyph], revision: Revision) -> set[int]:
    """Places in the content of whole printed words that stand about where the empty form has them."""
    where: dict[str, list[tuple[float, float]]] = {}
    for word in revision.printed:
        where.setdefault(word.text, []).append(middle(word.box))
    found: set[int] = set()
    for letters, box in tokens(near):
        x, y = middle(box)
        text = "".join(glyph.text for glyph in letters)
        if any(abs(x - u) < WORD_SLACK and abs(y - v) < WORD_SLACK for u, v in where.get(text, [])):
            found |= {glyph.order for glyph in letters}
    return found


def _on_printed(near: Sequence[Glyph], revision: Revision) -> list[bool]:
    """For words cut up differently: does each glyph stand inside a printed word that has this letter?"""
    if not near:
        return []
    boxes = np.array([glyph.box for glyph in near])[:, None, :]
    printed = np.array([word.box for word in revision.printed])[None, :, :]
    fits = (boxes[..., :2] >= printed[..., :2] - SLACK) & (boxes[..., 2:] <= printed[..., 2:] + SLACK)
    inside: NDArray[np.bool_] = np.all(fits, axis=2)
    return [
        any(glyph.text in revision.printed[place].text for place in np.flatnonzero(row))
        for glyph, row in zip(near, list(inside), strict=True)
    ]


def _runs(glyphs: Iterable[tuple[Glyph, Box]], wanted: Sequence[Box]) -> list[list[tuple[Glyph, Box]]]:
    """Glyphs joined along their line, in content order."""
    runs: list[list[tuple[Glyph, Box]]] = []
    top = bottom = tallest = 0.0
    for glyph, box in glyphs:
        last = runs[-1][-1][1] if runs else None
        if last and _continues(last, box, top, bottom, tallest) and not _enters(last, box, wanted):
            runs[-1].append((glyph, box))
            top, bottom = min(top, box[1]), max(bottom, box[3])
            tallest = max(tallest, box[3] - box[1])
        else:
            runs.append([(glyph, box)])
            top, bottom, tallest = box[1], box[3], max(box[3] - box[1], 5.0)
    return runs


def _continues(last: Box, box: Box, top: float, bottom: float, height: float) -> bool:
    return -height < box[0] - last[2] < JUMP * height and box[1] < bottom + 1 and box[3] > top - 1


def _enters(last: Box, box: Box, wanted: Sequence[Box]) -> bool:
    """Does another field begin in the gap between two letters: the entry before it ended there."""
    height = max(last[3] - last[1], box[3] - box[1])
    if box[0] - last[2] < STEP * height:
        return False
    middle = (box[1] + box[3]) / 2
    return any(last[2] < zone[0] + LEFT <= box[0] + 1 and zone[1] <= middle <= zone[3] for zone in wanted)


def _owner(run: list[tuple[Glyph, Box]], wanted: dict[str, Box]) -> str | None:
    """The zone in which the run starts; the nearest middle when zones overlap."""
    x = run[0][1][0]
    y = (min(box[1] for _, box in run) + max(box[3] for _, box in run)) / 2
    inside = [name for name, zone in wanted.items() if zone[0] <= x <= zone[2] and zone[1] <= y <= zone[3]]
    return min(inside, key=lambda name: _distance(wanted[name], x, y), default=None)


def _distance(zone: Box, x: float, y: float) -> float:
    """From the field itself: outside its left edge counts more than being low or high in it."""
    across = max(zone[0] + LEFT - 1 - x, 0.0, x - zone[2])
    return across * 3 + abs(y - (zone[1] + ABOVE + zone[3] - BELOW) / 2)


def _entry(runs: list[list[tuple[Glyph, Box]]], zone: Box) -> Entry:
    """Runs as lines from top to bottom."""
    pieces = [(glyph, box) for run in runs for glyph, box in run]
    lines: list[list[tuple[Glyph, Box]]] = []
    for run in sorted(runs, key=lambda one: one[0][1][1] + one[0][1][3]):
        line = next((line for line in lines if _same_line(line, run)), None)
        if line is None:
            lines.append(list(run))
        else:
            line.extend(run)
    text = "\n".join(join(moved(glyph, box) for glyph, box in line) for line in lines)
    overflow = any(box[2] > zone[2] + LATEST + 2 for _, box in pieces)
    return Entry(text, tuple(glyph for glyph, _ in pieces), overflow)


def _same_line(line: list[tuple[Glyph, Box]], run: list[tuple[Glyph, Box]]) -> bool:
    middle = sum((box[1] + box[3]) / 2 for _, box in run) / len(run)
    return min(box[1] for _, box in line) - 0.5 <= middle <= max(box[3] for _, box in line) + 0.5
