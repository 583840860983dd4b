"""Memory: a clause that a person decided about before, in the same or near words, with who, when and why.

A precedent is shown; it never clears a finding.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from compliance.context import Precedent

NEAR = 0.85  # token similarity from which words count as near


@dataclass(frozen=True, slots=True)
class Match:
    """A precedent and how near it is: 1.0 and ``same`` for equal words (white space and case apart)."""

    precedent: Precedent
    score: float
    same: bool


def plain(text: str) -> str:
    """The words of a clause for comparing: lower case, one blank, without its number, straight quotes."""
    text = text.lower().translate(str.maketrans("“”‘’–—", "\"\"''--"))
    return " ".join(re.sub(r"^\s*(?:section\s+)?(?:\d+(?:\.\d+)*\.?|\([a-z0-9]+\))\s+", "", text).split())


def nearest(
    text: str,
    precedents: Sequence[Precedent],
    *,
    policy: str | None = None,
    limit: int = 3,
    floor: float = NEAR,
) -> list[Match]:
    """The precedents with the same or near words, best first; with ``policy`` only those decided under it.

    Numbers must agree for a near match: thirty days are no precedent for ninety.
    """
    wanted, numbers = plain(text), _numbers(text)
    matches = []
    for precedent in precedents:
        if policy is not None and precedent.policy != policy:
            continue
        other = plain(precedent.text)
        if other == wanted:
            matches.append(Match(precedent, 1.0, same=True))
        elif _numbers(precedent.text) == numbers:
            score = fuzz.token_sort_ratio(wanted, other) / 100
            if score >= floor:
                matches.append(Match(precedent, round(score, 3), same=False))
    matches.sort(key=lambda match: (-match.score, -match.precedent.when.toordinal()))
    return matches[:limit]


def remember(match: Match) -> str:
    """A precedent in one line for a packet or a judge."""
    one = match.precedent
    how = "the same words" if match.same else f"near words ({match.score:.0%})"
    return f"{one.outcome} by {one.who} on {one.when.isoformat()} ({how}): {one.why}"


def _numbers(text: str) -> tuple[str, ...]:
    body = re.sub(r"^\s*(?:section\s+)?\d+(?:\.\d+)*\.?\s+", "", text.lower())
    return tuple(sorted(re.findall(r"\d+(?:[.,]\d+)*", body)))
