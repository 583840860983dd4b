"""Which required protections a contract is asked for, and in a sentence why it is not asked for another."""

import re

from compliance.paper_kind import PaperKind
from compliance.policies import Policy
from compliance.reading import Reading

NO_PURCHASE = frozenset({PaperKind.CORPORATE, PaperKind.EMPLOYMENT})  # about shares, loans or a post
WHOLE = 25  # clauses; a shorter paper is a part of something and need not have everything


def is_whole(reading: Reading) -> bool:
    """True for an agreement that stands by itself: long enough, and no amendment, work order or the like."""
    return len(reading.clauses) >= WHOLE and not reading.papers.part


def why_not(reading: Reading, policy: Policy) -> str:
    """Why this contract is not asked for a required policy; empty when it is. Doubt asks."""
    papers, value = reading.papers, reading.context.contract_value
    if not is_whole(reading):
        return "Not asked: the paper is short, or a part of another agreement."
    if policy.applies_to and papers.kinds and not policy.applies_to & papers.kinds:
        return f"Not asked of this kind of paper: {papers.shown} ({papers.words})."
    if policy.applies_to and _no_purchase(reading):
        return "Not asked: nothing says that this paper buys from a vendor (no buyer and seller are named)."
    if value is not None and value < policy.required_from:
        return f"Not asked below a contract value of USD {policy.required_from:,}."
    if not _spoken(reading, policy):
        return f"Not asked: none of the words that call for it is here ({', '.join(policy.required_when)})."
    return ""


def _no_purchase(reading: Reading) -> bool:
    """True when the sides of a paper of no kind, or about shares, loans or a post, cannot be told apart."""
    kinds = reading.papers.kinds
    return not reading.roles.sure and (not kinds or bool(kinds & NO_PURCHASE))


def _spoken(reading: Reading, policy: Policy) -> bool:
    if not policy.required_when:
        return True
    words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in policy.required_when)
    return re.search(rf"\b(?:{words})\b", reading.document.text, re.IGNORECASE) is not None
