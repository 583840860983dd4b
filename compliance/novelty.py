"""Duties unlike anything seen: what a party has to do is named in words that duties hardly ever use.

The reference is a table of how many contracts of the training set use a word within a duty ("shall ..."),
made by ``compliance.training.duty_words``: hashes of words and counts, no text. Words that the contract uses
elsewhere are its own subject and do not count.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from compliance.breaches import UNUSUAL, quote
from compliance.policies import Policy
from compliance.reading import Reading
from compliance.retrieval import nearest_policies
from compliance.terms import Side
from compliance.terms.roles import actor
from compliance.types import Finding, FindingKind, Severity, Signal, SignalNote

TABLE = Path(__file__).with_name("duty_words.npz")
STRANGE = 3.25  # score that one in four unseen contracts has once (docs/accuracy-contracts.md)
MOST = 2  # findings a contract
WINDOW = 14  # words of a duty that are looked at
TELLING = 4  # of them, the rarest
LEAST_BITS = 2.5  # rarity from which a word counts
KNOWN = 0.5  # encoder score from which a clause is of a known kind

_WORD = re.compile(r"(?<![A-Za-z0-9.\-/&])[a-z][a-z]+(?:-[a-z]+)*(?![A-Za-z0-9])")  # no names
_DUTY = re.compile(
    r"(?P<who>\b[A-Z][\w&.'’-]*|\bparty|\bparties|\byou)\s+(?:hereby\s+)?(?:shall|will|must|agrees?\s+to|"
    r"may\s+not|undertakes?\s+to|grants?)\s+(?P<what>[^.;]{10,260})"
)
_USUAL = re.compile(  # rare words, but in clauses that many American contracts must have
    r"\b(?:discriminat\w+|equal\s+(?:employment\s+)?opportunit\w+|affirmative\s+action|drug[\s-]free)\b",
    re.IGNORECASE,
)
_NO_ACT = re.compile(r"(?:not\s+)?(?:be|mean|include|have|constitute|survive|remain|apply)\b")


@dataclass(frozen=True, slots=True)
class DutyWords:
    """How many of ``contracts`` use a word within a duty: ``hashes`` (n,) sorted, ``counts`` (n,)."""

    hashes: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    contracts: int

    def bits(self, word: str) -> float:
        """How surprising a word is in a duty, in bits."""
        key = np.uint32(zlib.crc32(word.encode()))
        at = int(np.searchsorted(self.hashes, key))
        seen = int(self.counts[at]) if at < len(self.hashes) and self.hashes[at] == key else 0
        return math.log2((self.contracts + 1) / (seen + 0.5))


@dataclass(frozen=True, slots=True)
class Strange:
    """A clause (by position), how strange its strangest duty is, and the words that make it so."""

    position: int
    score: float
    words: tuple[str, ...]


@cache
def duty_words() -> DutyWords:
    """The shipped table, read once a process."""
    with np.load(TABLE, allow_pickle=False) as stored:
        return DutyWords(stored["hashes"], stored["counts"], int(stored["contracts"]))


def stem(word: str) -> str:
    """A word without its commonest ending."""
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text)]


def duties_in(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where each duty of a text begins, and the first words of what is to be done."""
    for match in _DUTY.finditer(text):
        if not _NO_ACT.match(match["what"]):
            yield match.start("what"), stems(match["what"])[:WINDOW]


def novelty_findings(reading: Reading, taken: Set[int]) -> list[Finding]:
    """The strangest duties that may be ours, at most two, on clauses where no rule spoke (``taken``)."""
    policy = reading.playbook.by_id(UNUSUAL)
    if policy is None:
        return []
    strange = [one for one in _strange(reading) if one.position not in taken]
    strange.sort(key=lambda one: (-one.score, one.position))
    return [_finding(reading, policy, one) for one in strange[:MOST]]


def _strange(reading: Reading, least: float = STRANGE) -> Iterator[Strange]:
    """The clauses with a strange duty of ours, or of nobody in particular, in the order of the text."""
    table = duty_words()
    used = Counter(word for row in reading.hosts for word in set(stems(reading.clauses[row].text)))
    for row in reading.hosts:
        for at, words in duties_in(reading.clauses[row].text):
            score, rare = _strangeness(table, used, words)
            if score >= least and _may_bind_us(reading, row, at):
                yield Strange(row, score, rare)
                break


def _may_bind_us(reading: Reading, row: int, at: int) -> bool:
    known = float(reading.scores.table[row].max(initial=0.0)) >= KNOWN
    if known or _USUAL.search(reading.clauses[row].text, at):
        return False
    side = actor(reading.view(row).mentions, at)
    return side is Side.OURS or (side is Side.UNKNOWN and reading.roles.sure)


def _strangeness(table: DutyWords, used: Counter[str], words: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    rare = sorted(((table.bits(word), word) for word in set(words) if used[word] <= 1), reverse=True)
    telling = [(bits, word) for bits, word in rare[:TELLING] if bits > LEAST_BITS]
    return sum(bits for bits, _ in telling) / (3 + 0.35 * len(words)), tuple(word for _, word in telling)


def _finding(reading: Reading, policy: Policy, strange: Strange) -> Finding:
    clause = reading.clauses[strange.position]
    near = nearest_policies(reading.playbook, clause.text, heading=clause.heading, limit=1)
    known = f" The nearest policy is {near[0].policy.title} ({near[0].score:.2f} of 1)." if near else ""
    words = ", ".join(strange.words)
    note = SignalNote(Signal.ENCODER, f"rare in duties: {words}", min(1.0, round(strange.score / 8, 3)))
    return Finding(
        kind=FindingKind.UNUSUAL,
        policy=policy.id,
        version=policy.version,
        category=policy.categories[0],
        severity=Severity.MEDIUM,
        source=Signal.ENCODER,
        evidence=quote(reading, strange.position),
        reason=f"A duty unlike those of {duty_words().contracts} contracts that we know ({words}).{known}",
        suggestion=policy.fallback_wording,
        clause=clause.id,
        signals=(note,),
        owner=policy.owner,
    )
