"""The checks a policy makes on what a clause says, read from its front matter and applied to terms.

One check names one term and one limit: ``max`` or ``min`` (in the term's unit), ``forbid: true``,
``allow: [...]`` (words), or ``expect: true`` (the clause is there but does not say it).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from compliance.policy_errors import PolicyError
from compliance.terms import Side, Term, TermName
from compliance.types import Severity

_KEYS = frozenset(
    [
        "code",
        "term",
        "max",
        "min",
        "forbid",
        "allow",
        "expect",
        "when",
        "when_side",
        "side",
        "severity",
        "reason",
    ]
)
_LIMITS = ("max", "min", "forbid", "allow", "expect")


@dataclass(frozen=True, slots=True)
class Check:
    """``limit`` is a number for max and min, words for allow, True for forbid and expect."""

    code: str
    term: TermName
    kind: str
    limit: Decimal | tuple[str, ...] | bool
    sides: frozenset[Side]
    severity: Severity | None
    reason: str
    when: frozenset[TermName] = frozenset()  # for expect: the terms that show that the clause is there

    when_sides: frozenset[Side] = frozenset()

    def anchored(self, term: Term) -> bool:
        """True when this term shows that the clause, of which more is expected, is there."""
        return term.name in self.when and (not self.when_sides or term.side in self.when_sides)

    def about(self, term: Term) -> bool:
        return term.name is self.term and (not self.sides or term.side in self.sides)

    def breaks(self, term: Term) -> bool:
        """True when this term is what the check forbids."""
        if not self.about(term) or self.kind == "expect":
            return False
        if isinstance(self.limit, Decimal) and isinstance(term.value, Decimal):
            return term.value > self.limit if self.kind == "max" else term.value < self.limit
        if isinstance(self.limit, tuple):
            return str(term.value) not in self.limit
        return self.kind == "forbid" and bool(term.value)

    def missing(self, terms: Iterable[Term]) -> bool:
        """True when this check expects something that none of the terms says."""
        return self.kind == "expect" and not any(self.about(term) for term in terms)

    def sentence(self, term: Term | None) -> str:
        """The reason in one plain sentence, with the clause's own numbers."""
        limit = f"{self.limit.normalize():f}" if isinstance(self.limit, Decimal) else ""
        shown = term.shown if term else ""
        value = f"{term.value.quantize(Decimal(1)):f}" if term and isinstance(term.value, Decimal) else shown
        return self.reason.format(shown=shown, value=value, limit=limit)


def read_checks(value: object, file: str) -> tuple[Check, ...]:
    """The ``checks`` list of a policy. Raises PolicyError."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise PolicyError(
            file, "checks", "bad_value", "checks must be a list, each with code, term, limit and reason"
        )
    checks = tuple(_check(item, file) for item in value)
    if len({check.code for check in checks}) != len(checks):
        raise PolicyError(file, "checks", "duplicate_code", "two checks of this policy share a code")
    return checks


def _check(item: Mapping[str, Any], file: str) -> Check:
    for key in item:
        if key not in _KEYS:
            raise PolicyError(
                file, f"checks.{key}", "unknown_key", f"known keys are {', '.join(sorted(_KEYS))}"
            )
    code, reason = item.get("code"), item.get("reason")
    if not isinstance(code, str) or not isinstance(reason, str):
        raise PolicyError(file, "checks", "missing_key", "every check needs a code and a reason")
    kinds = [key for key in _LIMITS if key in item]
    if len(kinds) != 1:
        raise PolicyError(file, f"checks.{code}", "bad_limit", f"name exactly one of {', '.join(_LIMITS)}")
    return Check(
        code=code,
        term=_term(item.get("term"), code, file),
        kind=kinds[0],
        limit=_limit(kinds[0], item[kinds[0]], code, file),
        sides=_sides(item.get("side"), code, file),
        severity=_severity(item.get("severity"), code, file),
        reason=_reason(reason, code, file),
        when_sides=_sides(item.get("when_side"), code, file),
        when=_when(item.get("when", []), kinds[0], code, file),
    )


def _term(value: object, code: str, file: str) -> TermName:
    try:
        return TermName(str(value))
    except ValueError as error:
        raise PolicyError(
            file, f"checks.{code}", "unknown_term", f"{value!r} is no term that can be read"
        ) from error


def _when(value: object, kind: str, code: str, file: str) -> frozenset[TermName]:
    if not isinstance(value, list) or (kind == "expect") != bool(value):
        raise PolicyError(
            file, f"checks.{code}", "bad_when", "expect needs when: [terms], other limits have none"
        )
    return frozenset(_term(item, code, file) for item in value)


def _limit(kind: str, value: object, code: str, file: str) -> Decimal | tuple[str, ...] | bool:
    if kind in {"max", "min"} and isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if kind == "allow" and isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    if kind in {"forbid", "expect"} and value is True:
        return True
    raise PolicyError(file, f"checks.{code}", "bad_limit", f"{value!r} is no limit for {kind}")


def _sides(value: object, code: str, file: str) -> frozenset[Side]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    try:
        return frozenset(Side(str(item)) for item in items)
    except ValueError as error:
        raise PolicyError(
            file, f"checks.{code}", "bad_side", "sides are ours, theirs, both, unknown"
        ) from error


def _severity(value: object, code: str, file: str) -> Severity | None:
    try:
        return None if value is None else Severity(str(value))
    except ValueError as error:
        raise PolicyError(
            file, f"checks.{code}", "bad_severity", f"{value!r} is none of {', '.join(Severity)}"
        ) from error


def _reason(reason: str, code: str, file: str) -> str:
    try:
        reason.format(shown="", value="", limit="")
    except (KeyError, IndexError, ValueError) as error:
        raise PolicyError(
            file, f"checks.{code}", "bad_reason", "a reason may use {shown}, {value} and {limit}"
        ) from error
    return reason
