"""The embedded broker: kombu's messages in files, made so that nobody ever sees half of one.

kombu's own transport writes a message under its final name; a worker that looks at that moment takes an empty
file and dies of it, because Celery ends on any error of a broker that is no broken connection. Here a file
gets its name when it is whole (rename(2) is atomic), and one that makes no sense is dropped: messages are
hints, the sweeper sends another.
"""

import fcntl
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any

import structlog
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

log = structlog.get_logger(__name__)


class Channel(filesystem.Channel):
    """One connection's view of the folders."""

    # kombu's stubs name the second argument in two ways
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        """A message: files sort in the order in which they were put."""
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """Take the oldest message: whoever renames its file has it. Raises Empty."""
        for path in sorted(Path(self.data_folder_in).iterdir()):
            if path.name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = path.with_name(f"{uuid.uuid4()}.taken")
            try:
                path.rename(mine)
            except FileNotFoundError:  # another worker was quicker
                continue
            content = mine.read_bytes()
            mine.unlink()
            with suppress(ValueError):
                return loads(content.decode())
            log.warning("message_dropped")
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        """Note that an exchange fills a queue, one process at a time."""
        file = Path(self.control_folder) / f"{exchange}.exchange"
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue)
        with (file.parent / "binding.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = self.get_table(exchange)
            if row not in rows:
                write_whole(file, dumps([row, *rows]))


class Transport(filesystem.Transport):
    Channel = Channel


def write_whole(path: Path, content: str) -> None:
    """A file that is there with all of its content or not at all."""
    new = path.with_name(f"{uuid.uuid4()}.new")
    new.write_text(content, encoding="utf-8")
    new.rename(path)
