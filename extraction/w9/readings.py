"""What a reader of a form hands to reconcile: per field the raw witnesses and what was noticed.

Names are those of the geometry files (``city_state_zip``, ``box_llc``, ``cert_item2``) with the tax ids
whole (``ssn``, ``ein``). Values are raw: text as written, digits of an id without separators, and for a
check box, the signature and the struck item ``"on"`` or ``""``. ``None`` means the witness could not say.
"""

from dataclasses import dataclass, field
from datetime import date

from extraction.types import Box, Source, Witness

#: What may be noticed about a field; each one keeps it from being believed without a person.
TOUCHES_LINE = "touches_line"  # ink touches a printed line or a cell divider
HANDWRITTEN = "handwritten"
OVERFLOW = "overflow"  # ink or text leaves the field
OVERWRITTEN = "overwritten"  # struck, whited out or written twice
HIDDEN_VALUE = "hidden_value"  # a stored value that nobody can see on the page
CONFLICT = "conflict"  # two things that a person can see disagree
FAINT = "faint"
DRAWN = "drawn"  # ink that is no text: what it says is only a reading of its picture
NOT_SHOWN = "not_shown"  # its place is cut off, covered or beyond the page

#: Problems of the page as a whole.
CERTIFICATION_MISSING = "certification_missing"
SUBSTITUTE = "substitute_form"
CUT_OFF = "cut_off"  # a part of the form is missing from the page
TWO_FORMS = "two_forms"
LOW_RESOLUTION = "low_resolution"  # too coarse to read anything with certainty
COARSE = "coarse"  # coarser than a scan should be: read, but not believed


@dataclass(frozen=True, slots=True)
class FieldReading:
    """Everything that was seen of one field. ``box`` and ``cells`` are in points of the stored page."""

    name: str
    witnesses: tuple[Witness, ...]
    box: Box | None = None
    flags: frozenset[str] = frozenset()
    style: str | None = None  # signature: ink, stamp, typed, digital, image
    cells: tuple[Box, ...] = ()  # a tax id: one a digit


@dataclass(frozen=True, slots=True)
class FormReading:
    """One form as read by one path. ``medium``: digital, scan, fax, photo, hand or substitute.

    ``fit`` (0..1) is how well the page fits the revision's geometry; ``problems`` are codes of the
    page as a whole; ``printed`` is the revision date in the form's heading.
    """

    revision: str
    page: int
    medium: str
    fields: dict[str, FieldReading] = field(default_factory=dict)
    fit: float = 1.0
    problems: tuple[str, ...] = ()
    printed: date | None = None


def not_shown(name: str, box: Box) -> FieldReading:
    """A field whose place is not to be seen: its witness cannot say anything."""
    return FieldReading(name, (Witness(Source.INK, None, 0.0, box),), box, frozenset({NOT_SHOWN}))
