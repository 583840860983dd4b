"""Rights and restrictions that a clause has or has not, read from the patterns in ``flags.yaml``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from compliance.terms.base import Side, Term, TermName, View
from compliance.terms.negation import negated
from compliance.terms.roles import actor, next_mention

PATTERNS = Path(__file__).with_name("flags.yaml")


REACH = 70  # characters before the words in which a negation takes them back


class Who(Enum):
    ACTOR = "actor"
    OBJECT = "object"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Flag:
    """One row of the file; its first lines say what each key means."""

    name: TermName
    pattern: re.Pattern[str]
    who: Who
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    verb: re.Pattern[str] | None
    spares: re.Pattern[str] | None
    whose: Side | None
    keep_negated: bool


@cache
def load_flags() -> tuple[Flag, ...]:
    """The flags of the shipped file, in its order."""
    return tuple(_flag(row) for row in yaml.safe_load(PATTERNS.read_text("utf-8")))


def _flag(row: dict[str, Any]) -> Flag:
    def compiled(key: str) -> re.Pattern[str] | None:
        return re.compile(row[key], re.IGNORECASE | re.VERBOSE) if key in row else None

    return Flag(
        name=TermName(row["name"]),
        pattern=re.compile(row["pattern"], re.IGNORECASE | re.VERBOSE),
        who=Who(row.get("who", "actor")),
        unless=compiled("unless"),
        needs=compiled("needs"),
        verb=compiled("verb"),
        spares=compiled("spares"),
        whose=Side(row["whose"]) if "whose" in row else None,
        keep_negated=bool(row.get("keep_negated", False)),
    )


def flags(view: View) -> Iterator[Term]:
    """Every flag the clause raises, each side once."""
    seen: set[tuple[TermName, Side]] = set()
    for flag in load_flags():
        match = flag.pattern.search(view.text)
        if match is None or not _holds(flag, view, match):
            continue
        side = _side(flag, view, match)
        if _spared(flag, view, match, side) or _of_another(flag, view, match):
            continue
        if (flag.name, side) not in seen:
            seen.add((flag.name, side))
            yield view.term(flag.name, match, side)


def _holds(flag: Flag, view: View, match: re.Match[str]) -> bool:
    if not flag.keep_negated and negated(view.text, match.start(), REACH):
        return False
    if flag.unless and flag.unless.search(view.text):
        return False
    return not (flag.needs and not flag.needs.search(view.about))


def _spared(flag: Flag, view: View, match: re.Match[str], side: Side) -> bool:
    """True when the affected side is the acting one: "Vendor may end on a change of control of Vendor"."""
    named = flag.spares.search(view.text, match.start()) if flag.spares else None
    return named is not None and next_mention(view.mentions, named.end(), 12) is side


def _of_another(flag: Flag, view: View, match: re.Match[str]) -> bool:
    """True when the words say that the thing belongs to another side than the one the flag is about."""
    if flag.whose is None:
        return False
    owners = {m.side for m in view.mentions if m.possessive and match.start() <= m.start < match.end()}
    return bool(owners) and not owners & {flag.whose, Side.BOTH}


def _side(flag: Flag, view: View, match: re.Match[str]) -> Side:
    if flag.who is Who.NOBODY:
        return Side.UNKNOWN
    if flag.who is Who.OBJECT:
        return next_mention(view.mentions, match.end() - 1, 40).other
    verb = flag.verb.search(view.text, match.start(), match.end()) if flag.verb else None
    return actor(view.mentions, verb.start() if verb else match.start() + 1)
