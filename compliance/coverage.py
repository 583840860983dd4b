"""Which kinds of clause the contract has, and the proof of what was searched for in vain."""

from collections.abc import Iterable

from compliance.asked import why_not
from compliance.policies import Policy
from compliance.reading import Reading
from compliance.types import Coverage

MENTIONS = 3  # clauses with its cue words from which a subject counts as dealt with
READABLE = 0.6  # pages read worse than this do not prove that something is absent


def coverage_map(reading: Reading) -> dict[str, Coverage]:
    """Every category of the model and of the playbook: where found, or which pages were searched."""
    names = dict.fromkeys((*reading.scores.categories, *reading.playbook.categories))
    return {name: _cover(reading, name) for name in names}


def _cover(reading: Reading, category: str) -> Coverage:
    found = set(reading.scores.above(category))
    if not reading.scores.knows(category):
        for policy in reading.playbook.for_category(category):
            found |= said(reading, policy)
    best, _ = reading.scores.best(category)
    pages = reading.document.pages
    return Coverage(
        category=category,
        present=bool(found),
        score=best,
        clauses=tuple(reading.clauses[position].id for position in sorted(found)),
        pages_searched=tuple(page.number for page in pages),
        pages_unreadable=tuple(page.number for page in pages if page.quality < READABLE),
        not_asked="" if found else _not_asked(reading, category),
    )


def _not_asked(reading: Reading, category: str) -> str:
    """Why the required policies of an absent category were not asked for; empty if one was."""
    reasons = [why_not(reading, one) for one in reading.playbook.for_category(category) if one.required]
    return " ".join(dict.fromkeys(reasons)) if all(reasons) else ""


def said(reading: Reading, policy: Policy) -> set[int]:
    """The clauses that a policy's own signs find: cues in a heading, or a term that its checks ask for."""
    wanted = {check.term for check in policy.checks}
    found = set(reading.headed[policy.id])
    found |= {
        position
        for position in reading.cued[policy.id]
        if any(term.name in wanted for term in reading.terms(position))
    }
    return found if wanted else found | set(reading.cued[policy.id])


def present(reading: Reading, policy: Policy) -> bool:
    """True when the contract has a clause of this policy, by the encoder or by the policy's own signs."""
    scored = any(reading.scores.above(category) for category in policy.categories)
    return scored or bool(said(reading, policy)) or len(reading.cued[policy.id]) >= MENTIONS


def nearest(reading: Reading, policies: Iterable[Policy]) -> tuple[float, int | None]:
    """The best score that any clause has in the categories of these policies, and where."""
    pairs = [reading.scores.best(category) for policy in policies for category in policy.categories]
    return max(pairs, key=lambda pair: pair[0], default=(0.0, None))
