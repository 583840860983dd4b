"""Memory: a clause that a person decided about before, in the same or near words, with who, when and why.

A precedent is shown; it never clears a finding.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from compliance.context import Precedent
from compliance.grounding import NEGATION, durations, figures

NEAR = 0.85  # likeness (0..1) from which words count as near
_NUMBERING = re.compile(r"^\s*(?:(?:section|article|clause)\s+)?(?:\d+(?:\.\d+)*\.?|\([a-z0-9]+\))\s+")
_QUOTES = str.maketrans("“”‘’–—", "\"\"''--")


@dataclass(frozen=True, slots=True)
class Match:
    """A precedent and how near it is: 1.0 and ``same`` for equal words (white space and case apart)."""

    precedent: Precedent
    score: float
    same: bool


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What words are found again by, as SHA-256 in hex.

    Equal ``words`` means equal words. Near words must agree in ``figures``: every number, every length of
    time and how often something is denied; thirty days are no precedent for ninety.
    """

    plain: str
    words: str
    figures: str


def plain(text: str) -> str:
    """The words of a clause for comparing: lower case, one blank, without its number, straight quotes."""
    return " ".join(_NUMBERING.sub("", text.lower().translate(_QUOTES)).split())


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a clause."""
    words = plain(text)
    denials = len(NEGATION.findall(words))
    spans = sorted(f"{value.normalize():f} {unit}" for value, unit in durations(words))
    parts = [*sorted(f"{value.normalize():f}" for value in figures(words)), *spans, str(denials)]
    return Fingerprint(words, _digest(words), _digest("|".join(parts)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lengths(size: int, floor: float = NEAR) -> tuple[int, int]:
    """The shortest and the longest text that can reach ``floor`` against one of ``size`` characters."""
    share = floor / (2 - floor)  # likeness is 2 x common / (one + other), and common is at most the shorter
    return int(size * share), int(size / share) + 1


class Memory:
    """Precedents to search. Building is linear; a search looks only at those that can be near."""

    def __init__(self, precedents: Iterable[Precedent]) -> None:
        self._same: dict[str, list[Precedent]] = defaultdict(list)
        self._near: dict[tuple[str, str], list[tuple[str, Precedent]]] = defaultdict(list)
        for precedent in precedents:
            known = fingerprint(precedent.text)
            self._same[known.words].append(precedent)
            for topic in {f"policy {precedent.policy}", f"category {precedent.category}"}:
                self._near[topic, known.figures].append((known.plain, precedent))

    def nearest(
        self, text: str, *, policy: str, category: str = "", limit: int = 3, floor: float = NEAR
    ) -> list[Match]:
        """Precedents with the same words, and near ones of the same policy or category; best first.

        Of equal likeness the newest comes first.
        """
        wanted = fingerprint(text)
        found = {id(one): Match(one, 1.0, same=True) for one in self._same.get(wanted.words, ())}
        topics = [f"policy {policy}", *([f"category {category}"] if category else [])]
        for topic in topics:
            for words, precedent in self._near.get((topic, wanted.figures), ()):
                if id(precedent) in found:
                    continue
                score = fuzz.ratio(wanted.plain, words, score_cutoff=floor * 100) / 100
                if score >= floor:
                    found[id(precedent)] = Match(precedent, round(score, 3), same=False)
        ranked = sorted(found.values(), key=lambda match: (-match.score, -match.precedent.when.toordinal()))
        return ranked[:limit]


def remember(match: Match) -> str:
    """A precedent in one line for a packet or a judge."""
    one = match.precedent
    how = "the same words" if match.same else f"near words ({match.score:.0%})"
    return f"{one.outcome} by {one.who} on {one.when.isoformat()} ({how}): {one.why}"
