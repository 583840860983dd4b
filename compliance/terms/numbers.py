"""Numbers as contracts write them: ``30``, ``thirty (30)``, ``one hundred and eighty``, ``1.5``."""

import re
from decimal import Decimal, InvalidOperation

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: number for number, word in enumerate(_ONES)}
SMALL |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_FRACTION = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}

_WORD = "|".join(sorted([*SMALL, *SCALE], key=len, reverse=True))
WORDS = rf"(?:{_WORD})(?:(?:[\s-]+(?:and[\s-]+)?)(?:{_WORD}))*(?:\s+and\s+(?:one|a)[\s-]+half)?"
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# "thirty (30)", "(30)", "30 (thirty)", "thirty", "30"; the digits win, as courts read the words first but
# drafts are checked by their digits: a disagreement between the two is reported by ``disagrees``.
NUMBER = (
    rf"(?:(?:{WORDS})\s*\(\s*(?:{DIGITS})\s*%?\s*\)|(?:{DIGITS})\s*\(\s*(?:{WORDS})\s*\)"
    rf"|(?:{DIGITS})|\(\s*(?:{DIGITS})\s*\)|(?:{WORDS}))"
)

_digits = re.compile(DIGITS)
_words = re.compile(rf"\b{WORDS}(?:[\s-]+half)?\b", re.IGNORECASE)


def from_words(words: str) -> Decimal | None:
    """``"one hundred and eighty"`` -> 180, ``"one and one-half"`` -> 1.5; None when a word is no number."""
    total, current, fraction = 0, 0, Decimal(0)
    tokens = re.findall(r"[a-z]+", words.lower())
    if tokens[-1:] and tokens[-1] in _FRACTION and len(tokens) > 1:
        fraction, tokens = _FRACTION[tokens[-1]], tokens[:-2]
    for word in tokens:
        if word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in SCALE:
            total, current = total + max(current, 1) * SCALE[word], 0
        elif word not in {"and", "a"}:
            return None
    return Decimal(total + current) + fraction


def parse(phrase: str) -> Decimal | None:
    """The number a phrase matched by ``NUMBER`` stands for; digits win over words."""
    digits = _digits.search(phrase)
    if digits:
        try:
            return Decimal(digits.group().replace(",", ""))
        except InvalidOperation:
            return None
    words = _words.search(phrase)
    return from_words(words.group()) if words else None


def disagrees(phrase: str) -> bool:
    """True when words and digits of one phrase name different numbers: "thirty (60) days"."""
    digits, words = _digits.search(phrase), _words.search(phrase)
    if not digits or not words:
        return False
    return from_words(words.group()) != Decimal(digits.group().replace(",", ""))
