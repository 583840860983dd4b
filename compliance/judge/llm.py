"""The judge that asks a model. It can add doubt, never remove it; without an answer the rules stand alone.

One object a document; the gateway behind it is shared. Nothing here raises for what a model does.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from compliance.judge.answer import Answer, Refused, check_reason, grounded
from compliance.judge.client import Client, Reply
from compliance.judge.gateway import Gateway, Question
from compliance.judge.limits import Budget, Ceilings
from compliance.judge.prompts import fill, load_prompts, new_nonce
from compliance.judge.ratchet import highest
from compliance.judge.types import JudgeReport, JudgeRequest, Ruling, Verdict
from compliance.redaction import Redactor
from compliance.types import CallUsage

_ATTEMPTS = 3  # the first answer and two corrections
_LONGEST = 8_000  # characters of a clause that are put to a model
_GIVE_UP = 2  # failures in a row after which this document is judged by rules only
_FINAL = frozenset(
    {
        "stopped",
        "out_of_time",
        "out_of_tokens",
        "out_of_money",
        "breaker_open",
        "not_installed",
        "not_loaded",
    }
)
_ORDER = {Ruling.ACCEPTABLE: 0, Ruling.DOUBTFUL: 1, Ruling.BREACH: 2}
_WORDS = {
    "stopped": "the model is switched off",
    "out_of_time": "the time for this document is used up",
    "out_of_tokens": "the size limit for this document is reached",
    "out_of_money": "the money set aside for this case is spent",
    "breaker_open": "the model failed or was busy a moment ago",
    "not_installed": "the model's libraries are not installed",
    "not_loaded": "the model in its folder could not be loaded",
    "rate_limited": "too many questions at a time",
    "timeout": "the model did not answer in time",
    "down": "the model could not be reached",
    "throttled": "the model's service asked us to slow down",
    "refused": "the model's service refused the question",
    "too_large": "the model's answer was too large",
    "rubbish": "the model's answer could not be used",
    "too_long": "the clause is too long for the model",
}


def judge_version(client: Client, challenger: Client | None, guidance: str = "") -> str:
    """Who is asked and how, in one line: both models, the prompts, and a mark for the company's own word."""
    second = f", challenged by {challenger.name}" if challenger else ""
    own = f"+{hashlib.sha256(guidance.encode()).hexdigest()[:8]}" if guidance else ""
    return f"{client.name}{second}, prompts {load_prompts().version}{own}"


class LlmJudge:
    """Asks about single clauses of one document.

    ``names`` and ``private`` are taken out of everything sent, beside what ``redaction`` finds by itself;
    ``guidance`` is the company's own word to the model and never comes back in a reason.
    """

    def __init__(
        self,
        gateway: Gateway,
        ceilings: Ceilings | None = None,
        *,
        names: Iterable[str] = (),
        private: Iterable[str] = (),
        guidance: str = "",
    ) -> None:
        self._system = "\n".join(filter(None, (load_prompts().system, guidance)))
        self.name = gateway.client.name
        self.version = judge_version(gateway.client, gateway.challenger, guidance)
        self._gateway = gateway
        self._budget = Budget(ceilings or Ceilings())
        self._redactor = Redactor(names, private)
        self._usage: list[CallUsage] = []
        self._failures: Counter[str] = Counter()  # code -> clauses without an opinion
        self._unchallenged: Counter[str] = Counter()  # code -> clauses without a second one
        self._in_a_row = 0
        self._closed = ""
        self._asked = self._answered = self._dropped = 0

    def judge(self, request: JudgeRequest) -> Verdict | None:
        """A grounded verdict after a challenge by a second prompt, or None: rules only."""
        if self._closed:
            self._failures[self._closed] += 1
            return None
        if len(request.clause.text) > _LONGEST:
            self._failures["too_long"] += 1
            return None
        self._asked += 1
        first = self._opinion(
            request, self._gateway.client, load_prompts().first, str(request.why), self._failures
        )
        if first is None:
            return None
        self._answered += 1
        challenger = self._gateway.challenger or self._gateway.client
        return _settled(
            first,
            self._opinion(request, challenger, load_prompts().challenge, "challenge", self._unchallenged),
        )

    def report(self) -> JudgeReport:
        """Every call, what was dropped, and a sentence for people when the model did not do its part."""
        return JudgeReport(tuple(self._usage), self._notes(), self._asked, self._answered, self._dropped)

    def _notes(self) -> tuple[str, ...]:
        notes = [
            f"{what} for {'1 clause' if count == 1 else f'{count} clauses'}: {_WORDS.get(code, code)}."
            for what, failures in (
                ("Rules only", self._failures),
                ("No second opinion", self._unchallenged),
            )
            for code, count in failures.items()
        ]
        if self._dropped:
            dropped = "1 answer" if self._dropped == 1 else f"{self._dropped} answers"
            notes.append(f"Rules only where the model gave no grounded answer ({dropped} dropped).")
        return tuple(notes)

    def _opinion(
        self, request: JudgeRequest, client: Client, template: str, why: str, failures: Counter[str]
    ) -> Verdict | None:
        """Ask until an answer stands, at most three times; what never stands is dropped and counted."""
        told = ""
        for _ in range(_ATTEMPTS):
            reply = self._call(request, client, template + told, why)
            if reply.outcome != "answered" and reply.outcome != "rubbish":
                failures[reply.outcome] += 1
                self._failed(reply.outcome)
                return None
            self._in_a_row = 0
            try:
                return self._verdict(reply.answer, request, client.name)
            except Refused as refusal:
                told = load_prompts().retry.replace("{why}", str(refusal))
                why = "correction"
        self._dropped += 1
        return None

    def _verdict(self, answer: Answer | None, request: JudgeRequest, model: str) -> Verdict:
        if answer is None:
            raise Refused("the answer did not have the required form")
        private = self._redactor.redact(request.clause.text)
        answer = answer.model_copy(update={"quote": private.restore(answer.quote)})
        start, end = grounded(answer, request)
        check_reason(answer, request, self._system)
        return Verdict(
            ruling=answer.ruling,
            severity=answer.severity,
            quote=request.clause.text[start:end],
            start=start,
            end=end,
            reason=answer.reason,
            confidence=answer.confidence,
            model=model,
        )

    def _call(self, request: JudgeRequest, client: Client, template: str, why: str) -> Reply:
        """One recorded call; everything that others wrote is redacted before it is put in."""
        nonce = new_nonce()
        sent = self._redactor.redact(fill(template, _redacted(request, self._redactor), nonce))
        question = Question(
            why=why,
            system=self._system.replace("{nonce}", nonce),
            prompt=sent.text,
            prompt_version=load_prompts().version,
            redaction=self._taken_out(request),
            sent_sha256=sent.sha256,
        )
        reply, usage = self._gateway.call(client, question, self._budget)
        if usage is not None:
            self._usage.append(usage)
        return reply

    def _taken_out(self, request: JudgeRequest) -> dict[str, int]:
        """How many private values of each kind stood in what others wrote."""
        counts: Counter[str] = Counter()
        for text in _private_texts(request):
            counts.update(self._redactor.redact(text).counts)
        return dict(counts)

    def _failed(self, outcome: str) -> None:
        """Stop asking about this document when there is no use in it."""
        self._in_a_row += 1
        if outcome in _FINAL or self._in_a_row >= _GIVE_UP:
            self._closed = outcome


def _private_texts(request: JudgeRequest) -> tuple[str, ...]:
    clause = request.clause
    return (clause.heading, clause.text, request.surroundings, *request.notes, *request.precedents)


def _redacted(request: JudgeRequest, redactor: Redactor) -> JudgeRequest:
    return replace(
        request,
        clause=replace(
            request.clause,
            heading=redactor.redact(request.clause.heading).text,
            text=redactor.redact(request.clause.text).text,
        ),
        surroundings=redactor.redact(request.surroundings).text,
        notes=tuple(redactor.redact(n).text for n in request.notes),
        precedents=tuple(redactor.redact(p).text for p in request.precedents),
    )


def _settled(first: Verdict, second: Verdict | None) -> Verdict:
    """The stricter of two opinions; a challenger that is silent or disagrees calls for a person."""
    if second is None:
        return replace(first, needs_person=True)
    if first.ruling is second.ruling:
        return replace(first, severity=highest(first.severity, second.severity))
    stricter = max(first, second, key=lambda v: _ORDER[v.ruling])
    severity = highest(first.severity, second.severity)
    return replace(stricter, severity=severity, disagreement=True, needs_person=True)
