"""Pages that were read too badly to be judged: a person looks at them."""

from compliance.coverage import READABLE
from compliance.evidence import evidence_for
from compliance.reading import Reading
from compliance.types import Evidence, Finding, FindingKind, Signal, SignalNote
from extraction.types import PageSpan

POLICY = "readable-pages"


def unreadable_findings(reading: Reading) -> list[Finding]:
    """One finding for all bad pages together; the quote is the beginning of the first that has any text."""
    bad = [page for page in reading.document.pages if page.quality < READABLE]
    policy = reading.playbook.by_id(POLICY)
    if not bad or policy is None:
        return []
    worst = min(page.quality for page in bad)
    pages = ", ".join(str(page.number) for page in bad)
    return [
        Finding(
            kind=FindingKind.UNREADABLE,
            policy=policy.id,
            version=policy.version,
            category=policy.categories[0],
            severity=policy.severity_at(reading.context.contract_value),
            source=Signal.RULE,
            evidence=_quote(reading, bad),
            reason=f"Page {pages} could not be read well enough to judge (quality {worst:.2f} of 1).",
            suggestion=policy.fallback_wording,
            signals=(SignalNote(Signal.RULE, f"page quality below {READABLE}", worst),),
            owner=policy.owner,
        )
    ]


def _quote(reading: Reading, bad: list[PageSpan]) -> Evidence | None:
    for page in bad:
        if reading.document.text[page.start : page.end].strip():
            return evidence_for(reading.document, page.start, min(page.end, page.start + 120))
    return None
