"""A page that looks like a printed W-9, drawn from the geometry alone, with entries of our own on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extraction.types import Box
from extraction.w9.revisions import Landmark, Revision, revisions

PPP = 300 / 72
Gray = NDArray[np.uint8]


@dataclass
class Entries:
    """What is written: ``texts`` by field, ``digits`` by "ssn" or "ein", names of ticked boxes."""

    texts: dict[str, str] = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    crosses: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    signed: bool = False
    struck: bool = False
    across: str | None = None  # an id typed over the cells of the SSN row
    crossed_sevens: bool = False


def draw_page(revision: str = "2024-03", entries: Entries | None = None) -> Gray:
    """The page at 300 dpi, upright."""
    form = revisions()[revision]
    image = Image.new("L", (round(form.size[0] * PPP), round(form.size[1] * PPP)), 255)
    draw = ImageDraw.Draw(image)
    for line in form.lines:
        draw.line([value * PPP for value in line], fill=0, width=2)
    for bar in form.bars:
        draw.rectangle([value * PPP for value in bar], fill=0)
    words = {word.box: word for word in (*form.landmarks, *form.printed)}
    for word in words.values():
        _word(draw, word, form.bars)
    if entries is not None:
        _fill(draw, form, entries)
    return np.asarray(image, np.uint8)


def _word(draw: ImageDraw.ImageDraw, word: Landmark, bars: Iterable[Box]) -> None:
    x0, top, x1, bottom = word.box
    text = word.text.replace("\u2013", "-")
    size = (bottom - top) * PPP
    wide = _font(size).getlength(text)
    font = _font(size * min(1.2, max(0.8, (x1 - x0) * PPP / max(1.0, wide))))
    white = any(bar[0] <= x0 <= bar[2] and bar[1] - 1 <= top <= bar[3] for bar in bars)
    draw.text(
        (x0 * PPP, (bottom - 0.2 * (bottom - top)) * PPP),
        text,
        font=font,
        fill=255 if white else 0,
        anchor="ls",
    )


def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _fill(draw: ImageDraw.ImageDraw, form: Revision, entries: Entries) -> None:
    for name, text in entries.texts.items():
        x0, _, _, bottom = form.fields[name].box
        draw.text(((x0 + 3) * PPP, (bottom - 3.2) * PPP), text, font=_font(10 * PPP), fill=0, anchor="ls")
    for prefix, digits in entries.digits.items():
        _digits(draw, form, prefix, digits, crossed=entries.crossed_sevens)
    if entries.across:
        x0, top, _, bottom = form.ssn_box
        place = ((x0 + 8) * PPP, (top + bottom) / 2 * PPP)
        draw.text(place, entries.across, font=_font(11 * PPP), fill=0, anchor="lm")
    for name in entries.ticks:
        x0, top, x1, bottom = (value * PPP for value in form.fields[name].box)
        points = [(x0 + 4, top + 16), (x0 + 13, bottom - 5), (x1 + 8, top - 6)]
        draw.line(points, fill=20, width=4, joint="curve")
    for name in entries.crosses:
        x0, top, x1, bottom = (value * PPP for value in form.fields[name].box)
        draw.line((x0 + 5, top + 5, x1 - 5, bottom - 5), fill=0, width=4)
        draw.line((x0 + 5, bottom - 5, x1 - 5, top + 5), fill=0, width=4)
    for name in entries.strays:
        x0, top, x1, _ = (value * PPP for value in form.fields[name].box)
        draw.line((x1 - 3, top - 20, x1 + 25, top + 12), fill=0, width=3)
    _marks(draw, form, entries)


def _digits(draw: ImageDraw.ImageDraw, form: Revision, prefix: str, digits: str, *, crossed: bool) -> None:
    parts = [name for name in form.fields if name.startswith(prefix)]
    cells = [cell for name in parts for cell in form.fields[name].cells]
    for digit, (x0, top, x1, bottom) in zip(digits, cells, strict=False):
        x, y = (x0 + x1) / 2 * PPP, (top + bottom) / 2 * PPP
        draw.text((x, y), digit, font=_font(12 * PPP), fill=0, anchor="mm")
        if crossed and digit == "7":
            draw.line((x - 11, y + 2, x + 12, y + 2), fill=0, width=4)


def _marks(draw: ImageDraw.ImageDraw, form: Revision, entries: Entries) -> None:
    if entries.signed:
        x0, top, _, bottom = (value * PPP for value in form.fields["signature"].box)
        x = np.linspace(0, 1, 60)
        curve = np.c_[x0 + 30 + 420 * x, (top + bottom) / 2 + 30 * np.sin(17 * x) * (1 - 0.4 * x)]
        draw.line([tuple(point) for point in curve], fill=40, width=4)
    if entries.struck:
        x0, top, x1, bottom = (value * PPP for value in form.fields["cert_item2"].box)
        draw.line((x0 + 20, bottom - 10, x1 - 60, top + 10), fill=30, width=5)


def photographed(page: Gray) -> tuple[Gray, NDArray[np.float64]]:
    """The page on a dark table, seen at an angle, and the matrix from page pixels to the picture's."""
    height, width = page.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[150, 120], [1480, 90], [1560, 1950], [90, 1890]])
    matrix = cv2.getPerspectiveTransform(corners, seen)
    picture = cv2.warpPerspective(page, matrix, (1650, 2050), flags=cv2.INTER_AREA, borderValue=40)
    light = np.linspace(0.62, 0.95, picture.shape[1])[None]
    return np.asarray(picture * light, np.uint8), np.asarray(matrix, np.float64)


def turned(page: Gray, degrees: float, *, noise: float = 6.0) -> tuple[Gray, NDArray[np.float64]]:
    """The page fed askew into a scanner at 200 dpi, and the matrix from page pixels to the scan's."""
    scale = 2 / 3
    height, width = round(page.shape[0] * scale), round(page.shape[1] * scale)
    matrix = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), degrees, scale)
    matrix[:, 2] += [width / 2 - page.shape[1] / 2, height / 2 - page.shape[0] / 2]
    scan = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=255)
    noisy = scan + np.random.default_rng(5).normal(0, noise, scan.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8), np.vstack([matrix, [0, 0, 1]])
