"""Ask this contract: a question in, quotes out, or the plain statement that the contract does not say.

No text is written here: every answer is the contract's own words. The playbook says what the question is
about and which words contracts use for it; words and vectors then rank the passages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.cues import CueIndex
from compliance.evidence import evidence_for
from compliance.policies import Playbook, Policy, load_playbook
from compliance.retrieval import Embedder, Hit, Index, words
from compliance.types import Evidence
from extraction.types import Clause, ContractText

NEAR = 0.6  # of the best passage's score that another one must reach
SUBJECT = 0.22  # joint score from which a policy is what the question is about
SHORT = 5  # words; a shorter piece is a heading, not an answer
SILENT = "The contract does not say."


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with its scores (0..1): ``score`` joins ``words`` and ``vector``."""

    evidence: Evidence
    clause: str
    heading: str
    score: float
    words: float
    vector: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes, best first. ``silent`` is True when nothing in the contract is near enough."""

    question: str
    quotes: tuple[Quote, ...]
    pages: tuple[int, ...]  # that were searched

    @property
    def silent(self) -> bool:
        return not self.quotes

    @property
    def sentence(self) -> str:
        return SILENT if self.silent else f"The contract says, on page {self.quotes[0].evidence.page}:"


def ask(
    document: ContractText,
    question: str,
    *,
    playbook: Playbook | None = None,
    embedder: Embedder | None = None,
    limit: int = 3,
) -> Answer:
    """The passages that answer a question, best first.

    A passage counts when it uses a cue of the subject, or shares two words with the question, the rarest
    of which must stand in the contract at all.
    """
    clauses = [clause for clause in _outer(document.clauses) if len(clause.text.split()) >= SHORT]
    policies = _subjects(playbook or load_playbook(), question)
    index = Index([f"{clause.heading} {clause.text}" for clause in clauses], embedder)
    subject = " ".join(f"{policy.title} {policy.fallback_wording}" for policy in policies)
    hits = [
        hit
        for hit in index.search(f"{question} {subject}", len(clauses))
        if _answers(clauses[hit.index], question, policies)
    ]
    best = hits[0].score if hits else 0.0
    kept = [hit for hit in hits if hit.score >= NEAR * best][:limit]
    quotes = tuple(_quote(document, clauses[hit.index], hit) for hit in kept)
    return Answer(question, quotes, tuple(page.number for page in document.pages))


def _outer(clauses: Sequence[Clause]) -> list[Clause]:
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda one: (one.start, -one.end)):
        if not kept or clause.end > kept[-1].end:
            kept.append(clause)
    return kept


def _subjects(playbook: Playbook, question: str) -> list[Policy]:
    """The policy that the question is about, with one that is nearly as near; none when no policy is."""
    texts = [f"{p.title} {p.question} {' '.join(p.cues)}" for p in playbook.policies]
    hits = [hit for hit in Index(texts).search(question, 2) if hit.score >= SUBJECT]
    return [playbook.policies[hit.index] for hit in hits if hit.score >= 0.8 * hits[0].score]


def _answers(clause: Clause, question: str, policies: Sequence[Policy]) -> bool:
    if policies:
        spoken = CueIndex(f"{clause.heading} {clause.text}")
        return any(spoken.has_any(policy.cues) for policy in policies)
    asked = {word for word in words(question) if word not in _ASKING}
    return len(asked & set(words(f"{clause.heading} {clause.text}"))) >= max(2, len(asked) - 1)


_ASKING = frozenset(
    ["how", "much", "many", "long", "often", "soon", "fast", "can", "could", "should", "is", "we", "us"]
)


def _quote(document: ContractText, clause: Clause, hit: Hit) -> Quote:
    evidence = evidence_for(document, clause.start, clause.end)
    return Quote(evidence, clause.id, clause.heading, hit.score, hit.words, hit.vector)
