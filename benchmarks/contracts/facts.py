"""``python -m benchmarks.contracts.facts --data DIR``: parties, dates and law against the lawyers' labels.

DIR is the folder that VOUCH_DATA names. All labelled contracts are read, from their text. A name is right if
it contains a labelled one or stands in it, company forms aside; a date if a labelled span states it; a law if
the labelled clause names it. A contract without a label counts neither for nor against a fact.
"""

import argparse
import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dateutil.parser import ParserError, parse

from benchmarks.contracts.predictions import text_of
from extraction.contracts import read_text

Labels = Mapping[str, list[str]]
_FORM = re.compile(r"\b(inc|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|sa|plc|lp|llp|bv|nv|the)\b")
_BLANKS = ((1900, 1, 1), (1901, 2, 2))  # what is missing of a date comes from here: two answers say so
_LEAST_NAME = 3  # letters: shorter labels ("MA") stand in anything


@dataclass(slots=True)
class Count:
    """Contracts that have the label, those of them with an answer, and those with a right one."""

    labelled: int = 0
    answered: int = 0
    right: int = 0

    def add(self, *, answered: bool, right: bool) -> None:
        self.labelled += 1
        self.answered += answered
        self.right += right


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.contracts.facts")
    parser.add_argument("--data", type=Path, default=os.environ.get("VOUCH_DATA"), help="default: VOUCH_DATA")
    folder = Path(parser.parse_args().data or "") / "contracts"
    if not (folder / "labels.jsonl").exists():
        print("Give the data sets with --data or VOUCH_DATA: there is no contracts/labels.jsonl.")
        return 2
    found: dict[str, Count] = defaultdict(Count)
    labels = _labels(folder)
    for name, labelled in labels.items():
        _contract(text_of(folder, name), labelled, found)
    print(f"{len(labels)} contracts{'':18s} labelled  answered  right")
    for fact, count in found.items():
        print(f"{fact:32s} {count.labelled:8d}  {count.answered:8d}  {count.right:5d}")
    return 0


def _labels(folder: Path) -> Mapping[str, Labels]:
    out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "labels.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            out[row["contract"]][row["category"]].append(row["text"])
    return {name: rows for name, rows in out.items() if (folder / "txt" / name).exists()}


def _contract(text: str, labelled: Labels, found: dict[str, Count]) -> None:
    facts = read_text(text).facts
    known = [name for label in labelled.get("Parties", ()) if len(name := _plain(label)) >= _LEAST_NAME]
    names = [_plain(fact.value) for fact in facts if re.fullmatch(r"party_\d+", fact.name)]
    right = [any(name in label or label in name for label in known) for name in names if name]
    if known:
        found["two parties or more"].add(answered=len(names) > 1, right=sum(right) > 1)
    for one in right:
        found["names of parties"].add(answered=True, right=one)
    for category, fact in (("Agreement Date", "agreement_date"), ("Effective Date", "effective_date")):
        stated = {day for label in labelled.get(category, ()) if (day := _day(label))}
        mine = {each.value for each in facts if each.name == fact}
        if stated:
            found[fact].add(answered=bool(mine), right=bool(mine & stated))
    law = " ".join(labelled.get("Governing Law", ())).lower()
    named = [each.value.lower() for each in facts if each.name == "governing_law"]
    if law:
        found["governing_law"].add(answered=bool(named), right=any(name in law for name in named))


def _plain(name: str) -> str:
    """Letters and digits of a name without its company form."""
    return re.sub(r"[^a-z0-9]", "", _FORM.sub("", name.lower().replace(".", "")))


def _day(text: str) -> str | None:
    """The one whole date that a label states, in ISO; none where day, month or year is missing."""
    try:
        one, other = (parse(text, fuzzy=True, default=datetime(*blank)) for blank in _BLANKS)
    except (ParserError, OverflowError):
        return None
    return one.date().isoformat() if one == other else None


if __name__ == "__main__":
    raise SystemExit(main())
