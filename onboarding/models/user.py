"""Staff. Roles are groups, read from the database on every request, so a change holds at once."""

from enum import StrEnum

from django.contrib.auth.models import AbstractUser


class Role(StrEnum):
    REQUESTER = "requester"  # invites; sees own cases, no tax id
    TAX = "tax"
    LEGAL = "legal"  # sees no tax id
    MANAGER = "manager"  # insights, reassign, second approval
    ADMIN = "admin"
    AUDITOR = "auditor"  # reads everything masked, verifies the chain


class User(AbstractUser):
    """A member of staff. Vendors have no account: they hold a PortalLink."""

    @property
    def roles(self) -> frozenset[Role]:
        if not self.is_active:
            return frozenset()
        names = set(self.groups.values_list("name", flat=True))
        return frozenset(role for role in Role if role in names)

    def has_role(self, *wanted: Role) -> bool:
        return bool(self.roles & set(wanted))
