"""Money that flows: when it is due, what lateness costs, how prices rise, what must be bought."""

import re
from collections.abc import Iterator

from compliance.terms.base import RAISED, Side, Term, TermName, View
from compliance.terms.lateness import late
from compliance.terms.negation import negated, unless_consent
from compliance.terms.quantities import Percent, durations, money, percents
from compliance.terms.roles import actor, next_mention

_PAY = re.compile(r"\b(?:pa(?:y|id|ys|yable|yment|yments)|due|remit\w*|settle\w*)\b", re.IGNORECASE)
_PAYS = re.compile(r"\b(?:pays?|remits?|settles?|makes?\s+(?:[\w-]+\s+){0,5}?payments?)\b", re.IGNORECASE)
_PAID_BY = re.compile(
    r"\b(?:payments?|made|paid|payable|due)\s+(?:\w+\s+){0,2}?by\s+(?:the\s+)?", re.IGNORECASE
)
_INVOICE = re.compile(
    r"\binvoic\w+|\bbill(?:ed|ing|s)?\b|\bstatement\b|\breceipt\b|\bnet\b|\bfees?\b|\bcharges\b",
    re.IGNORECASE,
)
_NET = re.compile(r"\bnet\s*[-–]?\s*\(?(\d{1,3})\)?(?:\s*days)?\b", re.IGNORECASE)
_RISE = re.compile(
    r"\b(?:increas\w*|rais\w+|ris(?:e|es|ing)|uplift\w*|escalat\w+|adjust\w*|change|revise|modify)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"\b(?:fees?|prices?|pricing|rates?|charges?|rents?|subscription)\b", re.IGNORECASE)
_FREE = re.compile(
    r"\b(?:at\s+any\s+time|from\s+time\s+to\s+time|in\s+(?:its|their|\w+['’]s)\s+(?:sole\s+|"
    r"absolute\s+)?discretion|then[\s-](?:current|prevailing)\s+(?:list\s+)?(?:prices?|rates?|"
    r"fees?|pricing))\b",
    re.IGNORECASE,
)
_ON_NOTICE = re.compile(r"\b(?:up)?on\s+(?:[\w()'’-]+\s+){0,6}?notice\b", re.IGNORECASE)
_AT_WILL = re.compile(r"\b(?:may|right\s+to|reserves?)\b[^.;]*\Z", re.IGNORECASE)
_NEXT = re.compile(r"\W*(?:\w+\W+){0,2}")  # two words at most between a rise and its size
_SIZE = re.compile(
    r"\b(?:by|of|exceed\w*|than|up\s+to|limited\s+to|capped\s+at|maximum|least|greater|lesser|higher|lower)\b"
    r"(?!.*\bplus\s*$)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:shall|will|must|agrees?|commits?|guarantees?|obligat\w+|undertakes?|minimum\s+of)\b|take",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"\b(?:minimum|guaranteed|committed)\b[^.;]{0,60}?\b(?:purchas\w+|order\w*|commitment|"
    r"quantit\w+|volume|spend|fees?|royalt\w+|payments?|amounts?|annual|revenue)\b|"
    r"\btake[\s-]or[\s-]pay\b|\b(?:purchase|order|buy)\b[^.;]{0,60}?\b(?:at\s+least|"
    r"not?\s+(?:less|fewer)\s+than|no\s+less\s+than)\b|"
    r"\b(?:required|obligated|obliged|liable)\s+to\s+(?:purchase|buy|pay)\b[^.;]{0,160}?"
    r"\b(?:forecast\w*|unused|excess)\b",
    re.IGNORECASE,
)
_SHORTFALL = re.compile(
    r"\bpay\b[^.;]{0,80}?\b(?:shortfall|deficiency\s+(?:amount|payment))\b", re.IGNORECASE
)
_OVERAGE = re.compile(
    r"\boverages?\b(?!\s+(?:or|and)\s+shortage)|\b(?:exceed\w*|in\s+excess\s+of|beyond|over)\b[^.;]{0,90}?\b(?:limit\w*|"
    r"quota|volume|number\s+of\s+(?:users|seats|units|transactions)|usage|capacity|threshold|"
    r"licensed\s+(?:users|quantity))\b[^.;]{0,120}?\b(?:fees?|charge[sd]?|pay|invoice\w*|"
    r"bill\w*|rates?)\b",
    re.IGNORECASE,
)
_LIQUIDATED = re.compile(
    r"\bliquidated\s+damages\b|\bas\s+a\s+(?:genuine\s+)?(?:pre-?estimate|penalty)\b|\bliquidated\s+sum\b",
    re.IGNORECASE,
)
_OWES = re.compile(r"\b(?:pay|owe|liable\s+for|entitled|recover|charge|deduct)\b", re.IGNORECASE)
_COVER = re.compile(r"\b(?:insurance|coverage|wages?|balance|standards?|net\s+worth)\b", re.IGNORECASE)
_REFUND = re.compile(
    r"\bnon[\s-]?refundable\b|\b(?:no|not\s+be\s+entitled\s+to\s+(?:a|any))\s+refunds?\b|"
    r"\bnot\s+(?:be\s+)?refund(?:ed|able)\b",
    re.IGNORECASE,
)
MOST_INCREASE = 100  # percent; "125 % of the baseline" is a threshold, not a rise
_DISPUTE = re.compile(
    r"\b(?:dispute|contest|object\w*)\b[^.;]{0,100}?\b(?:invoice\w*|charges?|amounts?|"
    r"bills?)\b|\b(?:invoice\w*|charges?|amounts?)\b[^.;]{0,100}?\b(?:dispute|contest|"
    r"object)\w*\b",
    re.IGNORECASE,
)
_EXPENSES = re.compile(
    r"\breimburse\b[^.;]{0,80}?\b(?:expenses|travel|out[\s-]of[\s-]pocket)\b|"
    r"\bpay\b[^.;]{0,60}?\b(?:travel|out[\s-]of[\s-]pocket)\b",
    re.IGNORECASE,
)
_EXPENSES_BOUND = re.compile(
    r"approv|authori[sz]|prior\s+written|consent|request|travel\s+policy|receipts|documented|not\s+exceed|agreed",
    re.IGNORECASE,
)
_EXPENSES_OTHER = re.compile(
    r"attorney|legal|indemn|collect|audit|recall|terminat|litigation|defen[cs]e\s+of|prosecut|extra\s+cost",
    re.IGNORECASE,
)


def payment(view: View) -> Iterator[Term]:
    """Due dates, interest, increases, refunds, commitments."""
    yield from _due(view)
    yield from late(view)
    yield from _increase(view)
    yield from _commitments(view)
    for match in _REFUND.finditer(view.text):
        if not re.search(r"\bexcept|\bunless|\bother\s+than", view.text, re.IGNORECASE):
            yield view.term(TermName.NON_REFUNDABLE, match)
        break
    for match in _EXPENSES.finditer(view.text):
        side = actor(view.mentions, match.start())
        if (
            side is Side.OURS
            and not _EXPENSES_BOUND.search(view.text)
            and not _EXPENSES_OTHER.search(view.text)
        ):
            yield view.term(TermName.EXPENSES_FREE, match, side)


def _due(view: View) -> Iterator[Term]:
    net = _NET.search(view.text)
    if net and _PAY.search(view.about):
        value = next(iter(durations(f"{net.group(1)} days")))
        yield Term(TermName.PAYMENT_DAYS, value.days, value.shown, net.start(), net.end(), Side.OURS)
        return
    for duration in durations(view.text):
        before, after = (
            view.text[max(0, duration.start - 170) : duration.start],
            view.text[duration.end : duration.end + 100],
        )
        if not re.search(
            r"\b(?:within|in|than|by|upon|at|:)\s*$|\bnet\s*$", before, re.IGNORECASE
        ) or duration.unit not in {"day", "month", "week"}:
            continue
        late = re.search(
            r"\b(?:interest|cure|curing|fails?|default|dispute[ds]?|claims?|object\w*|terminat\w+|suspend\w*|refund\w*|"
            r"credit\w*|indemnif\w*|notif\w+|increase)\b",
            before[-120:],
            re.IGNORECASE,
        )
        start_point = re.match(
            r"['’]?\s*(?:\([^)]*\)\s*)?(?:of|after|from|"
            r"following)\s+(?:\w+['’]?s?\s+){0,6}?(?:receipt|invoice|date|delivery|billing|issuance|"
            r"end)",
            after,
            re.IGNORECASE,
        )
        of_notice = start_point and re.search(
            r"\breceipt\s+(?:by\s+\w+\s+)?of\b[^.;]{0,40}\b(?:notice|report|audit)\b", after, re.IGNORECASE
        )
        if (
            _PAY.search(before)
            and start_point
            and _INVOICE.search(before + after)
            and not late
            and not of_notice
        ):
            yield Term(
                TermName.PAYMENT_DAYS,
                duration.days,
                duration.shown,
                duration.start,
                duration.end,
                _payer(view, duration.start),
            )
            return


def _payer(view: View, at: int) -> Side:
    """Who pays: the subject of the verb; of "payments shall be made" or "payable" who is named with "by"."""
    verbs = list(_PAYS.finditer(view.text, 0, at))
    if verbs:
        return actor(view.mentions, verbs[-1].start())
    by = _PAID_BY.search(view.text)
    return next_mention(view.mentions, by.end(), 12) if by else Side.UNKNOWN


def _rises_by(text: str, rise: re.Match[str], percent: Percent) -> bool:
    """True when the percentage is the size of the rise: "increased by up to 5 %", "a 5 % annual increase"."""
    if percent.start < rise.start():
        return bool(_NEXT.fullmatch(text[percent.end : rise.start()]))
    between = text[rise.end() : percent.start]
    if _NEXT.fullmatch(between):
        return True
    return len(between) < 220 and ". " not in between and bool(_SIZE.search(between[-70:]))


def _raised_on_notice(text: str, rise: re.Match[str]) -> bool:
    """ "Vendor may change the prices on notice": a right, and nothing but a notice in its way."""
    may = _AT_WILL.search(text[max(0, rise.start() - 60) : rise.start()])
    return bool(may and _ON_NOTICE.search(text, rise.end(), rise.end() + 120))


def _increase(view: View) -> Iterator[Term]:
    for match in _RISE.finditer(view.text):
        near_start = max(0, match.start() - 160)
        near = view.text[near_start : match.end() + 200]
        if not _PRICE.search(near):
            continue
        later = [
            p for p in percents(view.text) if p.number < MOST_INCREASE and _rises_by(view.text, match, p)
        ]
        if later:
            yield Term(
                TermName.PRICE_INCREASE,
                later[0].number,
                later[0].shown,
                match.start(),
                max(match.end(), later[0].end),
                Side.THEIRS,
            )
            return
        tight = view.text[max(0, match.start() - 90) : match.end() + 120]
        denied = negated(view.text, match.start(), 50)
        if (
            _PRICE.search(view.text[max(0, match.start() - 50) : match.end() + 60])
            and (_FREE.search(tight) or _raised_on_notice(view.text, match))
            and not denied
            and not unless_consent(view.text)
            and not re.search(r"mutual|agree\s+in\s+writing", tight, re.IGNORECASE)
        ):
            yield view.term(TermName.PRICE_INCREASE_FREE, match, actor(view.mentions, match.start()))
            return


def _commitments(view: View) -> Iterator[Term]:
    yield from _minimum(view)
    for match in _OVERAGE.finditer(view.text):
        yield view.term(TermName.VOLUME_OVERAGE, match, actor(view.mentions, match.start()))
        break
    yield from _liquidated(view)
    for match in _DISPUTE.finditer(view.text):
        for duration in durations(view.text):
            if abs(duration.start - match.start()) < 150:
                yield Term(
                    TermName.DISPUTE_DAYS,
                    duration.days,
                    duration.shown,
                    duration.start,
                    duration.end,
                    actor(view.mentions, match.start()),
                )
                return


def _minimum(view: View) -> Iterator[Term]:
    """A duty to buy or pay a least amount, with a number or "take or pay", or to pay a shortfall."""
    short = _SHORTFALL.search(view.text)
    if short and not negated(view.text, short.start(), 40):
        yield view.term(TermName.MINIMUM_COMMITMENT, short, actor(view.mentions, short.start()))
        return
    if (
        _COVER.search(view.text)
        or re.search(r"(?:cancell?ation|termination)\s+fee", view.text, re.IGNORECASE)
        or not _BOUND.search(view.text)
    ):
        return
    for match in _MINIMUM.finditer(view.text):
        numbers = re.search(r"\d|\[\*|take", view.text[match.start() : match.end() + 160])
        excluded = re.search(r"\bother\s+than\s+(?:the\s+)?$", view.text[: match.start()], re.IGNORECASE)
        if numbers and not excluded and not negated(view.text, match.start(), 40):
            sums = [m for m in money(view.text) if m.start >= match.start()]
            shown = sums[0].shown if sums else " ".join(match.group().split())
            side = actor(view.mentions, match.start())
            yield Term(TermName.MINIMUM_COMMITMENT, RAISED, shown, match.start(), match.end(), side)
            return


def _liquidated(view: View) -> Iterator[Term]:
    """Who pays liquidated damages; a sentence that only talks about them raises nothing."""
    for match in _LIQUIDATED.finditer(view.text):
        near = view.text[max(0, match.start() - 200) : match.end() + 120]
        pays = _OWES.search(near)
        if pays is None or negated(view.text, match.start(), 40):
            continue
        side = actor(view.mentions, max(0, match.start() - 200) + pays.start())
        side = side.other if pays.group().lower() in {"entitled", "recover", "charge", "deduct"} else side
        yield view.term(TermName.LIQUIDATED_DAMAGES, match, side)
        return
