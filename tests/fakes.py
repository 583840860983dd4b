"""Engines for tests: what they "read" stands in the file itself, one ``key: value`` a line.

W9                      CONTRACT                    BROKEN     rejected as corrupt
name: Ada Lumber LLC    Payment is due in 45 days.  OTHER      a letter
ein: 12-3456789         RISKY No cap on liability.  W8         the wrong form
unsigned                                            EXPLODE    the reader raises

SCAN: a contract whose every line is a scanned page; POISON fails its reader, HELD keeps it until release().
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from compliance.ask import Quote, ask
from compliance.screening import SandboxSanctions, SandboxTin, screen_vendor
from compliance.types import (
    ContractReview,
    Coverage,
    Evidence,
    Finding,
    FindingKind,
    ModelInfo,
    ScoredClause,
    Screening,
    Severity,
    Signal,
    VendorFacts,
)
from extraction.readers.render import PageSize
from extraction.types import (
    Clause,
    ContractText,
    Extraction,
    Field,
    Issue,
    Kind,
    LongScan,
    PageSpan,
    Part,
    Source,
    Status,
    TextWord,
    Witness,
)
from onboarding import conf, judging
from onboarding.erp.ledger import LedgerAdapter
from onboarding.wiring import ContractContext, Engines

SLOW_SECONDS = 1.5
HELD_SECONDS = 300.0
GOOD = {
    "name": "Ada Lumber LLC",
    "classification": "c_corp",
    "address": "12 Mill Road",
    "city": "Salem",
    "state": "OR",
    "zip": "97301",
    "ein": "12-3456789",
}


def w9(*flags: str, **values: str) -> bytes:
    """The bytes of a form that the fake reader reads as clean, but for what is given."""
    lines = ["W9", *flags, *(f"{name}: {value}" for name, value in {**GOOD, **values}.items() if value)]
    return "\n".join(lines).encode()


def contract(*paragraphs: str) -> bytes:
    return "\n".join(["CONTRACT", *(paragraphs or ("Payment is due in 45 days.",))]).encode()


def scan(*pages: str) -> bytes:
    return "\n".join(["SCAN", *pages]).encode()


def read_page(path: Path, number: int) -> str:
    page = path.read_bytes().decode().splitlines()[number]
    if page.startswith("HELD"):
        _until_released()
    if page.startswith("POISON"):
        raise RuntimeError("the reader fell over 12-3456789")
    return page


def release() -> Path:
    """The file that a held page waits for."""
    return conf.data_dir() / "release"


def _until_released() -> None:
    end = time.monotonic() + HELD_SECONDS
    while not release().exists() and time.monotonic() < end:
        time.sleep(0.05)


def join(path: Path, readings: Mapping[int, str | None], on_page: Callable[[int, int], None]) -> Extraction:
    """One contract of the pages; those without a reading are issues."""
    empty = Extraction(str(path), "", Status.ACCEPTED, None, len(readings), ())
    part = _contract([readings[number] or "" for number in sorted(readings)])
    issues = tuple(
        Issue("unreadable_page", "warning", f"Page {number} could not be read.", page=number)
        for number, text in readings.items()
        if text is None
    )
    return replace(empty, parts=(replace(part, issues=issues, needs_review=bool(issues)),))


def read(path: Path, on_page: Callable[[int, int], None]) -> Extraction | LongScan:
    content = path.read_bytes()
    lines = content.decode("utf-8", "replace").splitlines()
    on_page(1, 1)
    empty = Extraction(str(path), hashlib.sha256(content).hexdigest(), Status.ACCEPTED, None, 1, ())
    match lines[0] if lines else "":
        case "W9":
            return replace(empty, parts=(_w9(lines[1:]),))
        case "CONTRACT":
            return replace(empty, parts=(_contract(lines[1:]),))
        case "SCAN":
            return LongScan(len(lines) - 1, tuple(range(1, len(lines))))
        case "OTHER":
            return replace(empty, parts=(Part(Kind.OTHER, (1,)),))
        case "W8":
            issue = Issue("wrong_form", "error", "This is a Form W-8. Please send a Form W-9.", page=1)
            return replace(empty, parts=(Part(Kind.W8, (1,), issues=(issue,)),))
        case "EXPLODE":
            raise RuntimeError("the reader fell over 12-3456789")
    error = Issue("corrupt", "error", "This file is damaged. Please send it again.")
    return replace(empty, status=Status.REJECTED, error=error, pages=0)


def _w9(lines: list[str]) -> Part:
    values = dict(line.split(": ", 1) for line in lines if ": " in line)
    flags = {line for line in lines if ": " not in line}
    fields = {name: _field(name, value) for name, value in values.items()}
    for name in ("ssn", "ein"):
        if name in values:
            fields[name] = _field(name, values[name].replace("-", ""))
    issues = []
    if "unsigned" in flags:
        box = (60.0, 590.0, 380.0, 604.0)
        issues.append(Issue("missing_signature", "error", "The form is not signed.", "signed", 1, box))
    if "slow" in flags:
        time.sleep(SLOW_SECONDS)
    if "doubtful" in flags:
        fields["name"] = replace(fields["name"], confidence=0.6, reason="two readings differ")
    fields["signed"] = Field("signed", "unsigned" not in flags, 0.99, 1, None, Source.INK)
    sure = "faint" not in flags
    return Part(
        Kind.W9, (1,), "2024-03", fields, tuple(issues), "faint" in flags or "doubtful" in flags, sure
    )


def _field(name: str, value: str) -> Field:
    box = (60.0, 100.0, 300.0, 112.0)
    witnesses = (Witness(Source.ACROFORM, value, 1.0, box), Witness(Source.APPEARANCE, value, 1.0, box))
    return Field(name, value, 0.999, 1, box, Source.ACROFORM, witnesses)


def _contract(lines: list[str]) -> Part:
    text = "\n".join(lines)
    clauses, words, start = [], [], 0
    for number, line in enumerate(lines, start=1):
        end = start + len(line)
        clauses.append(Clause(f"c{number}", None, str(number), "", 1, start, end, line))
        words.append(TextWord(start, end, 1, (72.0, 72.0 + 14 * number, 500.0, 84.0 + 14 * number)))
        start = end + 1
    page = PageSpan(1, 0, len(text), 1.0, Source.TEXT)
    return Part(Kind.CONTRACT, (1,), contract=ContractText(text, (page,), tuple(words), (), tuple(clauses)))


def review(text: ContractText, context: ContractContext) -> ContractReview:
    findings = tuple(_finding(clause) for clause in text.clauses if clause.text.startswith("RISKY"))
    scored = tuple(ScoredClause(clause.id, {"cap_on_liability": 0.9}) for clause in text.clauses)
    coverage = {"cap_on_liability": Coverage("cap_on_liability", True, 0.9, ("c1",), (1,))}
    return ContractReview(scored, findings, coverage, ModelInfo("fake", "1"), "playbook-1")


def judged_by() -> judging.JudgedBy:
    return judging.JudgedBy("fake 1", "playbook-1")


def _finding(clause: Clause) -> Finding:
    evidence = Evidence(clause.text, clause.start, clause.end, 1, ((1, (72.0, 72.0, 500.0, 84.0)),))
    return Finding(
        FindingKind.BREACH,
        "liability-cap",
        "v1",
        "cap_on_liability",
        Severity.HIGH,
        Signal.RULE,
        evidence,
        "Our liability is not capped.",
        "Cap it at the fees of twelve months.",
        clause.id,
    )


def answer(text: ContractText, question: str) -> tuple[Quote, ...]:
    return ask(text, question).quotes


def screen(facts: VendorFacts, vendor: str) -> Screening:
    return screen_vendor(facts, tin=SandboxTin(), sanctions=SandboxSanctions(), vendor=vendor)


def draw_page(path: Path, *_: object) -> bytes:
    return b"\x89PNG" + path.read_bytes()[:4]


def page_sizes(_: Path) -> tuple[PageSize, ...]:
    return (PageSize(612.0, 792.0, 0),)


def engines() -> Engines:
    """For ``wiring.use`` and for the WIRING setting of real worker processes."""
    ledger = LedgerAdapter(conf.erp().csv_path)
    return Engines(
        read,
        read_page,
        join,
        review,
        judged_by,
        answer,
        screen,
        ledger,
        draw_page,
        page_sizes,
        versions={"fake": "1"},
        sandboxes=("sandbox",),
    )
