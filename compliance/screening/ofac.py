"""OFAC's list files (dat_spec.txt of 2023-09-25): sdn.csv, alt.csv, add.csv, and cons_*.csv likewise.

No header row; null is ``-0-``; the last line may be the DOS end-of-file 0x1A alone; the encoding is not
told. A list that is missing, empty or much shorter than the one before is refused: an old list screens
better than half a list.
"""

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance.screening.index import ListName, SanctionsIndex
from compliance.screening.names import Thresholds
from compliance.types import ProviderError

MINIMUM = 5_000  # listed parties; the SDN list has held far more for ten years
SHARP_DROP = 0.9  # a new list with less than this share of the old one is refused
_FILES = (("sdn.csv", "alt.csv", "add.csv"), ("cons_prim.csv", "cons_alt.csv", "cons_add.csv"))
_MAX_BYTES = 200 * 1024 * 1024
_KINDS = {"individual", "vessel", "aircraft"}
_QUOTED_ALIAS = re.compile(r"(?i)\b(?:a\.?k\.?a\.?|alias(?:es)?)[:\s]*[\"'“‘]([^\"'”’;]{2,120})[\"'”’]")


@dataclass(frozen=True, slots=True)
class SanctionsList:
    """All names of a list, and its version: digest of the files with the date of publication if known."""

    names: tuple[ListName, ...]
    parties: int
    version: str


def load(
    folder: Path, *, published: date | None = None, minimum: int = MINIMUM, previous: int = 0
) -> SanctionsList:
    """Read the list files of a folder; the consolidated non-SDN files are read as well when they are there.

    ``previous`` is the number of parties of the list in use. Raises ProviderError, not permanent, when the
    list cannot be trusted: the caller keeps the one it has.
    """
    digest = hashlib.sha256()
    names: list[ListName] = []
    for number, (primary, alt, address) in enumerate(_FILES):
        if number and not (folder / primary).exists():
            continue
        tables = [_table(folder / name, digest) for name in (primary, alt, address)]
        names += _names(*tables)
    parties = len({n.ent_num for n in names})
    if parties < minimum:
        raise _refused("sanctions_list_short", f"The sanctions list holds only {parties} parties.")
    if previous and parties < previous * SHARP_DROP:
        raise _refused(
            "sanctions_list_drop", f"The sanctions list fell from {previous} to {parties} parties."
        )
    stamp = f"{published.isoformat()}-" if published else ""
    return SanctionsList(tuple(names), parties, f"ofac-{stamp}{digest.hexdigest()[:12]}")


def index(loaded: SanctionsList, limits: Thresholds | None = None) -> SanctionsIndex:
    """The list made searchable."""
    return SanctionsIndex(loaded.names, loaded.version, limits)


def _table(path: Path, digest: "hashlib._Hash") -> list[list[str]]:
    try:
        raw = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else b""
    except OSError:
        raise _refused("sanctions_list_missing", f"The list file {path.name} is missing.") from None
    digest.update(raw)
    text = _decoded(raw)
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise _refused("sanctions_list_broken", f"The list file {path.name} cannot be read.") from None
    kept = [[_value(cell) for cell in row] for row in rows if any(cell.strip(" \x1a") for cell in row)]
    if not kept or not all(row[0].isdigit() for row in kept):
        raise _refused("sanctions_list_broken", f"The list file {path.name} is not as specified.")
    return kept


def _decoded(raw: bytes) -> str:
    """UTF-8 (with or without its mark), else Windows-1252; the end-of-file mark is cut off."""
    packed = raw.rstrip(b"\r\n\x1a \t")
    try:
        return packed.decode("utf-8-sig")
    except UnicodeDecodeError:
        return packed.decode("cp1252", errors="replace")


def _value(cell: str) -> str:
    stripped = cell.strip(" \x1a")
    return "" if stripped == "-0-" else stripped


def _names(
    sdn: Sequence[list[str]], alt: Sequence[list[str]], add: Sequence[list[str]]
) -> Iterator[ListName]:
    """Primary names, aliases of their own file, and weak aliases from the remarks."""
    countries: dict[str, set[str]] = defaultdict(set)
    for row in add:
        if len(row) > 4 and row[4]:
            countries[row[0]].add(_country(row[4]))
    known: dict[str, ListName] = {}
    for row in sdn:
        primary = _primary(row, frozenset(countries[row[0]]))
        known[row[0]] = primary
        yield primary
        yield from _remarked(primary, row[11] if len(row) > 11 else "")
    for row in alt:
        party = known.get(row[0])
        if party and len(row) > 3 and row[3]:
            weak = "weak" in (row[4].lower() if len(row) > 4 else "")
            yield _alias(party, row[3], row[2] or "aka", weak=weak)


def _primary(row: list[str], countries: frozenset[str]) -> ListName:
    if len(row) < 4 or not row[1]:
        raise _refused("sanctions_list_broken", "A row of the sanctions list has no name.")
    kind = row[2].lower() if row[2].lower() in _KINDS else "entity"
    programs = tuple(p for p in re.split(r"\]\s*\[|[\[\];]", row[3]) if p.strip())
    return ListName(row[0], row[1], kind, programs=programs, countries=countries)


def _remarked(party: ListName, remarks: str) -> Iterator[ListName]:
    for name in _QUOTED_ALIAS.findall(remarks):
        yield _alias(party, name, "aka", weak=True)


def _alias(party: ListName, name: str, alias: str, *, weak: bool) -> ListName:
    return ListName(party.ent_num, name, party.kind, alias.lower(), weak, party.programs, party.countries)


def _country(name: str) -> str:
    return "US" if name.strip().lower() in {"united states", "usa"} else name.strip().upper()


def _refused(code: str, message: str) -> ProviderError:
    return ProviderError(code, message, permanent=False)
