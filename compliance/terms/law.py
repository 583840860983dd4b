"""Governing law, forum, arbitration, waivers."""

import re
from collections.abc import Iterator

from compliance.terms.base import Side, Term, TermName, View
from compliance.terms.negation import negated
from compliance.terms.places import CITY, PLACE, canonical
from compliance.terms.quantities import durations
from compliance.terms.roles import actor

_GOVERNED = re.compile(
    r"\b(?:govern(?:ed|s)?|constru(?:ed|ction)|interpret(?:ed|ation)|enforced|subject\s+to|"
    r"under|in\s+accordance\s+with|pursuant\s+to)\b[^.;]{0,120}?\b(?:laws?|statutes)\s+(?:of|"
    r"in(?:\s+force\s+in)?)\b|"
    r"\blaws?\s+of\b[^.;]{0,80}?\b(?:govern|shall\s+apply|applies|control)\b|\b(?:governed|"
    r"construed)\b[^.;]{0,60}?\bby\s+(?=[A-Z]\w+(?:\s+\w+)?\s+law\b)|"
    r"\bgoverning\s+law\b[^.;]{0,40}?\b(?:is|of)\b",
    re.IGNORECASE,
)
_FORUM = re.compile(
    r"\b(?:courts?|venue|jurisdiction|forum|arbitrat\w+|seat|hearing|"
    r"proceedings?)\b[^.;]{0,100}?\b(?:in|of|located\s+in|for|at)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\b(?:any|an|another)(?:\s+other)?\s+jurisdiction\b(?:\s+other)?", re.IGNORECASE)
_ARBITRATION = re.compile(
    r"\b(?:binding|final|mandatory|confidential|exclusively\s+by)\b[^.;]{0,40}?\barbitration\b|"
    r"\b(?:settled|resolved|determined|decided|submitted|referred|"
    r"finally\s+settled)\b[^.;]{0,60}?\b(?:by|to|through|under|in(?!\s+(?:the|such|any|this)\b))\b"
    r"[^.;]{0,40}?\barbitration\b|"
    r"\bshall\s+be\s+arbitrated\b",
    re.IGNORECASE,
)
_TO_SETTLE = re.compile(
    r"\b(?:disput|controvers|claim|difference|disagreement|matter|question|issue)", re.IGNORECASE
)
_CONDUCT = re.compile(  # how an arbitration goes, which another sentence prescribes
    r"\bthis\s+arbitration\s+agreement\b|\A\W*(?:such|the|any)\s+arbitrat", re.IGNORECASE
)
_ARBITRATING = re.compile(
    r"\b(?:conduct\s+of\s+(?:the|any)\s+arbitration|arbitration\s+(?:clause|agreement|proceedings?))\b",
    re.IGNORECASE,
)
_INSTITUTION = (
    r"\s+(?:(?:International|Court|of)\s+){0,3}Arbitration\s+(?:Commission|Centre|Center|Court|Institute)"
)
_TRIBUNAL = re.compile(_INSTITUTION, re.IGNORECASE)
_JURY = re.compile(r"\bwaiv\w+\b[^.;]{0,120}?\bjury\b|\bjury\s+(?:trial\s+)?waiver\b", re.IGNORECASE)
_CLASS = re.compile(
    r"\b(?:waiv\w+|not)\b[^.;]{0,120}?\bclass\s+(?:action|or\s+(?:collective|representative))|"
    r"\bclass[\s-]action\s+waiver\b",
    re.IGNORECASE,
)
_FM = re.compile(
    r"\bforce\s+majeure\b|\bbeyond\s+(?:its|their|the|such)\b[^.;]{0,40}?\bcontrol\b|\bacts?\s+of\s+god\b",
    re.IGNORECASE,
)
_FM_PAY = re.compile(
    r"\b(?:payment|pay)\b[^.;]{0,80}?\b(?:not\s+(?:be\s+)?(?:excused|relieved|suspended|"
    r"affected)|remains?\s+due|shall\s+continue)\b|\bcontinue\s+to\s+pay\b",
    re.IGNORECASE,
)


def law(view: View) -> Iterator[Term]:
    """Whose law, which court, and which rights are waived."""
    yield from _governing(view)
    yield from _forum(view)
    for name, pattern in (
        (TermName.ARBITRATION, _ARBITRATION),
        (TermName.JURY_WAIVER, _JURY),
        (TermName.CLASS_WAIVER, _CLASS),
    ):
        match = _said(pattern, view.text, name)
        optional = name is TermName.ARBITRATION and re.search(
            r"\bmay\s+(?:agree|elect|choose|be\s+submitted)|\bnon-?binding\b|\bmutually\s+agree",
            view.text,
            re.IGNORECASE,
        )
        aside = name is TermName.ARBITRATION and (
            _CONDUCT.search(view.text) or not _TO_SETTLE.search(view.about)
        )
        if match and not optional and not aside:
            side = actor(view.mentions, match.start()) if name is TermName.JURY_WAIVER else Side.UNKNOWN
            yield view.term(name, match, side)
    yield from _force_majeure(view)


def _said(pattern: re.Pattern[str], text: str, name: TermName) -> re.Match[str] | None:
    """The first place where the words stand and are not denied ("cannot be resolved ... by arbitration")."""
    start = 0
    while match := pattern.search(text, start):
        if name is TermName.CLASS_WAIVER or not negated(text, match.start(), 25):
            return match
        start = match.start() + 1
    return None


def _governing(view: View) -> Iterator[Term]:
    for match in _GOVERNED.finditer(view.text):
        begin = match.start() if PLACE.search(match.group()) else match.end()
        place = PLACE.search(view.text, begin, begin + 140)
        if place is None or not re.search(
            r"agreement|contract|govern|constru|interpret|validity|law", view.about
        ):
            continue
        if _ARBITRATING.search(view.text[max(0, match.start() - 60) : place.end() + 60]):
            continue  # the law of the proceedings, not of the contract
        if re.search(
            r"\borgani[sz]ed\b|\bincorporated\b|\bexisting\s+under\b|\bduly\b|\bcorporation\b|"
            r"\bcompany\s+(?:formed|registered)",
            view.text[max(0, match.start() - 90) : place.start()],
            re.IGNORECASE,
        ):
            continue
        if re.search(
            r"\bgovern|\bconstru|\binterpret|\bapplicable\s+law|\bapply",
            view.text[max(0, match.start() - 60) : place.end() + 60] + view.heading,
            re.IGNORECASE,
        ):
            yield Term(
                TermName.GOVERNING_LAW,
                canonical(place.group()),
                " ".join(place.group().split()),
                match.start(),
                place.end(),
            )
            return


def _forum(view: View) -> Iterator[Term]:
    for match in _FORUM.finditer(view.text):
        if _ELSEWHERE.search(view.text[max(0, match.start() - 20) : match.end() + 20]):
            continue  # "the laws of any other jurisdiction": no place where anybody sues
        place = _seat(view.text, match)
        topic = re.search(
            r"exclusive|jurisdiction|venue|seat|arbitra|brought|submit|courts?\s+(?:of|in|located)",
            view.text,
            re.IGNORECASE,
        )
        if (
            place
            and topic
            and not re.search(
                r"\bincorporated|\bprincipal\s+(?:place|office)|\blaws?\s+of\s+(?:the\s+(?:state|province)\s+of\s+)?$",
                view.text[max(0, place.start() - 60) : place.start()],
                re.IGNORECASE,
            )
        ):
            yield Term(
                TermName.FORUM,
                canonical(place.group()),
                " ".join(place.group().split()),
                match.start(),
                place.end(),
            )
            return


def _seat(text: str, forum: re.Match[str]) -> re.Match[str] | None:
    """The place named with a court or a tribunal: a state or country, else a city abroad."""
    before = max(0, forum.start() - 40)
    return (
        PLACE.search(text, forum.start(), forum.end() + 70)
        or CITY.search(text, forum.start(), forum.end() + 70)
        or next((m for m in CITY.finditer(text, before, forum.end()) if _TRIBUNAL.match(text, m.end())), None)
    )


def _force_majeure(view: View) -> Iterator[Term]:
    if not _FM.search(view.about):
        return
    pay = _FM_PAY.search(view.text)
    if pay and actor(view.mentions, pay.start()) in {Side.OURS, Side.UNKNOWN}:
        yield view.term(TermName.FORCE_MAJEURE_PAYMENT, pay, Side.OURS)
    for duration in durations(view.text):
        if re.search(r"terminat", view.text, re.IGNORECASE) and re.search(
            r"continu|exceed|more\s+than|longer|period|prevent|persist|last",
            view.text[max(0, duration.start - 90) : duration.end + 40],
            re.IGNORECASE,
        ):
            yield Term(
                TermName.FORCE_MAJEURE_DAYS, duration.days, duration.shown, duration.start, duration.end
            )
            return
