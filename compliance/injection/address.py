"""Text addressed to an automated reader: several ideas of an instruction in one breath.

Every idea of ``data/ideas.toml`` has a weight; a sentence (or two or three in a row) is reported when the
ideas met in it weigh enough together, or when its wording alone reads like an order (``wording``).
"""

import re
from collections.abc import Iterator, Sequence

from compliance.injection.ideas import met_in, weigh
from compliance.injection.types import Suspicion
from compliance.injection.wording import wording

THRESHOLD = 4.0
SURE = 0.5  # log-odds of the wording alone
DESCRIBES = 1.0  # the same for a sentence that begins with what it is about: an order begins with its verb
SHORT = 4  # words: so few say too little by their wording alone ("it now reads:", "Please give details.")
LIKELY = -1.0  # with ideas of this weight beside it
TELLING = 1.5
ORDINARY = -5.0  # the wording of a contract, whatever ideas meet in it, unless they are many
MANY = 6.0
_SUBJECT = re.compile(
    r"(?:[\dA-Za-z]{1,3}[.)]\s*)*(?:this|these|the|each|any|all|such|an?|no)\b", re.IGNORECASE
)
_READS = "The wording is that of an order to an automated reader."
_WINDOW = 3  # sentences read together
_WINDOW_CHARS = 450
_WINDOW_EXTRA = 1.0  # ideas spread over several sentences or a long one must weigh more
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[<#*]?[A-Z0-9])|\n[ \t]*\n|\f")
_NUMBER = re.compile(r"(?:\d+\.)+$|\b(?:No|Nos|Inc|Ltd|Corp|Co|Sec|Art|Mr|Mrs|Dr|St|vs|e\.g|i\.e)\.$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of sentences; clause numbers and common abbreviations do not end one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        if "\n" not in gap.group() and _NUMBER.search(text[max(start, gap.start() - 12) : gap.start()]):
            continue
        if text[start : gap.start()].strip():
            spans.append((start, gap.start()))
        start = gap.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return tuple(spans)


def scan(text: str) -> list[Suspicion]:
    """Report sentences, or short runs of them, that instruct an automated reader."""
    spans = sentences(text)
    met = met_in(text, spans)
    found = list(_single(text, spans, met))
    taken = {s.start for s in found}
    found += [s for s in _runs(spans, met) if not any(s.start <= t < s.end for t in taken)]
    return sorted(found, key=lambda s: s.start)


def _single(text: str, spans: Sequence[tuple[int, int]], met: dict[int, set[str]]) -> Iterator[Suspicion]:
    model = wording()
    for number, (start, end) in enumerate(spans):
        names = met.get(number, set())
        total = weigh(names)
        long = end - start > _WINDOW_CHARS
        likely = model.score(text[start:end])
        enough = DESCRIBES if _SUBJECT.match(text[start:end].lstrip()) else SURE
        plain = likely >= enough and len(text[start:end].split()) > SHORT
        if total >= THRESHOLD + (_WINDOW_EXTRA if long else 0.0) and (likely > ORDINARY or total >= MANY):
            yield _suspicion(start, end, names, total)
        elif plain or (likely >= LIKELY and total >= TELLING):
            yield Suspicion("reader_addressed", _READS, start, end, THRESHOLD)


def _runs(spans: Sequence[tuple[int, int]], met: dict[int, set[str]]) -> Iterator[Suspicion]:
    """Two or three sentences in a row, none of which is enough alone."""
    skip = -1
    for number in range(len(spans)):
        if number <= skip or number not in met:
            continue
        names: set[str] = set()
        for last in range(number, min(number + _WINDOW, len(spans))):
            names |= met.get(last, set())
            if spans[last][1] - spans[number][0] > _WINDOW_CHARS:
                break
            total = weigh(names)
            if last > number and total >= THRESHOLD + _WINDOW_EXTRA and len(names) > 2:
                yield _suspicion(spans[number][0], spans[last][1], names, total)
                skip = last
                break


def _suspicion(start: int, end: int, names: set[str], total: float) -> Suspicion:
    reason = "The words read like an instruction to an automated reader: " + ", ".join(
        sorted(n.replace("_", " ") for n in names)
    )
    return Suspicion("reader_addressed", reason, start, end, total)
