"""Which pictures are empty sheets: the others are read."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extraction.readers.raster import is_blank

SHEET = (2040, 2640)  # Letter at 240 dpi


def sheet(*texts: str, paper: int = 255) -> np.ndarray:
    picture = Image.new("L", SHEET, paper)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=34)  # 10 points
    for line, text in enumerate(texts):
        pen.text((240, 300 + 60 * line), text, fill=0, font=font)
    return np.asarray(picture)


def dusty(specks: int, size: int) -> np.ndarray:
    gray, chance = sheet().copy(), np.random.default_rng(5)
    for x, y in zip(chance.integers(200, 1800, specks), chance.integers(200, 2400, specks), strict=True):
        gray[y : y + size, x : x + size] = 0
    return gray


@pytest.mark.parametrize("text", ["Exhibit B", "0020013 6", "IN WITNESS WHEREOF"])
def test_one_line_on_a_sheet_is_writing(text):
    assert not is_blank(sheet(text))
    assert not is_blank(sheet(text, paper=210))


def test_a_page_of_writing_is_writing():
    assert not is_blank(sheet(*["The parties agree as follows."] * 20))


@pytest.mark.parametrize("gray", [sheet(), sheet(paper=200), sheet(paper=0), dusty(200, 2), dusty(8, 5)])
def test_an_empty_a_black_and_a_dusty_sheet_are_blank(gray):
    assert is_blank(gray)


def test_the_noise_of_a_scanner_is_no_writing():
    noise = np.random.default_rng(3).normal(235, 6, SHEET[::-1])
    assert is_blank(noise.clip(0, 255).astype(np.uint8))
