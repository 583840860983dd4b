"""Duties with a number in them: indemnity, breach notice, secrecy, insurance, deletion, warranty, uptime."""

import re
from collections.abc import Iterator

from compliance.terms.base import RAISED, Side, Term, TermName, View
from compliance.terms.negation import negated
from compliance.terms.quantities import Percent, durations, money, percents
from compliance.terms.roles import actor, next_mention

_INDEMNIFY = re.compile(
    r"\b(?:shall|will|agrees?\s+to|must|hereby|does)\s+(?:\w+\s+){0,4}?(?:indemnify|"
    r"hold\s+harmless|defend)\b|\bto\s+(?:\w+\s+){0,4}?(?:indemnify|hold\s+harmless)\b|\bindemnif(?:y|ies)\b",
    re.IGNORECASE,
)
_ANY_CLAIM = re.compile(
    r"\bany\s+and\s+all\b[^.;]{0,160}?\b(?:arising|relat\w+|in\s+connection|"
    r"connected)\b[^.;]{0,60}?\b(?:this\s+agreement|the\s+services|use\s+of|the\s+products?)\b",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"breach|negligen|misconduct|infring|violat|misuse|fraud|unauthori|illegal|unlawful", re.IGNORECASE
)
_INCIDENT = re.compile(
    r"\b(?:security|data|personal\s+(?:data|information)|privacy)\s+(?:breach|incident)\b|"
    r"\bbreach\s+of\s+(?:security|personal)|\bunauthori[sz]ed\s+(?:access|disclosure|use|"
    r"acquisition)\b|\bsecurity\s+event\b",
    re.IGNORECASE,
)
_NOTIFY = re.compile(r"\bnotif(?:y|ies|ication)\b|\binform\b|\bnotice\b|\breport\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\bpromptly\b|\bwithout\s+(?:undue|unreasonable)\s+delay\b|\bas\s+soon\s+as\b|"
    r"\breasonabl[ey]\b|\btimely\b",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\bconfidential|\bnon-?disclosure|\bproprietary\s+information|\btrade\s+secret", re.IGNORECASE
)
_KEEPS = re.compile(
    r"\b(?:shall|will|must|agrees?\s+to|agrees\s+that\s+it\s+(?:shall|will))\s+(?:\w+\s+){0,3}?"
    r"(?:keep|hold|maintain|treat|protect|preserve|not\s+disclose|not\s+use|safeguard)\b",
    re.IGNORECASE,
)
_DELETE = re.compile(r"\b(?:delet\w+|destroy\w*|destruction|purge\w*|return\w*|eras\w+)\b", re.IGNORECASE)
_DATA = re.compile(
    r"\b(?:customer|client|buyer|personal|your|user|subscriber)['’]?s?\s+(?:data|content|"
    r"information)\b|\bdata\b",
    re.IGNORECASE,
)
_WARRANT = re.compile(
    r"\bwarrant(?:y|ies|ed)\b|\bwarrants?\s+(?:and\s+\w+\s+)?(?:that|to|the|all|its|each|any)\b",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(r"\binvoic|\bpayable\b|\bpa(?:y|id|yment)\b|\bcure[ds]?\b|\bsurviv", re.IGNORECASE)
_NO_LIMIT = re.compile(  # amounts in an insurance clause that are no limit of a liability policy
    r"\bdeductibles?\b|\bretentions?\b|\bpremiums?\b|\bmedical\b|\bemployer", re.IGNORECASE
)
_CREDITED = re.compile(  # from where a miss counts, not what is promised
    r"\b(?:below|less\s+than|fall\w*|drops?\w*|under|lower\s+than)\s+(?:\w+[\s-]+){0,6}\(?%|%\)?\s*or\s+(?:less|below|lower)",
    re.IGNORECASE,
)
_UPTIME = re.compile(
    r"\b(?:up-?time|availability|available\s+(?!capacity|volume|balance|for\s+purchase))", re.IGNORECASE
)


def duties(view: View) -> Iterator[Term]:
    """The numbers and directions of the common duties."""
    for reader in (
        _indemnity,
        _incident,
        _secrecy,
        _insurance,
        _deletion,
        _warranty,
        _uptime,
    ):
        yield from reader(view)


def _indemnity(view: View) -> Iterator[Term]:
    seen: set[Side] = set()
    for match in _INDEMNIFY.finditer(view.text):
        spoken_of = re.search(r"\bobligations?\b[^.;]{0,60}$", view.text[: match.start()], re.IGNORECASE)
        if spoken_of or negated(view.text, match.start(), 20):
            continue
        side = actor(view.mentions, match.start())
        if side in seen:
            continue
        seen.add(side)
        yield view.term(TermName.INDEMNIFIES, match, side)
        broad = _ANY_CLAIM.search(view.text, match.start())
        if broad and not _FAULT.search(view.text[match.start() : broad.end() + 120]):
            yield Term(
                TermName.INDEMNIFIES_ANY,
                RAISED,
                " ".join(broad.group().split()),
                match.start(),
                broad.end(),
                side,
            )


def _incident(view: View) -> Iterator[Term]:
    incident, notify = _INCIDENT.search(view.about), _NOTIFY.search(view.text)
    if not incident or not notify or not (_INCIDENT.search(view.text) or _INCIDENT.search(view.heading)):
        return
    side = actor(view.mentions, notify.start())
    for duration in durations(view.text):
        near = view.text[max(0, duration.start - 130) : duration.end + 130]
        if (
            _NOTIFY.search(near)
            and re.search(r"\b(?:within|than|after|of)\b", near, re.IGNORECASE)
            and duration.days <= 120
        ):
            yield Term(
                TermName.BREACH_NOTICE_HOURS,
                duration.hours,
                duration.shown,
                duration.start,
                duration.end,
                side,
            )
            return
    vague = _VAGUE.search(view.text)
    if vague:
        yield view.term(TermName.BREACH_NOTICE_VAGUE, vague, side)


def _secrecy(view: View) -> Iterator[Term]:
    if not _SECRET.search(view.about):
        return
    owner = re.search(
        r"\b(?:confidential|proprietary)\s+information\s+of\s+(?:the\s+)?", view.text, re.IGNORECASE
    )
    seen: set[Side] = set()
    for duty in _KEEPS.finditer(view.text):
        side = actor(view.mentions, duty.start())
        near = view.text[duty.start() : duty.end() + 160]
        if side not in seen and (owner or re.search(r"confidential", near, re.IGNORECASE)):
            seen.add(side)
            yield view.term(TermName.SECRECY, duty, side)
    for duration in durations(view.text):
        near = view.text[max(0, duration.start - 120) : duration.end + 120]
        if duration.unit in {"month", "year"} and re.search(
            r"\b(?:surviv\w+|period\s+of|for|after|following|terminat\w+|expir\w+|disclosure)\b",
            near,
            re.IGNORECASE,
        ):
            yield Term(
                TermName.CONFIDENTIALITY_MONTHS, duration.months, duration.shown, duration.start, duration.end
            )
            return


def _insurance(view: View) -> Iterator[Term]:
    if not re.search(r"\binsur(?:ance|ed)\b", view.about):
        return
    verb = re.search(r"\b(?:maintain|carry|procure|obtain|provide|keep|purchase)\b", view.text, re.IGNORECASE)
    side = actor(view.mentions, verb.start()) if verb else Side.UNKNOWN
    for amount in money(view.text):
        if _NO_LIMIT.search(view.text[max(0, amount.start - 60) : amount.end + 40]):
            continue
        yield Term(TermName.INSURANCE_LIMIT, amount.amount, amount.shown, amount.start, amount.end, side)


def _deletion(view: View) -> Iterator[Term]:
    match = _DELETE.search(view.text)
    if match is None or not _DATA.search(view.about):
        return
    for duration in durations(view.text):
        if abs(duration.start - match.start()) < 200 and re.search(
            r"\bwithin\b|\bafter\b|\bthan\b",
            view.text[max(0, duration.start - 30) : duration.end + 20],
            re.IGNORECASE,
        ):
            yield Term(
                TermName.DATA_DELETED_DAYS,
                duration.days,
                duration.shown,
                duration.start,
                duration.end,
                actor(view.mentions, match.start()),
            )
            return


def _warranty(view: View) -> Iterator[Term]:
    if not _WARRANT.search(view.text):
        return
    for duration in durations(view.text):
        near = view.text[max(0, duration.start - 140) : duration.end + 140]
        if re.search(r"\bwithin\s+$", view.text[: duration.start], re.IGNORECASE) and not re.search(
            r"^\s*(?:of|after|from|following)\s+(?:\w+\s+){0,3}?(?:delivery|acceptance|installation|shipment)",
            view.text[duration.end :],
            re.IGNORECASE,
        ):
            continue  # by when something is done
        if _OTHER_TIME.search(view.text[max(0, duration.start - 60) : duration.end + 40]) or re.match(
            r"\w+-\w+\s+[A-Z]", view.text[duration.start :]
        ):
            continue  # an invoice falls due, a notice is given; "the One-Month Power Warranty" is a name
        if (
            duration.unit in {"day", "month", "year"}
            and re.search(r"warrant", near, re.IGNORECASE)
            and re.search(
                r"\bfor\s+(?:a\s+)?(?:period|term)|\bperiod\s+of\b|\bwarranty\s+period\b|\bfrom\b|"
                r"\bfollowing\b|\bafter\b",
                near,
                re.IGNORECASE,
            )
        ):
            yield Term(
                TermName.WARRANTY_DAYS,
                duration.days,
                duration.shown,
                duration.start,
                duration.end,
                actor(view.mentions, duration.start),
            )
            return


def _around(text: str, percent: Percent) -> str:
    """The words about a percentage with a mark at its place: "less than % or"."""
    return f"{text[max(0, percent.start - 30) : percent.start]}%{text[percent.end : percent.end + 25]}"


def _uptime(view: View) -> Iterator[Term]:
    if not _UPTIME.search(view.text):
        return
    for percent in percents(view.text):
        if 80 <= percent.number <= 100 and not _CREDITED.search(_around(view.text, percent)):
            yield Term(
                TermName.UPTIME,
                percent.number,
                percent.shown,
                percent.start,
                percent.end,
                next_mention(view.mentions, 0, 400),
            )
            return
