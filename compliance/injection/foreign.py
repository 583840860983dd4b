"""Instructions in another language than the contract's: stems of the same ideas (``data/foreign.toml``)."""

import re
import tomllib
from functools import cache
from pathlib import Path

from compliance.injection.types import Suspicion
from compliance.injection.words import words

_DATA = Path(__file__).parent / "data" / "foreign.toml"
_ENGLISH = words("english")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(
    "[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff"
    "\u3400-\u9fff\uac00-\ud7af]"
)
_PIECE = re.compile(r"[^\n.!?。！？;]{8,400}[.!?。！？]?(?:[^\n.!?。！？;]{8,400}[.!?。！？]?)?")


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {name: tuple(stems) for name, stems in raw.items()}


def scan(text: str) -> list[Suspicion]:
    """Report passages that are not English and hold two ideas of an instruction to a machine."""
    found: list[Suspicion] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if not _foreign(piece):
            continue
        lower = f" {piece.lower()} "
        ideas = [name for name, stems in _stems().items() if any(stem in lower for stem in stems)]
        if len(ideas) >= 3 or (len(ideas) == 2 and "reader" not in ideas[1:] and _telling(ideas)):
            why = "A passage in another language reads like an instruction to an automated reader."
            found.append(Suspicion("foreign_instruction", why, match.start(), match.end()))
    return found


def _telling(ideas: list[str]) -> bool:
    return "override" in ideas or ("reader" in ideas and "steer" in ideas)


def _foreign(piece: str) -> bool:
    """Another script, or at least five words of which hardly one is a common English one."""
    if not piece.isascii() and len(_OTHER_SCRIPT.findall(piece)) >= 6:
        return True
    if any(word in piece for word in (" the ", " of ", " and ", " to ", " shall ")):
        return False
    tokens = [w.lower() for w in _WORD.findall(piece)]
    lower_case = sum(w in piece for w in tokens)
    english = sum(w in _ENGLISH for w in tokens)
    return len(tokens) >= 5 and lower_case > len(tokens) / 2 and english <= len(tokens) // 10
