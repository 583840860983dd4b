"""How many clean typed scans need nobody, counted three ways: the answer depends on what is called a scan."""

from collections.abc import Iterable
from typing import Any

#: Each way adds variants to the one before. The scorer knows a blocking defect by its own list.
WAYS = (
    ("300-dpi and office scans", ("scan", "office")),
    ("with rotated scans", ("scan", "office", "rotated")),
    ("with those in bundles", ("scan", "office", "rotated", "bundle")),
)


def straight(
    truth: Iterable[dict[str, Any]],
    predictions: dict[str, dict[str, Any]],
    blocking: frozenset[str],
    variants: tuple[str, ...],
) -> tuple[int, int]:
    """(without a person, all) of the forms of these variants that have no defect of ``blocking``."""
    clean = [
        row
        for row in truth
        if row["variant"] in variants and row["fields"] and not blocking & set(row["defects"])
    ]
    return sum(not predictions[row["file"]]["needs_review"] for row in clean), len(clean)


def print_straight(
    truth: list[dict[str, Any]], predictions: dict[str, dict[str, Any]], blocking: frozenset[str]
) -> None:
    """One line a way of counting."""
    print("\nclean typed scans that need nobody, counted three ways")
    for label, variants in WAYS:
        passed, total = straight(truth, predictions, blocking, variants)
        if total:
            print(f"{label:26s} {passed:3d} of {total:3d} {100 * passed / total:6.1f} %")
