"""The words for a side in a clause, and who of them does what.

A contract calls the sides by defined terms ("Supplier", "Client"), by names, or by "you" and "we". A
mention is one of these words in a clause; what it is said to do decides who is bound. Which words name
which side is told by ``sides.roles_of``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property


class Side(StrEnum):
    """Who is bound or favoured, seen from the buyer's desk."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    UNKNOWN = "unknown"

    @property
    def other(self) -> "Side":
        return {Side.OURS: Side.THEIRS, Side.THEIRS: Side.OURS}.get(self, self)


OUR_WORDS = frozenset(
    [
        "customer",
        "client",
        "buyer",
        "purchaser",
        "licensee",
        "subscriber",
        "end-user",
        "distributor",
        "reseller",
        "franchisee",
        "lessee",
        "tenant",
        "recipient",
        "merchant",
        "shipper",
        "sponsor",
    ]
)
THEIR_WORDS = frozenset(
    [
        "vendor",
        "supplier",
        "seller",
        "provider",
        "licensor",
        "contractor",
        "consultant",
        "manufacturer",
        "franchisor",
        "lessor",
        "landlord",
        "carrier",
        "servicer",
        "agency",
        "subcontractor",
        "developer",
        "processor",
    ]
)
_BOTH = (
    r"(?:either|each|neither|both|any|a|one|no|the\s+(?:non-?\w+|other|disclosing|receiving|"
    r"affected|indemnifying|"
    r"indemnified|breaching|defaulting|terminating|"
    r"assigning))\s+(?:of\s+the\s+)?(?:\w+\s+)?part(?:y|ies)\b|"
    r"none\s+of\s+the\s+parties\b|(?:the\s+)?parties(?:\s+hereto)?\b|\b(?:each|either|both|neither)\s+of\s+us\b|\bmutual(?:ly)?\b"
)
_NOT_SUBJECT = re.compile(
    r"\b(?:to|of|from|by|with|for|against|upon|on|at|between|under|than|as)\s+(?:the\s+|such\s+|each\s+)?$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:(?:shall|will|may|must|can|to|hereby)\s+(?:not\s+)?(?:promptly\s+)?\w+|grants?|pays?|gives?|offers?|"
    r"indemnif(?:y|ies)|notif(?:y|ies)|harmless|defends?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OWN_RIGHT = re.compile(r"\s+(?:right|option|ability|election|obligation)s?\b", re.IGNORECASE)
_COMPOUND = re.compile(r"\s[A-Z][a-z]")
_AND = re.compile(
    r"\s*,?\s*(?:on\s+(?:the\s+)?one\s+(?:hand|part|side)\s*,?\s*)?(?:and|or|nor)\s+(?:the\s+|each\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that names a side. ``possessive`` is "Buyer's"; ``subject`` is not "to the Buyer"."""

    start: int
    end: int
    side: Side
    possessive: bool
    subject: bool


@dataclass(frozen=True)
class Roles:
    """The words that name our side and theirs (lower case). ``sure``: the parties clause told them apart.

    ``you`` is the side that a letter speaks to.
    """

    ours: frozenset[str] = OUR_WORDS
    theirs: frozenset[str] = THEIR_WORDS
    sure: bool = False
    you: Side = Side.OURS

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        def names(words: Iterable[str]) -> str:
            ordered = sorted(words, key=len, reverse=True)
            return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)

        spoken_to, speaking = ({"you", "your"}, {"we", "our"})
        if self.you is Side.THEIRS:
            spoken_to, speaking = speaking, spoken_to
        ours, theirs = names(self.ours | spoken_to - self.theirs), names(self.theirs | speaking - self.ours)
        return re.compile(
            rf"\b(?:(?P<ours>{ours})|(?P<theirs>{theirs})|(?P<both>{_BOTH}))(?P<s>['’]s?)?(?![\w])",
            re.IGNORECASE,
        )

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every mention of a side in the text, in order."""
        found = []
        for match in self._pattern.finditer(text):
            side = Side.OURS if match["ours"] else Side.THEIRS if match["theirs"] else Side.BOTH
            word = match.group(0)
            compound = not word.isupper() and _COMPOUND.match(text, match.end())  # "Customer Data"
            possessive = bool(match["s"]) or word.lower() in {"your", "our"} or bool(compound)
            if possessive and _OWN_RIGHT.match(text, match.end()):
                possessive = False  # "Buyer's right to terminate": the Buyer terminates
            subject = _is_subject(text, match)
            found.append(Mention(match.start(), match.end(), side, possessive, subject))
        return _joined(text, found)


def _is_subject(text: str, match: re.Match[str]) -> bool:
    """Not behind a preposition ("to the Buyer") nor the object of a verb ("shall notify Buyer")."""
    before = text[max(0, match.start() - 32) : match.start()]
    if _NOT_SUBJECT.search(before):
        return False
    return not _VERB.search(before) or bool(re.match(r"\s+to\s+\w", text[match.end() :]))


def _joined(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """ "The Vendor and the Customer" binds both: two sides that a bare and, or, nor joins."""
    for place in range(len(found) - 1):
        first, second = found[place], found[place + 1]
        between = text[first.end : second.start]
        if first.side is not second.side and _AND.fullmatch(between):
            found[place] = replace(first, side=Side.BOTH)
            found[place + 1] = replace(second, side=Side.BOTH, subject=first.subject)
    return tuple(found)


def actor(mentions: tuple[Mention, ...], at: int) -> Side:
    """Who does what stands at ``at``: the nearest subject before it, else the nearest mention before it."""
    before = mentions[: bisect_left([mention.start for mention in mentions], at)]
    ranked = sorted(
        enumerate(before),
        key=lambda item: (item[1].subject and not item[1].possessive, item[1].possessive, item[0]),
    )
    return ranked[-1][1].side if ranked else Side.UNKNOWN


def next_mention(mentions: tuple[Mention, ...], at: int, within: int = 60) -> Side:
    """The side named next after ``at`` (an object: "indemnify the Customer"), within so many characters."""
    for mention in mentions:
        if mention.start >= at:
            return mention.side if mention.start - at <= within else Side.UNKNOWN
    return Side.UNKNOWN


def together(sides: Iterable[Side]) -> Side:
    """One side for several mentions: both when they differ."""
    known = {side for side in sides if side is not Side.UNKNOWN}
    if not known:
        return Side.UNKNOWN
    return known.pop() if len(known) == 1 else Side.BOTH
