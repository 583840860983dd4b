"""What was looked for in an agreement: each kind of clause with where it was found, or what was searched."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from onboarding import wording
from onboarding.models import Clause, Part

PLACES = 4  # clauses named for a category; the rest is counted


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Covered:
    """``read`` says how well the pages were read where it was found, or over all that was searched."""

    name: str
    places: tuple[Place, ...]
    more: int
    text: str
    read: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """``own`` is the line of the category that an item is about, if any."""

    present: tuple[Covered, ...]
    absent: tuple[Covered, ...]
    unasked: tuple[Covered, ...]
    own: str = ""


def of(part: Part, *, category: str = "") -> Coverage:
    """The coverage map of an agreement, by name. ``category`` is the one to point at."""
    clauses = {clause.key: clause for clause in part.clauses.defer("boxes", "categories")}
    found: dict[str, list[Covered]] = {"present": [], "absent": [], "unasked": []}
    for name, entry in sorted(part.coverage.items()):
        if entry.get("present"):
            found["present"].append(_present(part, name, entry, clauses))
        elif entry.get("not_asked"):
            found["unasked"].append(Covered(wording.words(name), (), 0, str(entry["not_asked"]), ""))
        else:
            found["absent"].append(_absent(part, name, entry))
    own = wording.words(category) if category in part.coverage else ""
    return Coverage(tuple(found["present"]), tuple(found["absent"]), tuple(found["unasked"]), own)


def _present(part: Part, name: str, entry: dict[str, Any], clauses: dict[str, Clause]) -> Covered:
    held = [clauses[key[:40]] for key in entry.get("clauses") or [] if key[:40] in clauses]
    places = tuple(_place(part, clause) for clause in held[:PLACES])
    read = _read(part, {clause.page for clause in held})
    return Covered(wording.words(name), places, max(0, len(held) - PLACES), "", read)


def _place(part: Part, clause: Clause) -> Place:
    address = reverse("review:document", args=[part.document_id])
    named = f"{clause.number}, page {clause.page}" if clause.number else f"page {clause.page}"
    return Place(named, f"{address}?page={clause.page}&clause={clause.key}#viewer")


def _absent(part: Part, name: str, entry: dict[str, Any]) -> Covered:
    pages = entry.get("pages_searched") or part.pages
    score = entry.get("score")
    nearest = f"; the nearest clause scored {score:.2f}" if isinstance(score, int | float) else ""
    return Covered(
        wording.words(name), (), 0, f"{len(pages)} pages searched{nearest}", _read(part, pages, entry)
    )


def _read(part: Part, pages: Iterable[int], entry: dict[str, Any] | None = None) -> str:
    """``read 98 %``, or the worst of several pages, and those that could not be read."""
    known = [part.page_quality[str(page)] for page in pages if str(page) in part.page_quality]
    bad = (entry or {}).get("pages_unreadable") or []
    told = []
    if known:
        alike = min(known) == max(known)
        told.append(f"{'read' if alike else 'worst page read'} {min(known) * 100:.0f} %")
    if bad:
        told.append(f"not readable: page {', '.join(map(str, bad))}")
    return "; ".join(told)
