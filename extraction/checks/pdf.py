"""Limits and oddities of a PDF, found with qpdf (pikepdf) before any page is read."""

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pikepdf

from extraction.checks import warning
from extraction.options import Options
from extraction.sniff import refuse_malware
from extraction.types import ExtractionError, Issue

MAX_OBJECTS = 500_000
MAX_SIDE = 14_400.0  # points; ISO 32000-1, Annex C
MAX_STREAM = 75 << 20  # bytes, decoded
MAX_IMAGE = 200 << 20  # bytes of one picture, decoded
MAX_CONTENT = 24 << 20  # bytes of one page's drawing commands, decoded
MAX_CONTENT_PIECES = 5_000
DEFLATE_RATIO = 1032  # the most that one byte of deflate can grow to
RISKY = {"/Launch", "/SubmitForm", "/GoToR", "/GoToE", "/ImportData", "/Rendition", "/Movie", "/Sound"}
DAMAGED = "This PDF is damaged and could not be opened. Please save or scan it again."
HUGE = "This PDF unpacks to far more data than any ordinary document. Print it to a new PDF and send that."


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        document = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError:
        message = "This PDF asks for a password. Please save it without one and send it again."
        raise ExtractionError("password", message) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise _Unreadable from None
    with document:
        yield document


class _Unreadable(Exception):
    """qpdf cannot open it; PDFium may."""


# What pikepdf raises for an object that is not of the type that the specification wants at its place.
ODD_OBJECT = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    RuntimeError,
    ArithmeticError,
)


def check_pdf(path: Path, options: Options) -> tuple[int | None, tuple[Issue, ...]]:
    """The number of pages as qpdf counts them (None when it cannot open the file) and warnings.

    Raises ExtractionError: ``password``, ``too_many_pages``, ``page_too_large``, ``unpacked_too_large``,
    ``pixels_too_many``, ``too_complex``, ``malware``.
    """
    try:
        with _opened(path) as document:
            return _check(document, options)
    except _Unreadable:
        return None, ()


def _check(document: Any, options: Options) -> tuple[int | None, tuple[Issue, ...]]:
    try:
        pages = list(document.pages)
    except ODD_OBJECT:
        return None, ()
    count = len(pages)
    if count > options.max_pages:
        message = f"This PDF has {count} pages; {options.max_pages} is the most we take. Please split it."
        raise ExtractionError("too_many_pages", message)
    for page in pages:
        with suppress(*ODD_OBJECT):
            _check_page(page.obj)
    if len(document.objects) > MAX_OBJECTS:
        raise ExtractionError("too_complex", HUGE)
    found = _Found()
    for item in document.objects:
        with suppress(*ODD_OBJECT):
            _check_object(item, found)
    with suppress(*ODD_OBJECT):
        found.xfa_only = _is_xfa_shell(document.Root)
    with suppress(*ODD_OBJECT):
        found.attachments = found.attachments or len(document.attachments) > 0
    return count, found.warnings()


def _check_page(page: Any) -> None:
    unit = float(page.get("/UserUnit", 1))
    box = page.get("/MediaBox")
    if isinstance(box, pikepdf.Array) and len(box) == 4:
        sides = abs(float(box[2]) - float(box[0])) * unit, abs(float(box[3]) - float(box[1])) * unit
        if max(sides) > MAX_SIDE:
            raise ExtractionError(
                "page_too_large", "A page of this PDF is larger than 5 metres. Print it to A4."
            )
    _check_contents(page.get("/Contents"))


def _check_contents(contents: Any) -> None:
    """The drawing commands of one page: many pieces or a flood of them keep a reader busy for hours."""
    pieces = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    if len(pieces) > MAX_CONTENT_PIECES:
        raise ExtractionError("too_complex", HUGE)
    if (
        sum(_decoded_size(piece, MAX_CONTENT) for piece in pieces if isinstance(piece, pikepdf.Stream))
        > MAX_CONTENT
    ):
        raise ExtractionError("too_complex", HUGE)


class _Found:
    """What stands in the file besides pages."""

    def __init__(self) -> None:
        self.actions: set[str] = set()
        self.attachments = False
        self.xfa_only = False

    def warnings(self) -> tuple[Issue, ...]:
        found = []
        if self.actions:
            message = "This PDF contains commands that reach beyond its pages. They were not run."
            found.append(warning("active_content", message))
        if self.attachments:
            found.append(warning("embedded_files", "This PDF has files attached. They were not opened."))
        if self.xfa_only:
            message = (
                "This form shows its contents only in Adobe Reader. Print it to a new PDF and send that."
            )
            found.append(warning("xfa_only", message))
        return tuple(found)


def _check_object(item: Any, found: _Found) -> None:
    if isinstance(item, pikepdf.Stream):
        _check_stream(item)
    elif isinstance(item, pikepdf.Dictionary):
        _note_actions(item, found)


def _note_actions(item: Any, found: _Found) -> None:
    """Actions (ISO 32000-2, 12.6.4) of an object and of the dictionaries directly in it."""
    for holder in (item, item.get("/A"), item.get("/OpenAction"), *_values(item.get("/AA"))):
        if not isinstance(holder, pikepdf.Dictionary):
            continue
        kind = str(holder.get("/S", ""))
        if kind in RISKY or (kind == "/JavaScript" and holder.get("/JS") is not None):
            found.actions.add(kind)
    if item.get("/EF") is not None or item.get("/Subtype") == "/FileAttachment":
        found.attachments = True


def _values(item: Any) -> list[Any]:
    return list(dict(item).values()) if isinstance(item, pikepdf.Dictionary) else []


def _check_stream(stream: Any) -> None:
    """An embedded file is an attachment only where something refers to it: XFA packets have that type too."""
    if stream.get("/Subtype") == "/Image":
        _check_picture(stream)
    size = _decoded_size(stream, MAX_STREAM)
    if size > MAX_STREAM:
        raise ExtractionError("unpacked_too_large", HUGE)
    if stream.get("/Type") == "/EmbeddedFile" and size:
        refuse_malware(bytes(stream.read_bytes()))


def _check_picture(stream: Any) -> None:
    width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    bits = int(stream.get("/BitsPerComponent", 1))
    colours = {"/DeviceRGB": 3, "/DeviceCMYK": 4}.get(str(stream.get("/ColorSpace")), 1)
    if width * height * bits * colours // 8 > MAX_IMAGE:
        message = "A picture in this PDF has too many pixels. Please scan at 300 dpi and send it again."
        raise ExtractionError("pixels_too_many", message)


def _decoded_size(stream: Any, limit: int) -> int:
    """Bytes after the Flate filters, counted only when they could pass the limit; 0 for other filters."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    flates = 0
    for name in names:
        if name not in ("/FlateDecode", "/Fl"):
            break
        flates += 1
    raw = bytes(stream.read_raw_bytes()) if flates else b""
    if len(raw) * DEFLATE_RATIO**flates <= limit:
        return len(raw)
    return _inflated(raw, flates, limit)


def _inflated(raw: bytes, times: int, limit: int) -> int:
    """Length after ``times`` inflations, stopping soon after the limit. Never holds more than a few MB."""
    source: Iterator[bytes] = iter([raw])
    for _ in range(times):
        source = _inflate(source)
    total = 0
    try:
        for piece in source:
            total += len(piece)
            if total > limit:
                break
    except zlib.error:
        pass  # damaged data: as far as it goes
    return total


def _inflate(source: Iterator[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    for piece in source:
        while piece:
            yield engine.decompress(piece, 1 << 20)
            piece = engine.unconsumed_tail


def _is_xfa_shell(root: Any) -> bool:
    """A dynamic XFA form has no fields of its own: its page only says "please wait"."""
    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or form.get("/XFA") is None:
        return False
    fields = form.get("/Fields")
    return bool(root.get("/NeedsRendering")) or not (isinstance(fields, pikepdf.Array) and len(fields))


def repaired(path: Path) -> Path:
    """A copy in the temporary folder with the structure that qpdf could restore. Raises ExtractionError."""
    copy = Path(tempfile.mkdtemp()) / "repaired.pdf"
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            document.save(copy)
    except ODD_OBJECT:
        raise ExtractionError("corrupt", DAMAGED) from None
    return copy
