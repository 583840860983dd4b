"""Weak labels for the categories that CUAD lacks: a strong pattern says yes, a heading alone says nothing.

The patterns (``data/weak.json``) are careful rather than complete. They label training clauses only, never a
contract that is judged, and figures against them are not figures against lawyers: the model card says so.
"""

import json
import re
from pathlib import Path
from typing import Final

_FLAGS: Final = re.IGNORECASE | re.DOTALL
_DATA: Final = json.loads((Path(__file__).parent / "data" / "weak.json").read_text(encoding="utf-8"))
STRONG: Final = {name: re.compile(pattern, _FLAGS) for name, pattern in _DATA["strong"].items()}
_HEADING: Final = {name: re.compile(pattern, _FLAGS) for name, pattern in _DATA["heading"].items()}
_LONGEST: Final = 3000


def weak_label(category: str, text: str, heading: str) -> float | None:
    """1.0, 0.0, or None where the heading is on topic but no strong pattern is there."""
    if STRONG[category].search(text[:_LONGEST]):
        return 1.0
    return None if heading and _HEADING[category].search(heading) else 0.0
