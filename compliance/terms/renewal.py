"""Term, renewal and the notice that stops it."""

import re
from collections.abc import Iterator

from compliance.terms.base import Term, TermName, View
from compliance.terms.negation import negated
from compliance.terms.quantities import Duration, durations, single_durations
from compliance.terms.roles import actor

_AUTO = re.compile(
    r"\b(?:automatic(?:ally)?|tacit(?:ly)?|evergreen)\b[^.;]{0,120}?\b(?:renew\w*|extend\w*|"
    r"extension|continu\w+|roll\w*)\b|"
    r"\b(?:renew\w*|extend\w*|continu\w+|roll\w*)\b[^.;]{0,80}?\b(?:automatic(?:ally)?|"
    r"tacit(?:ly)?|evergreen)\b|"
    r"\b(?:shall|will)\s+(?:thereafter\s+)?(?:be\s+)?(?:renew(?:ed|s)?|extend(?:ed)?|"
    r"continue)\b[^.;]{0,160}?\bunless\b",
    re.IGNORECASE,
)
_RENEW = re.compile(r"\brenew|\bextend|\bextension|\bsuccessive|\bcontinu", re.IGNORECASE)
_NOTICE = re.compile(
    r"\bnoti(?:ce|f\w+|fication)\b|\b(?:prior\s+to|before)\b[^.;]{0,60}\b(?:end|expir\w+|"
    r"termination|renewal)\b",
    re.IGNORECASE,
)
_EXPIRY = re.compile(
    r"\b(?:expir\w+|end\s+of|renewal|then[\s-]current|anniversary|termination\s+date|lapse)\b", re.IGNORECASE
)
_INITIAL = re.compile(
    r"\b(?:initial|original|first|base)\s+(?:\w+\s+)?(?:term|period)\b|\bterm\s+of\s+(?:this|"
    r"the)\s+(?:\w+\s+)?agreement\b|"
    r"\bagreement\b[^.;]{0,100}?\b(?:(?:remain|continue|be)s?\s+in\s+(?:full\s+)?(?:force|effect)|for\s+a\s+(?:term|period)\s+of)\b",
    re.IGNORECASE,
)

_AFTERWARDS = re.compile(  # "two years after termination": how long a duty outlives the agreement
    r"['’]?\s*(?:\([^)]*\)\s*)?(?:immediately\s+)?(?:after|following|from)\s+(?:\w+\s+){0,4}?"
    r"(?:terminat\w+|expir\w+|disclosure|receipt|end\b)",
    re.IGNORECASE,
)
_AND_AFTER = re.compile(
    r"\band\s+(?:for\s+)?(?:a\s+(?:further\s+)?(?:term|period)\s+of\s+)?\Z", re.IGNORECASE
)
_RENEWAL = re.compile(r"\s+(?:renewals?|extensions?)\b", re.IGNORECASE)
_PROLONGED = re.compile(r"\brenew|\bbe\s+extended\b|\badditional\b|\bsuccessive\b", re.IGNORECASE)
_PASSED = re.compile(  # "after the initial term it renews for a year"
    r"\b(?:after|following|upon|expir\w+\s+of|end\s+of|conclusion\s+of)\s+(?:the\s+|such\s+|its\s+)?\Z",
    re.IGNORECASE,
)


def renewal(view: View) -> Iterator[Term]:
    """Initial term, automatic renewal, its length and notice."""
    yield from _renewal(view)
    yield from _initial(view)


def _all(text: str) -> list[Duration]:
    return sorted((*durations(text), *single_durations(text)), key=lambda duration: duration.start)


def _renewal(view: View) -> Iterator[Term]:
    auto = _AUTO.search(view.text)
    renews = _RENEW.search(view.text)
    if not renews and "renew" not in view.heading.lower() and "renew" not in view.before[-400:].lower():
        return
    by_agreement = re.search(
        r"\b(?:mutual(?:ly)?|written\s+agreement|may\s+be\s+(?:renewed|extended)|"
        r"option\s+to\s+(?:renew|extend))\b",
        view.text,
        re.IGNORECASE,
    )
    runs = auto and not (
        negated(view.text, auto.start(), 30)
        or (negated(auto.group(), len(auto.group()), 400) and " not " in auto.group()[:60])
    )
    if runs and auto and not (by_agreement and not re.search("automatic", auto.group(), re.IGNORECASE)):
        yield view.term(TermName.AUTO_RENEWAL, auto)
        yield from _renewal_length(view, auto)
    if runs or re.search(
        r"\bnon-?renew|not\s+(?:to\s+)?(?:be\s+)?(?:renew|extend)|intention|intent\b|prevent|declin|opt\s+out",
        view.text,
        re.IGNORECASE,
    ):
        yield from _renewal_notice(view)


def _is_notice(view: View, duration: Duration) -> bool:
    near = view.text[duration.end : duration.end + 50]
    before = view.text[max(0, duration.start - 30) : duration.start]
    return bool(
        re.match(
            r"['’]?s?\s*(?:\([^)]*\)\s*)?(?:['’]\s*)?(?:or\s+more\s+)?(?:advance\s+|prior\s+|"
            r"written\s+|advanced\s+|calendar\s+)*(?:notice|notification|before|prior|in\s+advance)",
            near,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:at\s+least|not\s+less\s+than|no\s+later\s+than|not\s+later\s+than|no\s+less\s+than|"
            r"within|during\s+the)\s*$",
            before,
            re.IGNORECASE,
        )
    )


def _renewal_length(view: View, auto: re.Match[str]) -> Iterator[Term]:
    """The first length named after the word renew that is not the notice."""
    begin = _renewing(view.text, auto)
    fit = [
        d
        for d in _all(view.text)
        if not _is_notice(view, d) and d.unit in {"day", "week", "month", "quarter", "year"}
    ]
    later = [d for d in fit if _RENEWAL.match(view.text, d.end)]
    later += [d for d in fit if d.start >= begin - 5 and d.start - begin < 260]
    for found in later[:1]:
        months = found.months if found.unit != "day" else found.days / 30
        yield Term(TermName.RENEWAL_MONTHS, months, found.shown, auto.start(), max(found.end, auto.end()))


def _renewing(text: str, auto: re.Match[str]) -> int:
    """Where the length of the renewal is to be looked for: behind "successive", else behind the renewing."""
    for words in (r"\b(?:successive|additional|further|thereafter)\b", r"\brenew|\bextend|\bextension"):
        match = re.compile(words, re.IGNORECASE).search(text, max(0, auto.start() - 60))
        if match:
            return match.start()
    return auto.start()


def _renewal_notice(view: View) -> Iterator[Term]:
    for duration in _all(view.text):
        near = view.text[max(0, duration.start - 120) : duration.end + 160]
        if (
            _is_notice(view, duration)
            and _NOTICE.search(near)
            and (_EXPIRY.search(near) or _RENEW.search(near))
        ):
            side = actor(view.mentions, duration.start)
            yield Term(
                TermName.RENEWAL_NOTICE_DAYS,
                duration.days,
                duration.shown,
                duration.start,
                duration.end,
                side,
            )
            return


def _initial(view: View) -> Iterator[Term]:
    match = _INITIAL.search(view.text)
    if match is None:
        return
    for duration in _all(view.text):
        if (
            0 <= duration.start - match.start() < 200
            and duration.unit in {"month", "year"}
            and not _is_notice(view, duration)
            and not _AFTERWARDS.match(view.text, duration.end)
            and not _PROLONGED.search(view.text, match.end(), duration.start)
            and not _AND_AFTER.search(view.text[: duration.start], match.start())
            and not _PASSED.search(view.text[max(0, match.start() - 40) : match.start()])
            and not re.search(
                r"\bsurviv|\bduring\s+the\s+term",
                view.text[match.start() - 120 if match.start() > 120 else 0 : duration.start],
            )
        ):
            yield Term(
                TermName.INITIAL_TERM_MONTHS, duration.months, duration.shown, match.start(), duration.end
            )
            return
