"""The doors of judging: a contract against the playbook, a vendor against outside sources."""

from compliance.screening import screen_vendor

__all__ = ["screen_vendor"]
