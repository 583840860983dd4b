"""What a reason claims must stand in the quote: its figures, durations, money and negations.

A model may word a thought freely; it may not bring a number or a "not" that the clause does not hold.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD_VALUES = {w: i for i, w in enumerate(_ONES.split())} | {
    w: 10 * i for i, w in enumerate(_TENS.split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "mm": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_NUMBER_WORDS = "|".join([*_WORD_VALUES, *_SCALES])
_SPELT = re.compile(
    rf"\b(?:{'|'.join(_WORD_VALUES)})(?:(?:\s+|-|\s+and\s+)(?:{_NUMBER_WORDS}))*\b", re.IGNORECASE
)
_FIGURE = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)*")
_SCALE_AFTER = re.compile(r"\s?(hundred|thousand|million|billion|k|mm|mn|m|bn)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"^[\s)-]*(?:business |calendar |working |full |consecutive )?"
    r"(day|week|month|quarter|year|hour|annum)s?\b",
    re.IGNORECASE,
)
_MONTHS = {"year": 12, "annum": 12, "quarter": 3, "month": 1}
NEGATION = re.compile(
    r"\b(?:not|no|none|never|neither|nor|without|cannot|nothing|lacks?|absent|missing|fails? to"
    r"|un(?:limited|capped|restricted|conditional\w*))\b|n't\b",
    re.IGNORECASE,
)


def figures(text: str) -> frozenset[Decimal]:
    """Every number of a text, digits or words, with its scale (``$1.5 million`` is 1500000)."""
    return frozenset(value for value, _ in _numbers(text))


def durations(text: str) -> frozenset[tuple[Decimal, str]]:
    """Numbers with a unit of time; years and quarters are counted in months, weeks in days."""
    found = set()
    for value, rest in _numbers(text):
        unit = _UNIT.match(rest)
        if unit:
            found.add(_normal(value, unit[1].lower()))
    return frozenset(found)


def unsupported(reason: str, quote: str, allowed: Iterable[str] = ()) -> tuple[str, ...]:
    """What the reason claims and neither the quote nor the ``allowed`` texts (our policy) hold.

    Returns plain descriptions, empty when everything is supported. A negation must stand in the quote or
    in an allowed text too.
    """
    texts = [quote, *allowed]
    known = frozenset[Decimal]().union(*(figures(t) for t in texts))
    times = frozenset[tuple[Decimal, str]]().union(*(durations(t) for t in texts))
    wrong = []
    for value, rest in _numbers(reason):
        unit = _UNIT.match(rest)
        if unit and _normal(value, unit[1].lower()) not in times:
            wrong.append(f"the duration {value} {unit[1].lower()}s")
        elif not unit and value not in known:
            wrong.append(f"the number {value}")
    if NEGATION.search(reason) and not any(NEGATION.search(t) for t in texts):
        wrong.append("a negation")
    return tuple(wrong)


def _normal(value: Decimal, unit: str) -> tuple[Decimal, str]:
    if unit in _MONTHS:
        return value * _MONTHS[unit], "month"
    return (value * 7, "day") if unit == "week" else (value, unit)


def _numbers(text: str) -> Iterator[tuple[Decimal, str]]:
    """Each number with the text that follows it."""
    for match in _FIGURE.finditer(text):
        try:
            value = Decimal(match.group().replace(",", ""))
        except InvalidOperation:  # a section number such as 7.2.1 is compared part by part
            yield from ((Decimal(part), "") for part in match.group().split("."))
            continue
        scale = _SCALE_AFTER.match(text, match.end())
        if scale:
            name = scale[1].lower()
            value *= _SCALES.get(name) or _SHORT_SCALES[name]
        end = scale.end() if scale else match.end()
        yield value, text[end : end + 40]
    for match in _SPELT.finditer(text):
        following = re.sub(r"^\s*\([^)]{0,20}\)", "", text[match.end() : match.end() + 60])
        yield _spelt(match.group()), following


def _spelt(words: str) -> Decimal:
    """``one hundred and eighty`` to 180."""
    total = group = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _WORD_VALUES:
            group += _WORD_VALUES[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total += max(group, 1) * _SCALES[word]
            group = 0
    return Decimal(total + group)
