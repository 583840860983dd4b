"""Word lists for undoing disguises (``data/words.toml``)."""

import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "words.toml"


@cache
def words(name: str) -> frozenset[str]:
    """One of the shipped lists: common, wanted, function, real, english."""
    raw: dict[str, str] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return frozenset(raw[name].split())
