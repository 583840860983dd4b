"""The table of ideas (``data/ideas.toml``) and which of them a text holds."""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_BLANK = re.compile(r"\s")
_TELLING = 1.0  # ideas below this weight are looked for only near others
_NEAR = 2  # sentences
_DATA = Path(__file__).parent / "data" / "ideas.toml"


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea: its weight and pattern, and letters without which a sentence cannot hold it."""

    name: str
    weight: float
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def table() -> tuple[Idea, ...]:
    """The shipped ideas, compiled once a process."""
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    macros: dict[str, str] = raw["macros"]
    return tuple(
        Idea(row["name"], float(row["weight"]), tuple(row["needs"].split("|")), _compile(row["any"], macros))
        for row in raw["idea"]
    )


def _compile(alternatives: Sequence[str], macros: dict[str, str]) -> re.Pattern[str]:
    pattern = "|".join(alternatives)
    for name, value in macros.items():
        pattern = pattern.replace(f"@{name}@", value)
    blanks = pattern.replace(" ?", "\x00").replace(" ", r"\s+").replace("\x00", r"\s*")
    return re.compile(blanks, re.IGNORECASE)


@cache
def _weights() -> dict[str, float]:
    return {idea.name: idea.weight for idea in table()}


def weigh(names: set[str]) -> float:
    """Total weight of some ideas."""
    return sum(_weights()[name] for name in names)


def met_in(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, set[str]]:
    """For each span (by its number) the names of the ideas met in it; spans without any are left out."""
    lower = _BLANK.sub(" ", lowered(text))
    starts = [start for start, _ in spans]
    met: dict[int, set[str]] = defaultdict(set)
    faint = [idea for idea in table() if idea.weight < _TELLING]
    for idea in table():
        if idea.weight >= _TELLING:
            for number in _spans_with(lower, idea.needs, starts):
                _look(idea, text, spans, number, met)
    near = {
        n for number in list(met) for n in range(number - _NEAR, number + _NEAR + 1) if 0 <= n < len(spans)
    }
    for idea in faint:
        for number in near:
            _look(idea, text, spans, number, met)
    return met


def _look(
    idea: Idea, text: str, spans: Sequence[tuple[int, int]], number: int, met: dict[int, set[str]]
) -> None:
    start, end = spans[number]
    if idea.pattern.search(text[start:end]):
        met[number].add(idea.name)


def lowered(text: str) -> str:
    """Lower case with every character at its place (a few capitals have two lower-case letters)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _spans_with(lower: str, needs: Sequence[str], starts: list[int]) -> set[int]:
    """Numbers of the spans in which any of some letters occur; skips from span to span."""
    found: set[int] = set()
    for letters in needs:
        at = lower.find(letters)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            if number >= 0:
                found.add(number)
            following = starts[number + 1] if number + 1 < len(starts) else len(lower)
            at = lower.find(letters, max(following, at + 1))
    return found
