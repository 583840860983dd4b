"""The doors of judging: a contract against the playbook, a vendor against outside sources."""

from compliance.context import Precedent, ReviewContext
from compliance.review import review_contract
from compliance.screening import screen_vendor

__all__ = ["Precedent", "ReviewContext", "review_contract", "screen_vendor"]
