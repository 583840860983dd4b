"""Characters that a person does not see or reads as others: invisible, reordering, look-alike, scrambled."""

import re

from compliance.injection.types import Suspicion

_TAGS = re.compile("[\U000e0000-\U000e007f]{2,}")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")
_INVISIBLE = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0\u034f"
_ZERO_WIDTH = re.compile(rf"(?:[{_INVISIBLE}][ \t]?){{2,}}")
_SINGLE = re.compile(rf"[{_INVISIBLE}]")
_REORDER = re.compile("[\u202d\u202e][^\n\u202c]*\u202c?|[\u2066-\u2068][^\n\u2069]*[\u2069\u2066-\u2068]")
_RTL = re.compile("[\u0590-\u08ff]")
# letters alone: some fonts give a semicolon as the Greek question mark
_OTHER = "\u0370-\u0373\u0376-\u037d\u037f\u0386\u0388-\u03ff\u0400-\u0481\u048a-\u04ff"
_MIXED = re.compile(rf"\b(?=\w*[A-Za-z])(?=\w*[{_OTHER}])\w{{3,}}\b")
_GREEK_OR_CYRILLIC = re.compile(f"[{_OTHER}]")
_SYMBOLIC = re.compile(r"[µΩαβγδΔ\d]")  # units and names of compounds
_JOINED_SCRIPTS = re.compile("[\u0600-\u06ff\u0900-\u0dff]")
_SCATTERED = 12  # single invisible characters in one document that chance does not explain
_FULLWIDTH = re.compile(
    "[\uff21-\uff3a\uff41-\uff5a](?:[\uff21-\uff3a\uff41-\uff5a ]){7,}"
    "|[\U0001d400-\U0001d7ff](?:[\U0001d400-\U0001d7ff ]){7,}"
)


def decode_tags(text: str) -> str:
    """The ASCII that tag characters (U+E0020 to U+E007E) spell, other characters dropped."""
    return "".join(chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) <= 0xE007E)


def scan(text: str) -> list[Suspicion]:
    """Report hidden, reordered and look-alike characters."""
    if text.isascii():
        return []
    found = [_tags(text, m) for m in _TAGS.finditer(text)]
    found += _spans(
        _SELECTORS, text, "invisible_text", "Variation selectors spell something that is not shown."
    )
    found += _zero_width(text)
    if not _RTL.search(text):
        found += _spans(
            _REORDER, text, "reordered_text", "Control characters show the words in another order."
        )
    found += _look_alikes(text)
    found += _spans(
        _FULLWIDTH, text, "styled_letters", "Words are spelt with letters that only look like letters."
    )
    return found


def _tags(text: str, match: re.Match[str]) -> Suspicion:
    words = decode_tags(match.group())
    reason = (
        f"Invisible tag characters spell: {words[:200]!r}." if words else "It holds invisible tag characters."
    )
    return Suspicion("invisible_text", reason, *_with_word(text, match.start(), match.end()))


def _zero_width(text: str) -> list[Suspicion]:
    if _JOINED_SCRIPTS.search(text):  # joiners are part of the spelling there
        return []
    why = "It holds a run of characters of no width."
    found = _spans(_ZERO_WIDTH, text, "invisible_text", why)
    singles = list(_SINGLE.finditer(text, 1))  # a byte order mark may open the text
    if not found and len(singles) >= _SCATTERED and _inside_words(text, singles):
        start, end = _with_word(text, singles[0].start(), singles[0].end())
        found.append(
            Suspicion("invisible_text", f"{len(singles)} characters of no width split its words.", start, end)
        )
    return found


def _inside_words(text: str, singles: list[re.Match[str]]) -> bool:
    inside = sum(
        1 for m in singles if text[m.start() - 1].isalnum() and text[m.end() : m.end() + 1].isalnum()
    )
    return inside >= _SCATTERED // 2


def _look_alikes(text: str) -> list[Suspicion]:
    if not _GREEK_OR_CYRILLIC.search(text):
        return []
    matches = [m for m in _MIXED.finditer(text) if not _SYMBOLIC.search(m.group())]
    why = "A word mixes letters of two scripts that look alike."
    return [Suspicion("lookalike_letters", why, m.start(), m.end()) for m in matches[:5]]


def _spans(pattern: re.Pattern[str], text: str, code: str, why: str) -> list[Suspicion]:
    return [
        Suspicion(code, why, *_with_word(text, m.start(), m.end())) for m in list(pattern.finditer(text))[:20]
    ]


def _with_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen to the visible words around, so that the quote shows where it is."""
    return max(0, text.rfind(" ", 0, max(start - 1, 0)) + 1), end
