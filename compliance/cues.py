"""Where the cue phrases of policies stand in a text, by an index of its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
def phrase(cue: str) -> re.Pattern[str]:
    """A cue as a pattern: any white space between its words, ``*`` ends a word stem."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in cue.split()]
    return re.compile(r"\s+".join(words) + ("" if cue.endswith("*") else r"\b"))


class CueIndex:
    """The words of one text with their places. Building is linear; a look-up touches its hits only."""

    def __init__(self, text: str) -> None:
        self._text = _lower(text)
        self._places: dict[str, list[int]] = defaultdict(list)
        for match in _WORD.finditer(self._text):
            self._places[match.group()].append(match.start())
        self._first: dict[str, list[str]] = defaultdict(list)
        for word in self._places:
            self._first[word[:3]].append(word)

    def offsets(self, cue: str) -> Iterator[int]:
        """Where the cue begins, in no order."""
        pattern = phrase(cue.lower())
        for word in self._openers(cue.lower()):
            for place in self._places[word]:
                if pattern.match(self._text, place):
                    yield place

    def has_any(self, cues: Iterable[str]) -> bool:
        """True when one of the cues stands in the text."""
        return any(True for cue in cues for _ in self.offsets(cue))

    def _openers(self, cue: str) -> list[str]:
        """The words of the text with which the cue can begin."""
        opener = _WORD.search(cue)
        if opener is None:
            return []
        word = opener.group()
        if cue[opener.end() : opener.end() + 1] != "*":
            return [word] if word in self._places else []
        near = self._first[word[:3]] if len(word) >= 3 else self._places
        return [one for one in near if one.startswith(word)]


def _lower(text: str) -> str:
    """Lower case with the same offsets: a letter whose lower case is longer stays as it is."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )
