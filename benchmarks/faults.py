"""The promises about broken machines at full size: workers, database and broker die under load.

    python -m benchmarks.faults [workers] [database] [broker] [poison] [--part N]

Needs PostgreSQL and Redis as the tests of services do. ``--part 10`` runs a tenth of each size. The same
scenarios run small in ``tests/services/test_faults.py``.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onboarding.settings")
django.setup()

from tests.services import faults  # noqa: E402  Django must be set up first

MINUTE = 60.0
ENDS = {"active", "in_review"}  # on the way to nobody, or with a person who sees the reason


def sound(found: dict[str, Any], cases: int) -> bool:
    """Nothing lost, nothing twice, everything at rest, the audit chain whole."""
    states = found["states"]
    return bool(
        found["settled"]
        and sum(states.values()) == cases
        and set(states) <= ENDS
        and found["vendors"] == states.get("active", 0)
        and not found["mails_twice"]
        and not found["read_twice"]
        and found["audit"]
    )


def workers(folder: Path, part: int) -> tuple[dict[str, Any], bool]:
    """500 cases, SIGKILL of a worker or its child every two seconds: all final in 15 minutes."""
    cases = 500 // part
    found = faults.killed_workers(
        folder, cases=cases, every=2.0, most=2 * cases, seconds=15 * MINUTE, pace="calm"
    )
    return found, sound(found, cases)


def database(folder: Path, part: int) -> tuple[dict[str, Any], bool]:
    """PostgreSQL stopped at once three times in 300 uploads: every 202 is kept, the gaps answer 503."""
    uploads = 300 // part
    found = faults.stopped_database(folder, uploads=uploads, stops=3, seconds=12 * MINUTE)
    told = set(found["statuses"]) <= {200, 202, 503}
    return found, sound(found, uploads) and told and not found["lost"] and found["taken"] == uploads


def broker(folder: Path, part: int) -> tuple[dict[str, Any], bool]:
    """Redis flushed, then stopped for a minute, in 300 cases: all final within five by themselves."""
    cases = 300 // part
    found = faults.lost_broker(folder, cases=cases, silence=MINUTE, seconds=5 * MINUTE, pace="calm")
    return found, sound(found, found["cases"])


def poison(folder: Path, part: int) -> tuple[dict[str, Any], bool]:
    """Three files that kill among 50 good ones: ended in three attempts, the others wait 1.5 times."""
    good, results = 50 // part, []
    for with_poison in (False, True):
        inner = folder / str(with_poison)
        inner.mkdir()
        found = faults.poisoned(inner, good=good, seconds=5 * MINUTE, pace="hurry", with_poison=with_poison)
        results.append(found)
    before, after = (found["good_p95"] for found in results)
    found = {**results[1], "slower": round(after / before, 2)}
    ended = len(found["poison"]) == 3 and all(attempts <= 3 for _, _, attempts in found["poison"])
    return found, bool(found["settled"] and found["good"] == good and ended and after <= 1.5 * before)


SCENARIOS: dict[str, Callable[[Path, int], tuple[dict[str, Any], bool]]] = {
    "workers": workers,
    "database": database,
    "broker": broker,
    "poison": poison,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="SCENARIO", help=f"of {', '.join(SCENARIOS)}")
    parser.add_argument("--part", type=int, default=1, metavar="N", help="an Nth of each size")
    chosen = parser.parse_args()
    good = True
    for name in chosen.names or SCENARIOS:
        with tempfile.TemporaryDirectory(prefix="vouch-faults-") as folder:
            found, passed = SCENARIOS[name](Path(folder), chosen.part)
        print(f"{name:10s} {'PASS' if passed else 'FAIL'} {json.dumps(found)}", flush=True)
        good = good and passed
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
