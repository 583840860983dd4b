"""The quote gate: a finding's quote stands in the document, character for character, at the stated place.

All offsets are half-open ranges of Unicode code points in ``ContractText.text``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from compliance.types import Evidence, Finding
from extraction.types import Box, ContractText, TextWord

_SPACE = re.compile(r"\s+")
_ELLIPSIS = re.compile(r"\.\.\.|…|\[\s*\.*\s*\]")


def locate(text: str, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Find a quote in ``text[start:end]`` and return its exact offsets, or None.

    Only runs of white space may differ (a model sees lines unwrapped); letters, digits and punctuation
    must be the same. A quote with an ellipsis or without a letter or digit is refused.
    """
    stripped = quote.strip()
    if not any(c.isalnum() for c in stripped):
        return None
    stop = len(text) if end is None else min(end, len(text))
    exact = text.find(stripped, start, stop)
    if exact >= 0:
        return exact, exact + len(stripped)
    if _ELLIPSIS.search(stripped) or len(stripped) > 20_000:
        return None
    pattern = r"\s+".join(re.escape(piece) for piece in _SPACE.split(stripped))
    found = re.compile(pattern).search(text, start, stop)
    return found.span() if found else None


def holds(document: ContractText, evidence: Evidence) -> bool:
    """True when the quote is in the text at its place and the place is on the stated page."""
    if not 0 <= evidence.start < evidence.end <= len(document.text):
        return False
    if document.text[evidence.start : evidence.end] != evidence.quote:
        return False
    return evidence.page == page_at(document, evidence.start)


def ground(document: ContractText, quote: str, start: int, end: int) -> Evidence | None:
    """Evidence for a quote claimed at ``[start, end)``, or None when it is not there exactly."""
    if not 0 <= start < end <= len(document.text) or document.text[start:end] != quote:
        return None
    return evidence_for(document, start, end)


def evidence_for(document: ContractText, start: int, end: int) -> Evidence:
    """Evidence for a span of the text; white space at both ends is left out."""
    while start < end and document.text[start].isspace():
        start += 1
    while end > start and document.text[end - 1].isspace():
        end -= 1
    return Evidence(
        quote=document.text[start:end],
        start=start,
        end=end,
        page=page_at(document, start),
        boxes=boxes_for(document, start, end),
    )


def gate(document: ContractText, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], int]:
    """Let through only findings whose evidence stands; return them and how many were stopped.

    A finding without evidence (a missing clause, text that is hidden outside the text) passes.
    """
    passed: list[Finding] = []
    stopped = 0
    for finding in findings:
        if finding.evidence is None or holds(document, finding.evidence):
            passed.append(finding)
        else:
            stopped += 1
    return tuple(passed), stopped


def page_at(document: ContractText, offset: int) -> int:
    """Number of the page on which a character stands (the nearest page before it, else the first)."""
    page = document.pages[0].number if document.pages else 1
    for span in document.pages:
        if span.start <= offset:
            page = span.number
        if offset < span.end:
            break
    return page


def boxes_for(document: ContractText, start: int, end: int) -> tuple[tuple[int, Box], ...]:
    """One ``(page, box)`` a line of print for a span: the words' boxes merged while they share a line.

    ``ContractText.words`` must be in the order of the text.
    """
    words = document.words
    first = bisect_right(words, start, key=lambda w: w.end)
    last = bisect_left(words, end, key=lambda w: w.start)
    lines: list[tuple[int, Box]] = []
    for word in words[first:last]:
        if lines and _same_line(lines[-1], word):
            lines[-1] = (word.page, _union(lines[-1][1], word.box))
        else:
            lines.append((word.page, word.box))
    return tuple(lines)


def _same_line(line: tuple[int, Box], word: TextWord) -> bool:
    """On one page, overlapping by half the lower height, and further to the right (a new column is not)."""
    page, box = line
    overlap = min(box[3], word.box[3]) - max(box[1], word.box[1])
    height = min(box[3] - box[1], word.box[3] - word.box[1])
    return page == word.page and height > 0 and overlap >= height / 2 and word.box[0] >= box[0]


def _union(first: Box, second: Box) -> Box:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )
