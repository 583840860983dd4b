"""The ways out: convenience, cure periods, suspension, exit fees."""

import re
from collections.abc import Iterator
from decimal import Decimal

from compliance.terms.base import Side, Term, TermName, View
from compliance.terms.negation import negated
from compliance.terms.quantities import Duration, durations
from compliance.terms.roles import actor, next_mention

_WITHOUT_CAUSE = re.compile(
    r"\bfor\s+(?:its\s+|their\s+|his\s+)?convenience\b|\b(?:with(?:out)?\s+or\s+without|"
    r"without)\s+(?:any\s+)?(?:cause|reason)\b|"
    r"\bfor\s+any\s+(?:or\s+no\s+)?(?:reason|cause)\b(?!\s+(?:set\s+forth|listed|"
    r"other\s+than))|\bfor\s+no\s+(?:reason|cause)\b|"
    r"\bat\s+any\s+time\b[^.;]{0,60}?\b(?:notice|notification)\b|"
    r"\b(?:upon|by|on|with)\s+(?:\w+\s+){0,4}?(?:giving\s+)?[^.;]{0,40}?\bnotice\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\bconvenience\b|\bwithout\s+(?:any\s+)?(?:cause|reason)\b|"
    r"\bfor\s+any\s+(?:or\s+no\s+)?(?:reason|cause)\b|\bat\s+any\s+time\b|"
    r"\bin\s+its\s+(?:sole|absolute)\s+discretion\b",
    re.IGNORECASE,
)
_END = re.compile(r"\bterminat\w+|\bcancel\w*\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:breach\w*|default\w*|insolven\w+|bankrupt\w*|fails?|failure|violat\w+|cure[ds]?|"
    r"cured|remed(?:y|ied)|force\s+majeure|renew\w*|change\s+(?:in|of)\s+control|non-?payment|"
    r"for\s+cause|materially)\b",
    re.IGNORECASE,
)
_OTHER_END = re.compile(  # a fund, a programme, a person's post: not the deal
    r"\s+(?:the|such|any|its|their|an?)\s+(?!(?:\w+\s+){0,3}?(?:agreement|contract|services?|terms?|licen[cs]es?|orders?|"
    r"engagement|appointment|arrangement|relationship|sow|statements?|lease|subscription|project|work|whole|rights?)\b)"
    r"[a-z]+\b",
    re.IGNORECASE,
)
_UPON = re.compile(
    r"\bin\s+the\s+event\b|\bif\b|\boccurrence\b|\bfollowing\s*[:.]?\Z|\bfollowing\s+events?\b", re.IGNORECASE
)
_UNCONDITIONAL = re.compile(r"convenience|without|any\s+or\s+no|reason|cause|discretion", re.IGNORECASE)
_TOGETHER = re.compile(r"\bby\s+(?:the\s+)?(?:\w+[\s,]+){0,2}?mutual\b", re.IGNORECASE)  # nobody may alone
_MAY_END = re.compile(
    r"\b(?:may|can|right|option|entitled)\b(?!\s+not\b)[^.;]{0,60}?\bterminat\w+", re.IGNORECASE
)
_CURE = re.compile(
    r"\b(?:un)?cure[ds]?\b|\b(?:un)?remed(?:y|ied|ies)\b|\bcorrect(?:ed)?\b|\brectif\w+", re.IGNORECASE
)
_BREACH = re.compile(r"\bbreach|\bdefault|\bfail|\bviolat|\bnon-?(?:performance|compliance)", re.IGNORECASE)
_SUSPEND = re.compile(
    r"\bsuspend\w*\b[^.;]{0,80}?\b(?:services?|access|performance|deliver\w+|accounts?|use|"
    r"licen[cs]e|support|work|supply|obligations?)\b|"
    r"\b(?:services?|access|accounts?)\b[^.;]{0,40}?\b(?:may\s+be\s+)suspended\b|"
    r"\bdisable\b[^.;]{0,30}\baccess\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can|entitled|right|reserves?|option)\b", re.IGNORECASE)
_EXIT_FEE = re.compile(
    r"\b(?:early\s+)?(?:termination|cancell?ation|exit|break)\s+(?:fee|charge|payment|penalt\w+)s?\b|"
    r"\b(?:pay|owe|liable\s+for|due)\b[^.;]{0,80}?\b(?:all\s+)?(?:remaining|unpaid|unexpired|"
    r"balance\s+of\s+the)\b[^.;]{0,60}?\b(?:fees|payments?|term|charges)\b|"
    r"\ball\s+(?:\w+\s+){0,3}?(?:fees|charges|amounts|payments)\b[^.;]{0,60}?\b(?:minimum|remaining|unexpired|committed|"
    r"remainder|balance)\b[^.;]{0,120}?\b(?:become|be)\s+(?:immediately\s+)?due\b|"
    r"\bfees?\b[^.;]{0,80}?\b(?:remainder|balance|remaining\s+(?:portion|"
    r"term))\b[^.;]{0,60}?\b(?:due|payable|accelerat\w+)\b",
    re.IGNORECASE,
)
_FEE_OWED = re.compile(
    r"\b(?:pays?|paid|payable|payment|owes?|owed|due|liable|charged?|assess(?:ed)?|invoiced?|subject\s+to|"
    r"incurs?|equal\s+to|accelerat\w+|forfeits?)\b",
    re.IGNORECASE,
)
_FEE_MENTIONED = re.compile(
    r"\bfor\s+example\b|\bmeanings?\s+(?:set\s+forth|given|ascribed)|\brebates?\b|\brefund(?:ed)?\b|\bwaive[ds]?\b|"
    r"\b(?:excluded|exempt)\s+from\b|\blimitations?\s+(?:of|on)\s+liability\b|\backnowledges?\s+that\b",
    re.IGNORECASE,
)


def exits(view: View) -> Iterator[Term]:
    """Who may end or suspend the agreement, after what notice, and at what price."""
    yield from _convenience(view)
    yield from _cure(view)
    yield from _suspension(view)
    yield from _exit_fee(view)


def _exit_fee(view: View) -> Iterator[Term]:
    """A fee for leaving that somebody owes; a title, a definition or an example only speaks of one."""
    for match in _EXIT_FEE.finditer(view.text):
        if negated(view.text, match.start()) or re.search(
            r"\bno\b|\bwithout\b", view.text[max(0, match.start() - 30) : match.start()], re.IGNORECASE
        ):
            continue
        if _FEE_OWED.search(_sentence(view.text, match.start())) and not _FEE_MENTIONED.search(view.text):
            yield view.term(TermName.EARLY_TERMINATION_FEE, match, _payer(view, match))
            return


def _payer(view: View, match: re.Match[str]) -> Side:
    verbs = re.compile(r"\b(?:pay|owe|liable|responsible|reimburse)\b", re.IGNORECASE)
    for verb in verbs.finditer(view.text):
        if abs(verb.start() - match.start()) < 160:
            return actor(view.mentions, verb.start())
    return actor(view.mentions, match.start())


def _convenience(view: View) -> Iterator[Term]:
    for match in _END.finditer(view.text):
        sentence = _sentence(view.text, match.start())
        strong = _STRONG.search(sentence)
        if _UPON.search(sentence) and not (strong and _UNCONDITIONAL.search(strong.group())):
            continue
        if not (strong or _WITHOUT_CAUSE.search(sentence)) or (_CAUSE.search(sentence) and not strong):
            continue
        if strong and _CAUSE.search(sentence) and not _UNCONDITIONAL.search(strong.group()):
            continue
        if not re.search(
            r"\b(?:may|right|entitled|option|can|shall\s+have)\b", sentence, re.IGNORECASE
        ) or negated(view.text, match.start(), 30):
            continue
        if _OTHER_END.match(view.text, match.end()) or _TOGETHER.search(sentence):
            continue
        by = re.match(r"\w*\s+(?:\w+\s+){0,6}?by\s+", view.text[match.start() :])
        side = next_mention(view.mentions, match.start() + by.end() - 1, 30) if by else Side.UNKNOWN
        side = side if side is not Side.UNKNOWN else actor(view.mentions, match.start())
        yield view.term(TermName.CONVENIENCE, match, side)
        for duration in durations(sentence):
            base = view.text.find(sentence)
            yield Term(
                TermName.CONVENIENCE_DAYS,
                duration.days,
                duration.shown,
                base + duration.start,
                base + duration.end,
                side,
            )
            break
        return


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(". ", 0, at) + 1, text.rfind("; ", 0, at) + 1, 0)
    end = min((place for place in (text.find(". ", at), text.find("; ", at)) if place > 0), default=len(text))
    return text[start:end]


def _cure(view: View) -> Iterator[Term]:
    """Each period for curing that the clause names: thirty days for a breach, five for a payment."""
    seen: set[Decimal] = set()
    for match in _CURE.finditer(view.text):
        near_start = max(0, match.start() - 220)
        near = view.text[near_start : match.end() + 160]
        if not (_BREACH.search(near) and (_END.search(view.about) or "terminat" in view.heading.lower())):
            continue
        best = min(_curing(near), key=lambda d: abs(near_start + d.start - match.start()), default=None)
        if best is not None and best.days not in seen:
            seen.add(best.days)
            yield Term(
                TermName.CURE_DAYS,
                best.days,
                best.shown,
                near_start + best.start,
                near_start + best.end,
                _curer(view, match.start()),
            )


def _curer(view: View, at: int) -> Side:
    """Who has to cure: the other than who may end the agreement, else who is said to cure."""
    ends = _MAY_END.search(view.text)
    ender = actor(view.mentions, ends.start()) if ends else Side.UNKNOWN
    return ender.other if ender is not Side.UNKNOWN else actor(view.mentions, at)


def _curing(near: str) -> Iterator[Duration]:
    """Periods for curing, not the "any twelve (12) consecutive months" in which breaches are counted."""
    for duration in durations(near):
        before = near[max(0, duration.start - 25) : duration.start]
        counted = re.search(r"\b(?:any|consecutive|each|every|same)\s*$", before, re.IGNORECASE)
        if (
            not counted
            and "consecutive" not in near[duration.start : duration.end].lower()
            and duration.days <= 365
        ):
            yield duration


def _suspension(view: View) -> Iterator[Term]:
    match = _SUSPEND.search(view.text)
    if match is None or negated(view.text, match.start(), 30):
        return
    if not _MAY.search(view.text[max(0, match.start() - 90) : match.end()]):
        return
    side = actor(view.mentions, match.start())
    near = _sentence(view.text, match.start())
    base = view.text.find(near)
    noticed = [
        d
        for d in durations(near)
        if re.search(
            r"notice|notif|advance|prior|past\s+due|overdue|after",
            near[max(0, d.start - 40) : d.end + 60],
            re.IGNORECASE,
        )
    ]
    if noticed:
        first = noticed[0]
        yield Term(
            TermName.SUSPENSION_DAYS, first.days, first.shown, base + first.start, base + first.end, side
        )
    elif not re.search(r"\bnotice\b|\bnotify", near, re.IGNORECASE) or re.search(
        r"without\s+(?:any\s+)?(?:prior\s+)?(?:notice|liability)|immediately", near, re.IGNORECASE
    ):
        yield view.term(TermName.SUSPENSION, match, side)
