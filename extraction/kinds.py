"""What is on which pages: W-9, W-8, contract or other; splits a bundle into runs of pages of one kind."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
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
    TEXT = "text"  # running text without a mark of its own: belongs to what stands before it
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive pages (1-based) of one kind; ``form`` names another form such as ``w-4``."""

    kind: Kind
    pages: tuple[int, ...]
    form: str | None = None
    instructions_only: bool = False


W9_TITLE = re.compile(r"request\s+for\s+taxpayer\s+identification\s+number\s+and\s+certification", re.I)
W9_NAME = re.compile(r"\bform\s+w\s*-\s*9\b", re.I)
W9_LINES = re.compile(
    r"social\s+security\s+number|employer\s+identification\s+number|exempt\s+payee\s+code"
    r"|under\s+penalties\s+of\s+perjury|federal\s+tax\s+classification|signature\s+of\s+u\.?s\.?\s+person",
    re.I,
)
W8_NAME = re.compile(r"\bform\s+w\s*-\s*8\s*(ben\s*-\s*e|ben|eci|exp|imy|ce)\b", re.I)
W8_TITLE = re.compile(
    r"certificate\s+of\s+(foreign\s+(status|person|intermediary)|status\s+of\s+beneficial)", re.I
)
OTHER_NAME = re.compile(
    r"\bform\s+(w\s*-\s*4[a-z]?|w\s*-\s*2|w\s*-\s*7|ss\s*-\s*4|i\s*-\s*9|1099(\s*-\s*[a-z]+)?|1096|1040|8233|940|941)\b",
    re.I,
)
OTHER_TITLE = re.compile(r"employee.s\s+withholding\s+certificate", re.I)
LEGAL = re.compile(
    r"\b(agreement|hereby|herein|hereto|hereof|hereunder|thereof|party|parties|shall|whereas|witnesseth|indemnif\w+"
    r"|liabilit\w+|terminat\w+|confidential\w*|governing\s+law|obligations?|pursuant|warrant\w+|licen[sc]\w+)\b",
    re.I,
)
CONTRACT_TITLE = re.compile(
    r"\b(agreement|contract|amendment|addendum|statement\s+of\s+work|terms\s+and\s+conditions|order\s+form|exhibit"
    r"|schedule\s+[a-z0-9]+)\b",
    re.I,
)
LEGAL_DENSITY = 0.012  # legal words per word: letters and invoices stay below, contract pages well above
MIN_WORDS = 4


def text_of(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def face_of(page: Page) -> tuple[Face, str | None]:
    """What a page looks like, and the name of the form when it is another one."""
    text = text_of(page)
    if len(page.words) < MIN_WORDS:
        return Face.BLANK, None
    head = text[:600]
    if found := W8_NAME.search(head):
        return (Face.W8_FORM if W8_TITLE.search(text) else Face.W8_MORE), "w-8" + found[1].lower().replace(
            " ", ""
        )
    if W9_TITLE.search(text) and len(W9_LINES.findall(text)) >= 3 and "requester" in text.lower():
        return Face.W9_FORM, None
    if W9_NAME.search(head):
        return Face.W9_MORE, None
    if found := OTHER_NAME.search(head):
        return Face.OTHER_FORM, re.sub(r"\s+", "", found[1].lower())
    if OTHER_TITLE.search(head):
        return Face.OTHER_FORM, "w-4"
    return (Face.CONTRACT if _is_legal(text, len(page.words)) else Face.TEXT), None


def _is_legal(text: str, words: int) -> bool:
    found = len(LEGAL.findall(text))
    return found >= 3 and found / words >= LEGAL_DENSITY


def split(faces: Iterable[tuple[int, Face, str | None]]) -> tuple[Run, ...]:
    """The runs of a document from the face and form name of each page, in page order."""
    runs: list[Run] = []
    for number, face, form in faces:
        runs = _add(runs, number, face, form)
    return tuple(runs)


KIND_OF = {
    Face.W9_FORM: Kind.W9,
    Face.W9_MORE: Kind.W9,
    Face.W8_FORM: Kind.W8,
    Face.W8_MORE: Kind.W8,
    Face.CONTRACT: Kind.CONTRACT,
}


def _add(runs: list[Run], number: int, face: Face, form: str | None) -> list[Run]:
    kind = KIND_OF.get(face, Kind.OTHER)
    last = runs[-1] if runs else None
    goes_on = last is not None and (
        face in (Face.BLANK, Face.TEXT) or (last.kind == kind and face not in (Face.W9_FORM, Face.W8_FORM))
    )
    if last is not None and goes_on:
        return [*runs[:-1], Run(last.kind, (*last.pages, number), last.form, last.instructions_only)]
    return [*runs, Run(kind, (number,), form, instructions_only=face in (Face.W9_MORE, Face.W8_MORE))]
