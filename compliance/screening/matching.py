"""How alike two names are, and why: the score that OFAC's own search uses, without its known faults.

After OFAC FAQ 249: Jaro-Winkler on the whole name and word by word with phonetics, the higher one counts.
Against its faults: a shared prefix earns no more than the edit distance allows, words of three letters
must be equal, common business words weigh little, words without a partner cost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

from compliance.screening.names import Name, is_generic, skeleton

Weigh = Callable[[str], float]
_PREFIX_SLACK = 0.12  # how far Jaro-Winkler may exceed the normalised edit similarity
_FLOOR = 0.85  # below this two words are different words
_SOUND = 0.92  # same phonetic skeleton
_INITIAL = 0.9  # an initial for a word
_CONTAINED = 0.9  # all of a distinctive list name inside a longer one
_MIDDLE = 0.3  # weight of a person's further given names


@dataclass(frozen=True, slots=True)
class Likeness:
    """Score 0..1 with its two parts and the pairs of words that made it."""

    score: float
    whole: float
    by_word: float
    pairs: tuple[tuple[str, str, float], ...]


@lru_cache(maxsize=200_000)
def word_likeness(first: str, second: str) -> float:
    """0..1; 0 for different words."""
    if first == second:
        return 1.0
    if len(first) == 1 or len(second) == 1:
        return _INITIAL if first[0] == second[0] else 0.0
    if min(len(first), len(second)) <= 3:
        return 0.0
    value = _capped(first, second)
    sound = skeleton(first)
    if sound and sound == skeleton(second):
        value = max(value, _SOUND)
    return value if value >= _FLOOR else 0.0


def _capped(first: str, second: str) -> float:
    edit: float = Levenshtein.normalized_similarity(first, second)
    winkler: float = JaroWinkler.similarity(first, second)
    return min(winkler, edit + _PREFIX_SLACK)


def compare(query: Name, entry: Name, weigh: Weigh, *, person: bool) -> Likeness:
    """Compare a vendor's name with a listed one; ``weigh`` weighs a word, ``person`` is the entry's kind."""
    pairs = _pair(query.tokens, entry.tokens)
    if not _has_core(query, entry):
        exact = len(query.tokens) > 1 and sorted(query.tokens) == sorted(entry.tokens)
        return Likeness(1.0 if exact else 0.0, 0.0, 0.0, pairs)
    entry_weights = _weights(entry, weigh, person=person)
    query_weights = _weights(query, weigh, person=False)
    on_entry = _covered(entry_weights, {e: s for _, e, s in pairs})
    on_query = _covered(query_weights, {q: s for q, _, s in pairs})
    by_word = (on_entry + on_query) / 2
    if person:
        by_word = max(by_word, _person(query, entry, pairs))
    elif on_entry >= 0.97 and sum(entry_weights.values()) >= 1.8:
        by_word = max(by_word, _CONTAINED)
    whole = _whole(query, entry)
    return Likeness(max(whole, by_word), whole, by_word, pairs)


def _has_core(query: Name, entry: Name) -> bool:
    return any(not is_generic(w) for w in query.tokens) and any(not is_generic(w) for w in entry.tokens)


def _pair(query: Sequence[str], entry: Sequence[str]) -> tuple[tuple[str, str, float], ...]:
    """Best partners, each word used once, the best pairs first."""
    scored = [(word_likeness(q, e), q, e) for q in dict.fromkeys(query) for e in dict.fromkeys(entry)]
    scored.sort(key=lambda row: -row[0])
    used_q: set[str] = set()
    used_e: set[str] = set()
    pairs = []
    for value, q, e in scored:
        if value > 0 and q not in used_q and e not in used_e:
            used_q.add(q)
            used_e.add(e)
            pairs.append((q, e, value))
    return tuple(pairs)


def _weights(name: Name, weigh: Weigh, *, person: bool) -> dict[str, float]:
    """Words and weights; of a listed person the surname and first given name count, others little."""
    weights = {word: weigh(word) for word in name.tokens}
    if person:
        given = [w for w in name.tokens if w not in name.surname]
        for word in given[1:]:
            weights[word] = min(weights[word], _MIDDLE)
    return weights


def _covered(weights: dict[str, float], found: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(w * found.get(word, 0.0) for word, w in weights.items()) / total if total else 0.0


def _person(query: Name, entry: Name, pairs: Sequence[tuple[str, str, float]]) -> float:
    """Surname and first given name agree: the middle names of one side cannot clear the other."""
    given = [w for w in entry.tokens if w not in entry.surname]
    found = {e: s for _, e, s in pairs}
    needed = [*entry.surname, *given[:1]]
    if len(needed) < 2 or len(query.tokens) > len(needed) + 2:
        return 0.0
    scores = [found.get(word, 0.0) for word in needed]
    return 0.96 * sum(scores) / len(scores) if min(scores) > 0 else 0.0


def _whole(query: Name, entry: Name) -> float:
    """Whole names without spaces, words sorted or in order: finds AL QAIDA in ALQAEDA."""
    best = 0.0
    for first, second in ((query.core, entry.core), (query.joined, entry.joined)):
        if min(len(first), len(second)) >= 6:
            best = max(best, _capped(first, second))
    return best * 0.99 if best < 1.0 else 1.0
