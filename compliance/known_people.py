"""Who a document names: whole names that signatures, notices and titles give away, and what stands for them
alone later ("Jane Roe" and then "Roe").
"""

import re
from collections.abc import Iterable, Iterator

from compliance.people import is_organisation, is_place, is_prose, labelled, lists, people

_STYLES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "md", "phd"})
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'-](?=[^\W\d_]))+")
_BEFORE = re.compile(r"(?P<word>[A-Z][\w’'-]*|&)[ \t\u00a0]+(?:[A-Z]\.[ \t\u00a0]+)?$")
_RUN_AFTER = re.compile(r"(?:[’']s)?(?:[ \t\u00a0,]{1,2}(?:&|[A-Z][\w.’'-]*)){1,4}")
_BEGINS = re.compile(r"(?:^|[.;:!?(\"“”\n])\s*$")


def names_in(text: str, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The whole names of people of a document, each once, and then the words that stand for one alone.

    ``others`` are people known from elsewhere: they are not told again, what stands for them alone is.
    """
    betrayed = dict.fromkeys(" ".join(text[start:end].split()) for start, end in labelled(text))
    whole = tuple(one for one in betrayed if len(one.split()) > 1 and _is_unlike_prose(one))
    titled = (one for one in betrayed if len(one.split()) == 1)
    listed = (" ".join(text[start:end].split()) for start, end in people(text))
    known = [*whole, *others, *(name for name in listed if _is_listed(name))]
    return (*whole, *_alone(text, [*map(_surname, known), *titled]))


def standing(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the name of a person begins and ends who is known by the surname at ``start``; None when the word
    is part of another name: "Roe shall" and "Zed Q. Roe", but not "Roe Holdings" or "Smith & Roe".
    """
    after = _RUN_AFTER.match(text, end)
    if not text[start].isupper() or (after is not None and _names_a_thing(after.group())):
        return None
    before = _BEFORE.search(text, max(0, start - 40), start)
    if before is None:
        return start, end
    word = before["word"]
    if len(word) > 2 and not is_prose(word) and not is_organisation(word) and not word.endswith(("'s", "’s")):
        return before.start(), end
    return (start, end) if is_prose(word) and _BEGINS.search(text[: before.start()][-9:]) else None


def _names_a_thing(run: str) -> bool:
    """Whether the capitalised words behind a surname make it a firm's or a place's name."""
    return "&" in run or any(is_organisation(word) or is_place(word) for word in run.split())


def _surname(name: str) -> str:
    words = [word for word in _WORD.findall(name) if word.lower().replace(".", "") not in _STYLES]
    return words[-1] if len(words) > 1 else ""


def _alone(text: str, surnames: Iterable[str]) -> Iterator[str]:
    """Surnames that stand for a person and nothing else in this document."""
    for word in dict.fromkeys(surnames):
        ordinary = is_prose(word) or _is_written_small(text, word) or _is_in_a_firm(text, word)
        if len(word) > 2 and (not ordinary or _is_given_to_a_person(text, word)):
            yield word


def _is_given_to_a_person(text: str, word: str) -> bool:
    """Whether the document says so itself: Jane Roe ("Roe")."""
    whole = re.escape(word)
    defined = rf"{whole},?\s+\((?:the\s+)?[\"“](?:{whole}|M[rs]{{1,2}}\.?\s+{whole})[\"”]"
    return re.search(defined, text, re.IGNORECASE) is not None


def _is_written_small(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text) is not None


def _is_in_a_firm(text: str, word: str) -> bool:
    for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
        after = _RUN_AFTER.match(text, match.end())
        if after is not None and ("&" in after.group() or any(map(is_organisation, after.group().split()))):
            return True
    return False


def _is_unlike_prose(name: str) -> bool:
    """Whether some word of it is a given name or no ordinary word: "Study Order" is looked for nowhere."""
    given, _, ordinary = lists()
    words = [word.lower() for word in _WORD.findall(name)]
    return any(word in given or word not in ordinary for word in words)


def _is_listed(name: str) -> bool:
    """Whether it begins with a listed given name."""
    words = [word.lower() for word in _WORD.findall(name)]
    return len(words) > 1 and words[0] in lists()[0]
