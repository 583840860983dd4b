"""A form with a text layer: stored values, what their appearances draw, annotations and printed text.

What counts is what a person sees. A stored value is a second witness for it and is never believed alone:
a value that is not drawn, is drawn in white or under something, or differs from what is drawn is a
``hidden_value``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from extraction.types import Box, Source, Witness
from extraction.w9 import readings
from extraction.w9.acroform import Widget, match, overlap, place_by_fields, widgets, xfa_values
from extraction.w9.annotations import Overlay, overlays
from extraction.w9.drawn import Drawn
from extraction.w9.fit import Placement, place, repeated
from extraction.w9.glyphs import Glyph, PageInk, read_ink, words
from extraction.w9.heading import stated_date
from extraction.w9.looks import differs, digits_seen
from extraction.w9.marks_digital import check_ink, signature_ink, struck, unseen
from extraction.w9.printed import Entry, entries
from extraction.w9.readings import FieldReading, FormReading, not_shown
from extraction.w9.revisions import EIN_PARTS, SSN_PARTS, TEXT_FIELDS, union
from extraction.w9.values import same_text

IDS = {"ssn": SSN_PARTS, "ein": EIN_PARTS}
#: What a vendor enters: ink in these fields is an entry even when it is no text.
ENTERED = (
    "name", "business_name", "llc_class", "other_text", "exempt_payee_code", "fatca_code", "address",
    "city_state_zip", "ssn", "ein", "signature_date",
)  # fmt: skip
#: Entries of one line whose letters are looked at: a font may lie in any of them.
LOOKED_AT = ("name", "business_name", "llc_class", "address", "city_state_zip", "signature_date")
NO_REVISION = ""
EDGE = 2.0  # points by which a field may lie beyond the page


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is known of one digital page before its fields are read."""

    ink: PageInk
    placement: Placement
    widgets: dict[str, list[Widget]]
    overlays: tuple[Overlay, ...]
    xfa: dict[str, str]
    base: dict[str, Entry]
    stored: dict[str, Entry]
    shown: dict[str, Entry]
    drawn: Drawn


def read_page(path: Path, number: int) -> tuple[PageInk, list[Widget], tuple[Overlay, ...], dict[str, str]]:
    """Page ``number`` (from 1) with its widgets, annotations and XFA values."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[number - 1]
        found, laid = widgets(page), tuple(overlays(page))
        xfa = xfa_values(pdf) if found else {}
    return read_ink(path, number, annotated=bool(found or laid)), found, laid, xfa


def read_digital(path: Path, number: int) -> FormReading | None:
    """The form on page ``number`` (from 1), or None when its text layer is not an official W-9."""
    ink, found, laid, xfa = read_page(path, number)
    if ink.scanned:
        return None
    written = words(ink.base)
    if repeated(written):
        return FormReading(NO_REVISION, number, "digital", problems=(readings.TWO_FORMS,))
    placement = place(written) or place_by_fields(found)
    if placement is None:
        return None
    sheet = Sheet(
        ink=ink,
        placement=placement,
        widgets=match(found, placement),
        overlays=laid,
        xfa=xfa,
        base=entries(ink.base, placement),
        stored=entries(ink.stored, placement),
        shown=entries(ink.shown, placement),
        drawn=Drawn(ink, placement),
    )
    fields, beyond = _fields(sheet), _beyond_page(sheet)
    problems = () if certified(ink) else (readings.CERTIFICATION_MISSING,)
    return FormReading(
        revision=placement.revision.id,
        page=number,
        medium="digital",
        fields=fields | beyond,
        fit=min(1.0, placement.share),
        problems=(*problems, readings.CUT_OFF) if beyond else problems,
        printed=stated_date("".join(glyph.text for glyph in ink.base)),
    )


def _beyond_page(sheet: Sheet) -> dict[str, FieldReading]:
    """The fields whose place lies beyond the page: nothing can be said of them."""
    width, height = sheet.ink.size
    found = {}
    for name, box in sheet.placement.revision.places().items():
        x0, top, x1, bottom = place_ = sheet.placement.to_page(box)
        if x0 < -EDGE or top < -EDGE or x1 > width + EDGE or bottom > height + EDGE:
            found[name] = not_shown(name, place_)
    return found


def certified(ink: PageInk) -> bool:
    """Is the perjury statement of Part II on the page? Without it a signature certifies nothing."""
    text = "".join(glyph.text for glyph in ink.base).lower()
    return "underpenaltiesofperjury,icertify" in text


def _fields(sheet: Sheet) -> dict[str, FieldReading]:
    revision = sheet.placement.revision
    names = [name for name in (*TEXT_FIELDS, "signature_date") if name in revision.fields]
    found = {name: _text_field(sheet, name, (name,)) for name in names}
    found |= {name: _text_field(sheet, name, parts) for name, parts in IDS.items()}
    found |= {name: _check(sheet, name) for name, field in revision.fields.items() if field.kind == "check"}
    found["signature"] = _signature(sheet)
    found["cert_item2"] = _item2(sheet)
    return found


def _text_field(sheet: Sheet, name: str, parts: Sequence[str]) -> FieldReading:
    """One typed field. The first witness is the one to believe."""
    held = [widget for part in parts for widget in sheet.widgets.get(part, [])]
    stored_value = "".join(widget.value for widget in held).strip()
    official = sheet.placement.revision
    place_ = union([official.fields[part].box for part in parts])
    box = sheet.placement.to_page(place_)
    flags: set[str] = set()
    visible = _visible(sheet, name, held, box, flags)
    witnesses = list(visible)
    if stored_value:
        stored = Witness(Source.ACROFORM, stored_value, 1.0, union([widget.box for widget in held]))
        if any(not same_text(stored_value, one.value) for one in visible) or not visible:
            flags.add(readings.HIDDEN_VALUE)
            witnesses.append(stored)
        else:
            witnesses.insert(0, stored)
    if _xfa_differs(sheet, parts, stored_value):
        flags.add(readings.CONFLICT)
    if name in IDS:
        witnesses += _looks(sheet, name, visible, flags)
    elif name in LOOKED_AT and visible and readings.OVERFLOW not in flags:
        witnesses += _seen_otherwise(sheet, name, flags)
    if name in ENTERED:
        witnesses += _drawn(sheet, name, place_, flags, alone=not witnesses)
    if not witnesses:
        witnesses.append(Witness(Source.INK, "", 1.0, box))
    cells = tuple(map(sheet.placement.to_page, official.cells(name))) if name in IDS else ()
    return FieldReading(name, tuple(witnesses), box, frozenset(flags), cells=cells)


def _visible(sheet: Sheet, name: str, held: list[Widget], box: Box, flags: set[str]) -> list[Witness]:
    """What a person can read in the field: the page's own text and what lies over it."""
    drawn = all(widget.drawn for widget in held if widget.value)
    over = sheet.stored.get(name) if drawn else sheet.shown.get(name)
    own = sheet.base.get(name)
    if any(widget.hidden and widget.value for widget in held):
        flags.add(readings.HIDDEN_VALUE)
        over = None
    found = []
    for entry, source in ((over, _over_source(sheet, held, box)), (own, Source.TEXT)):
        if entry is None:
            continue
        hidden = unseen(sheet.ink, entry.glyphs)
        clipped = bool(hidden) and all(glyph.box[0] > box[2] - 2 for glyph in hidden)
        if entry.overflow or clipped:
            flags.add(readings.OVERFLOW)
        if hidden and not clipped:
            flags.add(readings.HIDDEN_VALUE)
        else:
            text = _as_laid(sheet, entry.text, box) if source is Source.ANNOTATION else entry.text
            found.append(Witness(source, text, 1.0, _around(entry.glyphs)))
    again = sheet.shown.get(name)
    if drawn and over and again and not same_text(over.text, again.text):
        flags.add(readings.HIDDEN_VALUE)  # two viewers show two values
    if len(found) == 2 and not same_text(found[0].value, found[1].value):
        flags.add(readings.CONFLICT)
    return found


def _drawn(sheet: Sheet, name: str, place_: Box, flags: set[str], *, alone: bool) -> list[Witness]:
    """Ink of the field that is no text, read when there is nothing else; a stroke through its letters."""
    entry = _entry(sheet, name)
    if entry and sheet.drawn.struck(entry.glyphs):
        flags.add(readings.OVERWRITTEN)
    if not sheet.drawn.over(place_) or (name == "signature_date" and not alone):  # a signature may reach it
        return []
    flags.add(readings.DRAWN)
    return sheet.drawn.read(place_, digits=name in IDS) if alone else []


def _looks(sheet: Sheet, name: str, visible: list[Witness], flags: set[str]) -> list[Witness]:
    """An id read once more from the pixels of its digits: a font can lie about them."""
    text = "".join(letter for one in visible[:1] for letter in one.value or "" if letter.isdigit())
    entry = _entry(sheet, name)
    if not text or entry is None:
        return []
    looked, lies = digits_seen(sheet.ink, entry.glyphs, sheet.drawn.lines)
    if lies:
        flags.add(readings.HIDDEN_VALUE)
    return [Witness(Source.OCR2, looked, 1.0, _around(entry.glyphs))] if looked else []


def _seen_otherwise(sheet: Sheet, name: str, flags: set[str]) -> list[Witness]:
    """An entry whose letters look like another text: what a person sees counts."""
    entry = _entry(sheet, name)
    seen = differs(sheet.ink, entry.glyphs) if entry else None
    if entry is None or seen is None:
        return []
    flags.add(readings.HIDDEN_VALUE)
    return [Witness(Source.OCR2, seen, 0.5, _around(entry.glyphs))]


def _entry(sheet: Sheet, name: str) -> Entry | None:
    return next((one[name] for one in (sheet.stored, sheet.shown, sheet.base) if name in one), None)


def _over_source(sheet: Sheet, held: list[Widget], box: Box) -> Source:
    laid = any(item.kind in {"FreeText", "Stamp"} and overlap(item.box, box) > 0.5 for item in sheet.overlays)
    return Source.ANNOTATION if laid and not any(widget.value for widget in held) else Source.APPEARANCE


def _as_laid(sheet: Sheet, text: str, box: Box) -> str:
    """The annotation's own text, which keeps its lines, when it is what is drawn."""
    laid = (item.text for item in sheet.overlays if overlap(item.box, box) > 0.5)
    return next((own for own in laid if same_text(own, text)), text)


def _around(glyphs: Iterable[Glyph]) -> Box:
    return union([glyph.box for glyph in glyphs])


def _xfa_differs(sheet: Sheet, parts: Sequence[str], stored: str) -> bool:
    fields = sheet.placement.revision.fields
    keys = [(fields[part].acroform or "").rsplit(".", 1)[-1].split("[")[0] for part in parts]
    values = [sheet.xfa[key] for key in keys if key in sheet.xfa]
    return bool(values) and not same_text("".join(values), stored)


def _check(sheet: Sheet, name: str) -> FieldReading:
    """A check box: what its pixels show against what its value says."""
    field = sheet.placement.revision.fields[name]
    box = sheet.placement.to_page(field.box)
    marked, sure = check_ink(sheet.ink, box)
    witnesses = [Witness(Source.INK, "on" if marked else "", sure, box)]
    held = sheet.widgets.get(name, [])
    flags: set[str] = set()
    if any(widget.hidden and widget.value == "on" for widget in held):
        witnesses = [Witness(Source.INK, "", sure, box)]
        flags.add(readings.HIDDEN_VALUE)
    elif held:
        on = any(widget.value == "on" for widget in held)
        witnesses.insert(0, Witness(Source.ACROFORM, "on" if on else "", 1.0, held[0].box))
        if on and not marked:
            flags.add(readings.HIDDEN_VALUE)
            witnesses.reverse()
        elif marked and not on:
            witnesses.reverse()
            if any(widget.looks_on for widget in held):
                flags.add(readings.HIDDEN_VALUE)
    return FieldReading(name, tuple(witnesses), box, frozenset(flags))


def _signature(sheet: Sheet) -> FieldReading:
    """Anything visible in the signature zone, and whether it is typed, inked, stamped or digital."""
    field = sheet.placement.revision.fields["signature"]
    box = sheet.placement.to_page(field.box)
    present, sure = signature_ink(sheet.ink, box)
    style = None
    digital = any(widget.kind == "Sig" and widget.value for widget in sheet.widgets.get("signature", []))
    typed = sheet.base.get("signature") or sheet.shown.get("signature")
    if digital:
        style = "digital"
    elif typed:
        style = "typed"
    elif present:
        kinds = {item.kind for item in sheet.overlays if overlap(item.box, box) > 0.2}
        style = "stamp" if "Stamp" in kinds else "ink"
    return FieldReading(
        "signature", (Witness(Source.INK, "on" if present else "", sure, box),), box, style=style
    )


def _item2(sheet: Sheet) -> FieldReading:
    field = sheet.placement.revision.fields["cert_item2"]
    box = sheet.placement.to_page(field.box)
    crossed, sure = struck(sheet.ink, box)
    return FieldReading("cert_item2", (Witness(Source.INK, "on" if crossed else "", sure, box),), box)
