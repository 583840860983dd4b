"""Is a confidence a probability? Fields binned by their stated confidence, with the share that was right."""

import re
import unicodedata
from collections import defaultdict
from itertools import pairwise
from typing import Any

FIELDS = (
    "name", "business_name", "classification", "llc_class", "exempt_payee_code", "fatca_code", "address",
    "city", "state", "zip", "ssn", "ein", "signed",
)  # fmt: skip
EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001)


def plain(name: str, value: Any) -> str:
    """A value as it is compared: case, accents and punctuation do not count."""
    if name == "signed":
        return str(bool(value))
    text = unicodedata.normalize("NFKD", str(value or "")).upper().replace("&", " AND ")
    text = re.sub(r"['’‘.]", "", "".join(sign for sign in text if not unicodedata.combining(sign)))
    return re.sub(r"[^A-Z0-9]+", "" if name in ("ssn", "ein", "zip") else " ", text).strip()


def outcomes(
    truth: list[dict[str, Any]], predictions: dict[str, dict[str, Any]]
) -> list[tuple[str, str, float, bool]]:
    """(variant, field, confidence, right) for every field of every form that was read."""
    found = []
    for row in truth:
        prediction = predictions[row["file"]]
        if not row["fields"] or not prediction["is_w9"]:
            continue
        for name in FIELDS:
            if name in prediction["confidence"]:
                right = plain(name, prediction["fields"].get(name)) == plain(name, row["fields"].get(name))
                found.append((row["variant"], name, prediction["confidence"][name], right))
    return found


def print_reliability(truth: list[dict[str, Any]], predictions: dict[str, dict[str, Any]]) -> None:
    """One line a bin: how many fields, what was said, what was true; then by variant."""
    rows = outcomes(truth, predictions)
    print("\nreliability: fields by stated confidence")
    print(f"{'confidence':>16s} {'n':>6s} {'stated':>7s} {'right':>7s}")
    for low, high in pairwise(EDGES):
        inside = [(said, right) for _, _, said, right in rows if low <= said < high]
        if inside:
            stated = sum(said for said, _ in inside) / len(inside)
            true = sum(right for _, right in inside) / len(inside)
            print(f"{low:7.3f}..{min(high, 1):7.3f} {len(inside):6d} {stated:7.4f} {true:7.4f}")
    by_variant: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for variant, _, said, right in rows:
        by_variant[variant].append((said, right))
    print(f"{'variant':>16s} {'n':>6s} {'stated':>7s} {'right':>7s}")
    for variant, inside in by_variant.items():
        stated = sum(said for said, _ in inside) / len(inside)
        true = sum(right for _, right in inside) / len(inside)
        print(f"{variant:>16s} {len(inside):6d} {stated:7.4f} {true:7.4f}")
