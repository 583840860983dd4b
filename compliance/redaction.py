"""What may leave the machine: tax ids, bank and card numbers, papers of a person, postal and mail addresses,
phone numbers and names of people (see ``people``) are taken out before.

Own patterns and check digits (ISO 13616 for IBAN, ABA 3-7-1 for routing numbers, Luhn for cards); no model
and no network. Too much taken out costs nothing: placeholders are turned back in memory. The originals are
never shown, logged or stored: ``Redacted`` keeps them out of its repr.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from compliance.known_people import standing
from compliance.people import people

_SEP = r"[\s.\-_/·:|\u00ad\u2010-\u2015\u2212\u200b-\u200d\u2060]{0,3}"
_NINE = re.compile(rf"(?<![\d$€£.,])(?:\d{_SEP}){{8}}\d(?![\d%]|[.,]\d)")
_CARD = re.compile(rf"(?<![\d$€£.,])(?:\d{_SEP}){{12,18}}\d(?!\d)")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_EMAIL = re.compile(
    r"[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\]| dot )\s?[\w-]+)+"
    r"|[\w.+%'-]{1,64} at [\w-]+(?: dot [\w-]+)+|\w+[._]\w+ at [\w-]+\.[\w.-]+",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w$€£.,-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{2,4}\)|\d{3})[\s.\u2010-\u2015-]?\d{3}[\s.\u2010-\u2015-]\d{4}(?!\d)"
    r"|(?<![\w$])\+\d{1,3}(?:[\s.\u00a0-]?\(?\d{1,4}\)?){2,5}(?!\d)"
)
_ACCOUNT = re.compile(
    r"(?i)\b(?:account|acct|a/c|routing|aba|swift|bic|sort code)\b(?:\s*(?:number|no|nr|code|#|is))*\W{0,4}"
    r"(?P<value>\d(?:[ -]?\d){5,16}|(?-i:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Za-z]))"
)
_MARKED = re.compile(
    r"(?i)\b(?:SSN|EIN|TIN|ITIN|FEIN|tax(?:payer)?(?:[\s-]*identification)?[\s-]*(?:id|number|no)|social[\s-]+security(?:[\s-]+(?:number|no))?"
    r"|employer[\s-]+identification(?:[\s-]+(?:number|no))?)\b[^\w\n]{0,6}(?:(?:is|no|number|of)\b[^\w\n]{0,4})?(?P<value>[\dOIl](?:[\s.\-–—]?[\dOIlXx*]){6,10})"
)
_SPOKEN = re.compile(
    r"(?i)\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[\s,.\-–—]{0,3}(?:dash\b\s*|hyphen\b\s*)?){9}"
)
_PAPER = re.compile(
    r"(?i)\b(?:passport|driver'?s?'?\s+licen[cs]e|national\s+(?:id|insurance)|identity\s+card|date\s+of\s+birth"
    r"|born\s+on|d\.?o\.?b\.?)(?:\s*(?:number|no|nr|id|is|#))*\W{0,4}"
    r"(?P<value>[A-Z]{0,3}\d[\w/.-]{4,18}|[A-Z]{3,9}\.?\s+\d{1,2},?\s+\d{4}"
    r"|[A-Z]{2}(?:\s?\d\d){3}\s?[A-D]\b)"
)
_STATE = (
    r"(?:[A-Z]{2}|(?:New|North|South|West|Rhode)[ ][A-Z][a-z]+"
    r"|Alabama|Alaska|Arizona|Arkansas|California|Colorado"
    r"|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine"
    r"|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|Ohio|Oklahoma"
    r"|Oregon|Pennsylvania|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming)"
)
_ZIP = r"\d{5}(?:-\d{4})?(?![\d,.]\d)"
_TOWN = rf"\b[A-Z][\w.'’-]*(?:[ ][A-Z][\w.'’-]*){{0,3}},?\s{{1,4}}{_STATE}\s{{1,4}}{_ZIP}"
_ROAD = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Highway|Hwy|Parkway|Pkwy|Turnpike|Terrace"
    r"|Circle|Expressway|Way|Place|Plaza|Square|Trail|Crescent)\b\.?"
)
_ABROAD = (
    r"\b[A-ZÄÖÜ]\w+(?:stra(?:ß|ss)e|str\.|weg|platz|gasse)[ ]\d{1,4}[a-z]?\b"
    r"|\b(?:Avenue|Rue|Chemin|Route|Via|Calle|Place)[ ](?:(?:de|du|des|del|della|la|le)[ ]){1,2}[A-Z]\w+,?[ ]"
    r"\d{1,4}\b"
    r"|\b[A-Z]\d[A-Z][ ]?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[\dA-Z]?[ ]\d[ABD-HJLNP-UW-Z]{2}\b"  # Canada, UK
)
_ADDRESS = re.compile(
    r"(?<![\w$€£.])\d{1,5}[A-Z]?(?:[-–]\d{1,5})?[ ](?:(?:[A-Z][\w.'’-]*|\d{1,3}(?:st|nd|rd|th))[ ]){1,4}"
    rf"{_ROAD}(?:,?\s{{1,4}}(?:Suite|Ste|Floor|Fl|Unit|Apt|Room|Building|Bldg)\b\.?[ ]?\#?[\w-]{{1,6}})?"
    rf"(?:,?\s{{1,4}}{_TOWN})?|\bP\.?[ ]?O\.?[ ]?Box[ ]\d{{1,7}}|{_TOWN}|{_ABROAD}"
)
_WORD = re.compile(r"\w+")
_MONEY_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+")
_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text that may leave, with typed placeholders. ``counts`` and ``sha256`` (of ``text``) are the proof.

    ``restore`` works only on this value in this process.
    """

    text: str
    counts: dict[str, int]
    sha256: str
    _originals: dict[str, str] = field(repr=False)

    def restore(self, text: str) -> str:
        """Put the originals back into a text that holds placeholders of this redaction."""
        if not self._originals:
            return text
        pattern = re.compile("|".join(re.escape(p) for p in sorted(self._originals, key=len, reverse=True)))
        return pattern.sub(lambda m: self._originals[m.group()], text)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    kind: str


class Redactor:
    """Takes out private values; one redactor a document, so that a value keeps its placeholder.

    ``names``: people who sign; one of a single word is a surname, taken out where it stands alone.
    ``values``: numbers known to be private (a vendor's tax id, an account), found however they are spaced.
    Both stay in this object and out of its repr.
    """

    def __init__(self, names: Iterable[str] = (), values: Iterable[str] = ()) -> None:
        self._names = _by_first_word(names)
        self._values = [_spaced(v) for v in values if len(re.sub(r"\W", "", v)) >= 5]
        self._known: dict[tuple[str, str], str] = {}
        self._numbers: Counter[str] = Counter()

    def redact(self, text: str) -> Redacted:
        """Replace every private value of ``text`` by a placeholder such as ``[TAX_ID_1]``."""
        pieces: list[str] = []
        originals: dict[str, str] = {}
        counts: Counter[str] = Counter()
        at = 0
        for found in self._chosen(text):
            original = text[found.start : found.end]
            placeholder = self._placeholder(found.kind, original, text)
            originals[placeholder] = original
            counts[found.kind] += 1
            pieces += [text[at : found.start], placeholder]
            at = found.end
        sent = "".join([*pieces, text[at:]])
        return Redacted(sent, dict(counts), hashlib.sha256(sent.encode()).hexdigest(), originals)

    def _placeholder(self, kind: str, original: str, text: str) -> str:
        """The same spelling keeps its placeholder; one that stands in the text already is not used."""
        key = (kind, original)
        while key not in self._known or self._known[key] in text:
            self._numbers[kind] += 1
            self._known[key] = f"[{kind}_{self._numbers[kind]}]"
        return self._known[key]

    def _chosen(self, text: str) -> list[_Found]:
        """Non-overlapping finds in order; of two that overlap the longer one counts."""
        found = sorted(self._all(text), key=lambda f: (-(f.end - f.start), f.start))
        taken: list[_Found] = []
        for item in found:
            if all(item.end <= t.start or item.start >= t.end for t in taken):
                taken.append(item)
        return sorted(taken, key=lambda f: f.start)

    def _all(self, text: str) -> Iterator[_Found]:
        for pattern in self._values:
            yield from _matches(pattern, text, "PRIVATE")
        yield from _named(self._names, text)
        yield from (_Found(start, end, "PERSON") for start, end in people(text))
        yield from _matches(_PAPER, text, "PAPER")
        yield from _matches(_ADDRESS, text, "ADDRESS")
        yield from _matches(_EMAIL, text, "EMAIL")
        yield from _matches(_IBAN, text, "BANK_ACCOUNT", is_iban)
        yield from _matches(_CARD, text, "CARD", is_card)
        yield from _matches(_ACCOUNT, text, "BANK_ACCOUNT")
        yield from _matches(_MARKED, text, "TAX_ID")
        yield from _matches(_SPOKEN, text, "TAX_ID")
        yield from _matches(_NINE, text, "TAX_ID", _could_be_tax_id)
        yield from _matches(_PHONE, text, "PHONE", _could_be_phone)


def redact(text: str, names: Iterable[str] = (), values: Iterable[str] = ()) -> Redacted:
    """Redact one text by itself."""
    return Redactor(names, values).redact(text)


def is_iban(text: str) -> bool:
    """Check digits of an IBAN (ISO 13616: modulo 97 is 1); blanks and hyphens are left out."""
    packed = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    if not 15 <= len(packed) <= 34:
        return False
    turned = packed[4:] + packed[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def is_routing(digits: str) -> bool:
    """Check digit of an ABA routing number: weights 3, 7, 1."""
    if len(digits) != 9 or not digits.isdigit() or digits == "0" * 9:
        return False
    return sum(int(d) * w for d, w in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0


def is_card(text: str) -> bool:
    """Luhn's check on 13 to 19 digits."""
    if _is_table(text):
        return False
    digits = [int(d) for d in _digits(text)]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _digits(text: str) -> str:
    """ASCII digits of a text; digits of other scripts (full width, Arabic) count."""
    return "".join(
        str(unicodedata.digit(c)) for c in text if c.isdigit() and unicodedata.digit(c, None) is not None
    )


def _could_be_tax_id(text: str) -> bool:
    return len(_digits(text)) == 9 and not _MONEY_GROUPS.fullmatch(text) and not _is_table(text)


def _is_table(text: str) -> bool:
    """Figures in a row such as "20.2 2.78 25.1": stops inside them, blanks between. No id is written so."""
    groups = re.split(r"\s+", text.strip(" .,-"))
    inside = [re.fullmatch(r"\d{1,4}(?:\.\d{1,4}){0,3}\.?", group) for group in groups]
    return len(groups) > 1 and all(inside) and any("." in group for group in groups)


def _could_be_phone(text: str) -> bool:
    return 7 <= len(_digits(text)) <= 15 and not _DATE.search(text)


def _matches(
    pattern: re.Pattern[str], text: str, kind: str, check: Callable[[str], bool] | None = None
) -> Iterator[_Found]:
    for match in pattern.finditer(text):
        group = "value" if "value" in pattern.groupindex else 0
        start, end = match.span(group)
        if check is None or check(match.group(group)):
            yield _Found(start, end - _trailing(match.group(group)), kind)


def _trailing(text: str) -> int:
    """Blanks and stops that a pattern took at its end."""
    return len(text) - len(text.rstrip(" \t\n,.-"))


def _by_first_word(names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """A pattern for all names that begin with a word: a document may name thousands of people."""
    found: dict[str, set[str]] = {}
    for name in names:
        first = _WORD.search(name)
        if first is not None and len(name.strip()) > 2:
            words = name[first.start() :].split()
            found.setdefault(first[0].casefold(), set()).add(r"\s+".join(map(re.escape, words)))
    return {
        first: re.compile(rf"(?:{'|'.join(sorted(ones, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
        for first, ones in found.items()
    }


def _named(names: dict[str, re.Pattern[str]], text: str) -> Iterator[_Found]:
    for word in _WORD.finditer(text) if names else ():
        pattern = names.get(word[0].casefold())
        match = pattern.match(text, word.start()) if pattern else None
        span = match.span() if match else None
        if match is not None and match[0].isalpha():
            span = standing(text, *match.span())
        if span is not None:
            yield _Found(*span, "PERSON")


def _spaced(value: str) -> re.Pattern[str]:
    characters = [re.escape(c) for c in re.sub(r"\W", "", value)]
    return re.compile(r"(?<!\w)" + r"[\W_]{0,3}".join(characters) + r"(?!\w)", re.IGNORECASE)
