"""From suspicions to findings: one for each place, with its quote; hidden text grouped by page and kind."""

from collections import defaultdict
from collections.abc import Iterable

from compliance.evidence import evidence_for, locate
from compliance.injection import address, characters, encoded, foreign, markup, repetition
from compliance.injection.characters import decode_tags
from compliance.injection.types import Suspicion
from compliance.types import Evidence, Finding, FindingKind, Severity, Signal, SignalNote
from extraction.types import ContractText, HiddenText

ADDRESSED = "reader-addressed"
HIDDEN = "hidden-text"
VERSION = "1"
_MOST = 40  # findings of one kind a document: more of the same says nothing new
_ORDINARY = frozenset({"metadata", "file_name", "title", "author", "comment"})  # told of only when suspicious
_QUOTE = 1_500
_ADVICE = "Read this passage on the page itself. Ask the vendor to send the document without it."


def scan_text(text: str) -> tuple[Suspicion, ...]:
    """Every suspicious place of a text, in order; places that overlap are reported once, the weightiest."""
    found = [
        *markup.scan(text),
        *characters.scan(text),
        *encoded.scan(text),
        *address.scan(text),
        *foreign.scan(text),
        *repetition.scan(text),
    ]
    found.sort(key=lambda s: (s.start, -s.weight, s.start - s.end))
    kept: list[Suspicion] = []
    for suspicion in found:
        if not kept or suspicion.start >= kept[-1].end:
            kept.append(suspicion)
    return tuple(kept)


def scan_name(name: str) -> tuple[Suspicion, ...]:
    """Like ``scan_text`` for a file name or a title: its separators are read as blanks."""
    spaced = "".join(" " if c in "_-.+" else c for c in name)
    return scan_text(spaced) or scan_text(name)


def scan(document: ContractText) -> tuple[Finding, ...]:
    """Findings for text addressed to a reader in the document and for text hidden in its file."""
    shown = [_finding(document, s) for s in scan_text(document.text)]
    return (*shown[:_MOST], *_hidden(document))


def _finding(document: ContractText, suspicion: Suspicion) -> Finding:
    end = min(suspicion.end, suspicion.start + _QUOTE)
    evidence = evidence_for(document, suspicion.start, end)
    return _make(ADDRESSED, Severity.HIGH, evidence, suspicion.reason, suspicion.code)


def _hidden(document: ContractText) -> Iterable[Finding]:
    groups: dict[tuple[str, int], list[HiddenText]] = defaultdict(list)
    for hidden in document.hidden:
        if hidden.text.strip() and (hidden.code not in _ORDINARY or scan_name(hidden.text)):
            groups[(hidden.code, hidden.page)].append(hidden)
    for (code, page), items in list(groups.items())[:_MOST]:
        talks = any(scan_name(item.text) for item in items)
        words = " / ".join(visible(item.text) for item in items)
        reason = f"Page {page} holds text that a person does not see: {words[:300]}"
        severity = Severity.CRITICAL if talks else Severity.HIGH
        yield _make(HIDDEN, severity, _evidence(document, items), reason, code)


def _evidence(document: ContractText, items: list[HiddenText]) -> Evidence | None:
    """The place in the text when the hidden words were read into it; None when they stand outside it."""
    for item in items:
        place = locate(document.text, item.text)
        if place:
            return evidence_for(document, *place)
    return None


def visible(text: str) -> str:
    """Text as a person may safely read it: tag letters spelt out, invisible ones dropped, blanks single."""
    spelt = "".join(decode_tags(c) or c for c in text)
    return " ".join("".join(c if c.isprintable() else " " for c in spelt).split())


def _make(policy: str, severity: Severity, evidence: Evidence | None, reason: str, code: str) -> Finding:
    return Finding(
        kind=FindingKind.HIDDEN,
        policy=policy,
        version=VERSION,
        category="hidden_text",
        severity=severity,
        source=Signal.RULE,
        evidence=evidence,
        reason=reason,
        suggestion=_ADVICE,
        signals=(SignalNote(Signal.RULE, code.replace("_", " ")),),
        owner="legal",
    )
