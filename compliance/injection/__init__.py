"""Text that a person cannot see, or that talks to a model: found by rules, shown to a person, never obeyed.

The detectors know techniques, not wordings. Whatever they miss changes nothing either: findings come from
rules and the encoder, and a judge can only add (see ``judge.ratchet``).
"""

from compliance.injection.findings import scan, scan_name, scan_text
from compliance.injection.types import Suspicion

__all__ = ["Suspicion", "scan", "scan_name", "scan_text"]
