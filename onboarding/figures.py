"""What the decisions of people say about the machine: thresholds, false alarms, waiting. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from onboarding import conf
from onboarding.models import TIN_FIELDS, Field, Part, ReviewItem
from onboarding.readings import plain_of, same

WATCHED = (
    "name",
    "business_name",
    "classification",
    "llc_class",
    "address",
    "city",
    "state",
    "zip",
    "ssn",
    "ein",
)
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Point:
    """At ``threshold`` (0..1): forms that need nobody, and how many of them have an error people found."""

    threshold: float
    unattended: float
    forms: int
    wrong: int
    current: bool


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A form as read: its lowest confidence, whether something else stops it, if people found an error."""

    lowest: float
    stopped: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Alarms:
    """Decided items of one policy: ``false`` were called wrong by a person, ``accepted`` let through."""

    code: str
    decided: int
    false: int
    accepted: int

    @property
    def rate(self) -> float:
        return self.false / self.decided


@dataclass(frozen=True, slots=True)
class Wait:
    """Hours from opening to decision in one queue: the median and what nine of ten stay below."""

    queue: str
    decided: int
    median: float
    most: float


def forms(since: datetime) -> list[FormRecord]:
    """The forms in force that came since then."""
    parts = Part.objects.filter(kind="w9", superseded=False, document__created_at__gte=since)
    issues = set(parts.filter(findings__kind="issue").values_list("pk", flat=True))
    read: dict[int, dict[str, list[Field]]] = defaultdict(lambda: defaultdict(list))
    for row in Field.objects.filter(part__in=parts, name__in=WATCHED).defer("secret"):
        read[row.part_id][row.name].append(row)
    return [
        _record(list(read[part.pk].values()), stopped=part.pk in issues or not part.tin_sure)
        for part in parts
    ]


def _record(fields: Sequence[Sequence[Field]], *, stopped: bool) -> FormRecord:
    lowest, wrong, filled = 1.0, False, False
    for rows in fields:
        machine = [row for row in rows if row.source not in {"vendor", "reviewer"}]
        typed = [row for row in rows if row.source == "reviewer"]
        if not machine:
            continue
        if machine[-1].value or machine[-1].name in TIN_FIELDS:
            lowest, filled = min(lowest, machine[-1].confidence), True
        wrong = wrong or bool(typed and not same(plain_of(typed[-1]), plain_of(machine[-1])))
    return FormRecord(lowest if filled else 0.0, stopped, wrong)


def curve(records: Sequence[FormRecord]) -> tuple[Point, ...]:
    """What each threshold would have done with these forms; the one in force is among the points."""
    current = conf.field_confidence()
    points = []
    for threshold in sorted({*THRESHOLDS, current}):
        free = [one for one in records if not one.stopped and one.lowest >= threshold]
        wrong = sum(one.wrong for one in free)
        share = len(free) / len(records) if records else 0.0
        points.append(Point(threshold, share, len(free), wrong, threshold == current))
    return tuple(points)


def false_alarms(since: datetime) -> list[Alarms]:
    """Policies by how often a person called their finding wrong, the most often decided first."""
    decided = ReviewItem.objects.filter(decided_at__gte=since, queue="legal").exclude(decided_by=None)
    rows = (
        decided.order_by()
        .values("code")
        .annotate(
            n=Count("pk"),
            wrong=Count("pk", filter=Q(outcome="accept", reason_code="false_alarm")),
            ok=Count("pk", filter=Q(outcome="accept")),
        )
    )
    found = [Alarms(row["code"], row["n"], row["wrong"], row["ok"]) for row in rows]
    return sorted(found, key=lambda one: (-one.decided, one.code))[:SHOWN]


def waits(since: datetime) -> list[Wait]:
    """How long items waited for their decision, by queue."""
    spans: dict[str, list[float]] = defaultdict(list)
    decided = ReviewItem.objects.filter(decided_at__gte=since).exclude(decided_by=None)
    for queue, opened, closed in decided.values_list("queue", "created_at", "decided_at"):
        if closed is not None:
            spans[queue].append((closed - opened).total_seconds() / 3600)
    return [_wait(queue, sorted(hours)) for queue, hours in sorted(spans.items())]


def _wait(queue: str, hours: list[float]) -> Wait:
    return Wait(queue, len(hours), hours[len(hours) // 2], hours[min(len(hours) - 1, len(hours) * 9 // 10)])
