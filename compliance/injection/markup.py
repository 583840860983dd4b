"""Markup that a contract never needs: chat templates, closing fences, JSON verdicts, scripts, formulae."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compliance.injection.types import Suspicion

_DATA = Path(__file__).parent / "data" / "markup.toml"
_MOST = 20
_SYMBOLS = re.compile(
    r"\]\(|\*\*|\\+[\"!n\]]|\\ |!!|==|\}\}|\{\{|\[\[|\]\]|--!|!--|--#|\"\\|\{\"|@@|!-+>|\\\\|\s\+\s|\)\*|\?\("
    r"|#\w|(?<=[a-z])[A-Z](?=[a-z]+\b)"
)
_STEERING = re.compile(
    r"(?i:\b(?:write|output|verdict|answer|approve\w*|safe|opposite|low\w*|please|sure|respond|revert|print|rating"
    r"|tutorial|describ\w+|reply|say|now|ignore)\b)|(?:Now|Text|Rating|Verdict|Low|Write)\b"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    reason: str
    at_least: int
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    rules = []
    for row in raw["rule"]:
        pattern = "|".join(row["any"])
        for name, value in raw["macros"].items():
            pattern = pattern.replace(f"@{name}@", value)
        compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        rules.append(_Rule(row["code"], row["reason"], row["at_least"], tuple(row["needs"]), compiled))
    return tuple(rules)


def scan(text: str) -> list[Suspicion]:
    """Report every place with such markup, at most twenty of a kind."""
    lower = text.lower()
    found: list[Suspicion] = []
    for rule in _rules():
        if not any(letters in lower for letters in rule.needs):
            continue
        matches = [m for m in rule.pattern.finditer(text) if m.group().strip()]
        if len(matches) >= rule.at_least:
            found += [Suspicion(rule.code, rule.reason, *_trim(text, *m.span())) for m in matches[:_MOST]]
    return found + _noise(text)


def _noise(text: str) -> list[Suspicion]:
    """Strings found by search against a model: kinds of symbol clusters that prose does not mix."""
    found: list[Suspicion] = []
    clusters = list(_SYMBOLS.finditer(text))
    last_end = -1
    for number, first in enumerate(clusters):
        if first.start() < last_end:
            continue
        near = [c for c in clusters[number : number + 12] if c.start() - first.start() <= 120]
        kinds = {c.group()[:2] for c in near if not c.group().isalpha()}
        around = text[max(0, first.start() - 40) : near[-1].end() + 40]
        if len(kinds) >= 3 and len(near) >= 4 and len(_STEERING.findall(around)) >= 2:
            why = "It holds a string made to upset a language model."
            found.append(Suspicion("noise", why, first.start(), near[-1].end()))
            last_end = near[-1].end()
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
