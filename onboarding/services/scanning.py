"""The virus scanner's word on a file, before any reader opens it."""

from pathlib import Path

from extraction.types import Extraction, Issue, Status
from onboarding import wiring
from onboarding.antivirus import ScannerDown
from onboarding.models import Document
from onboarding.services.failures import Wait
from onboarding.services.files import MALWARE

FOUND = "Our virus scanner found something in this file. It was not opened. Please send another copy."


def refusal(path: Path, document: Document) -> Extraction | None:
    """None: the file may be opened. Raises Wait(scanner_away): without a word of the scanner it may not."""
    try:
        found = wiring.current().scan(path)
    except ScannerDown as error:
        raise Wait("scanner_away", "The virus scanner does not answer.") from error
    if found is None:
        return None
    issue = Issue(MALWARE, "error", FOUND)
    return Extraction(document.name, document.sha256, Status.REJECTED, issue, 0, ())
