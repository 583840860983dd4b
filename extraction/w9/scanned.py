"""A scanned, faxed or photographed W-9: from a raster to the witnesses of every field.

``read_scan`` finds the form, pulls it straight, takes its own ink away and reads each box with two
engines from different crops. It reports what it saw; ``reconcile`` decides what to believe.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from extraction.types import Box, Source, Witness
from extraction.w9 import readings
from extraction.w9.cells import IdReading, read_id
from extraction.w9.checkbox import Mark, read_box
from extraction.w9.coverage import Coverage
from extraction.w9.heading import printed_date
from extraction.w9.ink import DARK, darker, gain_of, writing
from extraction.w9.marks import EVEN_LINE, evenness, inside, signature, struck
from extraction.w9.ocr_crop import Kind, Read, ppocr, tesseract
from extraction.w9.raster import Gray, is_bilevel, unevenly_lit
from extraction.w9.readings import FAINT, HANDWRITTEN, TOUCHES_LINE, FieldReading, FormReading
from extraction.w9.register import Registration, register
from extraction.w9.revisions import FormField, revisions
from extraction.w9.sheet import PPP, Sheet, straighten

EMPTY_SURE = 0.995
KINDS: dict[str, Kind] = {
    "llc_class": "code", "exempt_payee_code": "code", "fatca_code": "code", "signature_date": "date",
}  # fmt: skip
BY_HAND = (
    "name",
    "business_name",
    "address",
    "city_state_zip",
    "ssn",
    "ein",
)  # make it a form filled by hand
TYPED_LINES = (*BY_HAND[:4], "signature_date")
FADED = 3.0  # points of writing at either end that only show as faint
BEYOND = 120  # pixels
CLOSE = 9  # pixels above and below a line that is read large
MULTILINE = ("requester",)
FAX_WIDTHS = (1728, 2048, 2432)  # pixels a line, ITU-T T.4
FAX_DPI = (201.5, 206.5)
COARSE_SCAN, TOO_COARSE = 1.6, 1.25  # pixels a point: about 115 and 90 dpi
PHOTO_PERSPECTIVE = 0.008
LOW_SUPPORT = 0.8


def read_scan(
    gray: Gray, *, points_per_pixel: float | None = None, detail: float = 1.0, page: int = 1
) -> FormReading | None:
    """Read the W-9 in a gray raster (height, width), 0 black, any rotation; None when there is none.

    ``points_per_pixel`` scales the boxes (1.0 when None). The raster is best at its native resolution,
    150 to 300 dpi; ``detail`` is below 1 when it was drawn larger than it was scanned.
    """
    found = register(gray)
    if found is None:
        return None
    if found.twice:
        return FormReading(found.revision, page, "scan", fit=found.support, problems=(readings.TWO_FORMS,))
    sheet = straighten(gray, found, revisions()[found.revision])
    place = _Place(found, points_per_pixel or 1.0)
    coverage = Coverage(found, sheet.revision, (gray.shape[1], gray.shape[0]))
    fields = _fields(sheet, place)
    fields |= {
        name: readings.not_shown(name, place(box))
        for name, box in sheet.revision.places().items()
        if not coverage.shows(box)
    }
    return FormReading(
        revision=found.revision,
        page=page,
        medium=_medium(gray, found, points_per_pixel, fields),
        fields=fields,
        fit=found.support,
        problems=tuple(_problems(found, coverage, fields, detail)),
        printed=printed_date(sheet),
    )


def _fields(sheet: Sheet, place: "_Place") -> dict[str, FieldReading]:
    fields = {
        name: _text(sheet, field, place) for name, field in sheet.revision.fields.items() if _is_text(field)
    }
    fields |= {
        name: _mark(name, read_box(sheet, field.box), place(field.box))
        for name, field in sheet.revision.fields.items()
        if field.kind == "check"
    }
    for prefix in ("ssn", "ein"):
        fields[prefix] = replace(
            _id(prefix, read_id(sheet, prefix), place), cells=tuple(map(place, sheet.revision.cells(prefix)))
        )
    for name, (mark, box) in (("signature", signature(sheet)), ("cert_item2", struck(sheet))):
        fields[name] = _mark(name, mark, place(box))
    return fields


class _Place:
    """Official boxes to boxes of the stored page."""

    def __init__(self, registration: Registration, scale: float) -> None:
        self._registration = registration
        self._scale = scale

    def __call__(self, box: Box) -> Box:
        x0, top, x1, bottom = self._registration.box(box)
        return x0 * self._scale, top * self._scale, x1 * self._scale, bottom * self._scale


def _is_text(field: FormField) -> bool:
    return field.kind == "text" or field.name == "signature_date"


def _text(sheet: Sheet, field: FormField, place: _Place) -> FieldReading:
    clean = sheet.crop(field.box, clean=True, margin=(-0.5, 0, 0, 2))
    gain = gain_of(clean)
    found = writing(darker(clean, gain), PPP)
    if found is None:
        nothing = Witness(Source.INK, "", EMPTY_SURE, place(field.box))
        return FieldReading(field.name, (nothing,), place(field.box))
    where = place(inside(found, (field.box[0] + 0.5, field.box[1])))
    kind = KINDS.get(field.name, "text")
    if field.name in MULTILINE:
        reads = [(Source.OCR2, _lines(darker(clean, gain), kind))]
    else:
        lined = sheet.crop(field.box, clean=False, margin=(-0.5, 0, 0, 2))
        reads = _line(darker(clean, gain), darker(lined, gain), found, kind)
    witnesses = tuple(
        Witness(source, read.text, read.confidence, where) for source, read in reads if read.text
    )
    return FieldReading(field.name, witnesses, where, _noticed(field.name, clean, found))


def _noticed(name: str, clean: Gray, found: Box) -> frozenset[str]:
    """What keeps a line of text from being believed: a hand, or letters so faint that some may be missing."""
    flags = set()
    even = evenness(clean) if name in TYPED_LINES else None
    if even is not None and even < EVEN_LINE:
        flags.add(HANDWRITTEN)
    dark = writing(clean, PPP, DARK)
    if dark is None or dark[0] > found[0] + FADED * PPP or dark[2] < found[2] - FADED * PPP:
        flags.add(FAINT)
    return frozenset(flags)


def _line(clean: Gray, lined: Gray, found: Box, kind: Kind) -> list[tuple[Source, Read]]:
    """One line read three times: two engines, with and without the form's lines, at two heights."""
    left, right = max(0, int(found[0]) - 14), min(clean.shape[1], int(found[2]) + 24)
    rows = slice(max(0, int(found[1]) - CLOSE), int(found[3]) + CLOSE)
    # from the field's start and well beyond its end: what the tight crop may have cut off shows up here
    return [
        (Source.OCR2, ppocr(np.ascontiguousarray(clean[rows, left:right]), kind)),
        (Source.OCR, tesseract(np.ascontiguousarray(clean[:, left:right]), kind)),
        (Source.OCR2, ppocr(np.ascontiguousarray(lined[:, : right + BEYOND]), kind)),
    ]


def _lines(clean: Gray, kind: Kind) -> Read:
    """Several lines of writing, top to bottom, by the rows of paper between them."""
    dark = (clean < 128).sum(axis=1) > 0
    edges = np.flatnonzero(np.diff(np.r_[False, dark, False].astype(int)))
    texts, scores = [], []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        if bottom - top < 3.5 * PPP:
            continue
        strip = clean[max(0, top - 6) : bottom + 6]
        columns = np.flatnonzero((strip < 128).any(axis=0))
        read = ppocr(np.ascontiguousarray(strip[:, max(0, columns[0] - 12) : columns[-1] + 20]), kind)
        if read.text:
            texts.append(read.text)
            scores.append(read.confidence)
    return Read("\n".join(texts), min(scores, default=0.0))


def _mark(name: str, mark: Mark, box: Box) -> FieldReading:
    style = "ink" if name == "signature" and mark.on else None
    witness = Witness(Source.INK, "on" if mark.on else "", mark.confidence, box)
    return FieldReading(name, (witness,), box, style=style)


def _id(name: str, reading: IdReading, place: _Place) -> FieldReading:
    box = place(reading.box)
    if not reading.witnesses:
        return FieldReading(name, (Witness(Source.INK, "", EMPTY_SURE, box),), box)
    flags = set() if reading.in_cells or reading.proven else {TOUCHES_LINE}
    if reading.hand.handwritten and not reading.touches:
        flags.add(HANDWRITTEN)
    witnesses = tuple(Witness(one.source, one.value, one.confidence, box) for one in reading.witnesses)
    return FieldReading(name, witnesses, box, frozenset(flags))


def _medium(gray: Gray, found: Registration, scale: float | None, fields: dict[str, FieldReading]) -> str:
    """What kind of picture it is: decides how far its readings can ever be believed."""
    if any(HANDWRITTEN in fields[name].flags for name in BY_HAND if name in fields):
        return "hand"
    if found.perspective > PHOTO_PERSPECTIVE or unevenly_lit(gray):
        return "photo"
    dpi = 72 / scale if scale else 72 * found.pixels_per_point
    fax_line = min(gray.shape) in FAX_WIDTHS or FAX_DPI[0] < dpi < FAX_DPI[1]
    if is_bilevel(gray) and fax_line:
        return "fax"
    return "scan"


def _problems(
    found: Registration, coverage: Coverage, fields: dict[str, FieldReading], detail: float
) -> Iterator[str]:
    pixels = found.pixels_per_point * detail
    if pixels < COARSE_SCAN:
        yield readings.LOW_RESOLUTION if pixels < TOO_COARSE else readings.COARSE
    hidden = any(readings.NOT_SHOWN in field.flags for field in fields.values())
    if hidden or found.support < LOW_SUPPORT or not coverage.whole:
        yield readings.CUT_OFF
