"""Ask this contract: a question in, quotes out, or the plain statement that the contract does not say.

No text is written here: every answer is the contract's own words. The playbook says what the question is
about and which words contracts use for it; words, vectors and what a passage settles then rank the passages.
A question about something that neither the playbook nor the contract has a word for is answered by silence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from compliance.ask_subjects import places, subject_of
from compliance.cues import CueIndex
from compliance.evidence import evidence_for
from compliance.policies import Playbook, Policy, load_playbook
from compliance.retrieval import Embedder, Hit, Index, words
from compliance.terms import Roles, View, read_terms
from compliance.types import Evidence
from extraction.types import Clause, ContractText

NEAR = 0.6  # of the best passage's score that another one must reach
SUBJECT = 0.3  # joint score from which a policy is what a question without its words is about
FAINT = 0.12  # score of the best passage below which the contract does not say
SETTLES = 0.2  # added to a passage that says what the policy's checks ask for
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

    A passage counts when it uses a cue of the subject, or shares the question's own words (of three and
    more all but one).
    """
    clauses = [clause for clause in _outer(document.clauses) if len(clause.text.split()) >= SHORT]
    book = playbook or load_playbook()
    policies = _subjects(book, question)
    named = any(CueIndex(question).has_any(policy.cues) for policy in policies)
    subject = subject_of(question, about_a_policy=named)
    if subject is not None:
        told = places(subject, document, _outer(document.clauses))[:limit]
        quotes = tuple(_passage(document, start, end, clause) for start, end, clause in told)
        return Answer(question, quotes, tuple(page.number for page in document.pages))
    if _unheard(document.text, question, policies):
        return Answer(question, (), tuple(page.number for page in document.pages))
    index = Index([f"{clause.heading} {clause.text}" for clause in clauses], embedder)
    about = " ".join(f"{policy.title} {policy.fallback_wording}" for policy in policies)
    hits = [
        _settled(clauses[hit.index], hit, policies)
        for hit in index.search(f"{question} {about}", len(clauses))
        if _answers(clauses[hit.index], question, policies)
    ]
    hits.sort(key=lambda hit: -hit.score)
    best = hits[0].score if hits else 0.0
    kept = [hit for hit in hits if hit.score >= max(FAINT, NEAR * best)][:limit]
    quotes = tuple(_quote(document, clauses[hit.index], hit) for hit in kept)
    return Answer(question, quotes, tuple(page.number for page in document.pages))


def _outer(clauses: Sequence[Clause]) -> list[Clause]:
    kept: list[Clause] = []
    for clause in sorted(clauses, key=lambda one: (one.start, -one.end)):
        if not kept or clause.end > kept[-1].end:
            kept.append(clause)
    return kept


def _subjects(playbook: Playbook, question: str) -> list[Policy]:
    """The policies whose own words the question uses most; else the nearest one, if it is near."""
    asked = CueIndex(question)
    used = {policy.id: _used(asked, policy) for policy in playbook.policies}
    most = max(used.values(), default=0)
    texts = [f"{p.title} {p.question} {' '.join(p.cues)}" for p in playbook.policies]
    hits = Index(texts).search(question, len(texts))
    near = [playbook.policies[hit.index] for hit in hits if hit.score >= 0.8 * hits[0].score]
    named = [policy for policy in playbook.policies if most and used[policy.id] == most]
    if named:
        return [policy for policy in near if policy in named][:2] or named[:2]
    return near[:1] if hits and hits[0].score >= SUBJECT else []


def _used(asked: CueIndex, policy: Policy) -> int:
    """How many of a policy's cues the question uses; most of its title counts as one."""
    title = [f"{word[: max(5, len(word) - 3)]}*" for word in words(policy.title) if len(word) >= 6]
    titled = sum(asked.has_any([cue]) for cue in title) * 2 > len(title) > 0
    return sum(asked.has_any([cue]) for cue in policy.cues) + titled


def _unheard(text: str, question: str, policies: Sequence[Policy]) -> bool:
    """True when the question asks with a word that neither its subject nor the contract has."""
    asked = CueIndex(question)
    if any(asked.has_any(policy.cues) for policy in policies):
        return False
    subject = CueIndex(" ".join(f"{p.title} {p.question} {' '.join(p.cues)} {p.preferred}" for p in policies))
    spoken = CueIndex(text)
    stems = (word[: max(4, len(word) - 3)] for word in words(question) if word not in _ASKING)
    return any(not spoken.has_any([f"{stem}*"]) and not subject.has_any([f"{stem}*"]) for stem in stems)


def _settled(clause: Clause, hit: Hit, policies: Sequence[Policy]) -> Hit:
    """The hit with more weight when its clause says what the checks of the subject ask for."""
    wanted = {check.term for policy in policies for check in policy.checks}
    said = wanted and {term.name for term in read_terms(View(clause.text, _NOBODY, clause.heading))}
    return replace(hit, score=round(min(1.0, hit.score + SETTLES), 4)) if wanted & (said or set()) else hit


def _answers(clause: Clause, question: str, policies: Sequence[Policy]) -> bool:
    if policies:
        spoken = CueIndex(f"{clause.heading} {clause.text}")
        return any(spoken.has_any(policy.cues) for policy in policies)
    asked = {word for word in words(question) if word not in _ASKING}
    needed = len(asked) if len(asked) <= 2 else len(asked) - 1
    return len(asked & set(words(f"{clause.heading} {clause.text}"))) >= needed > 0


_ASKING = frozenset(
    re.findall(
        r"\w+",
        "how much many long often soon fast can could should is are we us say mention there happen give given"
        " get promise vendor supplier customer our who whose why company word clause contract anything"
        " something allow allowed need tell have had last",
    )
)
_NOBODY = Roles()


def _passage(document: ContractText, start: int, end: int, clause: Clause) -> Quote:
    """A passage that stands where such an answer stands: no score is needed to choose it."""
    return Quote(evidence_for(document, start, end), clause.id, clause.heading, 1.0, 1.0, 0.0)


def _quote(document: ContractText, clause: Clause, hit: Hit) -> Quote:
    evidence = evidence_for(document, clause.start, clause.end)
    return Quote(evidence, clause.id, clause.heading, hit.score, hit.words, hit.vector)
