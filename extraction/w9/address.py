"""Line 6: city, state and ZIP code, however they are separated; and whether a ZIP code lies in a state."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extraction.w9.revisions import DATA

ZIP = re.compile(r"(?<![\w-])(\d{5})(?:[\s\-–]{0,3}(\d{4}))?\s*\.?$")
ANY_ZIP = re.compile(r"[\s,]+([\dOolISB][\dOolISB\-–]{3,11})\s*\.?$")


@dataclass(frozen=True, slots=True)
class CityLine:
    """The parts of line 6; a part that is not there is an empty string."""

    city: str
    state: str
    zip: str

    @property
    def whole(self) -> bool:
        """Are all three parts there in their proper form?"""
        return bool(self.city and self.state in postal()["states"] and ZIP.search(self.zip))


@lru_cache(maxsize=1)
def postal() -> dict[str, Any]:
    """States and ZIP ranges as data, with the date they were taken."""
    loaded: dict[str, Any] = json.loads((DATA / "postal.json").read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    """Upper-case name or code to code."""
    states: dict[str, str] = postal()["states"]
    return {code: code for code in states} | {name.upper(): code for code, name in states.items()}


def split_city_line(text: str) -> CityLine:
    """City, two-letter state (a full name is accepted) and ZIP or ZIP+4 from one line."""
    line = re.sub(r"\s+", " ", text).strip(" ,;")
    line = re.sub(r"[,\s]+(USA?|U\.S\.A?\.?|United States(?: of America)?)\.?$", "", line, flags=re.I)
    code = ""
    if found := ZIP.search(line):
        code = found[1] + (f"-{found[2]}" if found[2] else "")
        line = line[: found.start()].rstrip(" ,;.")
    elif loose := ANY_ZIP.search(line):
        code = loose[1]
        line = line[: loose.start()].rstrip(" ,;")
    city, state = _split_state(line)
    return CityLine(city.strip(" ,;"), state, code)


def _split_state(line: str) -> tuple[str, str]:
    """The longest ending of the line that is a state; else a two-letter ending as it is."""
    words = line.replace(",", " , ").split()
    for count in range(min(4, len(words)), 0, -1):
        ending = " ".join(word for word in words[-count:] if word != ",")
        known = _states().get(ending.upper().replace(".", ""))
        if known and words[-count] != ",":
            return _join(words[:-count]), known
    if words and re.fullmatch(r"[A-Za-z]{2}\.?", words[-1]) and len(words) > 1:
        return _join(words[:-1]), words[-1].strip(".").upper()
    return _join(words), ""


def _join(words: list[str]) -> str:
    return " ".join(words).replace(" ,", ",").strip(" ,")


def zip_fits_state(code: str, state: str) -> bool | None:
    """Does the ZIP code lie in the state? None when either is not known."""
    if not re.match(r"\d{5}", code) or state not in postal()["states"]:
        return None
    for first, last, states in postal()["zip3"]:
        if first <= code[:3] <= last:
            return state in states.split()
    return False
