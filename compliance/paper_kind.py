"""What kind of paper a contract is, from its own words, so that it is asked only for what such a paper has.

Names count most: the title, and what the paper calls itself ("This Supply Agreement"). Recitals count less.
Every kind that comes near the best one is kept, and a paper of no clear kind is asked everything: doubt adds
questions, it never removes one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from extraction.types import ContractText

HEAD = 2_500  # characters in which a paper says what it is
OPENING = 1_500  # in which a part says that it is one
RECITALS = 8_000
MOST_RECITED = 2.0
WORDS = Path(__file__).with_name("paper_kinds.yaml")
SURE = 3.0  # weight from which a kind is believed
NEAR = 1.5  # weight below the best within which another kind is kept


class PaperKind(StrEnum):
    """The kinds that a policy may name under ``applies_to``."""

    SERVICES = "services"
    SOFTWARE = "software"
    LICENCE = "licence"
    BRAND = "brand"  # the use of a name or mark, nothing else
    SUPPLY = "supply"
    DISTRIBUTION = "distribution"
    MARKETING = "marketing"
    RESEARCH = "research"
    NDA = "nda"
    LEASE = "lease"
    EMPLOYMENT = "employment"
    CORPORATE = "corporate"
    PART = "part"  # an amendment, a work order: it lives under another agreement


@dataclass(frozen=True, slots=True)
class Papers:
    """The kinds a paper may be of (none: unknown), the name that says so; ``part`` of another paper."""

    kinds: frozenset[PaperKind]
    words: str = ""
    part: bool = False

    @property
    def shown(self) -> str:
        return " or ".join(sorted(self.kinds)) or "unknown"


_OTHER = re.compile(
    r"\b(?:the|such|that|certain|related)\s+\Z"
)  # "the Subscription Agreement" is not this one
_NAME = re.compile(
    r"(?P<words>(?:(?!(?i:agreement|contract|this)\b)(?:[A-Z][\w&/'’.-]*,?|and|of|for|to|the|with)\s+){0,7})"
    r"(?P<noun>(?i:agreement|contract|lease|amendments?|addendum|statement\s+of\s+work|work\s+order|order\s+form))\b"
)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells one kind: words of its name, and words of its recitals (None where only the name tells)."""

    named: re.Pattern[str]
    recited: re.Pattern[str] | None


@cache
def _signs() -> Mapping[PaperKind, _Signs]:
    def compiled(words: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE | re.VERBOSE)

    rows: Mapping[str, Mapping[str, str]] = yaml.safe_load(WORDS.read_text("utf-8"))
    return {
        PaperKind(kind): _Signs(
            compiled(row["named"]), compiled(row["recited"]) if "recited" in row else None
        )
        for kind, row in rows.items()
    }


def paper_kind(document: ContractText) -> Papers:
    """The kinds a contract may be of, with the name that says so; an empty set when nothing is clear."""
    weights: dict[PaperKind, float] = defaultdict(float)
    recited: dict[PaperKind, float] = defaultdict(float)
    names = list(_names(document))
    for name, weight in names:
        for kind in _met(name):
            weights[kind] = max(weights[kind], weight)
    for kind, signs in _signs().items():
        if signs.recited:
            said = {match.group().lower() for match in signs.recited.finditer(document.text[:RECITALS])}
            recited[kind] = min(MOST_RECITED, len(said))
            weights[kind] += recited[kind]
    if recited[PaperKind.EMPLOYMENT] >= MOST_RECITED and recited[PaperKind.SERVICES] < MOST_RECITED:
        weights = {PaperKind.EMPLOYMENT: SURE + MOST_RECITED}  # a "service agreement" of a director
    telling = [name for name, _ in names if _met(name)]
    best = max(weights.values(), default=0.0)
    opening = _signs()[PaperKind.PART].recited
    part = bool(telling and PaperKind.PART in _met(telling[0])) or bool(
        opening and opening.search(document.text[:OPENING])
    )
    least = min(SURE, best - NEAR) if best >= SURE else best + 1
    kinds = frozenset(kind for kind, weight in weights.items() if weight >= least)
    return Papers(kinds, telling[0] if telling else "", part)


def _met(name: str) -> set[PaperKind]:
    return {kind for kind, signs in _signs().items() if signs.named.search(name)}


def _names(document: ContractText) -> Iterator[tuple[str, float]]:
    """What the paper is called, with a weight: its title, then its first names in capitals, then the rest."""
    for fact in document.facts:
        if fact.name == "title":
            yield fact.value, SURE
    for place, match in enumerate(_NAME.finditer(document.text[:HEAD])):
        name = " ".join(match.group().split())
        if match["words"][:1].islower() or _OTHER.search(
            document.text[max(0, match.start() - 12) : match.start()]
        ):
            continue
        mentioned = " the " in name and PaperKind.PART not in _met(name)
        yield name, SURE if not mentioned and (place < 2 or name.isupper()) else 1.0
