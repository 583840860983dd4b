"""What a clause says in numbers and directions: ``read_terms(View(text, roles)) -> tuple[Term, ...]``.

Deterministic: the same words always give the same terms, each with its place in the clause.
"""

from compliance.terms.audits import audits
from compliance.terms.base import Extractor, Side, Term, TermName, View
from compliance.terms.duties import duties
from compliance.terms.exits import exits
from compliance.terms.flags import flags
from compliance.terms.law import law
from compliance.terms.liability import liability
from compliance.terms.payment import payment
from compliance.terms.renewal import renewal
from compliance.terms.roles import Roles
from compliance.terms.sides import roles_of

__all__ = ["Roles", "Side", "Term", "TermName", "View", "read_terms", "roles_of"]

EXTRACTORS: tuple[Extractor, ...] = (liability, renewal, exits, payment, law, duties, audits, flags)


def read_terms(view: View) -> tuple[Term, ...]:
    """Every term of one clause, in the order of its text."""
    found = [term for extractor in EXTRACTORS for term in extractor(view)]
    return tuple(sorted(found, key=lambda term: (term.start, term.end, term.name)))
