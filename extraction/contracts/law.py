"""The law that governs a contract: the state or the country that it names."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extraction.contracts.parties import Found

_STATES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii"
    "|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan"
    "|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico"
    "|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island"
    "|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia"
    "|Wisconsin|Wyoming|District of Columbia|Puerto Rico"
)
_LANDS: Final = (
    "Alberta|British Columbia|Manitoba|New Brunswick|Nova Scotia|Ontario|Quebec|Saskatchewan"
    "|England and Wales|England|Scotland|Northern Ireland|Ireland|Israel|Singapore|Hong Kong"
    "|People\u2019s Republic of China|People's Republic of China|China|Taiwan|Japan|India|Germany"
    "|France|Switzerland|Netherlands|Belgium|Luxembourg|Italy|Spain|Portugal|Sweden|Norway|Denmark"
    "|Finland|Austria|Poland|New South Wales|Queensland|Australia|New Zealand|Canada|Mexico|Brazil"
    "|Argentina|Chile|South Africa|Kazakhstan|Cayman Islands|Bermuda|British Virgin Islands"
    "|United Kingdom|United States of America|United States|Korea"
)
_PLACE: Final = rf"(?P<place>{_STATES}|{_LANDS})\b".replace(" ", r"\s+")
_OF: Final = (
    r"(?:\s*\([^()]{0,90}\)|,[^,.;]{0,60},|\s+regarding[^.;]{0,40},)?\s+(?:of|in|in\s+force\s+in)\s+(?:the\s+)?"
    r"(?:[a-z]+\s+of\s+(?:the\s+)?)?"
)
_VERB: Final = r"\b(?:governed|construed|interpreted|enforced)\b"
_WEAK: Final = r"\b(?:applied|determined|accordance|subject\s+to)\b"
_ADJECTIVES: Final = (
    "English|Scottish|Irish|Swiss|German|French|Dutch|Belgian|Italian|Spanish|Swedish|Norwegian|Danish|Finnish|Austrian"
    f"|Israeli|Japanese|Chinese|PRC|Indian|Canadian|Australian|{_STATES}"
)


def _patterns(verb: str) -> Iterator[re.Pattern[str]]:
    """Ways to say by which law something is to be read, behind the words ``verb``."""
    yield re.compile(rf"{verb}[^.;]{{0,160}}?\blaws?\b{_OF}{_PLACE}", re.IGNORECASE)
    yield re.compile(rf"{verb}[^.;]{{0,80}}?\b(?P<place>(?:{_ADJECTIVES})\s+[Ll]aws?)\b")


_GOVERNED: Final = (
    *_patterns(_VERB),
    re.compile(
        rf"\blaws?\b{_OF}{_PLACE}(?:[^.;]|\.\S){{0,120}}?\b(?:govern|apply|applies|control)\b", re.IGNORECASE
    ),
    re.compile(
        rf"\bin\s+(?:the\s+state\s+of\s+)?{_PLACE}[^.;]{{0,80}}?{_VERB}[^.;]{{0,60}}?\blaws\s+(?:thereof|of\s+that)\b",
        re.IGNORECASE,
    ),
)
_WEAKLY: Final = tuple(_patterns(_WEAK))
_ADDED: Final = re.compile(r"United\s+States", re.IGNORECASE)  # often named beside the state whose law it is
_ELSEWHERE: Final = re.compile(
    r"\b(?:governed|construed|interpreted|enforced)\b[^.;]{0,120}?\blaws?\s+of\s+(?:the\s+)?(?:(?:State|Commonwealth"
    r"|Province|Republic|Kingdom)\s+of\s+)?(?P<place>[A-Z][a-zA-Z\u2019']+(?:\s+(?:and\s+|of\s+)?[A-Z][a-zA-Z]+){0,3})"
)


def governing_law(text: str) -> Iterator[Found]:
    """The first place whose law is said to govern, by its name; one that is not known by its capitals."""
    match = _first(text, _GOVERNED) or _ELSEWHERE.search(text) or _first(text, _WEAKLY)
    if match is None:
        return
    words = " ".join(match["place"].split())
    place = re.sub(r"\s+(?:and|of)$", "", words)
    value = place.title().replace(" Of ", " of ") if place.isupper() and len(place) > 3 else place
    yield "governing_law", value, match.start("place"), match.start("place") + len(match["place"]), 0.9


def _first(text: str, patterns: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    return min(found, key=lambda match: (bool(_ADDED.match(match["place"])), match.start()), default=None)
