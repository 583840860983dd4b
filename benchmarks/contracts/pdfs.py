"""From the PDFs: which of the lawyers' spans stand in one clause, and what reading and scoring cost."""

import json
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from compliance.classifier import Classifier
from extraction import extract
from extraction.contracts import read_contract
from extraction.readers import pdf
from extraction.types import Clause, ContractText

_CURLY = str.maketrans("“”‘’", "\"\"''")


@dataclass(slots=True)
class Cost:
    """Seconds by step over so many pages."""

    pages: int = 0
    raw: float = 0.0
    words: float = 0.0
    clauses: float = 0.0
    scores: float = 0.0
    whole: list[bool] = field(default_factory=list)
    on_page: list[bool] = field(default_factory=list)

    def per_50(self, seconds: float) -> float:
        return 50 * seconds / max(1, self.pages)


def plain(text: str) -> str:
    return " ".join(text.translate(_CURLY).split())


def word_set(text: str) -> set[str]:
    for char in ".,;:":
        text = text.replace(char, "")
    return set(text.lower().replace("/", " ").split(" "))


def labels(folder: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "labels.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found[row["contract"]].append(row)
    return found


def measure(folder: Path, names: list[str], classifier: Classifier) -> Cost:
    """Read and score each PDF, and look for its labelled spans. Contracts without a PDF are passed over."""
    cost, gold = Cost(), labels(folder)
    for name in names:
        path = folder / "pdf" / f"{name.removesuffix('.txt')}.pdf"
        if path.exists():
            document = _timed(path, classifier, cost)
            _look(document, gold[name], cost)
    return cost


def _timed(path: Path, classifier: Classifier, cost: Cost) -> ContractText:
    begin = time.perf_counter()
    with pypdfium2.PdfDocument(path) as bare:
        for page in bare:
            page.get_textpage().get_text_bounded()
    raw = time.perf_counter()
    with pdf.open_pdf(path) as opened:
        pages = [pdf.read_words(opened, number) for number in range(1, len(opened) + 1)]
    words = time.perf_counter()
    document = read_contract(pages)
    read = time.perf_counter()
    classifier.scores(document.clauses)
    done = time.perf_counter()
    cost.pages += len(pages)
    cost.raw += raw - begin
    cost.words += words - raw
    cost.clauses += read - words
    cost.scores += done - read
    return document


def _look(document: ContractText, gold: list[dict[str, str]], cost: Cost) -> None:
    whole = [plain(clause.text) for clause in document.clauses]
    parts = whole + [plain(text) for clause in document.clauses for text in _parts(document, clause)]
    cost.whole += _reproduced(whole, gold)
    cost.on_page += _reproduced(parts, gold)


def _reproduced(texts: list[str], gold: list[dict[str, str]]) -> list[bool]:
    """For each label: does one of the texts have its words (for the parties: contain it)?"""
    sets, found = [word_set(text) for text in texts], []
    for span in gold:
        wanted = plain(span["text"])
        have = word_set(wanted)
        inside = span["category"] == "Parties" and any(wanted in text for text in texts)
        found.append(inside or any(2 * len(have & words) >= len(have | words) for words in sets))
    return found


def _parts(document: ContractText, clause: Clause) -> Iterator[str]:
    """What of a clause stands on each of its pages, if it has several: the labels often end with the page."""
    for page in document.pages:
        start, end = max(page.start, clause.start), min(page.end, clause.end)
        if start < end < clause.end or clause.start < start < end:
            yield document.text[start:end]


def whole_path(folder: Path, names: list[str], classifier: Classifier) -> tuple[int, float]:
    """Pages and seconds from the file to the scores through the product's own door and child process."""
    pages, begin = 0, time.perf_counter()
    for name in names:
        extraction = extract(folder / "pdf" / f"{name.removesuffix('.txt')}.pdf")
        clauses: list[Clause] = []
        for part in extraction.parts:
            if part.contract is not None:
                clauses = list(part.contract.clauses)
                classifier.scores(clauses)
        pages += extraction.pages
    return pages, time.perf_counter() - begin


def peak_megabytes() -> tuple[float, float]:
    """Largest memory of this process and of its children."""
    mine, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine, children
