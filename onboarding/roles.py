"""Who may do what: one place that portal, review, API and admin ask."""

from onboarding.models import Case, ReviewItem, Role, User

STAFF = (Role.TAX, Role.LEGAL, Role.MANAGER, Role.ADMIN, Role.AUDITOR)
QUEUE_ROLES: dict[str, tuple[Role, ...]] = {
    "tax": (Role.TAX, Role.MANAGER),
    "legal": (Role.LEGAL, Role.MANAGER),
    "intake": (Role.TAX, Role.LEGAL, Role.MANAGER),
}
ACTION_ROLES: dict[str, tuple[Role, ...]] = {
    "see_tin": (Role.TAX, Role.MANAGER),
    "assign": (Role.MANAGER,),
    "invite": (Role.REQUESTER, Role.TAX, Role.MANAGER, Role.ADMIN),
    "withdraw": (Role.REQUESTER, Role.MANAGER, Role.ADMIN),
    "see_insights": (Role.MANAGER, Role.ADMIN, Role.AUDITOR),
    "admin": (Role.ADMIN,),
    "audit": (Role.AUDITOR, Role.ADMIN),
    "resend": (Role.MANAGER, Role.ADMIN),
}


def may(user: User, action: str, obj: Case | ReviewItem | None = None) -> bool:
    """True when ``user`` may. Actions: those of ACTION_ROLES, see_case, see_item and decide."""
    if action == "see_case":
        assert isinstance(obj, Case)
        return user.has_role(*STAFF) or (user.has_role(Role.REQUESTER) and obj.requester_id == user.pk)
    if action in {"see_item", "decide"}:
        assert isinstance(obj, ReviewItem)
        return _item(user, action, obj)
    return user.has_role(*ACTION_ROLES[action])


def _item(user: User, action: str, item: ReviewItem) -> bool:
    if action == "see_item":
        return user.has_role(*QUEUE_ROLES[item.queue], Role.AUDITOR, Role.ADMIN)
    own = item.case.requester_id == user.pk  # four eyes: nobody approves a case they asked for
    return user.has_role(*QUEUE_ROLES[item.queue]) and not own
