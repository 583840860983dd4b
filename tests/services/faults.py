"""What a broken machine does to the work, at any size: each scenario gives back the figures it saw.

The tests run them small; ``python -m benchmarks.faults`` runs them at the size that SECURITY.md promises.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests import fakes
from tests.services import poison
from tests.services.servers import Postgres, Redis, free_port
from tests.services.stack import Stack

SENDERS = 4
BACK_SECONDS = 60.0


def killed_workers(
    folder: Path, *, cases: int, every: float, most: int, seconds: float, pace: str
) -> dict[str, Any]:
    """SIGKILL one of two workers every so many seconds, its child and itself in turn, at most so often."""
    chance, kills = random.Random(7), 0
    with (
        Redis() as redis,
        Stack(redis.url, folder, patience=seconds + 120) as stack,
        ThreadPoolExecutor(1) as pool,
    ):
        stack.drive("submit", str(cases))
        workers = [stack.start_worker(), stack.start_worker()]
        settled = pool.submit(stack.drive, "settle", str(seconds), pace)
        while not _over(settled, every):
            for place, worker in enumerate(workers):
                if worker.poll() is not None:  # Celery gives up when a child dies at its start
                    workers[place] = stack.start_worker()
            up = [worker for worker in workers if _children(worker.pid)]
            if not up or kills == most:
                continue
            victim = chance.choice(up)
            if kills % 2 == 0:
                _children(victim.pid)[0].kill()
            else:
                stack.kill(victim)
                workers[workers.index(victim)] = stack.start_worker()
            kills += 1
        return {"kills": kills, **settled.result()}


def _over(future: "Future[Any]", seconds: float) -> bool:
    return future in wait([future], timeout=seconds).done


def _children(pid: int) -> list[psutil.Process]:
    """The processes of a worker that take tasks; none while it starts."""
    found: list[psutil.Process] = psutil.Process(pid).children()
    return found


@dataclass
class Sent:
    """What an uploading client saw: per case the SHA-256 that was taken with 202; and every status."""

    taken: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)


def stopped_database(folder: Path, *, uploads: int, stops: int, seconds: float) -> dict[str, Any]:
    """PostgreSQL is stopped at once so many times while clients upload; what got a 202 must be there."""
    sent, port = Sent(), free_port()
    with Postgres() as postgres, Stack("folders", folder, server=postgres.url, patience=seconds) as stack:
        opened = stack.drive("open_cases", str(uploads))
        stack.start_web(port)
        stack.start_worker()
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1",
            headers={"Authorization": f"Token {opened['token']}"},
            timeout=30,
        )
        with client, ThreadPoolExecutor(SENDERS) as pool:
            jobs = [
                pool.submit(_send, client, sent, case, number) for number, case in enumerate(opened["cases"])
            ]
            for stop in range(1, stops + 1):
                _reached(sent, len(jobs) * stop // (stops + 1))
                postgres.stop()
                seen = len(sent.statuses)
                _until(lambda since=seen: len(sent.statuses) >= since + SENDERS)
                postgres.start()
            for job in jobs:
                job.result()
        back = time.monotonic()
        figures = stack.drive("settle", str(seconds - 60), "hurry")
        kept = stack.drive("kept")
    return {
        **figures,
        "taken": len(sent.taken),
        "lost": [case for case, sha in sent.taken.items() if kept.get(case) != [sha, sha]],
        "statuses": {status: sent.statuses.count(status) for status in sorted(set(sent.statuses))},
        "back_seconds": round(time.monotonic() - back, 1),
    }


def _send(client: httpx.Client, sent: Sent, case: str, number: int) -> None:
    """Upload one form, again and again until it is taken, as a vendor's program would."""
    content = fakes.w9(name=f"Vendor {number} LLC", ein=f"12-34{number:05}")
    end = time.monotonic() + BACK_SECONDS * 2
    while time.monotonic() < end:
        answer = client.post(f"/cases/{case}/documents", files={"file": ("w9.pdf", content)})
        sent.statuses.append(answer.status_code)
        if answer.status_code in {200, 202}:  # 200: it was safe already, the answer was lost
            sent.taken[case] = hashlib.sha256(content).hexdigest()
            return
        time.sleep(0.2)
    raise AssertionError(f"upload {number} was never taken")


def _reached(sent: Sent, count: int) -> None:
    _until(lambda: len(sent.taken) >= count)


def _until(condition: Callable[[], bool], seconds: float = BACK_SECONDS * 2) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def lost_broker(folder: Path, *, cases: int, silence: float, seconds: float, pace: str) -> dict[str, Any]:
    """Redis is flushed with work in it, then stopped for a while; vendors go on uploading.

    Celery may end a worker whose Redis went away: it is started again, as a supervisor would.
    """
    with Redis() as redis, Stack(redis.url, folder, patience=seconds + 120) as stack:
        worker = stack.start_worker()
        third = str(cases // 3)
        stack.drive("submit", third)
        redis.flush()
        redis.stop()
        down = time.monotonic()
        stack.drive("submit", third)
        time.sleep(max(0.0, silence - (time.monotonic() - down)))
        redis.start()
        stack.drive("submit", third)
        if worker.poll() is not None:
            stack.start_worker()
        figures = stack.drive("settle", str(seconds), pace)
    return {"cases": 3 * (cases // 3), **figures}


def poisoned(folder: Path, *, good: int, seconds: float, pace: str, with_poison: bool) -> dict[str, Any]:
    """Files that kill their child, hang, or kill their worker, among good ones."""
    firsts = (poison.CHILD, poison.HANG, poison.WORKER) if with_poison else ()
    wiring = "tests.services.poison.engines"
    with Redis() as redis, Stack(redis.url, folder, patience=seconds + 120, WIRING=wiring) as stack:
        stack.start_worker()
        stack.drive("poison", str(good), *(first.decode() for first in firsts))
        figures = stack.drive("settle", str(seconds), pace)
        rows = stack.drive("reads")
    bad = [row for row in rows if str(row["vendor"]).startswith("Poison")]
    fine = [row for row in rows if row not in bad]
    return {
        **figures,
        "good": sum(row["status"] == "accepted" for row in fine),
        "good_p95": _p95(row["seconds"] for row in fine),
        "poison": [[row["status"], row["code"], row["attempts"]] for row in bad],
    }


def _p95(seconds: Iterable[float]) -> float:
    ordered = sorted(seconds)
    return round(ordered[int(0.95 * (len(ordered) - 1))], 2)
