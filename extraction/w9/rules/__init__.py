"""The rule pack: what is wrong with a W-9 that was read, each finding with a code and a sentence.

``check(readout, settings, today)`` runs every rule that is on. A rule is a small function registered with
its code, severity, source and the sentence that a vendor can act on.
"""

from datetime import date

from extraction.types import Issue
from extraction.w9.reconcile import Readout
from extraction.w9.rules import classification, form, line_values, payee, signature, tin
from extraction.w9.rules.base import Facts, Rule, all_rules
from extraction.w9.rules.settings import RuleSettings, load_settings

__all__ = ["Facts", "Rule", "RuleSettings", "all_rules", "check", "load_settings"]

PACK = (form, payee, classification, line_values, tin, signature)  # importing them registers their rules


def check(readout: Readout, *, today: date, settings: RuleSettings | None = None) -> tuple[Issue, ...]:
    """Every finding about one form, in the order of the form's lines.

    A page with two forms has one finding, and so has one too coarse to be read, where anything else may be
    our misreading, and a form with nothing on it, ``blank_form``: the rest would only repeat it.
    """
    facts = Facts.of(readout, today=today, settings=settings or load_settings())
    for alone in (form.two_forms, form.low_resolution, form.blank_form):
        if alone.applies(facts):
            return (alone.issue(facts),)
    return tuple(rule.issue(facts) for rule in all_rules() if rule.applies(facts))
