"""IRS Bulk TIN Matching by file (Pub. 2108A): write the request, read the answer, serve it as a provider.

A line is ``TINTYPE;TIN;NAME;ACCOUNT``: type 1 is an EIN, 2 an SSN or ITIN, 3 unknown; the answer is the
same line with a code. The account field carries the vendor's id, never anything derived from the tax id.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compliance.screening.base import TinQuery
from compliance.screening.names import fold
from compliance.types import CheckKind, CheckOutcome, CheckResult, ProviderError

MAX_LINES = 100_000
_NAME_CHARS = 40
_ACCOUNT_CHARS = 20
_TYPES = {"ein": "1", "ssn": "2"}

_CODES: Mapping[str, tuple[CheckOutcome, str]] = {
    "0": (CheckOutcome.CLEAR, "The IRS confirms that name and tax id belong together."),
    "1": (CheckOutcome.INVALID, "The IRS says that the tax id is missing or not nine digits."),
    "2": (CheckOutcome.UNKNOWN, "The IRS says that the tax id is not currently issued."),
    "3": (CheckOutcome.MISMATCH, "The IRS says that name and tax id do not belong together."),
    "4": (CheckOutcome.UNAVAILABLE, "The IRS could not read the request."),
    "5": (CheckOutcome.UNAVAILABLE, "The IRS took this for a repeated request."),
    "6": (CheckOutcome.CLEAR, "The IRS confirms the name with this number as an SSN."),
    "7": (CheckOutcome.CLEAR, "The IRS confirms the name with this number as an EIN."),
    "8": (CheckOutcome.CLEAR, "The IRS confirms the name with this number as an SSN and as an EIN."),
}
_FITS = {"6": "ssn", "7": "ein"}


@dataclass(frozen=True, slots=True)
class IrsAnswer:
    """One answered line. ``account`` is what the request carried; the tax id is not shown."""

    account: str
    code: str
    tin: str = field(repr=False)


def irs_name(name: str) -> str:
    """A name as the IRS compares it: A-Z, digits, hyphen and ampersand, at most forty characters."""
    dashes = name.replace("–", "-").replace("—", "-")
    kept = re.sub(r"[^A-Z0-9&\- ]", "", fold(dashes))
    return " ".join(kept.split())[:_NAME_CHARS].rstrip()


def write_request(queries: Iterable[TinQuery]) -> str:
    """The text of a request file, one line a query, CRLF ended. Raises ValueError (without digits) for a
    query that cannot be asked or for more lines than a file may have."""
    lines = [_line(query) for query in queries]
    if len(lines) > MAX_LINES:
        raise ValueError(f"A request holds at most {MAX_LINES} lines.")
    return "".join(f"{line}\r\n" for line in lines)


def _line(query: TinQuery) -> str:
    name = irs_name(query.name)
    if len(query.tin) != 9 or not query.tin.isdigit() or not name:
        raise ValueError("A request needs nine digits and a name.")
    if len(query.reference) > _ACCOUNT_CHARS or ";" in query.reference:
        raise ValueError("The vendor's id is longer than twenty characters or holds a semicolon.")
    return f"{_TYPES.get(query.tin_type or '', '3')};{query.tin};{name};{query.reference}"


def parse_answers(text: str) -> tuple[IrsAnswer, ...]:
    """Read an answer file. Raises ProviderError with the line's number, never its content."""
    answers = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip(" \x1a"):
            continue
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) < 5 or cells[-1] not in _CODES:
            message = f"Line {number} of the IRS answer is not as specified."
            raise ProviderError("irs_answer_broken", message, permanent=True)
        answers.append(IrsAnswer(account=cells[3], code=cells[-1], tin=cells[1]))
    return tuple(answers)


class IrsFileTin:
    """Answers from a file that came back; a vendor that is not in it is UNAVAILABLE: ask again later."""

    name = "irs-file"
    sandbox = False

    def __init__(self, answers: Iterable[IrsAnswer]) -> None:
        self._answers = {answer.account: answer for answer in answers}

    def match(self, query: TinQuery) -> CheckResult:
        answer = self._answers.get(query.reference)
        if answer is None or answer.tin != query.tin:
            message = "The IRS has not answered for this vendor yet."
            raise ProviderError("irs_answer_pending", message, permanent=False)
        return outcome_of(answer.code, query, self.name)


def outcome_of(code: str, query: TinQuery, provider: str) -> CheckResult:
    """The check for an IRS code; 6 and 7 must fit the box that the number stood in."""
    outcome, reason = _CODES[code]
    expected = _FITS.get(code)
    if expected and query.tin_type and query.tin_type != expected:
        outcome = CheckOutcome.MISMATCH
        reason = f"The IRS knows this number as an {expected.upper()}, the form gives it as another kind."
    return CheckResult(
        CheckKind.TIN_MATCH, provider, outcome, reason, request_id=query.reference, detail={"irs_code": code}
    )
