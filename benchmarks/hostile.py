"""Malformed, odd and hostile files through the command line: outcome, code, time and memory.

    VOUCH_DATA=... python -m benchmarks.hostile [--only CLASS,CLASS] [--show] [--again] [--sample N]
        [--answers FILE] [--minutes M]

Prints PASS or FAIL with counts for each class of manifest.json: was the outcome one of those expected, and
was the expected code among those given. Rows that leave the outcome to policy are not judged. A full run with
OCR takes about an hour: ``--answers`` keeps what was answered in a file, one JSON object a line, and goes on
from there; ``--minutes`` stops after so long, with exit code 2 as long as some are missing.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

WORDS = {"accepted": "accept", "warning": "warn", "rejected": "reject"}
MAX_SECONDS, MAX_BYTES = 60.0, 1500 * 1024 * 1024
BATCH = 25
UNFINISHED = 2


@dataclass(frozen=True)
class Answer:
    """What came for a file: outcome and codes in the manifest's words, seconds, peak of memory in bytes."""

    file: str
    outcome: str
    codes: tuple[str, ...]
    seconds: float
    memory: int


@dataclass
class Row:
    """One file: what was expected of it and what came, once or twice."""

    file: str
    cls: str
    expected: list[str]
    code: str
    policy: bool
    answers: list[Answer] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return self.answers[0].outcome

    @property
    def codes(self) -> tuple[str, ...]:
        return self.answers[0].codes

    @property
    def seconds(self) -> float:
        return max(answer.seconds for answer in self.answers)

    @property
    def passed(self) -> bool:
        return self.policy or self.outcome in self.expected

    @property
    def named(self) -> bool:
        """The expected code was given, or none was due because the file was accepted."""
        return not self.code or self.outcome == "accept" or self.code in self.codes

    @property
    def changed(self) -> bool:
        """The same file was not answered the same way again."""
        return len({(answer.outcome, answer.codes) for answer in self.answers}) > 1


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

    def take(self) -> int:
        """The peak since it was last taken."""
        peak, self.peak = self.peak, 0
        return peak

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


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


def answers(folder: Path, files: Sequence[str], extra: list[str]) -> Iterator[Answer]:
    """The command's line for each file, with the peak of memory while it was read."""
    command = [sys.executable, "-m", "extraction", *extra, *(str(folder / name) for name in files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        memory = Memory(process.pid)
        for name, line in zip(files, process.stdout or (), strict=False):
            yield _answer(name, json.loads(line), memory.take())
        memory.stop()
    if process.returncode:
        raise SystemExit(f"the command line ended with {process.returncode}")


def _answer(file: str, line: dict[str, object], memory: int) -> Answer:
    error, warnings = line["error"], line["warnings"]
    assert isinstance(warnings, list)
    codes = [error["code"]] if isinstance(error, dict) else [item["code"] for item in warnings]
    return Answer(
        file,
        WORDS[str(line["status"])],
        tuple(code.upper() for code in codes),
        float(str(line["seconds"])),
        memory,
    )


def run(
    folder: Path, rows: Sequence[Row], times: int, extra: list[str], kept: Path | None, until: float
) -> None:
    """Fill in the answers that are still missing, up to ``times`` a row or the time ``until``."""
    for done in range(times):
        waiting = [row for row in rows if len(row.answers) <= done]
        for start in range(0, len(waiting), BATCH):
            if time.monotonic() > until:
                return
            batch = waiting[start : start + BATCH]
            for row, answer in zip(batch, answers(folder, [row.file for row in batch], extra), strict=True):
                row.answers.append(answer)
                if kept:
                    with kept.open("a") as file:
                        file.write(json.dumps(asdict(answer)) + "\n")


def recall(rows: Sequence[Row], kept: Path, times: int) -> None:
    """Give the rows the answers of an earlier run."""
    by_file = {row.file: row for row in rows}
    for line in kept.read_text().splitlines() if kept.exists() else ():
        stored = json.loads(line)
        row = by_file.get(stored["file"])
        if row is not None and len(row.answers) < times:
            row.answers.append(Answer(**{**stored, "codes": tuple(stored["codes"])}))


def table(rows: list[Row], *, show: bool) -> None:
    classes = defaultdict(list)
    for row in rows:
        classes[row.cls].append(row)
    print(f"{'class':32s} {'files':>5s} {'right':>5s} {'code':>5s} {'max s':>6s}")
    for name, members in sorted(classes.items()):
        right = sum(row.passed for row in members)
        named = sum(row.named for row in members)
        slowest = max(row.seconds for row in members)
        mark = "PASS" if right == len(members) else "FAIL"
        print(f"{name:32s} {len(members):5d} {right:5d} {named:5d} {slowest:6.1f} {mark}")
        for row in members:
            if show and not (row.passed and row.named and row.seconds < 20):
                mark = " " if row.passed else "!"
                expected = f"{'/'.join(row.expected)} {row.code}"
                given = f"{row.outcome} {' '.join(row.codes)}"
                print(f"   {mark} {row.file[6:70]:64s} {given}, not {expected}, {row.seconds:.1f} s")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", help="classes, parted by commas")
    parser.add_argument("--show", action="store_true", help="list what differs")
    parser.add_argument("--again", action="store_true", help="run twice and compare the codes")
    parser.add_argument("--sample", type=int, default=1, help="every Nth file")
    parser.add_argument("--no-ocr", action="store_true")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="keep the answers and go on from them")
    parser.add_argument("--minutes", type=float, metavar="M", help="stop after so long")
    return parser.parse_args()


def verdict(rows: Sequence[Row]) -> bool:
    """Print the sums. True when every file ended as expected, in time, within memory, the same each time."""
    accept = [row for row in rows if row.expected == ["accept"]]
    taken = sum(row.outcome == "accept" for row in accept)
    right = sum(row.passed for row in rows)
    changed = [row.file for row in rows if row.changed]
    slowest = max(row.seconds for row in rows)
    peak = max(answer.memory for row in rows for answer in row.answers)
    print(f"\n{right} of {len(rows)} as expected, {sum(row.named for row in rows)} with the expected code")
    print(f"{taken} of {len(accept)} harmless files accepted without a word")
    print(f"slowest {slowest:.1f} s, memory {peak / 2**20:.0f} MB")
    print(f"{len(changed)} files answered differently the second time", *changed)
    return right == len(rows) and slowest <= MAX_SECONDS and peak <= MAX_BYTES and not changed


def main() -> int:
    chosen = parse()
    data = os.environ.get("VOUCH_DATA")
    if not data:
        print("VOUCH_DATA is not set: it names the folder with hostile/")
        return 0
    folder = Path(data) / "hostile"
    rows = rows_of(folder, chosen.only, chosen.sample)
    times = 2 if chosen.again else 1
    if chosen.answers:
        recall(rows, chosen.answers, times)
    until = time.monotonic() + chosen.minutes * 60 if chosen.minutes else float("inf")
    run(folder, rows, times, ["--no-ocr"] if chosen.no_ocr else [], chosen.answers, until)
    answered = [row for row in rows if row.answers]
    table(answered, show=chosen.show)
    good = verdict(answered)
    missing = sum(times - len(row.answers) for row in rows)
    if missing:
        print(f"{missing} answers still missing")
        return UNFINISHED
    print("PASS" if good else "FAIL")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
