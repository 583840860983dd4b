"""What people lay over a form: FreeText, stamps, ink, lines, and signature fields (ISO 32000-2, 12.5.6)."""

from dataclasses import dataclass

import pikepdf

from extraction.types import Box
from extraction.w9.acroform import INVISIBLE, page_box

DRAWN = {"/Ink", "/Line", "/PolyLine", "/Polygon", "/StrikeOut", "/Square", "/Circle"}


@dataclass(frozen=True, slots=True)
class Overlay:
    """One visible annotation that is no form field. ``kind`` is its subtype without the slash."""

    kind: str
    text: str
    box: Box

    @property
    def strikes(self) -> bool:
        """Is it a stroke that could cross something out?"""
        return f"/{self.kind}" in DRAWN


def overlays(page: pikepdf.Page) -> list[Overlay]:
    """Visible annotations of the page other than widgets, links and pop-ups."""
    frame = [float(value) for value in page.cropbox]
    found = []
    for annotation in page.get("/Annots", pikepdf.Array()):
        if not isinstance(annotation, pikepdf.Dictionary) or len(annotation.get("/Rect", ())) != 4:
            continue
        kind = str(annotation.get("/Subtype", ""))
        if kind in {"/Widget", "/Link", "/Popup", ""} or int(annotation.get("/F", 0)) & INVISIBLE:
            continue
        text = str(annotation.get("/Contents", "")).replace("\r\n", "\n").replace("\r", "\n").strip()
        found.append(Overlay(kind.lstrip("/"), text, page_box(annotation.Rect, frame)))
    return found
