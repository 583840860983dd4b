"""Which words name our side and which the vendor's: by the names we know, by defined terms, by who pays whom.

Where the parties clause does not say it, the contract's own use of words does: who "Company" is beside a
"Consultant", which short name stands for which party, and who signs a letter that says "you".
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from compliance.terms.dealings import buyer_and_seller
from compliance.terms.places import CITY, PLACE
from compliance.terms.roles import OUR_WORDS, THEIR_WORDS, Roles, Side
from extraction.types import ContractText

_BUYING = frozenset(["owner", "advertiser", "user"])  # who is served, as a defined term only
_SERVING = frozenset(  # who serves us, as a defined term only
    """executive employee advisor adviser administrator custodian operator broker host athlete endorser
    artist talent author engineer architect installer""".split()  # noqa: SIM905 - a list of words reads better so
)
_FORM = (
    r"(?:inc|l\.?l\.?c|corp|corporation|ltd|limited|co|company|plc|l\.?p|gmbh|ag|s\.?a|n\.?v|b\.?v|"
    r"a/s|s\.?a\.?s)\b\.?"
)
_LEGAL_FORM = re.compile(rf"(?:,?\s+{_FORM})+\s*$", re.IGNORECASE)
_DEFINED = re.compile(  # a company with its short name, wherever the head of a paper says it
    rf"(?P<name>(?!an?\s)[A-Z][\w&.'’-]*(?:\s+[\w&.'’-]+){{0,5}}?,?\s+{_FORM}),?\s*"
    r"\((?:the\s+|hereinafter\s+)?[\"“](?P<alias>"
    r"(?![\w ]*(?:shares|products|services|agreement|marks))[\w&.' -]{2,30})[\"”]\)",
    re.IGNORECASE,
)
HEAD = 8_000  # characters in which a paper names its parties
SHORT_USED = 2  # times that a name without its legal form must stand in the text, within the long one too
OFTEN = (
    6  # times from which the first words of a name, or a word for a side, are how the contract calls a party
)
JOINED = 3  # times that two names stand side by side as one
_LINKED = re.compile(r"^the\b|\b(?:of|the|and|for|in|&|by)$")
WORDS = 3  # first words of a name that may stand for it
_ANYBODY = frozenset(  # first words that many names share
    """the first american national united general international global new city bank state north south east
    west advanced digital universal pacific atlantic standard data health energy entertainment""".split()  # noqa: SIM905
)
_GENERIC = {
    "agreement",
    "party",
    "parties",
    "effective date",
    "contract",
    "term",
    "services",
    "products",
    "msa",
    "company's",
}
_SERVES = re.compile(  # a letter to somebody who is to work
    r"\byour\s+(?:employment|appointment|position|salary|directorship|consulting\s+services)\b|"
    r"\byou\s+(?:(?:will|shall|agree\s+to)\s+(?:serve\s+as|be\s+(?:employed|engaged|appointed))|"
    r"have\s+been\s+(?:elected|appointed))\b",
    re.IGNORECASE,
)
SERVES = 2  # such words from which "you" is who works for us


def roles_of(
    document: ContractText, *, our_names: Iterable[str] = (), vendor_names: Iterable[str] = ()
) -> Roles:
    """Who is who in this contract.

    First the names we were given, then defined terms that say it ("Supplier"), then who is to pay whom;
    the side that stays unknown is the complement of the one that is known.
    """
    groups = _groups(document)
    text = document.text
    sides: dict[str, Side] = {}
    for party, names in groups.items():
        sides[party] = _side_by_name(names, our_names, vendor_names) or _side_by_word(names) or Side.UNKNOWN
    if len(groups) > 1 and set(sides.values()) == {Side.UNKNOWN}:
        deal = buyer_and_seller(groups, text)
        sides |= {deal[0]: Side.OURS, deal[1]: Side.THEIRS} if deal else {}
    sides = _completed(sides)
    if not _told(sides):
        groups, sides = _by_use(text, groups, sides)
    sides = _allied(text, groups, sides)
    ours = {name for party, names in groups.items() if sides[party] is Side.OURS for name in names}
    theirs = {name for party, names in groups.items() if sides[party] is Side.THEIRS for name in names}
    works = len(_SERVES.findall(text)) >= SERVES
    return Roles(
        frozenset(ours | (OUR_WORDS - theirs)),
        frozenset(theirs | (THEIR_WORDS - ours)),
        sure=bool(ours and theirs),
        you=Side.THEIRS if works else Side.OURS,
    )


def _told(sides: Mapping[str, Side]) -> bool:
    return {Side.OURS, Side.THEIRS} <= set(sides.values())


def _completed(sides: dict[str, Side]) -> dict[str, Side]:
    """When one side alone is known among three parties at most, the others are the other side."""
    known = {side for side in sides.values() if side is not Side.UNKNOWN}
    if len(known) == 1 and len(sides) <= 3:
        rest = known.pop().other
        return {party: (rest if side is Side.UNKNOWN else side) for party, side in sides.items()}
    return sides


def _by_use(
    text: str, groups: dict[str, set[str]], sides: dict[str, Side]
) -> tuple[dict[str, set[str]], dict[str, Side]]:
    """The sides by the words used throughout: beside a "Consultant" the "Company" is ours.

    Only where no two parties are named that could be meant: with them "Customer" may be a stranger.
    """
    side = _spoken_side(text)
    unknown = [party for party in groups if sides[party] is Side.UNKNOWN]
    if side is Side.UNKNOWN or len(unknown) == 2:
        return groups, sides
    if not groups and _capital("company", text) >= OFTEN:
        other = {"by use": {"company"}}
    else:
        other = {one: groups[one] for one in unknown if len(unknown) == 1 or "company" in groups[one]}
    worded = OUR_WORDS if side is Side.OURS else THEIR_WORDS
    words = {"by word": {word for word in worded if _capital(word, text)}}
    return groups | words | other, sides | {"by word": side} | dict.fromkeys(other, side.other)


def _spoken_side(text: str) -> Side:
    """The side that has a defined word of its own throughout the text while the other has none."""
    ours = sum(_capital(word, text) for word in OUR_WORDS if _is_defined(word, text))
    theirs = sum(_capital(word, text) for word in THEIR_WORDS if _is_defined(word, text))
    strangers = sum(_capital(word, text) for word in (THEIR_WORDS if ours > theirs else OUR_WORDS))
    if max(ours, theirs) < OFTEN or max(ours, theirs) < OFTEN * strangers:
        return Side.UNKNOWN
    return Side.OURS if ours > theirs else Side.THEIRS


def _is_defined(word: str, text: str) -> bool:
    """True when the head of the paper gives a party this name: (the "Consultant"), ("Content Provider")."""
    return re.search(rf"[\"“'‘](?:the\s+)?(?:\w+\s+)?{word}[\"”'’,.]", text[:HEAD], re.IGNORECASE) is not None


def _capital(word: str, text: str) -> int:
    """How often a word stands as a defined term: "Consultant" or "CONSULTANT", not "Consultants"."""
    return len(re.findall(rf"\b(?:{word.title()}|{word.upper()})\b", text))


def _allied(text: str, groups: Mapping[str, set[str]], sides: dict[str, Side]) -> dict[str, Side]:
    """A party of no known side that is named again and again together with one side belongs to it."""
    found = dict(sides)
    for party in groups:
        if sides[party] is not Side.UNKNOWN or not _told(sides):
            continue
        near = Counter(
            {
                side: sum(
                    _together(text, groups[party], groups[other]) for other in groups if sides[other] is side
                )
                for side in (Side.OURS, Side.THEIRS)
            }
        )
        (best, most), (_, less) = near.most_common()
        if most >= JOINED and most > 2 * less:
            found[party] = best
    return found


def _together(text: str, one: Iterable[str], other: Iterable[str]) -> int:
    first, second = ("|".join(re.escape(name) for name in names) for names in (one, other))
    pattern = (
        rf"\b(?:{first})\s*(?:,|and|or|/)\s*(?:{second})\b|\b(?:{second})\s*(?:,|and|or|/)\s*(?:{first})\b"
    )
    return sum(1 for _ in re.finditer(pattern, text, re.IGNORECASE))


def _groups(document: ContractText) -> dict[str, set[str]]:
    """Party number -> its names and defined terms in lower case, from facts ``party_1``, ``party_1_alias``.

    A name without its legal form, or its first words, count too where the text uses them ("Halden" for
    "Halden Data, Inc."). Without a parties clause, companies that the head of the paper gives a short name.
    """
    groups: dict[str, set[str]] = {}
    for fact in document.facts:
        match = re.fullmatch(r"party_(\d+)(?:_alias)?", fact.name)
        if match and fact.value.lower() not in _GENERIC:
            names = groups.setdefault(match[1], set())
            names.add(" ".join(fact.value.lower().split()))
            short = _LEGAL_FORM.sub("", fact.value).strip()
            if len(short) > 2 and short != fact.value and document.text.count(short) > SHORT_USED:
                names.add(short.lower())
    if not groups:
        for number, match in enumerate(_DEFINED.finditer(document.text[:HEAD]), start=1):
            groups[f"defined {number}"] = {match["alias"].lower()}
    return _with_first_words(groups, document)


def _with_first_words(groups: dict[str, set[str]], document: ContractText) -> dict[str, set[str]]:
    """The groups with the first words of a party's name, where they can stand for nobody else."""
    firsts = {
        match[1]: _first_words(_LEGAL_FORM.sub("", fact.value).strip(), document.text)
        for fact in document.facts
        if (match := re.fullmatch(r"party_(\d+)", fact.name)) and match[1] in groups
    }
    found = {party: set(names) for party, names in groups.items()}
    for party, first in firsts.items():
        others = [
            name for other in groups if other != party for name in (*groups[other], firsts.get(other, ""))
        ]
        if first and not any(name.startswith(first) for name in others):
            found[party].add(first)
    return found


def _first_words(name: str, text: str) -> str:
    """The first words of a name, in lower case, by which the contract calls the party; empty if by none.

    A word that the text also uses in small letters, a place, or one that many names share is no name.
    """
    words = name.split()
    for length in range(min(WORDS, len(words) - 1), 0, -1):
        first = " ".join(words[:length]).rstrip(",")
        plain = first.lower()
        common = plain in _ANYBODY or _LINKED.search(plain) or PLACE.fullmatch(first) or CITY.fullmatch(first)
        if len(first) <= 2 or common or not first[0].isupper():
            continue
        used = len(re.findall(rf"\b{re.escape(first)}\b", text, re.IGNORECASE))
        whole = len(re.findall(re.escape(name), text, re.IGNORECASE))
        if used - whole >= OFTEN and not re.search(rf"\b{re.escape(plain)}\b", text):
            return plain
    return ""


def plain_name(name: str) -> str:
    """A company name for comparing: lower case, without punctuation and legal form."""
    return re.sub(
        r"[^a-z0-9 ]|\b(?:inc|llc|corp|corporation|ltd|limited|co|company|the|plc|lp|gmbh)\b",
        "",
        name.lower(),
    ).strip()


def _side_by_name(names: set[str], our_names: Iterable[str], vendor_names: Iterable[str]) -> Side | None:
    plain = {plain_name(name) for name in names} - {""}
    if plain & {plain_name(name) for name in our_names}:
        return Side.OURS
    return Side.THEIRS if plain & {plain_name(name) for name in vendor_names} else None


def _side_by_word(names: set[str]) -> Side | None:
    words = Counter[Side]()
    for name in names:
        last = name.split()[-1] if name.split() else ""
        words[Side.OURS] += last in OUR_WORDS or last in _BUYING
        words[Side.THEIRS] += last in THEIR_WORDS or last in _SERVING
    if words[Side.OURS] == words[Side.THEIRS]:
        return None
    return Side.OURS if words[Side.OURS] else Side.THEIRS
