"""Is a reading plausible for its field? What OCR engines mistake together: l for 1, q for g, lost blanks."""

import re

from extraction.w9.address import ZIP, postal

DIGIT_IN_WORD = re.compile(r"[A-Za-z]{2,}[0-9]|[0-9][A-Za-z]{3,}|\b[A-Z][0-9][A-Za-z]?\s[A-Z][a-z]")
LETTER_IN_NUMBER = re.compile(r"\b\d+[lIOoSBZ]\d*\b(?<![A-Z]\b)|\b[lIO]\d+\b")
ORDINAL = re.compile(r"\b\d+(st|nd|rd|th)\b", re.I)
Q_FOR_G = re.compile(r"q(?=[aeio])|(?<=[a-z])q\b")
SMALL_L = re.compile(r"\bl[bcdfghjklmnpqrstvwxz]|\blowa\b|\bldaho\b|\blnc\b|\blndiana\b|\blllinois\b")
GLUED = re.compile(r"[a-z][A-Z][a-z]+[A-Z]|,[A-Za-z]|\d[A-Z][a-z]{2,}")
LED_BY_NOUGHT = re.compile(r"(?<![\d.,'-])0\d*\b")  # O2 of a name read as 02
ODD = re.compile(r"[|~{}\[\]<>^_=*\\]|[A-Za-z]\?")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDY = {"name", "business_name", "address", "city", "other_text"}


def doubtful(name: str, value: str) -> bool:
    """Does an OCR reading of field ``name`` look like a misreading? ``value`` is the cleaned value."""
    if not value:
        return False
    if name in {"ssn", "ein"}:
        return len(value) != 9
    if name == "zip":
        return not ZIP.fullmatch(value)
    if name == "state":
        return value not in postal()["states"]
    if name == "signature_date":
        return not ISO_DAY.fullmatch(value)
    if name == "city" and re.search(r"\d", value):
        return True
    return name in WORDY and _odd_letters(name, value)


def _odd_letters(name: str, value: str) -> bool:
    plain = ORDINAL.sub("", value)
    digits = DIGIT_IN_WORD.search(plain) if name != "address" else None
    if name in {"name", "business_name"} and LED_BY_NOUGHT.search(plain):
        return True
    found = digits or LETTER_IN_NUMBER.search(plain) or Q_FOR_G.search(plain)
    return bool(found or SMALL_L.search(plain) or GLUED.search(plain) or ODD.search(plain))


#: Mistakes of OCR that can be put right because the result is the only likely word. A mended reading stays
#: doubtful: it is offered, not believed.
MENDED = (
    (re.compile(r"(?<=\bP\.)0(?=\.)|(?<=\bP\. )0(?=\.)|(?<=\bP)0(?=\s?B[0Oo][Xx])"), "O"),
    (re.compile(r"\bFI(?= \d)"), "Fl"),
    (re.compile(r"\bB0X\b"), "BOX"),
    (re.compile(r"\bB0x\b"), "Box"),
    (re.compile(r"(?<=\b[A-Z]\.)(?=[A-Z]['’]?[A-Z]?[a-z]{2})"), " "),
    (re.compile(r"\bBivd\b|\bB1vd\b"), "Blvd"),
    (re.compile(r"\bl(?=owa\b|daho\b|ndiana\b|llinois\b|nc\b|ncorporated\b)"), "I"),
    (re.compile(r"(?<=[A-Za-z])1(?=[a-z]|\s[A-Z][a-z])"), "l"),
    (re.compile(r"(?<=[a-z])q(?=[aeio]|\b)"), "g"),
    (re.compile(r"(?<=\d)l(?=\d)"), "1"),
    (re.compile(r",(?=[A-Za-z])"), ", "),
    (re.compile(r"(?<=\d)(?=[A-Z][a-z]{2})"), " "),
)


def mended(name: str, text: str) -> str:
    """An OCR reading of a worded field with its unmistakable mistakes put right."""
    if name not in WORDY | {"requester", "state", "zip"}:
        return text
    for pattern, right in MENDED:
        text = pattern.sub(right, text)
    return text
