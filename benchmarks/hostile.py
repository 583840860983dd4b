"""Malformed, odd and hostile files through the command line: outcome, code, time and memory.

    VOUCH_DATA=... python -m benchmarks.hostile [--only CLASS,CLASS] [--show] [--again] [--sample N]

Prints PASS or FAIL with counts for each class of manifest.json: was the outcome one of those expected, and
was the expected code among those given. Rows that leave the outcome to policy are not judged.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORDS = {"accepted": "accept", "warning": "warn", "rejected": "reject"}
MAX_SECONDS, MAX_BYTES = 60.0, 1500 * 1024 * 1024
BATCH = 100


@dataclass
class Row:
    """One file: what was expected of it and what came."""

    file: str
    cls: str
    expected: list[str]
    code: str
    policy: bool
    outcome: str = "none"
    codes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return self.policy or self.outcome in self.expected

    @property
    def named(self) -> bool:
        """The expected code was given, or none was due because the file was accepted."""
        return not self.code or self.outcome == "accept" or self.code in self.codes


class Memory:
    """The most memory that a process and its descendants held at a time, sampled 20 times a second."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.peak = max(self.peak, proportional_bytes(self._pid))

    def stop(self) -> int:
        self._stop.set()
        self._thread.join()
        return self.peak


def proportional_bytes(pid: int) -> int:
    """Memory of a process tree, pages shared by several of its processes counted once between them."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(proportional_bytes(int(child)) for child in (task / "children").read_text().split())
    except (OSError, ValueError):
        pass
    return total


def rows_of(folder: Path, only: str | None, sample: int) -> list[Row]:
    files = json.loads((folder / "manifest.json").read_text())["files"]
    rows = [
        Row(
            item["file"],
            item["cls"],
            item["expect"]["any_of"],
            item["expect"]["code"],
            item["expect"]["policy"],
        )
        for item in files
        if only is None or item["cls"] in only.split(",")
    ]
    return rows[::sample]


def answers(folder: Path, files: list[str], extra: list[str]) -> Iterator[tuple[dict[str, object], int]]:
    """The command's line for each file, and the peak of memory up to then."""
    command = [sys.executable, "-m", "extraction", *extra, *(str(folder / name) for name in files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        memory = Memory(process.pid)
        for line in process.stdout or ():
            yield json.loads(line), memory.peak
        memory.stop()
    if process.returncode:
        raise SystemExit(f"the command line ended with {process.returncode}")


def run(folder: Path, rows: list[Row], extra: list[str]) -> int:
    """Fill in the outcomes; the peak of memory in bytes."""
    peak = 0
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        found = answers(folder, [row.file for row in batch], extra)
        for row, (answer, memory) in zip(batch, found, strict=True):
            error = answer["error"]
            warnings = answer["warnings"]
            assert isinstance(warnings, list)
            row.outcome = WORDS[str(answer["status"])]
            codes = [error["code"]] if isinstance(error, dict) else [item["code"] for item in warnings]
            row.codes = tuple(code.upper() for code in codes)
            row.seconds = float(str(answer["seconds"]))
            peak = max(peak, memory)
    return peak


def table(rows: list[Row], *, show: bool) -> None:
    classes = defaultdict(list)
    for row in rows:
        classes[row.cls].append(row)
    print(f"{'class':32s} {'files':>5s} {'right':>5s} {'code':>5s} {'max s':>6s}")
    for name, members in sorted(classes.items()):
        right = sum(row.passed for row in members)
        named = sum(row.named for row in members)
        slowest = max(row.seconds for row in members)
        verdict = "PASS" if right == len(members) else "FAIL"
        print(f"{name:32s} {len(members):5d} {right:5d} {named:5d} {slowest:6.1f} {verdict}")
        for row in members:
            if show and not (row.passed and row.named and row.seconds < 20):
                mark = " " if row.passed else "!"
                expected = f"{'/'.join(row.expected)} {row.code}"
                given = f"{row.outcome} {' '.join(row.codes)}"
                print(f"   {mark} {row.file[6:70]:64s} {given}, not {expected}, {row.seconds:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", help="classes, parted by commas")
    parser.add_argument("--show", action="store_true", help="list what differs")
    parser.add_argument("--again", action="store_true", help="run twice and compare the codes")
    parser.add_argument("--sample", type=int, default=1, help="every Nth file")
    parser.add_argument("--no-ocr", action="store_true")
    chosen = parser.parse_args()
    data = os.environ.get("VOUCH_DATA")
    if not data:
        print("VOUCH_DATA is not set: it names the folder with hostile/")
        return 0
    folder = Path(data) / "hostile"
    extra = ["--no-ocr"] if chosen.no_ocr else []
    rows = rows_of(folder, chosen.only, chosen.sample)
    started = time.monotonic()
    peak = run(folder, rows, extra)
    table(rows, show=chosen.show)
    accept = [row for row in rows if row.expected == ["accept"]]
    taken = sum(row.outcome == "accept" for row in accept)
    slowest = max(row.seconds for row in rows)
    right = sum(row.passed for row in rows)
    print(f"\n{right} of {len(rows)} as expected, {sum(row.named for row in rows)} with the expected code")
    print(f"{taken} of {len(accept)} harmless files accepted without a word")
    print(f"slowest {slowest:.1f} s, memory {peak / 2**20:.0f} MB, {time.monotonic() - started:.0f} s in all")
    good = right == len(rows) and slowest <= MAX_SECONDS and peak <= MAX_BYTES
    if chosen.again:
        before = [(row.outcome, row.codes) for row in rows]
        run(folder, rows, extra)
        changed = sum(old != (row.outcome, row.codes) for old, row in zip(before, rows, strict=True))
        print(f"{changed} files answered differently the second time")
        good = good and not changed
    print("PASS" if good else "FAIL")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
