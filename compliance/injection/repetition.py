"""Flooding: the same reassuring line again and again, so that what matters falls out of a model's window."""

import re
from collections import defaultdict

from compliance.injection.types import Suspicion

_TIMES = 20
_REASSURING = re.compile(
    r"(?i)\b(?:standard|customary|balanced|fair|usual|risk|safe|acceptable|compliant|approved|harmless|benign|"
    r"favou?rable|no (?:issue|concern|finding)s?|routine|reasonable|unobjectionable|market)\b"
)
_VARIABLE = re.compile(r"[\d#]+|\b[ivxlc]+\b|\b[a-z]\b")
_PLACEHOLDER = re.compile(r"\{(?:n|i|x|num|index|line|item)\}")


def scan(text: str) -> list[Suspicion]:
    """Report lines that differ only in numbers, reassure, and come at least twenty times."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in re.finditer(r"[^\n.]{20,300}", text):
        line = match.group()
        if _REASSURING.search(line):
            key = re.sub(r"\s+", " ", _VARIABLE.sub("#", line.lower())).strip()
            groups[key].append(match.span())
            if _PLACEHOLDER.search(line):
                groups[key] *= _TIMES
    found: list[Suspicion] = []
    for spans in groups.values():
        if len(spans) >= _TIMES:
            start, end = spans[0]
            why = f"The same reassuring line stands here {len(spans)} times."
            found.append(Suspicion("flooding", why, start + _indent(text, start, end), end))
    return found


def _indent(text: str, start: int, end: int) -> int:
    return len(text[start:end]) - len(text[start:end].lstrip())
