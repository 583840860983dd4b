"""The nouns of reading a document. Plain frozen values: no Django, no files, no settings.

Coordinates are PDF points with the origin at the top left of the page as it is stored (unrotated):
``(x0, top, x1, bottom)``, the names of the PDF specification and of pdfplumber. Page numbers start at 1.
Character offsets are half-open ranges of Unicode code points in ``ContractText.text``.
"""

from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]


class Status(StrEnum):
    """How a file ended: the sentence and code stand in ``Extraction.error`` or ``Extraction.warnings``."""

    ACCEPTED = "accepted"
    WARNING = "warning"
    REJECTED = "rejected"


class Kind(StrEnum):
    """What a run of pages is."""

    W9 = "w9"
    W8 = "w8"
    CONTRACT = "contract"
    OTHER = "other"


class Source(StrEnum):
    """Where a reading came from. Two readings of one source are one witness."""

    ACROFORM = "acroform"  # the stored value of a form field (ISO 32000-2, 12.7)
    APPEARANCE = "appearance"  # what the field's appearance stream draws
    ANNOTATION = "annotation"  # FreeText, stamp or ink laid over the page (12.5)
    TEXT = "text"  # the page's own text layer
    OCR = "ocr"  # Tesseract on the rendered page
    OCR2 = "ocr2"  # the second engine on another crop
    INK = "ink"  # dark pixels: check boxes, signature, strike-out
    VENDOR = "vendor"  # typed by the vendor in the portal
    REVIEWER = "reviewer"  # keyed by a person


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    confidence: float = 1.0  # 0..1; 1.0 for a text layer


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. ``quality`` is 1.0 for a text layer, else the mean OCR word confidence (0..1).

    ``rotation`` is by how many degrees clockwise the stored page must be turned to read it.
    """

    number: int
    width: float
    height: float
    rotation: int
    words: tuple[Word, ...]
    source: Source
    quality: float = 1.0
    problem: str | None = None  # error code when the page could not be read


@dataclass(frozen=True, slots=True)
class Witness:
    """One independent reading of a field."""

    source: Source
    value: str | None
    confidence: float
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a form. ``confidence`` is a calibrated probability that ``value`` is right.

    ``value`` is a string, a bool for signed and line3b, or None for empty. ``reason`` says why it is
    not sure. ``cells`` are the boxes for the digits of a tax id, in their order, where the form has them.
    """

    name: str
    value: str | bool | None
    confidence: float
    page: int
    box: Box | None
    source: Source
    witnesses: tuple[Witness, ...] = ()
    reason: str | None = None
    cells: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong with a document: ``error`` (cannot accept) or ``warning`` (a person looks)."""

    code: str
    severity: str
    message: str
    field: str | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word of a contract: its place in the text and on the page."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Which characters of the contract's text stand on a page, and how well the page was read (0..1)."""

    number: int
    start: int
    end: int
    quality: float
    source: Source


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered clause of the contract's tree, heading and all its text. ``parent`` is a section id."""

    id: str
    number: str
    heading: str
    level: int
    parent: str | None
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest piece that is judged: a sentence or numbered piece inside a section.

    ``number`` and ``heading`` are those of its section. ``text`` equals ``ContractText.text[start:end]``.
    """

    id: str
    section: str | None
    number: str
    heading: str
    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the whole contract with its evidence; ``value`` is normalised (ISO date, amount)."""

    name: str
    value: str
    start: int
    end: int
    page: int
    confidence: float


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that a person looking at the page cannot see. ``code`` says how it is hidden."""

    code: str
    text: str
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class ContractText:
    """A contract as read: one text, its pages, words with boxes, tree, clauses and facts."""

    text: str
    pages: tuple[PageSpan, ...]
    words: tuple[TextWord, ...] = ()
    sections: tuple[Section, ...] = ()
    clauses: tuple[Clause, ...] = ()
    facts: tuple[Fact, ...] = ()
    hidden: tuple[HiddenText, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages of one kind. ``fields`` and ``tin_sure`` are for a W-9, ``contract`` for a contract."""

    kind: Kind
    pages: tuple[int, ...]
    revision: str | None = None
    fields: dict[str, Field] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    needs_review: bool = True
    tin_sure: bool = False
    contract: ContractText | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read from one file."""

    file: str
    sha256: str
    status: Status
    error: Issue | None
    pages: int
    parts: tuple[Part, ...]
    warnings: tuple[Issue, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LongScan:
    """A file of ``pages`` pages of which those ``scanned`` (1-based) wait to be read from their pictures."""

    pages: int
    scanned: tuple[int, ...]


class ExtractionError(Exception):
    """A file or page that cannot be read. ``permanent`` is False when trying again may help."""

    def __init__(self, code: str, message: str, *, permanent: bool = True) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.permanent = permanent
