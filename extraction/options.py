"""How a file is to be read: limits and switches, as plain values."""

from dataclasses import dataclass
from datetime import date

MIB = 1024 * 1024
ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of one file. Sizes in bytes, times in seconds, memory in MiB.

    ``wall_seconds`` is the time for the answer about any file, whatever is in it and however busy the
    machine. OCR takes what is left of it, or, when ``ocr_seconds`` is given, that much on top (a 50-page scan
    needs minutes), as long as no single piece of work takes ``wall_seconds``. Pages not reached are marked,
    not dropped.
    ``memory_mb`` leaves room for the processes around the child below 1.5 GB.
    ``today`` is the date for rules about ages; None means the current day.
    """

    wall_seconds: float = 60.0
    ocr_seconds: float | None = None
    memory_mb: int = 1300
    max_bytes: int = 25 * MIB
    max_pages: int = 300
    max_result_bytes: int = 96 * MIB
    ocr: bool = True
    ocr_workers: int = 1
    today: date | None = None

    def __post_init__(self) -> None:
        if min(self.wall_seconds, self.memory_mb, self.max_bytes, self.max_pages, self.ocr_workers) <= 0:
            raise ValueError("every limit must be positive")

    @property
    def deadline_seconds(self) -> float:
        """After how many seconds the child is killed; what is left is for its end and for the answer."""
        total = self.wall_seconds + (self.ocr_seconds or 0.0)
        return total - min(ANSWER_SECONDS, total / 10)
