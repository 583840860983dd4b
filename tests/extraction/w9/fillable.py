"""A fillable W-9 for tests: measured words and the official fields, each trap set by a small change."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from extraction.types import Box
from extraction.w9.revisions import FormField, revisions
from tests.extraction.w9 import paper

Change = Callable[[Pdf, dict[str, Dictionary]], None]
VALUES = {
    "name": "Copperline Services LLC",
    "llc_class": "S",
    "address": "12 Ferry Landing Way",
    "city_state_zip": "Portland, OR 97201",
    "ein1": "85",
    "ein2": "1170318",
}


def fillable(
    path: Path,
    *changes: Change,
    values: dict[str, str] | None = None,
    ticked: Iterable[str] = ("box_llc",),
    drawn: bool = True,
    flat: bool = True,
    revision: str = "2024-03",
) -> Path:
    """A signed and dated form with its fields filled; ``changes`` get the PDF and the widgets by field.

    ``drawn`` gives every text value an appearance stream; ``flat`` writes each dotted name into one /T.
    """
    paper.draw(path, paper.Paper(texts={"signature_date": "05/01/2025"}, revision=revision))
    form = revisions()[revision]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        made: dict[str, Dictionary] = {}
        for name, field in form.fields.items():
            if field.kind in {"text", "comb", "check"}:
                value = (values or VALUES).get(name, "on" if name in set(ticked) else "")
                made[name] = _widget(pdf, field, value, form.size[1], drawn=drawn, flat=flat)
        pdf.pages[0].Annots = Array(made.values())
        pdf.Root.AcroForm = Dictionary(
            Fields=Array(made.values()),
            DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(_font()))),
            DA=String("/Helv 9 Tf 0 g"),
        )
        for change in changes:
            change(pdf, made)
        pdf.save(path)
    return path


def _font() -> Dictionary:
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def _widget(pdf: Pdf, field: FormField, value: str, top: float, *, drawn: bool, flat: bool) -> Dictionary:
    name = field.acroform or ""
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn if field.kind == "check" else Name.Tx,
            T=String(name if flat else name.rsplit(".", 1)[-1]),
            Rect=Array(_rect(field.box, top)),
            F=4,
        )
    )
    if field.kind == "check":
        on = Name("/" + (field.on or "1"))
        widget.V = widget.AS = on if value else Name.Off
        tick = "1.5 w 1 1 m 7 7 l S 1 7 m 7 1 l S"
        widget.AP = Dictionary(N=Dictionary({str(on): _form(pdf, field.box, tick)}))
        return widget
    widget.DA = String("/Helv 9 Tf 0 g")
    if field.length and field.kind == "comb":
        widget.MaxLen, widget.Ff = field.length, 1 << 24
    if value:
        widget.V = String(value)
        if drawn:
            widget.AP = Dictionary(N=_form(pdf, field.box, draws(value, comb=field.kind == "comb")))
    return widget


def _rect(box: Box, top: float) -> list[float]:
    return [box[0], top - box[3], box[2], top - box[1]]


def draws(value: str, *, comb: bool = False, gray: float = 0.0) -> str:
    """Content that draws a value in a field, one digit a cell when ``comb``."""
    if not comb:
        return f"BT /Helv 9 Tf {gray} g 2 3.5 Td ({value}) Tj ET"
    shown = " ".join(f"({digit}) Tj 14.4 0 Td" for digit in value)
    return f"BT /Helv 9 Tf {gray} g 4.7 8 Td {shown} ET"


def _form(pdf: Pdf, box: Box, content: str) -> pikepdf.Stream:
    return pdf.make_stream(
        content.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, box[2] - box[0], box[3] - box[1]]),
        Resources=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(_font()))),
    )


def shows(name: str, content: str) -> Change:
    """The field draws other content than its value."""

    def change(pdf: Pdf, made: dict[str, Dictionary]) -> None:
        box = revisions()["2024-03"].fields[name].box
        made[name].AP = Dictionary(N=_form(pdf, box, content))

    return change


def holds(name: str, **entries: object) -> Change:
    """Entries of the field's dictionary are set, or removed when None."""

    def change(_pdf: Pdf, made: dict[str, Dictionary]) -> None:
        for key, value in entries.items():
            if value is None:
                del made[name][f"/{key}"]
            else:
                made[name][f"/{key}"] = value

    return change


def free_text(name: str, text: str) -> Change:
    """A FreeText annotation is laid over the field."""

    def change(pdf: Pdf, _made: dict[str, Dictionary]) -> None:
        box = revisions()["2024-03"].fields[name].box
        page = pdf.pages[0]
        laid = Dictionary(
            Type=Name.Annot,
            Subtype=Name.FreeText,
            Rect=Array(_rect(box, revisions()["2024-03"].size[1])),
            Contents=String(text),
            DA=String("/Helv 9 Tf 0 g"),
            F=4,
            AP=Dictionary(N=_form(pdf, box, draws(text))),
        )
        page.Annots.append(pdf.make_indirect(laid))

    return change


def xfa(**values: str) -> Change:
    """The PDF carries an XFA datasets packet with these values."""

    def change(pdf: Pdf, _made: dict[str, Dictionary]) -> None:
        rows = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
        data = (
            '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><topmostSubform>'
            f"{rows}</topmostSubform></xfa:data></xfa:datasets>"
        )
        pdf.Root.AcroForm.XFA = Array([String("datasets"), pdf.make_stream(data.encode())])

    return change
