"""Drawn tax id rows for the digit reader: ``python -m benchmarks.w9.digit_rows FONTS OUT COUNT SEED``.

A row is the official cell grid with a number set digit by digit or typed across the cells, in one of the
fonts found below the folder FONTS, then worn by a scanner, a fax or a camera. Writes OUT (.npz): ``rows``
(n, 48, 320) uint8, ``labels`` (n, 12) int8 padded with -1; 0..9 are digits, 10 stands for any other sign.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

PPP = 300 / 72
HEIGHT, WIDTH = 48, 320
TALL = 25.0  # points: the row and half a point above and below
CELL = 14.4
SPILL = 3.0
SKIP = ("symbol", "dingbat", "d050000l", "fallback", "math", "emoji", "std-symbols", "standardsymbols")
Gray = NDArray[np.uint8]
Random = np.random.Generator


def fonts_below(folder: Path) -> list[Path]:
    """Fonts that have digits, by their file names."""
    found = [path for path in folder.rglob("*") if path.suffix.lower() in (".ttf", ".otf", ".t1")]
    found += list(Path("/usr/share/fonts").rglob("*.ttf"))
    return [path for path in found if not any(word in path.name.lower() for word in SKIP)]


def draw_row(rng: Random, fonts: list[Path]) -> tuple[Gray, list[int]]:
    """One row and its label."""
    groups = (3, 2, 4) if rng.random() < 0.5 else (2, 7)
    width = (sum(groups) + len(groups) - 1) * CELL
    image = Image.new("L", (round((width + 2 * SPILL) * PPP), round(TALL * PPP)), 255)
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.93:
        _grid(draw, rng, groups)
    else:
        _frame(draw, rng, width)
    label = _write(draw, rng, groups, fonts, width)
    row = _worn(np.asarray(image), rng)
    return fit(row), label


def fit(row: Gray) -> Gray:
    """A row at 300 dpi as the reader wants it: 48 pixels high, white to the right up to 320."""
    scale = HEIGHT / row.shape[0]
    wide = min(WIDTH, round(row.shape[1] * scale))
    out = np.full((HEIGHT, WIDTH), 255, np.uint8)
    out[:, :wide] = cv2.resize(row, (wide, HEIGHT), interpolation=cv2.INTER_AREA)
    return out


def _grid(draw: ImageDraw.ImageDraw, rng: Random, groups: tuple[int, ...]) -> None:
    left, top = SPILL + rng.normal(0, 0.25), 0.5 + rng.normal(0, 0.25)
    thick = max(1, round(float(rng.uniform(0.3, 0.9)) * PPP))
    shade = int(rng.integers(0, 90))
    for size in groups:
        for _ in range(size):
            box = [value * PPP for value in (left, top, left + CELL, top + 24)]
            draw.rectangle(box, outline=shade, width=thick)
            left += CELL
        if left < sum(groups) * CELL:
            middle = (top + 12) * PPP
            draw.line(((left + 5) * PPP, middle, (left + 9.5) * PPP, middle), fill=shade, width=thick + 1)
        left += CELL


def _frame(draw: ImageDraw.ImageDraw, rng: Random, width: float) -> None:
    box = [value * PPP for value in (SPILL, 0.5, SPILL + width, 24.5)]
    draw.rectangle(box, outline=int(rng.integers(0, 90)), width=2)
    for place in rng.uniform(0.2, 0.8, 2):
        x = (SPILL + place * width) * PPP
        for y in np.arange(0.5, 24, 3):
            draw.line((x, y * PPP, x, (y + 1.5) * PPP), fill=60, width=2)


def _write(
    draw: ImageDraw.ImageDraw, rng: Random, groups: tuple[int, ...], fonts: list[Path], width: float
) -> list[int]:
    font = ImageFont.truetype(str(fonts[rng.integers(len(fonts))]), round(float(rng.uniform(8.5, 15)) * PPP))
    ink = int(rng.choice([0, 0, 0, rng.integers(0, 110)]))
    count = int(rng.choice([9, 9, 9, 9, 9, 9, 8, 10, 7]))
    digits = [int(digit) for digit in rng.integers(0, 10, count)]
    if rng.random() < 0.15:
        digits = [int(rng.choice(digits[:3])) for _ in digits]
    kind = rng.random()
    if kind < 0.04:
        return _words(draw, rng, font, ink)
    if kind < 0.6:
        return _in_cells(draw, rng, groups, font, ink, digits)
    return _across(draw, rng, groups, font, ink, digits, width)


def _words(draw: ImageDraw.ImageDraw, rng: Random, font: ImageFont.FreeTypeFont, ink: int) -> list[int]:
    text = str(rng.choice(["APPLIED FOR", "Applied For", "N/A", "PENDING", "see above"]))
    draw.text(((SPILL + rng.uniform(1, 60)) * PPP, 12.5 * PPP), text, font=font, fill=ink, anchor="lm")
    return [10] * len(text.replace(" ", ""))


def _in_cells(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    groups: tuple[int, ...],
    font: ImageFont.FreeTypeFont,
    ink: int,
    digits: list[int],
) -> list[int]:
    places = []
    left = SPILL
    for size in groups:
        places += [left + (cell + 0.5) * CELL for cell in range(size)]
        left += (size + 1) * CELL
    shaky = float(rng.choice([0.2, 0.2, 1.2]))
    base = 12.5 + rng.normal(0, 1.5)
    written = digits[:9] if rng.random() < 0.7 else digits[:9][: int(rng.integers(5, 10))]
    for digit, place in zip(written, places, strict=False):
        x, y = place + rng.normal(0, shaky), base + rng.normal(0, shaky / 2)
        _digit(draw, rng, digit, (x * PPP, y * PPP), font, ink)
    return written


def _digit(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    digit: int,
    place: tuple[float, float],
    font: ImageFont.FreeTypeFont,
    ink: int,
) -> None:
    draw.text(place, str(digit), font=font, fill=ink, anchor="mm")
    if digit == 7 and rng.random() < 0.08:  # crossed, as in Europe
        half = font.size * 0.22
        draw.line(
            (place[0] - half, place[1], place[0] + half, place[1]), fill=ink, width=max(2, font.size // 16)
        )


def _across(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    groups: tuple[int, ...],
    font: ImageFont.FreeTypeFont,
    ink: int,
    digits: list[int],
    width: float,
) -> list[int]:
    text = "".join(map(str, digits))
    if rng.random() < 0.75:
        text = "-".join([text[:3], text[3:5], text[5:]] if len(groups) == 3 else [text[:2], text[2:]])
    space = float(rng.choice([0, 0, 0.5, 2.0])) * PPP
    widths = [font.getlength(letter) + space for letter in text]
    room = (width + SPILL) * PPP - sum(widths)
    if room < 0:
        font = font.font_variant(size=int(font.size * 0.7))
        widths = [font.getlength(letter) for letter in text]
        room = max(1.0, (width + SPILL) * PPP - sum(widths))
    x = SPILL * PPP * 0.6 + float(rng.uniform(0, room))
    y = (12.5 + rng.normal(0, 2.5)) * PPP
    for letter, advance in zip(text, widths, strict=True):
        draw.text((x, y), letter, font=font, fill=ink, anchor="lm")
        x += advance
    return digits


def _worn(row: Gray, rng: Random) -> Gray:
    """What a scanner, fax or camera makes of it, back at 300 dpi."""
    height, width = row.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.25)), 1.0)
    turn[:, 2] += rng.normal(0, 1.2, 2)
    row = cv2.warpAffine(row, turn, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    ways: list[Callable[[Gray, Random], Gray]] = [_scanner, _scanner, _fax, _camera, _bitonal]
    return np.asarray(ways[int(rng.integers(len(ways)))](np.asarray(row, np.uint8), rng), np.uint8)


def _resampled(row: Gray, dpi: tuple[float, float]) -> Gray:
    height, width = row.shape
    size = max(8, round(width * dpi[0] / 300)), max(8, round(height * dpi[1] / 300))
    return np.asarray(cv2.resize(row, size, interpolation=cv2.INTER_AREA), np.uint8)


def _scanner(row: Gray, rng: Random) -> Gray:
    dpi = float(rng.uniform(130, 300))
    small = cv2.GaussianBlur(_resampled(row, (dpi, dpi)), (0, 0), float(rng.uniform(0.2, 0.9)))
    return _back(_jpeg(_noise(small, rng, 8), rng), row)


def _camera(row: Gray, rng: Random) -> Gray:
    dpi = float(rng.uniform(110, 220))
    small = cv2.GaussianBlur(_resampled(row, (dpi, dpi)), (0, 0), float(rng.uniform(0.4, 1.3)))
    faded = small.astype(np.float32) * rng.uniform(0.6, 1) + rng.uniform(0, 60)
    return _back(_jpeg(_noise(np.clip(faded, 0, 255).astype(np.uint8), rng, 12), rng), row)


def _bitonal(row: Gray, rng: Random) -> Gray:
    dpi = float(rng.choice([200, 204, 240, 300]))
    return _back(_threshold(_resampled(row, (dpi, dpi)), rng, 0.001), row)


def _fax(row: Gray, rng: Random) -> Gray:
    down = float(rng.choice([98, 196]))
    return _back(_threshold(_resampled(row, (204, down)), rng, 0.004), row)


def _threshold(small: Gray, rng: Random, specks: float) -> Gray:
    soft = cv2.GaussianBlur(_noise(small, rng, 12), (0, 0), float(rng.uniform(0.01, 0.6)))
    out = np.where(soft < rng.uniform(100, 205), 0, 255).astype(np.uint8)
    flips = rng.random(out.shape) < rng.uniform(0, specks)
    out[flips] = 255 - out[flips]
    return out


def _noise(small: Gray, rng: Random, most: float) -> Gray:
    noisy = small.astype(np.float32) + rng.normal(0, rng.uniform(0, most), small.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _jpeg(small: Gray, rng: Random) -> Gray:
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 95))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _back(small: Gray, row: Gray) -> Gray:
    """Up to 300 dpi again, paper white and ink black as the sheet has them."""
    big = cv2.resize(small, (row.shape[1], row.shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    low, high = np.percentile(big, (1, 90))
    return np.asarray(np.clip((big - low) * 255 / max(40.0, high - low), 0, 255), np.uint8)


def main(arguments: list[str]) -> None:
    """Draw COUNT rows into OUT."""
    folder, out, count, seed = arguments
    fonts = fonts_below(Path(folder))
    rng = np.random.default_rng(int(seed))
    rows = np.zeros((int(count), HEIGHT, WIDTH), np.uint8)
    labels = np.full((int(count), 12), -1, np.int8)
    for number in range(int(count)):
        rows[number], label = draw_row(rng, fonts)
        labels[number, : len(label[:12])] = label[:12]
    np.savez(out, rows=rows, labels=labels)


if __name__ == "__main__":
    main(sys.argv[1:])
