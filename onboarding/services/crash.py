"""Named points at which a test may let the process die. In production nothing is hooked in."""

from collections.abc import Callable

POINTS = (
    "intake.stored",
    "intake.before_commit",
    "intake.after_commit",
    "read.computed",
    "read.before_commit",
    "read.after_commit",
    "pages.before_spread",
    "pages.after_spread",
    "page.computed",
    "page.before_commit",
    "page.after_commit",
    "judge.before_commit",
    "judge.after_commit",
    "screen.before_commit",
    "advance.before_commit",
    "push.before_send",
    "push.after_send",
    "push.after_commit",
)

_hook: Callable[[str], None] | None = None


def install(hook: Callable[[str], None] | None) -> None:
    """Let ``hook(name)`` run at every point; None takes it away."""
    global _hook
    _hook = hook


def point(name: str) -> None:
    if _hook is not None:
        _hook(name)
