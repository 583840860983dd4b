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


NEAR_OWNER = 12  # characters between an owner and what it owns: "the Acme name"
_ALLOWS = re.compile(r"\b(?:consents?|authori[sz]es?|agrees?|permits?|licen[cs]e)\b", re.IGNORECASE)
_SAVED = re.compile(r"\bexcept\b", re.IGNORECASE)  # a heading that is the beginning of the sentence
_MADE = re.compile(  # work that the named side did itself: "inventions made by employees of Vendor"
    r"\b(?:made|conceived|developed|created|authored|generated|produced|discovered|invented)\b[^.;,]{0,40}?"
    r"\bby\s+(?:the\s+)?(?:(?:\w+\s+){0,4}?of\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_GRANTED = re.compile(r"\bgrants?\s+(?:to\s+)?(?:the\s+)?\Z", re.IGNORECASE)
REACH = 70  # characters before the words in which a negation takes them back

_ONE = frozenset({Side.OURS, Side.THEIRS})
_MUTUAL = frozenset(
    {
        TermName.NO_SOLICIT,
        TermName.NON_COMPETE,
        TermName.NON_DISPARAGE,
        TermName.ASSIGN_BARRED,
        TermName.ASSIGN_GROUP,
    }
)


class Who(Enum):
    ACTOR = "actor"
    OBJECT = "object"
    OWNER = "owner"
    HOLDER = "holder"
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
        if _spared(flag, view, match, side) or _of_another(flag, view, match) or _own_work(flag, view, match):
            continue
        if (flag.name, side) not in seen:
            seen.add((flag.name, side))
            yield view.term(flag.name, match, side)


def _holds(flag: Flag, view: View, match: re.Match[str]) -> bool:
    if not flag.keep_negated and negated(view.text, match.start(), REACH):
        return False
    if flag.unless and flag.unless.search(view.text):
        return False
    if flag.name is TermName.AS_IS and _SAVED.search(view.heading):
        return False
    return not (flag.needs and not flag.needs.search(view.about))


def _spared(flag: Flag, view: View, match: re.Match[str], side: Side) -> bool:
    """True when the affected side is the acting one: "Vendor may end on a change of control of Vendor"."""
    named = flag.spares.search(view.text, match.start()) if flag.spares else None
    return named is not None and next_mention(view.mentions, named.end(), 12) is side


def _own_work(flag: Flag, view: View, match: re.Match[str]) -> bool:
    """True when what comes to belong to a side is what it made itself."""
    if flag.name is not TermName.IP_ASSIGNED or flag.who is not Who.OBJECT:
        return False
    owner = next_mention(view.mentions, match.end() - 1, 40)
    makers = {m.side for m in view.mentions if m.end <= match.end() and _MADE.search(view.text, 0, m.start)}
    return makers == {owner}


def _of_another(flag: Flag, view: View, match: re.Match[str]) -> bool:
    """True when the words say that the thing belongs to another side than the one the flag is about."""
    if flag.whose is None:
        return False
    within = [m for m in view.mentions if match.start() <= m.start < match.end()]
    owners = {m.side for m in within if m.possessive or match.end() - m.end <= NEAR_OWNER}
    allowed = bool(_ALLOWS.search(match.group()))
    given = {
        m.side for m in view.mentions if m.end <= match.start() and _GRANTED.search(view.text, 0, m.start)
    }
    users = set() if allowed else given or {_side(flag, view, match)}  # who may use what is not its own
    return (bool(owners) and not owners & {flag.whose, Side.BOTH}) or flag.whose in users


def _side(flag: Flag, view: View, match: re.Match[str]) -> Side:
    if flag.who is Who.NOBODY:
        return Side.UNKNOWN
    if flag.who in {Who.OBJECT, Who.OWNER}:
        named = next_mention(view.mentions, match.end() - 1, 40)
        return named.other if flag.who is Who.OBJECT else named
    verb = flag.verb.search(view.text, match.start(), match.end()) if flag.verb else None
    side = actor(view.mentions, verb.start() if verb else match.start() + 1)
    if flag.who is Who.HOLDER:
        return side.other
    return Side.BOTH if side in _ONE and _mutual(flag, view, match, side) else side


def _mutual(flag: Flag, view: View, match: re.Match[str], side: Side) -> bool:
    """True when the clause says the same of the other side: "Buyer shall not ..., nor Vendor ..."."""
    again = flag.pattern.search(view.text, match.end()) if flag.name in _MUTUAL else None
    return again is not None and actor(view.mentions, again.start() + 1) is side.other
