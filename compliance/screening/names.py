"""Names made comparable: accents and look-alikes folded, legal forms without weight, phonetic skeletons.

The word lists are dated data (``data/matching.json``); legal forms come from cleanco as well.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cleanco import termdata

_DATA = Path(__file__).parent / "data" / "matching.json"
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
_INITIAL = re.compile(r"\b(\w)\.(?=\w)")
_SPLIT = re.compile(r"[^A-Z0-9]+")
_GENERIC_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores (0..1) from which a person looks, and from which a hit is called probable."""

    review: float = 0.88
    probable: float = 0.95
    weak_alias_penalty: float = 0.03
    other_type_penalty: float = 0.05


@dataclass(frozen=True, slots=True)
class WordLists:
    anywhere: frozenset[str]
    suffixes: frozenset[str]
    prefixes: frozenset[str]
    affixes: frozenset[str]
    particles: frozenset[str]
    generic: frozenset[str]
    letters: dict[int, str]
    cyrillic: dict[int, str]
    lookalikes: dict[int, str]


@dataclass(frozen=True, slots=True)
class Name:
    """A comparable name: its words in order, the surname's words, and the words without spaces.

    ``joined`` keeps particles (AL, EL) and leaves legal forms out; ``tokens`` leaves both out.
    """

    tokens: tuple[str, ...]
    surname: frozenset[str]
    joined: str
    core: str


@cache
def _raw() -> dict[str, object]:
    loaded: dict[str, object] = json.loads(_DATA.read_text(encoding="utf-8"))
    return loaded


@cache
def thresholds() -> Thresholds:
    """The shipped thresholds."""
    raw = _raw()
    keys = ("review", "probable", "weak_alias_penalty", "other_type_penalty")
    return Thresholds(**{key: float(str(raw[key])) for key in keys})


@cache
def lists() -> WordLists:
    """The shipped word lists (read once)."""
    raw = _raw()

    def words(key: str) -> frozenset[str]:
        value = raw[key]
        return frozenset(value) if isinstance(value, list) else frozenset()

    def table(key: str) -> dict[int, str]:
        value = raw[key]
        return {ord(k): v for k, v in value.items()} if isinstance(value, dict) else {}

    legal = {re.sub(r"[^A-Z]", "", t.upper()) for ts in termdata.terms_by_type.values() for t in ts}
    return WordLists(
        anywhere=words("full_words"),
        suffixes=frozenset(w for w in legal if len(w) > 1) - words("suffix_exceptions"),
        prefixes=words("prefix_forms"),
        affixes=words("person_affixes"),
        particles=words("particles"),
        generic=words("generic"),
        letters=table("letters"),
        cyrillic=table("cyrillic"),
        lookalikes=table("lookalikes"),
    )


def fold(name: str) -> str:
    """Upper-case ASCII: accents off, special letters spelt out, look-alikes of other scripts replaced."""
    known = lists()
    text = unicodedata.normalize("NFKC", name).upper()
    words = [_fold_word(word, known) for word in text.split()]
    text = unicodedata.normalize("NFKD", " ".join(words).translate(known.letters))
    return "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def _fold_word(word: str, known: WordLists) -> str:
    """A word that mixes scripts is a disguise (look-alikes); a word of one script is transliterated."""
    if any("A" <= c <= "Z" for c in word):
        return word.translate(known.lookalikes)
    return word.translate(known.cyrillic)


@lru_cache(maxsize=100_000)
def prepare(name: str, *, person: bool | None = None) -> Name:
    """Make a name comparable. ``LAST, First`` is understood where ``person`` is not False."""
    folded = fold(name).replace("&", " AND ")
    head, comma, _ = folded.partition(",")
    words = _words(folded)
    kept = _without_affixes(words) if person else _without_forms(words)
    tokens = tuple(w for w in kept if w not in lists().particles) or tuple(kept)
    surname = frozenset(_words(head)) & frozenset(tokens) if comma and person else frozenset(tokens[-1:])
    core = sorted(w for w in tokens if w not in lists().generic)
    return Name(tokens, surname, "".join(w for w in kept if w not in lists().generic), "".join(core))


def _words(folded: str) -> list[str]:
    """Split at punctuation; ``S.A.`` and ``L.L.C.`` stay one word."""
    dotted = _DOTTED.sub(lambda m: m.group().replace(".", ""), folded)
    return [w for w in _SPLIT.split(_INITIAL.sub(r"\1 ", dotted)) if w]


def _without_affixes(words: list[str]) -> list[str]:
    kept = [w for w in words if w not in lists().affixes]
    return kept or words


def _without_forms(words: list[str]) -> list[str]:
    """Drop legal forms; a name that is nothing else keeps no word at all."""
    known = lists()
    kept = list(words)
    if len(kept) > 1 and kept[0] in known.prefixes:
        kept = kept[1:]
    while kept and (kept[-1] in known.suffixes or kept[-1] in known.anywhere or kept[-1] == "AND"):
        kept.pop()
    return [w for w in kept if w not in known.anywhere]


def is_generic(word: str) -> bool:
    """True for words that half of all companies carry: they alone never make a match."""
    return word in lists().generic


def base_weight(word: str) -> float:
    """Weight of a word before its frequency on the list is known (0..1)."""
    if len(word) == 1:
        return 0.3
    return _GENERIC_WEIGHT if is_generic(word) else 1.0


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Consonants by sound, so that spellings of one transliterated name agree (Muhammad, Mohamed).

    Shorter than two consonants says nothing and gives "".
    """
    text = word
    for old, new in (
        ("PH", "F"),
        ("CK", "K"),
        ("KH", "K"),
        ("GH", "G"),
        ("DJ", "J"),
        ("SCH", "S"),
        ("SH", "S"),
    ):
        text = text.replace(old, new)
    text = text.translate(str.maketrans("QCGXZW", "KKKKSV"))
    text = re.sub(r"[AEIOUYH]", "", text)
    text = re.sub(r"(.)\1+", r"\1", text)
    return text if len(text) > 1 else ""


def name_hash(name: str) -> str:
    """Identity of a name for remembered decisions: the same words in any order give the same hash."""
    words = sorted(_words(fold(name)))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]
