"""What is on which pages."""

import pytest

from extraction.kinds import Face, face_of, split
from extraction.types import Page, Source, Word
from tests.extraction import files

W9 = (
    "Form W-9 (Rev. March 2024) Department of the Treasury Internal Revenue Service Request for Taxpayer "
    "Identification Number and Certification Give form to the requester. 3a federal tax classification "
    "Exempt payee code Social security number Employer identification number Under penalties of perjury"
)
W9_PAGE_2 = "Form W-9 (Rev. 3-2024) Page 2 must obtain your correct taxpayer identification number (TIN)"
W8 = (
    "Form W-8BEN (Rev. October 2021) Certificate of Foreign Status of Beneficial Owner for United States Tax "
    "Withholding Department of the Treasury Internal Revenue Service"
)
W4 = "Form W-4 Department of the Treasury Internal Revenue Service Employee\u2019s Withholding Certificate"
LETTER = (
    "Dear Sir or Madam, please find attached our completed Form W-9. Our taxpayer identification number is on"
    " the form. Sincerely, Vera Vendor"
)
CONTRACT = " ".join(files.CLAUSES)
COVER = "EXECUTION VERSION MASTER SERVICES AGREEMENT dated March 1, 2024"
TABLE = "Year one 100 units Year two 200 units Year three 300 units as listed"
TAX_CLAUSE = (
    CONTRACT + " Supplier shall deliver an Internal Revenue Service Form W-8BEN before payment is due."
)


def page(text: str, number: int = 1) -> Page:
    return Page(number, 612, 792, 0, tuple(Word(word, (0, 0, 1, 1)) for word in text.split()), Source.TEXT)


@pytest.mark.parametrize(
    ("text", "face"),
    [
        (W9, (Face.W9_FORM, "w-9")),
        (W9_PAGE_2, (Face.W9_MORE, "w-9")),
        (W8, (Face.W8_FORM, "w-8ben")),
        (W4, (Face.OTHER_FORM, "w-4")),
        (LETTER, (Face.TEXT, None)),
        (CONTRACT, (Face.CONTRACT, None)),
        (TAX_CLAUSE, (Face.CONTRACT, None)),
        (COVER, (Face.TITLE, None)),
        ("", (Face.BLANK, None)),
    ],
)
def test_faces(text, face):
    assert face_of(page(text)) == face


@pytest.mark.parametrize(
    ("texts", "runs"),
    [
        ([LETTER, W9, W9_PAGE_2, CONTRACT, TABLE], [("other", (1,)), ("w9", (2, 3)), ("contract", (4, 5))]),
        ([W9, LETTER], [("w9", (1,)), ("other", (2,))]),
        ([W9, W9], [("w9", (1,)), ("w9", (2,))]),
        ([COVER, CONTRACT, "", CONTRACT], [("contract", (1, 2, 3, 4))]),
        ([COVER], [("other", (1,))]),
        ([W8, W9], [("w8", (1,)), ("w9", (2,))]),
        ([W9_PAGE_2, W9_PAGE_2], [("w9", (1, 2))]),
    ],
)
def test_bundles(texts, runs):
    found = split((number, *face_of(page(text))) for number, text in enumerate(texts, start=1))
    assert [(run.kind.value, run.pages) for run in found] == runs


def test_instructions_alone_are_no_form():
    assert split([(1, Face.W9_MORE, "w-9")])[0].instructions_only
