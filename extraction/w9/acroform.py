"""Form fields of a page: walked from the page's /Annots, never from /AcroForm /Fields.

Many writers leave /Fields incomplete, flatten the dotted names into one, or rename everything; so a
widget is matched by its official name where it has one and by where it stands on the form otherwise
(ISO 32000-2, 12.5.6.19 and 12.7).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

import pikepdf
from defusedxml import ElementTree

from extraction.types import Box
from extraction.w9.fit import Placement, fit_pairs, middle
from extraction.w9.revisions import FormField, Revision, revisions

HIDDEN, NO_VIEW = 2, 32  # annotation flags (ISO 32000-2, table 167)
INVISIBLE = HIDDEN | NO_VIEW
OFFICIAL_SHARE = 0.8
DEPTH = 12  # parents that are followed; a loop of parents ends there


@dataclass(frozen=True, slots=True)
class Widget:
    """One widget of the page. ``value`` is what is stored, "on" or "" for a check box."""

    name: str
    kind: str  # Tx, Btn, Ch, Sig
    value: str
    box: Box  # points of the stored page, top left origin
    hidden: bool
    drawn: bool  # has an appearance stream of its own
    looks_on: bool | None = None  # check box: what its appearance state shows


def widgets(page: pikepdf.Page) -> list[Widget]:
    """Every widget of the page, in order."""
    frame = [float(value) for value in page.cropbox]
    found = []
    for annotation in page.get("/Annots", pikepdf.Array()):
        if isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == "/Widget":
            widget = _widget(annotation, frame)
            if widget:
                found.append(widget)
    return found


def page_box(rect: Any, frame: list[float]) -> Box:
    """A PDF rectangle as a box from the top left of the page's crop box."""
    x0, y0, x1, y1 = (float(value) for value in rect)
    left, right = sorted((x0, x1))
    low, high = sorted((y0, y1))
    return left - frame[0], frame[3] - high, right - frame[0], frame[3] - low


def _widget(annotation: pikepdf.Dictionary, frame: list[float]) -> Widget | None:
    if len(annotation.get("/Rect", ())) != 4:
        return None
    kind = str(_inherited(annotation, "/FT") or "").lstrip("/")
    stored = _inherited(annotation, "/V")
    state = annotation.get("/AS")
    normal = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    value, looks_on = _text(stored), None
    if kind == "Btn":
        value = "on" if str(stored or state or "/Off").lstrip("/") not in {"Off", ""} else ""
        looks_on = _looks_on(state, normal)
    return Widget(
        name=_full_name(annotation),
        kind=kind,
        value=value,
        box=page_box(annotation.Rect, frame),
        hidden=bool(int(annotation.get("/F", 0)) & INVISIBLE),
        drawn=normal is not None,
        looks_on=looks_on,
    )


def _looks_on(state: Any, normal: Any) -> bool | None:
    """None when there is no appearance to look at; a viewer then draws what the value says."""
    if state is None or not isinstance(normal, pikepdf.Dictionary):
        return None
    return str(state) != "/Off" and str(state) in normal


def _lineage(annotation: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    node: Any = annotation
    for _ in range(DEPTH):
        if not isinstance(node, pikepdf.Dictionary):
            return
        yield node
        node = node.get("/Parent")


def _inherited(annotation: pikepdf.Dictionary, key: str) -> Any:
    return next((node[key] for node in _lineage(annotation) if key in node), None)


def _full_name(annotation: pikepdf.Dictionary) -> str:
    parts = [str(node["/T"]) for node in _lineage(annotation) if "/T" in node]
    return ".".join(reversed(parts))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace").strip()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip() if _plain(value) else ""


def _plain(value: Any) -> bool:
    return isinstance(value, (pikepdf.String, pikepdf.Name, str))


def match(found: list[Widget], placement: Placement) -> dict[str, list[Widget]]:
    """Widgets by field of the form: official name first, and always only where they stand on it.

    A widget with an official name far from its official place is not that field to a person who looks
    at the page, so the place decides.
    """
    matched: dict[str, list[Widget]] = {}
    for widget in found:
        name = _by_place(widget, placement)
        if name:
            matched.setdefault(name, []).append(widget)
    return matched


def place_by_fields(found: list[Widget]) -> Placement | None:
    """The revision whose official fields, by name, stand where they should; at least 80 % of them.

    For pages whose words are outlines or were set anew while the fields are the official ones.
    """
    placed = (_fit_fields(revision, found) for revision in revisions().values())
    best = max((one for one in placed if one), key=lambda one: one.share, default=None)
    return replace(best, worded=False) if best and best.share >= OFFICIAL_SHARE else None


def _fit_fields(revision: Revision, found: list[Widget]) -> Placement | None:
    fields = [field for field in revision.fields.values() if field.acroform]
    pairs = []
    for field in fields:
        held = [widget for widget in found if _official(widget.name, field) and _same_kind(widget, field)]
        if len(held) == 1:
            pairs.append((middle(field.box), middle(held[0].box)))
    enough = int(OFFICIAL_SHARE * len(fields))
    return fit_pairs(revision, pairs, enough=enough, of=len(fields)) if len(pairs) >= enough else None


def _by_place(widget: Widget, placement: Placement) -> str | None:
    box = placement.to_form(widget.box)
    fitting = {
        name: share
        for name, field in placement.revision.fields.items()
        if _same_kind(widget, field) and (share := overlap(box, field.box)) > 0.35
    }
    named = [name for name in fitting if _official(widget.name, placement.revision.fields[name])]
    return named[0] if named else max(fitting, key=lambda name: fitting[name], default=None)


def _official(name: str, field: FormField) -> bool:
    last = (field.acroform or "").rsplit(".", 1)[-1]
    return bool(field.acroform) and (name == field.acroform or name.rsplit(".", 1)[-1] == last)


def _same_kind(widget: Widget, field: FormField) -> bool:
    if field.kind == "check":
        return widget.kind == "Btn"
    if field.kind == "ink":
        return widget.kind in {"Tx", "Sig"}
    return field.kind in {"text", "comb"} and widget.kind in {"Tx", "Ch", ""}


def overlap(one: Box, two: Box) -> float:
    """Shared area as a share of the smaller box."""
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return width * height / smaller if smaller > 0 else 0.0


def xfa_values(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Values of the XFA datasets packet by the last part of the name; empty when there is none.

    An XFA viewer shows these instead of the field values, so a difference means two different forms.
    """
    form = pdf.Root.get("/AcroForm")
    packets = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    if not isinstance(packets, pikepdf.Array):
        return {}
    parts = list(packets)
    for name, packet in zip(parts[::2], parts[1::2], strict=False):
        if str(name) == "datasets" and isinstance(packet, pikepdf.Stream):
            return _dataset(packet.read_bytes())
    return {}


def _dataset(content: bytes) -> dict[str, str]:
    try:
        root: Element = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return {}
    leaves = (
        (node.tag.rsplit("}", 1)[-1], (node.text or "").strip()) for node in root.iter() if len(node) == 0
    )
    return {name: value for name, value in leaves if value}
