"""What is on which pages: W-9, W-8, contract or other; splits a bundle into runs of pages of one kind."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from extraction.types import Kind, Page


class Face(StrEnum):
    """What one page looks like by its words."""

    W9_FORM = "w9_form"  # the page with the boxes to fill in
    W9_MORE = "w9_more"  # its instructions
    W8_FORM = "w8_form"
    W8_MORE = "w8_more"
    OTHER_FORM = "other_form"
    CONTRACT = "contract"
    TITLE = "title"  # a cover, a table of contents: the beginning of a contract if one follows
    TEXT = "text"  # running text without a mark of its own: belongs to what stands before it
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive pages (1-based) of one kind; ``form`` names another form such as ``w-4``."""

    kind: Kind
    pages: tuple[int, ...]
    form: str | None = None
    instructions_only: bool = False


IRS_MARK = re.compile(r"department\s+of\s+the\s+treasury|internal\s+revenue\s+service|omb\s+no", re.I)
W9_TITLE = re.compile(
    r"request\s+for\s+taxpayer\s+identification\s+number\s+and\s+certification|substitute\s+(form\s+)?w\s*-\s*9",
    re.I,
)
W9_LINES = re.compile(
    r"social\s+security\s+number|employer\s+identification\s+number|exempt\s+payee\s+code"
    r"|under\s+penalties\s+of\s+perjury|federal\s+tax\s+classification|signature\s+of\s+u\.?s\.?\s+person",
    re.I,
)
W9_MIN_LINES = 3
W8_TITLE = re.compile(
    r"certificate\s+of\s+(foreign\s+(status|person|intermediary)|status\s+of\s+beneficial)", re.I
)
FORM = (
    r"w\s*-\s*\d[a-z]*(?:\s*-\s*[a-z]+)?|ss\s*-\s*4|i\s*-\s*9|1099(?:\s*-\s*[a-z]+)?|1096|1040|8233|94[015]"
)
FORM_NAME = re.compile(rf"\bform\s+({FORM})\b", re.I)
LATER_PAGE = re.compile(rf"\bform\s+({FORM})\s*\([^)]{{4,24}}\)\s*page\s*\d", re.I)
TITLES = (
    (re.compile(r"employee.{0,2}s\s+withholding\s+certificate", re.I), "w-4"),
    (re.compile(r"wage\s+and\s+tax\s+statement", re.I), "w-2"),
    (re.compile(r"payer.{1,3}s\s+tin.*nonemployee\s+compensation", re.I | re.S), "1099-nec"),
    (re.compile(r"application\s+for\s+employer\s+identification\s+number", re.I), "ss-4"),
    (re.compile(r"employment\s+eligibility\s+verification", re.I), "i-9"),
)
HEAD = 600  # characters in which a form says its name; contracts mention forms further down
LEGAL = re.compile(
    r"\b(agreement|hereby|herein|hereto|hereof|hereunder|thereof|party|parties|shall|whereas|witnesseth|indemnif\w+"
    r"|liabilit\w+|terminat\w+|confidential\w*|governing\s+law|obligations?|pursuant|warrant\w+|licen[sc]\w+)\b",
    re.I,
)
LEGAL_DENSITY = 0.012  # legal words per word: letters and invoices stay below, pages of contracts well above
LEGAL_WORDS = 3
MIN_WORDS = 4
TITLE_PAGE = re.compile(
    r"\b(agreement|contract|amendment|addendum|statement\s+of\s+work|terms\s+and\s+conditions|order\s+form"
    r"|table\s+of\s+contents|execution\s+(copy|version)|exhibit)\b",
    re.I,
)
SHORT_CONTRACT = re.compile(r"\b(agreement|contract|amendment|addendum|statement\s+of\s+work)\b", re.I)
TITLE_WORDS = 120  # more than a cover page has
LETTER = re.compile(
    r"\b(dear\s+\w+|sincerely|(best|kind)\s+regards|yours\s+(truly|faithfully)|please\s+find|attention\s*:|enclosed"
    r"|invoice\s*(no|number|date|#)|request\s+form)\b",
    re.I,
)


def text_of(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def face_of(page: Page) -> tuple[Face, str | None]:
    """What a page looks like, and the name of the form (``w-8ben``) when it is one."""
    if len(page.words) < MIN_WORDS:
        return Face.BLANK, None
    text = text_of(page)
    if found := LATER_PAGE.search(text):
        return _later_page(_name(found[1]))
    form = _form_name(text)
    lines = len(W9_LINES.findall(text))
    if lines >= W9_MIN_LINES and (W9_TITLE.search(text) or form == "w-9"):
        return Face.W9_FORM, "w-9"
    if form is not None and form != "w-9":
        return (Face.W8_FORM if form.startswith("w-8") else Face.OTHER_FORM), form
    if len(LEGAL.findall(text)) >= max(LEGAL_WORDS, LEGAL_DENSITY * len(page.words)):
        return Face.CONTRACT, None
    if LETTER.search(text) or not TITLE_PAGE.search(text):
        return Face.TEXT, None
    named = SHORT_CONTRACT.search(text, 0, HEAD) and len(page.words) >= TITLE_WORDS
    return (Face.CONTRACT if named else Face.TITLE), None


def _form_name(text: str) -> str | None:
    """The official form that the page is: by its title, or by its first name beside a mark of the IRS."""
    if W9_TITLE.search(text):
        return "w-9"
    for title, name in TITLES:
        if title.search(text, 0, HEAD):
            return name
    found = FORM_NAME.search(text, 0, HEAD // 2) if IRS_MARK.search(text) or W8_TITLE.search(text) else None
    return None if found is None else _name(found[1])


def _name(written: str) -> str:
    return re.sub(r"\s+", "", written.lower())


def _later_page(form: str) -> tuple[Face, str]:
    if form == "w-9":
        return Face.W9_MORE, form
    return (Face.W8_MORE if form.startswith("w-8") else Face.OTHER_FORM), form


KIND_OF = {
    Face.W9_FORM: Kind.W9,
    Face.W9_MORE: Kind.W9,
    Face.W8_FORM: Kind.W8,
    Face.W8_MORE: Kind.W8,
    Face.CONTRACT: Kind.CONTRACT,
    Face.TITLE: Kind.CONTRACT,
}
STARTS = (Face.W9_FORM, Face.W8_FORM)


def split(faces: Iterable[tuple[int, Face, str | None]]) -> tuple[Run, ...]:
    """The runs of a document from the face and form name of each page, in page order.

    Running text goes on with what stands before it unless that is a form; title pages alone are no contract.
    """
    runs: list[Run] = []
    proven: set[int] = set()  # runs with at least one page of contract text
    for number, face, form in faces:
        if runs and _goes_on(runs[-1], face, form):
            runs[-1] = replace(runs[-1], pages=(*runs[-1].pages, number))
        else:
            only_more = face in (Face.W9_MORE, Face.W8_MORE)
            runs.append(Run(KIND_OF.get(face, Kind.OTHER), (number,), form, instructions_only=only_more))
        if face is Face.CONTRACT:
            proven.add(len(runs) - 1)
    return tuple(
        replace(run, kind=Kind.OTHER) if run.kind is Kind.CONTRACT and index not in proven else run
        for index, run in enumerate(runs)
    )


def _goes_on(last: Run, face: Face, form: str | None) -> bool:
    """Does a page with this face belong to the run before it?"""
    if face is Face.BLANK:
        return True
    if face is Face.TEXT:
        return last.kind is Kind.CONTRACT or (last.kind is Kind.OTHER and last.form is None)
    if face is Face.OTHER_FORM:
        return last.form == form
    return KIND_OF.get(face, Kind.OTHER) == last.kind and face not in STARTS
