"""Tax ids as people may see them, and out of every text that is stored in the clear."""

import re
from collections.abc import Iterable

from extraction.codec import mask_tin

__all__ = ["digits_of", "mask_tin", "without_tins"]


def digits_of(value: object) -> str:
    """The digits of a tax id as read or typed; '' unless there are exactly nine."""
    digits = re.sub(r"\D", "", str(value or ""))
    return digits if len(digits) == 9 else ""


def without_tins(text: str, tins: Iterable[str]) -> str:
    """``text`` with each of the nine-digit ids masked, however it is spaced."""
    for tin in tins:
        spelt = r"[\s.\-/]*".join(tin)
        text = re.sub(rf"(?<!\d){spelt}(?!\d)", f"***-**-{tin[-4:]}", text)
    return text
