"""What a rule is: a code, a severity, a sentence, a source and a question about the facts of one form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extraction.types import Issue
from extraction.w9 import readings
from extraction.w9.reconcile import OCRS, Readout
from extraction.w9.revisions import Revision, revisions
from extraction.w9.rules.settings import RuleSettings
from extraction.w9.values import applied_for

ERROR, WARNING = "error", "warning"
ORDER: list["Rule"] = []


@dataclass(frozen=True, slots=True)
class Facts:
    """One form as the rules see it. Every text is "" when the field is empty."""

    readout: Readout
    today: date
    settings: RuleSettings

    @classmethod
    def of(cls, readout: Readout, *, today: date, settings: RuleSettings) -> "Facts":
        """The facts of a form that was read."""
        return cls(readout, today, settings)

    def text(self, name: str) -> str:
        """The value of a field as text."""
        found = self.readout.fields.get(name)
        return str(found.value) if found and found.value else ""

    def firm(self, name: str) -> bool:
        """May a vendor be told that this value is wrong? Not when it may be our reading that is wrong.

        An OCR reading is firm when two readings say the same and none is far from it in length.
        """
        found = self.readout.fields.get(name)
        if found is None:
            return False
        if found.source not in OCRS:
            return True
        said = [one.value for one in found.witnesses if one.value]
        return said.count(str(found.value)) > 1 and len({len(value) for value in said}) == 1

    def shown(self, *places: str) -> bool:
        """Can all these fields of the form be seen to be empty? Not what is cut off or drawn with a pen."""
        if readings.SUBSTITUTE in self.readout.problems and not all(map(self._located, places)):
            return False
        flags = self.readout.flags
        unseen = {readings.NOT_SHOWN, readings.DRAWN}
        return not any(unseen & flags.get(place, frozenset()) for place in places)

    def _located(self, place: str) -> bool:
        """Was the place of this field found on a form that is not the official one?"""
        public = {"signature": "signed", "city_state_zip": "city"}.get(place, place)
        return public in self.readout.fields

    @property
    def classification(self) -> str:
        """The only classification that is ticked, or ""."""
        return self.text("classification")

    @property
    def checked(self) -> tuple[str, ...]:
        """Every classification that is ticked."""
        return self.readout.checked

    @property
    def applied(self) -> bool:
        """Does a tax id field say that the number has been applied for?"""
        return any(applied_for(self.readout.raw.get(name, "")) for name in ("ssn", "ein"))

    @property
    def signed_on(self) -> date | None:
        """The date beside the signature; None when there is none or it is not a date."""
        try:
            return date.fromisoformat(self.text("signature_date"))
        except ValueError:
            return None

    @property
    def signed(self) -> bool:
        """Is anything in the signature field?"""
        found = self.readout.fields.get("signed")
        return bool(found and found.value)

    @property
    def revision(self) -> Revision | None:
        """The revision, when it is an official one."""
        return revisions().get(self.readout.revision)

    @property
    def blank(self) -> bool:
        """Nobody has filled anything in."""
        filled = any(field.value for field in self.readout.fields.values())
        return not filled and not self.checked and not any(self.readout.flags.values())


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``source`` names the line of the form or of its instructions that it comes from."""

    code: str
    severity: str
    field: str | None
    sentence: str
    source: str
    test: Callable[[Facts], bool]

    def applies(self, facts: Facts) -> bool:
        """Is the rule on, and is this wrong with the form?"""
        return self.code not in facts.settings.off and self.test(facts)

    def issue(self, facts: Facts) -> Issue:
        """The finding, at the field it is about."""
        found = facts.readout.fields.get(self.field or "")
        return Issue(
            code=self.code,
            severity=self.severity,
            message=self.sentence,
            field=self.field,
            page=facts.readout.page,
            box=found.box if found else None,
        )


def rule(
    code: str, severity: str, field: str | None, sentence: str, source: str
) -> Callable[[Callable[[Facts], bool]], Rule]:
    """Register the decorated question under ``code``."""

    def register(test: Callable[[Facts], bool]) -> Rule:
        made = Rule(code, severity, field, sentence, source, test)
        ORDER.append(made)
        return made

    return register


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the form."""
    return tuple(ORDER)
