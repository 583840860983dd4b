"""Which clauses of a contract are near a question: words weighed by how rare they are in this contract."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onboarding.models import Clause, Part

ENOUGH = 0.34  # share of the question's weight that a clause must hold to count as an answer
BEST = 5
STEM = 6  # letters that are compared, so that terminate finds termination
COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and any are as at be by can could do does for from have how i if in is it its may me much must "
        "of on or our shall should so that the their them there these they this to under us we what when "
        "where which who will with would you your agreement contract clause say says",
    )
)


@dataclass(frozen=True, slots=True)
class Hit:
    clause: Clause
    quote: str
    score: float


def search(part: Part, question: str) -> list[Hit]:
    """The clauses that hold most of the question's weight, best first; empty when none holds enough."""
    wanted = set(_stems(question))
    clauses = list(part.clauses.all())
    if not wanted or not clauses:
        return []
    bags = [set(_stems(f"{clause.heading} {part.text[clause.start : clause.end]}")) for clause in clauses]
    weight = _weights(wanted, bags)
    whole = sum(weight.values())
    scored = [
        Hit(clause, part.text[clause.start : clause.end], sum(weight[stem] for stem in wanted & bag) / whole)
        for clause, bag in zip(clauses, bags, strict=True)
    ]
    return sorted((hit for hit in scored if hit.score >= ENOUGH), key=lambda hit: -hit.score)[:BEST]


def _stems(text: str) -> list[str]:
    return [word[:STEM] for word in re.findall(r"[a-z]{2,}|\d+", text.lower()) if word not in COMMON]


def _weights(wanted: set[str], bags: Sequence[set[str]]) -> dict[str, float]:
    """Inverse document frequency; a word that stands nowhere weighs as much as the rarest."""
    found = Counter(stem for bag in bags for stem in wanted & bag)
    return {stem: math.log(1 + len(bags) / (found[stem] or 1)) for stem in wanted}
