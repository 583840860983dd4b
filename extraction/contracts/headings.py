"""Headings: the few title-like words between a clause number and what the clause says."""

import re
from typing import Final

_SMALL: Final = (
    r"of|and|the|to|for|in|or|by|on|with|a|an|from|at|as|upon|not|than|per|after|before|under|any|if|no|its"
    r"|other|is|&|/|-|–|—"
)
_TITLE: Final = re.compile(
    rf"[\"“'‘(]?[A-Z0-9][\w'’&/.-]*?(?:[,;/]?[ \t](?:[\"“(]?[A-Z0-9][\w'’&/)”\"-]*|{_SMALL})){{0,12}}"
    r"(?P<stop>[.:](?=\s|$)|\s{0,2}[–—-](?=\s)|(?=[ \t]{2,})|(?=\s\([a1i]\)\s)|$)"
)
_PLAIN: Final = re.compile(r"[A-Z][\w'’-]*(?:,?[ \t][\w'’&-]+){0,4}[.:](?=\s|$)")  # "Late payment."
_VERB: Final = re.compile(
    r"\b(?:shall|will|must|may|can|is|are|was|has|have|agrees?|not|pays?|means?|applies|apply|lasts?|governs?)\b"
)
_LABEL: Final = re.compile(
    r"(?:by|per|its|name|title|date[d]?|fax|facsimile|tel|telephone|phone|attn|attention|e-?mail|address|signature"
    r"|signed|witness|print(?:ed)?\s+name|c/o|cc|copy\s+to|to)\b[ \t]*:|(?:attn|attention)\b|[•·▪●■*–—-]\s|\d"
    r"|.*\b(?:inc|llc|l\.l\.c|ltd|limited|corp|corporation|gmbh|plc|p\.?\s?o\.?\s+box)\.?,?$"
    r"|.*(?:,\s*[a-z]{2}\s+\d{5}|\d{3}[-.\s]\d{3,4}[-.]?\d*$|\b\d{5}(?:-\d{4})?$)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w")
_LONGEST: Final = 110


def heading_end(text: str, start: int, end: int) -> int | None:
    """Where the heading that begins at ``start`` ends (its full stop or colon included), or None."""
    found = _TITLE.match(text, start, min(end, start + _LONGEST))
    if found is None:
        plain = _PLAIN.match(text, start, min(end, start + _LONGEST))
        return plain.end() if plain and not _VERB.search(plain.group()) else None
    if not _WORD.search(found.group()):
        return None
    if found.end() == start + _LONGEST and found.end() < end:
        return None
    return found.end()


def clean(heading: str) -> str:
    """A heading without its closing punctuation and with single spaces."""
    return " ".join(heading.split()).strip(" .:;-–—\"“”'‘’")


def is_title_line(line: str) -> bool:
    """Whether a whole line is a heading by its form: few words, capitals, no sentence."""
    words = line.split()
    if not 1 <= len(words) <= 12 or len(line) > _LONGEST or line[-1] in ",;":
        return False
    letters = [word for word in words if word[0].isalpha()]
    if not letters or "___" in line or "/s/" in line:
        return False
    small = sum(word[0].islower() for word in letters)
    return small <= len(letters) // 2 and letters[0][0].isupper() and not line.endswith(".")


def is_label(line: str) -> bool:
    """Whether a short line is part of an address or of a signature block, and no heading."""
    return len(line) <= _LONGEST and _LABEL.match(line) is not None
