"""What paying late costs."""

import re
from collections.abc import Iterator
from dataclasses import replace

from compliance.terms.base import Side, Term, TermName, View
from compliance.terms.quantities import Percent, percents

_LATE = re.compile(
    r"\b(?:late|overdue|past[\s-]due|unpaid|delinquent|not\s+(?:been\s+)?(?:timely\s+)?paid|"
    r"delay\w*|interest|default)\b",
    re.IGNORECASE,
)
_DAILY = re.compile(
    r"\b(?:each|every|per)\s+(?P<unit>day|week|month)\s+(?:of\s+(?:such\s+)?)?(?:delay|late|overdue|default|past\s+due)",
    re.IGNORECASE,
)
_UNPAID = re.compile(r"\bpayment|\bpay\b|\bunpaid|\binvoice|\boverdue", re.IGNORECASE)
_WORK = re.compile(
    r"\bdeliver|\bperform|\bcomplet|\binstall|\bmilestone", re.IGNORECASE
)  # late work, not money
_BEARS = re.compile(
    r"\b(?:bear|accrue|charg|pay|at\s+(?:a|the)\s+rate|late\s+(?:fee|charge|payment)|service\s+charge|finance\s+charge|"
    r"interest\s+(?:rate|at|of|on|shall|will|from))",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:equity|ownership|pro\s+rata|working|membership|participating|undivided|voting|controlling|security)\s+interest|\bshares?\b",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\b(?:plus|above|over)\s+\Z", re.IGNORECASE)  # on top of a rate that we do not know
_MONTHLY = re.compile(
    r"\bmonthly\s+(?:\w+\s+){0,3}?(?:rate|charge|fee|interest)\b[^%.;]*%|%.*month", re.IGNORECASE
)
MOST_DAILY = 10  # percent of what is unpaid, a day or a week
MOST_INTEREST = 60  # percent; a larger share is of a price or a principal


def _daily(view: View) -> Iterator[Term]:
    """A share of what is unpaid for each day of delay, whatever it is called."""
    each = _DAILY.search(view.text)
    if each is None or not _UNPAID.search(view.text) or _WORK.search(view.text):
        return
    for percent in percents(view.text):
        if abs(percent.start - each.start()) < 220 and percent.number <= MOST_DAILY:
            share = replace(percent, per=each["unit"].lower())
            yield Term(
                TermName.LATE_INTEREST, share.yearly, share.shown, percent.start, percent.end, Side.UNKNOWN
            )
            return


def _beside(text: str, percent: Percent) -> str:
    """The words about a percentage with a mark at its place."""
    return f"{text[max(0, percent.start - 60) : percent.start]}%{text[percent.end : percent.end + 30]}"


def late(view: View) -> Iterator[Term]:
    """Interest and charges for paying late, in percent a year."""
    daily = list(_daily(view))
    if daily:
        yield from daily
        return
    if not _LATE.search(view.about) or not re.search(r"\binterest\b|\blate\b|\bcharge|\bfee\b", view.about):
        return
    if _SHARES.search(view.text) or not _BEARS.search(view.text):
        return
    for percent in percents(view.text):
        if percent.number > MOST_INTEREST or _ADDED.search(view.text, 0, percent.start):
            continue
        near = view.text[max(0, percent.start - 200) : percent.end + 120]
        if re.search(
            r"\binterest\b|\blate\s+(?:fee|charge|payment)|\bservice\s+charge|\bfinance\s+charge",
            near,
            re.IGNORECASE,
        ) and _LATE.search(near):
            if not percent.per and _MONTHLY.search(_beside(view.text, percent)):
                percent = replace(percent, per="month")
            yield Term(
                TermName.LATE_INTEREST,
                percent.yearly,
                percent.shown,
                percent.start,
                percent.end,
                Side.UNKNOWN,
            )
            return
