"""Outside checks of a vendor: tax id and sanctions, behind small provider protocols."""

from compliance.screening.base import ClearedPair, NameQuery, SanctionsProvider, TinProvider, TinQuery
from compliance.screening.names import Thresholds, name_hash
from compliance.screening.sandbox import SandboxSanctions, SandboxTin
from compliance.screening.screen import screen_vendor
from compliance.screening.tin import TinKind, check_structure, kind_of

__all__ = [
    "ClearedPair",
    "NameQuery",
    "SanctionsProvider",
    "SandboxSanctions",
    "SandboxTin",
    "Thresholds",
    "TinKind",
    "TinProvider",
    "TinQuery",
    "check_structure",
    "kind_of",
    "name_hash",
    "screen_vendor",
]
