"""Does a clause say it, or deny it? "shall not", "no ... shall", "neither", "nothing in this Agreement"."""

import re

_NOT = re.compile(
    r"\b(?:not|no|never|neither|nor|without(?!\s+(?:\w+\s+){0,2}?(?:liability|notice|penalty|cause|reason|limitation|prejudice)\b)|nothing|cannot|none|prohibited\s+from|"
    r"refrain\s+from|except|unless|"
    r"in\s+no\s+event)\b|n['’]t\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[.;:]\s|\bprovided\b|\bhowever\b|\bbut\b|\band\s+(?:will|shall|may|must|is|are)\b", re.IGNORECASE
)


def scope_start(text: str, at: int) -> int:
    """Where the part of the sentence that governs ``at`` begins."""
    start = 0
    for match in _BREAK.finditer(text, 0, at):
        start = match.end()
    return start


def negated(text: str, at: int, reach: int = 60) -> bool:
    """True when an odd number of negations governs ``at``: "shall not", but not "not ... without"."""
    begin = max(scope_start(text, at), at - reach)
    return len(_NOT.findall(text, begin, at)) % 2 == 1


def unless_consent(text: str) -> bool:
    """True when the clause makes it depend on prior (written) consent, approval or agreement."""
    return bool(
        re.search(
            r"(?:prior|advance|express)\s+(?:\w+\s+){0,2}(?:consent|approval|agreement|permission|"
            r"authori[sz]ation)|written\s+(?:consent|approval|permission)|(?:consent|approval)\s+of",
            text,
            re.IGNORECASE,
        )
    )
