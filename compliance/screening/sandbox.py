"""Invented answers for trying Vouch out and for tests; a system check refuses ``sandbox`` in production.

Magic tax ids, for either box (everything else matches its name):

| digits    | answer of the TIN match                          |
|-----------|--------------------------------------------------|
| 129990002 | mismatch: name and number do not belong together |
| 129990003 | unknown: the number is not issued yet            |
| 129990004 | unavailable, try again                           |
| 129990005 | unavailable for good (the account is locked)     |

Magic words in the name: ``MISMATCH``, ``UNKNOWNTIN`` and ``TINDOWN`` do the same for any tax id;
``SANCTIONSDOWN`` makes the sanctions list unavailable. A possible sanctions match comes from the real
matcher over the invented list below, for example "Zephyr Blockade Trading LLC" or "Ivan Sandboxov".
"""

from compliance.screening.base import ClearedPair, NameQuery, TinQuery
from compliance.screening.index import ListName, SanctionsIndex
from compliance.screening.sanctions import ListSanctions
from compliance.types import CheckKind, CheckOutcome, CheckResult, ProviderError

MISMATCH_TIN = "129990002"
UNKNOWN_TIN = "129990003"
DOWN_TIN = "129990004"
LOCKED_TIN = "129990005"
LIST_VERSION = "sandbox-1"

INVENTED_LIST = (
    ListName("900001", "ZEPHYR BLOCKADE TRADING COMPANY", "entity", programs=("SANDBOX",)),
    ListName("900001", "ZBT HOLDINGS", "entity", alias="aka", programs=("SANDBOX",)),
    ListName("900002", "SANDBOXOV, Ivan Sergeyevich", "individual", programs=("SANDBOX",)),
    ListName("900003", "AL-QASR SANDWORKS", "entity", programs=("SANDBOX",)),
    ListName("900004", "MOCKTARI, Muhammad Husayn", "individual", programs=("SANDBOX",)),
    ListName("900005", "MV PRETEND STAR", "vessel", programs=("SANDBOX",)),
)

_OUTCOMES = {
    MISMATCH_TIN: (CheckOutcome.MISMATCH, "The name and the tax id do not belong together."),
    UNKNOWN_TIN: (CheckOutcome.UNKNOWN, "The tax id is not issued (or not yet listed)."),
}
_WORDS = {"MISMATCH": MISMATCH_TIN, "UNKNOWNTIN": UNKNOWN_TIN, "TINDOWN": DOWN_TIN}


class SandboxTin:
    """TIN matching by magic values."""

    name = "sandbox"
    sandbox = True

    def match(self, query: TinQuery) -> CheckResult:
        magic = query.tin
        for word, stands_for in _WORDS.items():
            if word in query.name.upper().split():
                magic = stands_for
        if magic == DOWN_TIN:
            raise ProviderError("tin_provider_down", "The tax id service does not answer.", permanent=False)
        if magic == LOCKED_TIN:
            raise ProviderError(
                "tin_provider_locked", "The tax id service refused the account.", permanent=True
            )
        outcome, reason = _OUTCOMES.get(
            magic, (CheckOutcome.CLEAR, "The name and the tax id belong together.")
        )
        return CheckResult(
            CheckKind.TIN_MATCH, self.name, outcome, reason, request_id=f"sandbox-{query.reference}"
        )


class SandboxSanctions:
    """The real matcher over an invented list."""

    name = "sandbox"
    sandbox = True

    def __init__(self) -> None:
        self._inner = ListSanctions(SanctionsIndex(INVENTED_LIST, LIST_VERSION), self.name)

    def screen(self, query: NameQuery, cleared: frozenset[ClearedPair] = frozenset()) -> CheckResult:
        if "SANCTIONSDOWN" in query.name.upper().split():
            raise ProviderError("sanctions_down", "The sanctions list is not available.", permanent=False)
        return self._inner.screen(query, cleared)
