"""Text in disguise: base64, hexadecimal, percent and rot13 codes, reversed, scrambled or leet spelling."""

import base64
import binascii
import codecs
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from rapidfuzz.distance import OSA

from compliance.injection.types import Suspicion
from compliance.injection.words import words

_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_=-])(?:[A-Za-z0-9+/_-]{4}\s?){5,}[A-Za-z0-9+/_-]{0,4}={0,2}")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,]?){16,}(?![0-9A-Za-z])")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}[\w.,-]{0,40}){4,}")
_CODEPOINTS = re.compile(r"(?:&#x?[0-9a-fA-F]{2,6};|\\u[0-9a-fA-F]{4}){4,}")
_BINARY = re.compile(r"(?:\b[01]{8}\b\s?){8,}")
_COMMON = words("common")
_WANTED = words("wanted")
_FUNCTION = _COMMON | words("function")
_LINE = re.compile(r"[^\n.]{12,400}[.\n]?")
_REAL_WORDS = words("real")
_SHUFFLED = {(w[0], "".join(sorted(w))): w for w in _WANTED if len(w) >= 4}
_BY_ENDS: dict[tuple[str, str], list[str]] = defaultdict(list)
for _w in _WANTED:
    if len(_w) >= 6:
        _BY_ENDS[(_w[0], _w[-1])].append(_w)
_LEET = str.maketrans("0134578@$!", "oieastbasi")
_WORD = re.compile(r"[A-Za-z]+")
_LEET_WORD = re.compile(r"[A-Za-z0-9@$!]*[A-Za-z][A-Za-z0-9@$!]*")


def readable(text: str) -> bool:
    """True for printable words with blanks between them, which no hash, key or picture decodes to."""
    if len(text) < 12 or sum(c.isprintable() or c in "\n\r\t" for c in text) < 0.97 * len(text):
        return False
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return letters > 0.8 * len(text) and text.count(" ") >= 2


def scan(text: str) -> list[Suspicion]:
    """Report encoded words; the reason gives the first of them in plain."""
    found: list[Suspicion] = []
    for pattern, decode in _CODES:
        for match in pattern.finditer(text):
            plain = decode(match.group())
            if plain and readable(plain):
                start, end = match.span()
                found.append(Suspicion("encoded_text", f"Encoded words: {plain[:160]!r}.", start, end, 5.0))
    return [*found, *_turned(text), *_misspelt(text)]


def _base64(code: str) -> str:
    packed = re.sub(r"\s", "", code).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _hex(code: str) -> str:
    digits = re.sub(r"0x|\\x|[\s:,]", "", code)
    try:
        return bytes.fromhex(digits).decode("utf-8")
    except ValueError:
        return ""


def _percent(code: str) -> str:
    return unquote(code) if code.count("%") >= 4 else ""


def _codepoints(code: str) -> str:
    def letter(match: re.Match[str]) -> str:
        number = int(match[1] or match[3] or match[2], 10 if match[2] else 16)
        return chr(number) if number < 0x110000 else ""

    return re.sub(r"&#x([0-9a-fA-F]+);|&#(\d+);|\\u([0-9a-fA-F]{4})", letter, code)


def _binary(code: str) -> str:
    return "".join(chr(int(bits, 2)) for bits in code.split())


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASE64, _base64),
    (_HEX, _hex),
    (_PERCENT, _percent),
    (_CODEPOINTS, _codepoints),
    (_BINARY, _binary),
)


def _turned(text: str) -> Iterator[Suspicion]:
    """Lines whose words are words only when turned (rot13) or read backwards."""
    for match in _LINE.finditer(text):
        tokens = [w.lower() for w in _WORD.findall(match.group())]
        if len(tokens) < 4 or sum(w in _FUNCTION for w in tokens) > len(tokens) // 10:
            continue
        joined = " ".join(tokens)
        for name, plain in (("rot13", codecs.decode(joined, "rot13")), ("reversed", joined[::-1])):
            if len(_COMMON.intersection(plain.split())) >= 3:
                reason = f"The words are {name}: {plain[:120]!r}."
                yield Suspicion("encoded_text", reason, match.start(), match.end(), 5.0)


def _misspelt(text: str) -> Iterator[Suspicion]:
    """Lines with three or more wanted words in leet or with their letters shuffled."""
    disguised = {w: plain for w in set(_LEET_WORD.findall(text)) if (plain := _plain(w))}
    if len(disguised) < 3:
        return
    for match in _LINE.finditer(text):
        met = list(dict.fromkeys(w for w in _LEET_WORD.findall(match.group()) if w in disguised))
        if len({disguised[w] for w in met}) >= 3:
            reason = "Words are disguised by their spelling: " + ", ".join(met[:6]) + "."
            yield Suspicion("disguised_spelling", reason, match.start(), match.end(), 5.0)


def _plain(word: str) -> str:
    """The word that a disguised one stands for, or ""."""
    if word.isalpha():
        return _scrambled(word.lower())
    solved = word.lower().translate(_LEET)
    return solved if solved in _WANTED or solved in _COMMON else ""


def _scrambled(word: str) -> str:
    """The wanted word that is misspelt inside: letters in another order, or one too many or too few."""
    if len(word) < 4 or word in _WANTED or word in _REAL_WORDS:
        return ""
    if shuffled := _SHUFFLED.get((word[0], "".join(sorted(word)))):
        return shuffled
    near = _BY_ENDS.get((word[0], word[-1]), ()) if len(word) >= 5 else ()
    return next((w for w in near if OSA.distance(word, w, score_cutoff=1) == 1), "")
