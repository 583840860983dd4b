"""The audit chain: adding an entry, and proving that none was changed, removed, moved or slipped in."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from onboarding.models import Case, Event, EventChain, User

SYSTEM = "system"


def actor_of(user: User | None) -> str:
    return f"user:{user.pk}" if user is not None and user.pk else SYSTEM


def chain_of(case: Case | None) -> str:
    return f"case:{case.pk}" if case is not None else SYSTEM


def _digest(event: Event) -> str:
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    case = str(event.case_id) if event.case_id else ""
    parts = [event.chain, event.number, case, event.actor, event.action, event.data, at, event.previous]
    body = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def record(*, case: Case | None, actor: str, action: str, data: Mapping[str, Any] | None = None) -> Event:
    """Add one entry inside the caller's transaction. ``data`` takes codes and ids, never personal data."""
    with transaction.atomic():
        EventChain.objects.get_or_create(name=chain_of(case))
        chain = EventChain.objects.select_for_update().get(name=chain_of(case))
        event = Event(
            chain=chain.name,
            number=chain.length + 1,
            case_id=case.pk if case is not None else None,
            actor=actor,
            action=action,
            data=dict(data or {}),
            at=timezone.now(),
            previous=chain.head,
        )
        event.digest = _digest(event)
        event.save(force_insert=True)
        chain.length, chain.head = event.number, event.digest
        chain.save(update_fields=["length", "head"])
    return event


@dataclass(frozen=True, slots=True)
class Report:
    """``seal`` is one hash over all heads: kept elsewhere, it proves that no whole chain was removed."""

    events: int
    chains: int
    problems: tuple[str, ...]
    seal: str
    checked_at: datetime

    @property
    def ok(self) -> bool:
        return not self.problems


def verify() -> Report:
    """Walk every chain; name the first bad entry of each that does not hold."""
    problems: list[str] = []
    heads = {chain.name: chain for chain in EventChain.objects.order_by("name")}
    seen: set[str] = set()
    count, current, rows = 0, "", list[Event]()
    for event in Event.objects.order_by("chain", "number", "id").iterator(chunk_size=2000):
        count += 1
        if event.chain != current:
            problems += _walk(current, rows, heads)
            current, rows = event.chain, []
            seen.add(event.chain)
        rows.append(event)
    problems += _walk(current, rows, heads)
    for name, chain in heads.items():
        if name not in seen and chain.length:
            problems.append(f"{name}: all {chain.length} entries are gone")
    problems += _without_chain(heads)
    seal = hashlib.sha256("".join(f"{name}{heads[name].head}" for name in sorted(heads)).encode()).hexdigest()
    return Report(count, len(heads), tuple(problems), seal, timezone.now())


def _without_chain(heads: Mapping[str, EventChain]) -> Iterable[str]:
    for pk in Case.objects.values_list("pk", flat=True).iterator():
        if f"case:{pk}" not in heads:
            yield f"case:{pk}: the chain is gone"


def _walk(name: str, rows: list[Event], heads: Mapping[str, EventChain]) -> list[str]:
    """At most one problem a chain: everything after the first bad entry follows from it."""
    previous = ""
    for number, event in enumerate(rows, start=1):
        where = f"{name}#{event.number} (row {event.pk})"
        if event.number != number:
            return [f"{where}: entry {number} is missing or moved"]
        if event.previous != previous:
            return [f"{where}: does not follow the entry before it"]
        if event.digest != _digest(event):
            return [f"{where}: was changed after it was written"]
        previous = event.digest
    head = heads.get(name)
    if rows and (head is None or head.head != previous or head.length != len(rows)):
        return [f"{name}#{len(rows)} (row {rows[-1].pk}): the last entries are missing or were added by hand"]
    return []
