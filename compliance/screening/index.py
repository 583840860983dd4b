"""A sanctions list made searchable: twenty thousand names in a few milliseconds, in memory."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from compliance.screening.matching import Likeness, compare
from compliance.screening.names import Name, Thresholds, base_weight, prepare, skeleton, thresholds

_CANDIDATES = 200  # names compared in detail a query
_NEAR_WORD = 0.85
_NEAR_WHOLE = 0.8


@dataclass(frozen=True, slots=True)
class ListName:
    """One name of a listed party.

    ``kind`` is individual, entity, vessel or aircraft; ``alias`` is primary, aka, fka or nka.
    """

    ent_num: str
    name: str
    kind: str
    alias: str = "primary"
    weak: bool = False
    programs: tuple[str, ...] = ()
    countries: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name that is like the query; ``score`` is after penalties, ``why`` explains it in words."""

    entry: ListName
    score: float
    likeness: Likeness
    why: str


class SanctionsIndex:
    """All names of one list version. Build once a process; searching does not change it."""

    def __init__(self, names: Sequence[ListName], version: str, limits: Thresholds | None = None) -> None:
        self.version = version
        self.thresholds = limits or thresholds()
        self._names = tuple(names)
        self._prepared = [prepare(n.name, person=n.kind == "individual") for n in self._names]
        counts = Counter(word for p in self._prepared for word in set(p.tokens))
        self._counts = counts
        self._words = list(counts)
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for number, prepared in enumerate(self._prepared):
            for word in set(prepared.tokens):
                self._postings[word].append(number)
        for word in counts:
            self._sounds[skeleton(word)].add(word)
        self._joined = [p.joined for p in self._prepared]
        self._cores = [p.core for p in self._prepared]

    def __len__(self) -> int:
        return len(self._names)

    def weigh(self, word: str) -> float:
        """Weight of a word (0.15..1): rare words say more. A word not on the list weighs its base."""
        count = self._counts.get(word, 0)
        if count <= 3 or len(self._names) < 100:
            return base_weight(word)
        rarity = 1 - math.log(count / 3) / math.log(len(self._names))
        return max(0.15, min(base_weight(word), rarity))

    def search(self, name: str, *, person: bool | None = None) -> tuple[Hit, ...]:
        """Hits at or above the review threshold, best first, one for each listed party."""
        best: dict[str, Hit] = {}
        for flag in dict.fromkeys((bool(person), person is None or person)):
            query = prepare(name, person=flag)
            for number in self._candidates(query):
                hit = self._score(query, number, person=person)
                known = best.get(hit.entry.ent_num)
                if hit.score >= self.thresholds.review and (known is None or hit.score > known.score):
                    best[hit.entry.ent_num] = hit
        return tuple(sorted(best.values(), key=lambda h: (-h.score, h.entry.ent_num)))

    def _candidates(self, query: Name) -> list[int]:
        """Names sharing weight in like-sounding or like-written words, and names alike as a whole."""
        shared: dict[int, float] = defaultdict(float)
        for word in set(query.tokens):
            for known in self._near(word):
                weight = self.weigh(known)
                for number in self._postings[known]:
                    shared[number] += weight
        ranked = sorted(shared, key=lambda n: -shared[n])[:_CANDIDATES]
        return list(
            dict.fromkeys(
                [*ranked, *self._whole(query.joined, self._joined), *self._whole(query.core, self._cores)]
            )
        )

    def _near(self, word: str) -> set[str]:
        near = set(self._sounds.get(skeleton(word), ())) if skeleton(word) else set()
        if len(word) > 3:
            row = process.cdist([word], self._words, scorer=JaroWinkler.similarity, score_cutoff=_NEAR_WORD)[
                0
            ]
            near.update(self._words[i] for i in np.flatnonzero(row))
        elif word in self._counts:
            near.add(word)
        return near

    def _whole(self, text: str, keys: list[str]) -> Iterable[int]:
        if len(text) < 6:
            return ()
        row = process.cdist([text], keys, scorer=JaroWinkler.similarity, score_cutoff=_NEAR_WHOLE)[0]
        found = np.flatnonzero(row)
        order = found[np.argsort(-row[found], kind="stable")][:_CANDIDATES]
        return [int(i) for i in order]

    def _score(self, query: Name, number: int, *, person: bool | None) -> Hit:
        entry = self._names[number]
        like = compare(query, self._prepared[number], self.weigh, person=entry.kind == "individual")
        score, notes = like.score, [_words(like)]
        if entry.weak:
            score -= self.thresholds.weak_alias_penalty
            notes.append("weak alias")
        if _other_type(entry.kind, person=person):
            score -= self.thresholds.other_type_penalty
            notes.append(f"listed as {entry.kind}")
        return Hit(entry, round(max(score, 0.0), 3), like, "; ".join(notes))


def _other_type(kind: str, *, person: bool | None) -> bool:
    if kind in {"vessel", "aircraft"}:
        return True
    return person is not None and person != (kind == "individual")


def _words(like: Likeness) -> str:
    pairs = ", ".join(q if q == e else f"{q}~{e} {s:.2f}" for q, e, s in like.pairs)
    return f"words {like.by_word:.2f} ({pairs or 'none'}), whole {like.whole:.2f}"
