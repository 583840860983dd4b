"""The benchmark's three ways of counting the clean typed scans that need nobody."""

from benchmarks.w9.straight import WAYS, straight

BLOCKING = frozenset({"missing_tin"})


def form(file: str, variant: str, *defects: str, w9: bool = True) -> dict:
    return {
        "file": file,
        "variant": variant,
        "defects": list(defects),
        "fields": {"name": "A"} if w9 else None,
    }


TRUTH = [
    form("a", "scan"), form("b", "office"), form("c", "office", "missing_tin"), form("d", "rotated"),
    form("e", "bundle"), form("f", "fax"), form("g", "scan", w9=False), form("h", "scan", "stale_date"),
]  # fmt: skip
REVIEWED = {"b", "d"}


def test_each_way_adds_what_its_name_says():
    predictions = {row["file"]: {"needs_review": row["file"] in REVIEWED} for row in TRUTH}
    counted = [straight(TRUTH, predictions, BLOCKING, variants) for _, variants in WAYS]
    assert counted == [(2, 3), (2, 4), (3, 5)]
