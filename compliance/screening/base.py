"""What a provider of outside checks is: small protocols and the questions put to them."""

from dataclasses import dataclass, field
from typing import Protocol

from compliance.types import CheckResult


@dataclass(frozen=True, slots=True)
class TinQuery:
    """Do this name and this tax id belong together? ``tin`` is nine digits and never shown.

    ``reference`` names the vendor for the provider and makes a repeated question recognisable; it must
    not be derived from the tax id.
    """

    name: str
    tin: str = field(repr=False)
    tin_type: str | None  # "ssn", "ein" or None when the form does not say
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NameQuery:
    """Is this name on the list? ``role`` says whose it is: name, business_name or signer."""

    name: str
    role: str = "name"
    person: bool | None = None  # None: not known
    country: str = ""
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class ClearedPair:
    """A hit that a person found to be another party. It counts for this list version and name only.

    ``name_hash`` is ``names.name_hash(name)``.
    """

    vendor: str
    ent_num: str
    list_version: str
    name_hash: str


class TinProvider(Protocol):
    """Answers TIN matching questions. ``sandbox`` providers invent their answers."""

    name: str
    sandbox: bool

    def match(self, query: TinQuery) -> CheckResult:
        """Return the outcome of kind TIN_MATCH; raise ProviderError when there is none."""
        ...


class SanctionsProvider(Protocol):
    """Screens names against a list."""

    name: str
    sandbox: bool

    def screen(self, query: NameQuery, cleared: frozenset[ClearedPair] = frozenset()) -> CheckResult:
        """Return the outcome of kind SANCTIONS; raise ProviderError when there is none."""
        ...
