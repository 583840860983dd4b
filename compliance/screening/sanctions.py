"""A sanctions provider over a list in memory: the answer explains itself and names the list version."""

from compliance.screening.base import ClearedPair, NameQuery
from compliance.screening.index import Hit, SanctionsIndex
from compliance.screening.names import name_hash, prepare
from compliance.types import CheckKind, CheckOutcome, CheckResult

_SHOWN = 5


class ListSanctions:
    """Screens against one index. A hit is never cleared here except by a remembered decision."""

    sandbox = False

    def __init__(self, index: SanctionsIndex, name: str = "ofac") -> None:
        self.name = name
        self.index = index

    def screen(self, query: NameQuery, cleared: frozenset[ClearedPair] = frozenset()) -> CheckResult:
        """CLEAR, POSSIBLE_MATCH, or UNKNOWN when the name holds no word that could be compared."""
        if not prepare(query.name, person=bool(query.person)).tokens:
            return self._result(query, CheckOutcome.UNKNOWN, "The name has no word that can be screened.")
        hits = self.index.search(query.name, person=query.person)
        open_hits = [h for h in hits if not self._is_cleared(query, h, cleared)]
        if open_hits:
            return self._matched(query, open_hits)
        if hits:
            reason = f"{len(hits)} like names on the list, each found to be another party before."
            return self._result(query, CheckOutcome.CLEAR, reason, {"cleared": str(len(hits))})
        return self._result(query, CheckOutcome.CLEAR, "No name on the list is like this one.")

    def _is_cleared(self, query: NameQuery, hit: Hit, cleared: frozenset[ClearedPair]) -> bool:
        if not query.vendor:
            return False
        pair = ClearedPair(query.vendor, hit.entry.ent_num, self.index.version, name_hash(query.name))
        return pair in cleared

    def _matched(self, query: NameQuery, hits: list[Hit]) -> CheckResult:
        best = hits[0]
        probable = best.score >= self.index.thresholds.probable
        detail = {"hits": str(len(hits)), "strength": "probable" if probable else "possible"}
        for number, hit in enumerate(hits[:_SHOWN], 1):
            detail[f"hit_{number}"] = _describe(hit)
            detail[f"hit_{number}_ent_num"] = hit.entry.ent_num
        detail["name_hash"] = name_hash(query.name)
        if query.country and best.entry.countries:
            same = query.country.upper() in best.entry.countries
            detail["country"] = "agrees" if same else "differs"
        reason = (
            f"The {_ROLE.get(query.role, 'name')} is like a name on the sanctions list: a person must look."
        )
        return self._result(query, CheckOutcome.POSSIBLE_MATCH, reason, detail, best.score)

    def _result(
        self,
        query: NameQuery,
        outcome: CheckOutcome,
        reason: str,
        detail: dict[str, str] | None = None,
        score: float | None = None,
    ) -> CheckResult:
        return CheckResult(
            kind=CheckKind.SANCTIONS,
            provider=self.name,
            outcome=outcome,
            reason=reason,
            score=score,
            list_version=self.index.version,
            detail={"role": query.role, **(detail or {})},
        )


_ROLE = {"name": "name on line 1", "business_name": "business name", "signer": "signer's name"}


def _describe(hit: Hit) -> str:
    programs = ", ".join(hit.entry.programs) or "no program given"
    return (
        f"{hit.entry.name} ({hit.entry.alias}, {hit.entry.kind}, {programs}) score {hit.score:.2f}: {hit.why}"
    )
