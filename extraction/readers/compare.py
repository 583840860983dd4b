"""Does a text layer say what its page shows?"""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extraction.types import Word

TOKEN = re.compile(r"[^\W_]{3,}")
SAME = 0.75  # similarity of a token read by two engines
LEGIBLE = 0.75  # confidence from which OCR may contradict a text layer
MISSING = 0.4  # share of the layer's words that the picture does not show


def tokens(words: Iterable[str]) -> list[str]:
    return [token.lower() for word in words for token in TOKEN.findall(word)]


def layer_lies(layer: str, seen: tuple[Word, ...], quality: float) -> bool:
    """Are too many words of ``layer`` absent from those ``seen`` in the picture with mean ``quality``?"""
    said = tokens(layer.split())
    if not said or quality < LEGIBLE:
        return False
    return missing(said, tokens(word.text for word in seen)) > MISSING


def missing(said: list[str], seen: list[str]) -> float:
    """Share of the tokens ``said`` that are not among ``seen``, small misreadings allowed."""
    known = set(seen)
    joined = "".join(seen)
    absent = sum(
        token not in known
        and token not in joined
        and process.extractOne(token, known, scorer=Levenshtein.normalized_similarity, score_cutoff=SAME)
        is None
        for token in said
    )
    return absent / max(len(said), 1)
