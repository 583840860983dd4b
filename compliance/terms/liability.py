"""Caps, carve-outs, unlimited liability and excluded kinds of loss."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from compliance.terms.base import RAISED, Side, Term, TermName, View
from compliance.terms.quantities import Duration, durations, money, percents, single_durations
from compliance.terms.roles import Mention, actor, next_mention, together

_LIABLE = re.compile(
    r"\bliab(?:le|ility|ilities)\b|\bobligations?\s+(?:hereunder|under)\b|\bdamages\b", re.IGNORECASE
)
_OWN_LIABILITY = re.compile(r"\s+(?:(?:\w+,?|and)\s+){0,4}?liabilit(?:y|ies)\b", re.IGNORECASE)
_CAP = re.compile(
    r"\b(?:(?:shall|will|may|must|does|do|is|are)\s+)?(?:not|never|in\s+no\s+event|"
    r"under\s+no\s+circumstances)\b(?:[^.;]|\.(?=\w)){0,320}?\bexceed\w*|"
    r"\b(?:is|are|shall\s+be|will\s+be|be)\s+(?:\w+\s+)?(?:limited|capped)(?:[^.;]{0,90}?,)?\s+(?:to|at)\b|"
    r"\blimits?\s+(?:its|their|[\w']+)\s+(?:total\s+|aggregate\s+)?liability\s+to\b|"
    r"\bin\s+excess\s+of\b|\bliab\w+[^.;]{0,80}\bup\s+to\s+(?:a\s+maximum|an\s+amount)\b",
    re.IGNORECASE,
)
_FEES = re.compile(
    r"\b(?:fees?|charges|amounts?|sums?|monies|payments?|compensation|price|consideration|"
    r"commissions?|royalt\w+)\b[^.;]{0,90}?\b(?:paid|payable|received|due|invoiced|owed|"
    r"set\s+forth|under)\b|"
    r"\b(?:annual|monthly|total|purchase)\s+(?:fees?|charges|price|contract\s+(?:value|price))\b",
    re.IGNORECASE,
)
_UNLIMITED = re.compile(
    r"\bunlimited\b(?!\s+liability\s+compan)|\buncapped\b|"
    r"\b(?:liab\w+|responsible)\b[^.;,]{0,30}?(?<!including )"
    r"\bwithout\s+(?:any\s+)?(?:limit|limitation|cap)\b(?!,)|"
    r"\bno\s+(?:limit|limitation|cap)\s+(?:on|to|of)\b|"
    r"\b(?:shall|will|does|do|is|are)\s+not\s+(?:be\s+)?(?:limit(?:ed)?|capped|"
    r"subject\s+to\s+(?:any|the)\s+(?:limit\w*|cap))\b|"
    r"\bnothing\b[^.;]{0,60}?\b(?:limits?|excludes?|restricts?|caps?)\b|"
    r"\b(?:limitations?|limits?|caps?)\b[^.;]{0,120}?\b(?:shall|will|do|"
    r"does)\s+not\s+(?:apply|limit|be\s+applicable)\b",
    re.IGNORECASE,
)
_EXCEPTED = re.compile(  # "except for breaches of confidentiality", "... are excluded from this limitation"
    r"\b(?:except(?:ing)?|other\s+than|save\s+(?:for|in)|excluding|exception\s+of)\b[^.;]{0,160}?\b(?:indemnif\w+|"
    r"confidential\w*|gross(?:ly)?\s+negligen\w+|wil+ful\w*|fraud\w*|intentional|misconduct|infring\w+|"
    r"misappropriat\w+|death|(?:bodily|personal)\s+injur\w+|"
    r"(?:claims?|obligations?|liabilit\w+|damages|breach\w*)\b[^.;]{0,60}?\b(?:section|paragraph|article|clause)s?\s+\d)"
    r"|\bexcept\s+(?:under|for|as\s+(?:\w+\s+){0,3}?in)\s+(?:section|paragraph|article|clause)s?\s+\d"
    r"|\bexcluded\s+from\s+(?:this|these|the|such)\b[^.;]{0,60}?\blimit\w+",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"\W*[\w\s]{1,40}[\"”’]\s+(?:shall\s+)?(?:means?|includes?)\b", re.IGNORECASE)
_REMEDY = re.compile(r"\bliab|\bdamages\b|\bindemnif|\bexposure\b", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|arising\s+(?:from|out\s+of)|in\s+respect\s+of|resulting\s+from|apply\s+to|"
    r"in\s+(?:the\s+)?(?:case|event)\b|with\s+respect\s+to|to\s+the\s+extent|which\s+cannot|"
    r"that\s+cannot)\b",
    re.IGNORECASE,
)
_CONSEQUENTIAL = re.compile(
    r"\b(?:indirect|consequential|incidental|special|punitive|exemplary)\b|\blo(?:ss|"
    r"st)\s+(?:of\s+)?(?:profits?|revenues?)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"\b(?:not|no|neither|nor|never|exclud\w+|disclaim\w*|waiv\w+)\b", re.IGNORECASE)
_OWED = re.compile(
    r"\b(?:liable|liability|responsible|pay|damages)\b[^.;]{0,60}?\b(?:includ\w+|including|"
    r"for\s+(?:all|any))\b[^.;]{0,60}?\b(?:indirect|consequential|special|punitive)\b",
    re.IGNORECASE,
)
_NOR = re.compile(r"\bnor\s+(?:shall|will|is|are|may)\s+(?:the\s+)?\Z", re.IGNORECASE)
_COMPENSATES = re.compile(
    r"\b(?:indemnif\w+|compensates?)\b[^.;]{0,80}?\b(?:direct\s+(?:and|or)\s+indirect|indirect|consequential)\s+"
    r"(?:loss|damage)\w*",
    re.IGNORECASE,
)
_INDEMNITY = re.compile(r"\bindemnif|\bdefend\b|\bharmless\b|\bthird[\s-]party\s+claims?\b", re.IGNORECASE)
_THIRD = re.compile(r"\bthird[\s-]part|\bclaims?\b", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|of)\s+(?:the\s+)?(?=[A-Z])")
_CLAIM = re.compile(
    r"\b(?:no\s+(?:action|claim|suit|proceeding)|(?:action|claim|suit|"
    r"proceeding)s?\b[^.;]{0,80}\b(?:must|shall|may\s+not)\s+be\s+(?:brought|commenced|filed|"
    r"made|instituted)|claims?\s+for\s+(?:damages?|losses|compensation)\b(?=[^.;]{0,240}\bwaived\b))\b",
    re.IGNORECASE,
)


def liability(view: View) -> Iterator[Term]:
    """Everything a limitation of liability says."""
    yield from _caps(view)
    if _DEFINITION.match(view.text):
        return
    yield from _uncapped(view)
    yield from _consequential(view)
    yield from _claims(view)


def _whose(view: View, at: int) -> Side:
    """Whose liability stands at ``at``: "Vendor's liability", "liability of the Vendor"."""
    owned = [
        m for m in view.mentions if m.possessive and m.end < at and _OWN_LIABILITY.match(view.text, m.end)
    ]
    if owned:
        return together(m.side for m in owned[-2:]) if _joined(view, owned) else owned[-1].side
    words = list(_LIABLE.finditer(view.text))
    word = min(words, key=lambda match: abs(match.start() - at), default=None)
    if word is None:
        return actor(view.mentions, at)
    of = re.match(r"\s+(?:of|for)\s+", view.text[word.end() :])
    if of and (side := next_mention(view.mentions, word.end(), 40)) is not Side.UNKNOWN:
        return side
    owner = [m for m in view.mentions if m.possessive and 0 <= word.start() - m.end <= 50]
    if owner:
        return together(m.side for m in owner[-2:]) if _joined(view, owner) else owner[-1].side
    return actor(view.mentions, word.start())


def _joined(view: View, owner: Sequence[Mention]) -> bool:
    return len(owner) > 1 and bool(re.search(r"\b(?:and|or|nor)\b", view.text))


def _caps(view: View) -> Iterator[Term]:
    for match in _CAP.finditer(view.text):
        near = view.text[max(0, match.start() - 220) : match.end()]
        if not _REMEDY.search(near) and not _REMEDY.search(view.heading):
            continue
        if re.search(r"\bcontribut\w+\b[^.;]{0,60}$", view.text[: match.start()], re.IGNORECASE):
            continue  # a share among several debtors
        tail = view.text[match.end() : match.end() + 420]
        side, base = _whose(view, match.start()), match.end()
        yield from _cap_sizes(view, tail, base, side)


def _cap_sizes(view: View, tail: str, base: int, side: Side) -> Iterator[Term]:
    """The size of one cap: money, months of fees, a multiple. "The greater of" gives every limb."""
    if re.match(r"[^.;]{0,40}\b(?:insurance|deductible|credit\s+limit)\b", tail, re.IGNORECASE):
        return
    for amount in money(tail):
        yield Term(
            TermName.CAP_AMOUNT, amount.amount, amount.shown, base + amount.start, base + amount.end, side
        )
    fees = _FEES.search(tail)
    if fees is None:
        return
    window = [
        d
        for d in (*durations(tail), *single_durations(tail))
        if d.start > fees.start() - 40 and (d.unit in {"month", "year", "quarter"} or _spans(tail, d))
    ]
    if window:
        first = window[0]
        yield Term(
            TermName.CAP_MONTHS,
            first.months,
            first.shown,
            base + fees.start(),
            base + max(fees.end(), first.end),
            side,
        )
    else:
        yield Term(
            TermName.CAP_FEES,
            RAISED,
            " ".join(fees.group().split()),
            base + fees.start(),
            base + fees.end(),
            side,
        )
    multiple = _multiple(tail)
    if multiple is not None:
        yield Term(TermName.CAP_MULTIPLE, multiple[0], multiple[1], base, base + fees.end(), side)


def _spans(tail: str, duration: Duration) -> bool:
    """Days that measure fees ("for a ninety (90) day period"), not a time to do something."""
    return duration.unit == "day" and bool(
        re.search(
            r"\b(?:for|during|over|in)\s+(?:a|the|any)\s+(?:\w+\s+){0,2}$",
            tail[: duration.start],
            re.IGNORECASE,
        )
    )


def _multiple(tail: str) -> tuple[Decimal, str] | None:
    """ "two times the fees", "200% of the fees", "twice" -> 2."""
    words = {
        "twice": 2,
        "double": 2,
        "two times": 2,
        "three times": 3,
        "four times": 4,
        "five times": 5,
        "ten times": 10,
    }
    found = re.search(r"\b(" + "|".join(words).replace(" ", r"\s+") + r")\b", tail, re.IGNORECASE)
    if found:
        return Decimal(words[" ".join(found.group(1).lower().split())]), found.group(1)
    times = re.search(
        r"\b(?:(\d+(?:\.\d+)?)\s*(?:x|times)|\((\d+(?:\.\d+)?)x?\)\s*times)\b", tail, re.IGNORECASE
    )
    if times:
        return Decimal(times.group(1) or times.group(2)), times.group(0)
    for percent in percents(tail):
        if percent.number >= 10:
            return percent.number / 100, percent.shown
    return None


def _uncapped(view: View) -> Iterator[Term]:
    for match in _UNLIMITED.finditer(view.text):
        around = view.text[max(0, match.start() - 160) : match.end() + 160]
        spoken = _REMEDY.search(around)
        if not spoken and not _REMEDY.search(f"{view.heading}\n{view.before}"):
            continue
        after = view.text[match.end() : match.end() + 220].split(". ")[0]
        side = _whose_unlimited(view, match)
        if re.search(r"\blimited\s*$", match.group(), re.IGNORECASE) and re.match(r"\s+to\b", after):
            continue  # "including but not limited to"
        if _FOR.search(after) or re.match(r"\s*(?:to|if|where|when)\b", after, re.IGNORECASE):
            words = " ".join(after.split())
            if side is Side.UNKNOWN:
                side = next_mention(view.mentions, match.end())
            yield Term(TermName.UNCAPPED_FOR, words, words[:120], match.start(), match.end(), side)
        elif spoken:
            yield view.term(TermName.UNCAPPED, match, side)
    excepted = _EXCEPTED.search(view.text) if _REMEDY.search(view.text) else None
    if excepted:
        words = " ".join(excepted.group().split())
        yield Term(
            TermName.UNCAPPED_FOR, words, words[:120], *excepted.span(), _whose(view, excepted.start())
        )


def _whose_unlimited(view: View, match: re.Match[str]) -> Side:
    """Nothing limits *Buyer's liability*: the owner stands after the verb; else the usual place."""
    after = [m for m in view.mentions if 0 <= m.start - match.end() <= 40]
    if after and re.search(
        r"\b(?:limits?|excludes?|restricts?|caps?|to|on|of|limit)\s*$", match.group(), re.IGNORECASE
    ):
        return after[0].side
    return _whose(view, match.start())


def _consequential(view: View) -> Iterator[Term]:
    compensates = _COMPENSATES.search(view.text)
    owed = compensates or _OWED.search(view.text)
    first = _CONSEQUENTIAL.search(view.text)
    if first is None or not _REMEDY.search(view.text):
        return
    start = max(view.text.rfind(". ", 0, first.start()), 0)
    denied = _EXCLUDED.search(view.text, start, first.start())
    third = _THIRD.search(view.text)
    if denied is None and owed and ((compensates and not third) or not _INDEMNITY.search(view.text)):
        side = actor(view.mentions, owed.start()) if compensates else _whose(view, owed.start())
        yield view.term(TermName.OWES_CONSEQUENTIAL, owed, side)
    elif denied is not None:
        words = re.compile(r"\bliable|responsible|liability").search(view.text.lower(), denied.start())
        at = words.start() if words and words.start() < first.start() + 80 else first.start()
        span = re.compile(r"[^.]*").search(view.text, denied.start(), min(len(view.text), first.end()))
        side = _excluded_side(view, denied.start(), at, first.start())
        if span:
            yield view.term(TermName.EXCLUDES_CONSEQUENTIAL, span, side)


def _excluded_side(view: View, start: int, at: int, end: int) -> Side:
    between = [m for m in view.mentions if start - 40 <= m.start <= at and m.subject]
    also = [m for m in view.mentions if at <= m.start <= end and _NOR.search(view.text, at, m.start)]
    return together(m.side for m in (between[0], *also[:1])) if between else actor(view.mentions, at)


def _claims(view: View) -> Iterator[Term]:
    for match in _CLAIM.finditer(view.text):
        for duration in durations(view.text[match.start() : match.end() + 260]):
            if duration.unit in {"month", "year", "day"}:
                base = match.start()
                months = duration.days / 30 if duration.unit == "day" else duration.months
                yield Term(
                    TermName.CLAIM_MONTHS,
                    months,
                    duration.shown,
                    base,
                    base + duration.end,
                    _claimant(view, match),
                )
                return


def _claimant(view: View, match: re.Match[str]) -> Side:
    """Who is held to the time limit: who is named with "by"; a limit in the passive may hold anybody."""
    by = _BY.search(view.text, match.start(), match.end() + 60)
    return next_mention(view.mentions, by.end(), 5) if by else Side.UNKNOWN
