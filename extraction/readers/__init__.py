"""Files to pages of words. ``needs_ocr`` is the one rule that decides who reads a page."""

from dataclasses import dataclass

from extraction.types import Page

FEW_LETTERS = 20  # a page number or a stamp, not a page of text
HEADER_LETTERS = 300  # what signing services and court stamps print over a scan
PICTURE = 0.6  # share of the page from which a picture is the page
GARBLED = 0.25
INVISIBLE = 0.5
OUTLINES = 60  # drawn shapes on a page without text: letters turned into curves


@dataclass(frozen=True, slots=True)
class Look:
    """What stands on a page besides readable letters.

    ``picture``: share (0..1) of the page below the largest picture; ``shapes``: number of drawn paths;
    ``invisible``: share (0..1) of the letters in text render mode 3 (ISO 32000-2, table 104).
    """

    picture: float = 0.0
    shapes: int = 0
    invisible: float = 0.0


def needs_ocr(page: Page, look: Look) -> bool:
    """Must the page be read from its picture, because its text layer is absent, unreadable or not its own?"""
    if garbled(page) > GARBLED:
        return True
    letters = sum(character.isalnum() for word in page.words for character in word.text)
    if letters < FEW_LETTERS:
        return look.picture > 0.02 or look.shapes >= OUTLINES
    return look.picture >= PICTURE and (look.invisible >= INVISIBLE or letters < HEADER_LETTERS)


def garbled(page: Page) -> float:
    """Share of characters that no font could name: private use, replacement and control characters."""
    text = "".join(word.text for word in page.words)
    bad = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in text)
    return bad / max(len(text), 1)
