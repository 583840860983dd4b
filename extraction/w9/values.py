"""Raw text of a field to its value, and the key by which two readings of it are the same."""

import re
import unicodedata

from extraction.w9.address import split_city_line
from extraction.w9.dates import parse_date

APPLIED = re.compile(r"appl\w*(for|4)|applied|pending|awaiting|tobe(issued|assigned)", re.I)
NOTHING = re.compile(r"n\s*/?\s*a\.?|none|nil|-+|_+|x{3,}", re.I)
CODES = {"exempt_payee_code", "fatca_code", "llc_class"}
IDS = {"ssn", "ein"}
ON = {"on"}


def clean(name: str, raw: str) -> str:
    """The value of field ``name``; an empty string when the text says nothing."""
    text = unicodedata.normalize("NFC", raw)
    if name in IDS:
        return re.sub(r"\D", "", text)
    if name == "requester":
        return "\n".join(line for part in text.splitlines() if (line := _one_line(part)))
    text = _one_line(text)
    if NOTHING.fullmatch(text):
        return ""
    if name in CODES:
        return _code(name, text)
    if name in {"city", "state", "zip"}:
        return str(getattr(split_city_line(text), name))
    if name == "signature_date":
        found = parse_date(text).day
        return found.isoformat() if found else text
    return text


def _one_line(text: str) -> str:
    return re.sub(r"\s+([,.;])(?=\s|$)", r"\1", re.sub(r"\s+", " ", text)).strip()


def _code(name: str, text: str) -> str:
    letters = re.sub(
        r"[^A-Z0-9]", "", re.sub(r"\b(exempt\w*|payee|fatca|code|no|type)\b", "", text, flags=re.I).upper()
    )
    if name == "exempt_payee_code" and letters.isdigit():
        return letters.lstrip("0") or letters
    return letters


def key(name: str, value: str) -> str:
    """What has to agree: digits of an id or ZIP code, letters and digits of a text, without accents."""
    if name in IDS or name == "zip":
        return re.sub(r"\D", "", value)
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", value) if not unicodedata.combining(letter)
    )
    plain = plain.upper().replace("&", " AND ")
    return re.sub(r"[^A-Z0-9]+", " ", re.sub(r"['’‘.`]", "", plain)).strip()


def applied_for(raw: str) -> bool:
    """Does the tax id field say that a number has been applied for?"""
    return bool(APPLIED.search(re.sub(r"\s", "", raw)))


PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": "-"})


def same_text(one: str | None, two: str | None) -> bool:
    """Do two texts say the same: compatibility forms, quotes and dashes made plain, blanks left out?"""
    return _letters(one) == _letters(two)


def _letters(text: str | None) -> str:
    plain = unicodedata.normalize("NFKC", text or "").translate(PLAIN)
    return "".join(plain.split())
