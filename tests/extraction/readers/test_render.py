"""Boxes of what was read lie on what is drawn, whatever a picture says about its own resolution."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extraction.readers.image import read_frame
from extraction.readers.render import COVER_GREY, page_sizes, render_page

ROWS, COLUMNS = 1650, 1275
STAMP = (300, 600, 500, 700)  # pixels: left, top, right, bottom of what is written on the page
ROTATE = 0x0112  # EXIF tag Orientation


def picture(path, *, dpi=None, turned=False, squeezed=1.0, **more):
    """A white page with one black stamp; ``squeezed`` leaves out lines as a fax does."""
    image = Image.new("L", (COLUMNS, ROWS), 255)
    ImageDraw.Draw(image).rectangle(STAMP, fill=0)
    image = image.resize((COLUMNS, round(ROWS * squeezed)))
    exif = Image.Exif()
    if turned:
        image, exif[ROTATE] = image.transpose(Image.Transpose.ROTATE_90), 6
    image.save(path, exif=exif, **({"dpi": dpi} if dpi else {}), **more)
    return path


def stamp_in_points(path):
    raster = read_frame(path, 1)
    rows, columns = np.nonzero(raster.gray < 100)
    edges = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / raster.scale
    return tuple(float(edge) for edge in edges)


CASES = {
    "no_resolution.jpg": {},
    "a_telephone_says_72.jpg": {"dpi": (72, 72)},
    "scanner.png": {"dpi": (150, 150)},
    "turned_by_its_mark.jpg": {"turned": True},
    "fax.tif": {"dpi": (204, 98), "squeezed": 98 / 204, "compression": "tiff_lzw"},
}


@pytest.mark.parametrize("name", CASES)
def test_a_picture_is_as_large_for_the_eye_as_for_the_reader(tmp_path, name):
    path = picture(tmp_path / name, **CASES[name])
    read = read_frame(path, 1)
    (shown,) = page_sizes(path)
    assert (shown.width, shown.height) == pytest.approx((read.width, read.height), rel=0.002)


@pytest.mark.parametrize("name", CASES)
def test_what_is_to_be_covered_is_covered(tmp_path, name):
    path = picture(tmp_path / name, **CASES[name])
    png = render_page(path, 1, width=900, cover=(stamp_in_points(path),))
    drawn = np.asarray(Image.open(io.BytesIO(png)).convert("L"))
    assert drawn.min() > 60, "some of the stamp can still be seen"
    assert (drawn < 200).mean() == pytest.approx(0.0095, abs=0.004), "and nothing but the stamp is covered"
    assert abs(int(drawn.min()) - int(np.dot(COVER_GREY, (0.299, 0.587, 0.114)))) < 3


def test_the_previews_in_a_photograph_are_no_pages(tmp_path):
    small, large = Image.new("RGB", (200, 260), "white"), Image.new("RGB", (800, 1040), "white")
    large.save(tmp_path / "telephone.jpg", "MPO", save_all=True, append_images=[small])
    assert len(page_sizes(tmp_path / "telephone.jpg")) == 1
    assert render_page(tmp_path / "telephone.jpg", 1, width=300).startswith(b"\x89PNG")
