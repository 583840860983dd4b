"""Who buys and who sells, from what the parties do to each other in the whole contract."""

import re
from collections.abc import Iterable, Mapping

MAIN = 0.1  # share of all mentions that a party of the deal has at least
LEAST = 2  # signs from which they say something; and twice as many as speak against it
_WILL = r"\s+(?:shall|will|agrees?\s+to|must|hereby)\s+(?:\w+\s+)?"
_OFFERED = r"[^.;]{0,60}?\b(?:services?|support|maintenance|products?|goods|software|system|equipment)\b"


def buyer_and_seller(parties: Mapping[str, Iterable[str]], text: str) -> tuple[str, str] | None:
    """The keys of the buyer and of the seller; None when the signs are few or speak for both.

    ``parties`` gives the names that the contract uses for each. Who pays, orders and is invoiced buys; who is
    paid, invoices and provides sells. Of more than two parties the two that are named most are weighed.
    """
    words = {key: "|".join(re.escape(name) for name in names) for key, names in parties.items()}
    named = {key: len(re.findall(rf"\b(?:{names})\b", text, re.IGNORECASE)) for key, names in words.items()}
    main = sorted(
        (key for key in named if named[key] > MAIN * sum(named.values())), key=lambda key: -named[key]
    )
    if len(main) < 2:
        return None
    signs = {key: (_count(_buying(words[key]), text), _count(_selling(words[key]), text)) for key in main[:2]}
    one, other = main[:2]
    forth = signs[one][0] + signs[other][1]
    back = signs[one][1] + signs[other][0]
    if max(forth, back) < LEAST or max(forth, back) < 2 * min(forth, back):
        return None
    return (one, other) if forth > back else (other, one)


def _count(pattern: str, text: str) -> int:
    return sum(1 for _ in re.finditer(pattern, text, re.IGNORECASE))


def _buying(names: str) -> str:
    return (
        rf"\b(?:{names})\s+(?:desires?|wishes|intends)\s+(?:to\s+)?(?:retain|engage|hire|purchase|buy|procure|obtain)\b"
        rf"|\b(?:{names}){_WILL}(?:be|become)\s+(?:the|an?)\s+(?:\w+\s+){{0,2}}?sponsor\b"
        rf"|\b(?:{names}){_WILL}(?:pay|reimburse|compensate|purchase|order)\b"
        rf"|\b(?:invoice|bill)\s+(?:the\s+)?(?:{names})\b|\b(?:payable|purchased|ordered)\s+by\s+(?:the\s+)?(?:{names})\b"
    )


def _selling(names: str) -> str:
    return (
        rf"\b(?:retain|engage|hire)s?\s+(?:the\s+)?(?:{names})\b"
        rf"|\b(?:{names}){_WILL}(?:invoice|bill|sell|manufacture|host)\b"
        rf"|\b(?:{names}){_WILL}(?:provide|perform|render|supply|deliver|furnish){_OFFERED}"
        rf"|\b(?:pay|paid|payable|due|owed)\s+to\s+(?:the\s+)?(?:{names})\b"
        rf"|\b(?:shall|will|must|agrees\s+to)\s+(?:pay|reimburse|compensate)\s+(?:the\s+)?(?:{names})\b"
    )
