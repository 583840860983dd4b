"""What was decided before, found again: decisions on like words, and the versions of an agreement."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from onboarding import judging, roles
from onboarding.models import Case, Comparison, EarlierDecision, Finding, Precedent, User

NEAREST = 3
CANDIDATES = 500  # near words that are compared at most, the newest


@dataclass(frozen=True, slots=True)
class Recalled:
    """One decision on like words. ``likeness`` is 0..1; ``same``: equal but for white space and case."""

    precedent: Precedent
    likeness: float
    same: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What people decided under one policy so far."""

    decided: int
    accepted: int


def recall(finding: Finding, *, limit: int = NEAREST) -> list[Recalled]:
    """Decisions of other items on the same words, or on near words of the same policy or kind; best first.

    The database narrows by hash, numbers and length; only those are compared letter by letter.
    """
    if not finding.quote:
        return []
    known = judging.fingerprint(finding.quote)
    shortest, longest = judging.lengths(len(known.plain))
    like = Q(policy=finding.code)
    if finding.category:
        like |= Q(category=finding.category)
    near = Q(figures=known.figures, length__range=(shortest, longest)) & like
    others = Precedent.objects.exclude(item__finding=finding).exclude(quote="").select_related("case", "who")
    same = list(others.filter(words=known.words).order_by("-decided_at")[:limit])
    rest = others.filter(near).exclude(words=known.words).order_by("-decided_at")[:CANDIDATES]
    rows = {str(row.pk): row for row in [*same, *(rest if len(same) < limit else ())]}
    memory = judging.Memory(_plain(row) for row in rows.values())
    found = memory.nearest(finding.quote, policy=finding.code, category=finding.category, limit=limit)
    return [Recalled(rows[match.precedent.key], match.score, match.same) for match in found]


def _plain(row: Precedent) -> judging.Precedent:
    return judging.Precedent(
        text=row.quote,
        policy=row.policy,
        outcome=row.outcome,
        who=row.who.get_username(),
        when=row.decided_at.date(),
        why=row.note,
        category=row.category,
        key=str(row.pk),
    )


def tally(policy: str) -> Tally:
    """How often people decided under a policy, and how often they accepted."""
    rows = Precedent.objects.filter(policy=policy)
    found = rows.aggregate(decided=Count("pk"), accepted=Count("pk", filter=Q(outcome="accept")))
    return Tally(found["decided"], found["accepted"])


def may_open(user: User, case: Case) -> bool:
    """Whether the viewer may follow a precedent to its case."""
    return roles.may(user, "see_case", case)


def comparisons(case: Case) -> QuerySet[Comparison]:
    """The agreements of a case in force that are a next version, each with the one before."""
    found = Comparison.objects.filter(part__document__case=case, part__superseded=False)
    return found.select_related("part__document", "earlier__document__case").order_by("part_id")


def earlier_decisions(case: Case) -> QuerySet[EarlierDecision]:
    """What was kept and what was asked again, in the order of the text."""
    rows = EarlierDecision.objects.filter(finding__part__document__case=case, finding__part__superseded=False)
    return rows.select_related("finding__part", "finding__clause", "item__decided_by", "item__case").order_by(
        "finding__part_id", "finding__start", "pk"
    )
