"""Small pieces of markup that every screen shares: icons, badges, ages, differences of wording."""

import re
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from onboarding import wording
from onboarding.workflow.states import WORDS, State

register = template.Library()

# state or outcome -> (badge class, icon, word). One table, so that a thing looks the same everywhere.
BADGES: dict[str, tuple[str, str, str]] = {
    "invited": ("", "mail", WORDS[State.INVITED]),
    "collecting": ("", "inbox", WORDS[State.COLLECTING]),
    "processing": ("busy", "busy", WORDS[State.PROCESSING]),
    "action_required": ("warn", "alert", WORDS[State.ACTION_REQUIRED]),
    "in_review": ("busy", "user", WORDS[State.IN_REVIEW]),
    "approved": ("ok", "check-circle", WORDS[State.APPROVED]),
    "active": ("ok", "check-circle", WORDS[State.ACTIVE]),
    "rejected": ("bad", "cross", WORDS[State.REJECTED]),
    "withdrawn": ("", "out", WORDS[State.WITHDRAWN]),
    "failed": ("bad", "error", WORDS[State.FAILED]),
    "due": ("", "circle", "Needed"),
    "checking": ("busy", "busy", "Checking"),
    "error": ("warn", "alert", "Please fix"),
    "satisfied": ("ok", "check-circle", "Done"),
    "low": ("", "info", "Low"),
    "medium": ("warn", "info", "Medium"),
    "high": ("bad", "alert", "High"),
    "critical": ("bad", "error", "Critical"),
    "received": ("busy", "busy", "Checking"),
    "needs_human": ("busy", "user", "With our team"),
    "accepted": ("ok", "check-circle", "Accepted"),
    "not_accepted": ("bad", "cross", "Not accepted"),
    "warning": ("warn", "info", "Remark"),
    "remarked": ("warn", "alert", "Accepted, with a remark"),
    "superseded": ("", "file", "Replaced"),
    "clear": ("ok", "check-circle", "Clear"),
    "mismatch": ("bad", "cross", "Mismatch"),
    "unknown": ("warn", "info", "Unknown"),
    "invalid": ("bad", "cross", "Invalid"),
    "possible_match": ("warn", "alert", "Possible match"),
    "unavailable": ("warn", "clock", "No answer"),
    "open": ("busy", "circle", "Open"),
    "decided": ("ok", "check", "Decided"),
    "accept": ("ok", "check", "Risk accepted"),
    "ask_vendor": ("warn", "send", "Vendor asked"),
    "reject": ("bad", "cross", "Rejected"),
    "escalate": ("warn", "up", "Escalated"),
    "obsolete": ("", "check", "No longer needed"),
    "queued": ("busy", "clock", "Waiting"),
    "running": ("busy", "busy", "At work"),
    "cancelled": ("", "cross", "Cancelled"),
    "done": ("ok", "check-circle", "Done"),
    "dead": ("bad", "error", "Needs a person"),
}


# How a moment is written; app.js knows the same names.
MOMENTS = {
    "short": "j M, H:i",
    "long": "j M Y, H:i",
    "exact": "j M Y, H:i:s",
    "clock": "H:i:s",
    "day": "j M Y",
}

register.filter("words", wording.words)
register.filter("masked", wording.masked)
register.filter("concluded", wording.concluded)
register.filter("revision", wording.revision)
register.filter("plain_day", wording.day)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon from the sprite, hidden from screen readers: the word beside it says the same."""
    sprite = static("onboarding/icons/sprite.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        sprite,
        name,
    )


@register.simple_tag
def badge(code: object, text: str = "") -> SafeString:
    """Icon and word for a state, severity or outcome; unknown codes show their own words."""
    kind, symbol, word = BADGES.get(str(code), ("", "dot", wording.words(code)))
    spin = "spin" if symbol == "busy" else ""
    return format_html(
        '<span class="badge {}">{}{}</span>',
        f"badge-{kind}" if kind else "",
        icon(symbol, spin),
        text or word,
    )


@register.filter
def file_state(status: str) -> str:
    """A document's status as its badge; a remark on a file is not the severity of that name."""
    return {"warning": "remarked", "rejected": "not_accepted"}.get(status, status)


@register.simple_tag
def badge_icon(code: object) -> SafeString:
    """Only the icon of a state, for places that print the word themselves."""
    _, symbol, _ = BADGES.get(str(code), ("", "dot", ""))
    return icon(symbol, "spin" if symbol == "busy" else "")


@register.filter
def span(delta: timedelta | None) -> str:
    """A length of time in its largest unit: ``3 d``, ``5 h``, ``12 min``."""
    if delta is None:
        return "–"
    minutes = int(abs(delta.total_seconds()) // 60)
    if minutes >= 48 * 60:
        return f"{minutes // 1440} d"
    return f"{minutes // 60} h" if minutes >= 90 else f"{minutes} min"


@register.filter
def hours(value: float | None) -> str:
    """Hours as people say them: minutes below one hour and a half."""
    return "–" if value is None else span(timedelta(hours=value)) if value < 1.5 else f"{value:.1f} h"


@register.filter
def age(moment: datetime | None) -> str:
    """How long ago, or how long until, without a sign."""
    return "–" if moment is None else span(timezone.now() - moment)


@register.simple_tag
def when(moment: datetime | str | None, style: str = "short") -> SafeString:
    """A moment in UTC, which the page's script says in the reader's own time zone. ``style``: see MOMENTS."""
    known = parse_datetime(moment) if isinstance(moment, str) else moment
    if known is None:
        return format_html("{}", moment or "–")
    style = "long" if style == "short" and known.year != timezone.now().year else style
    exact = date_format(known, "j F Y, H:i:s")
    return format_html(
        '<time datetime="{}" data-when="{}" title="{} UTC">{}</time>',
        known.isoformat(),
        style,
        exact,
        date_format(known, MOMENTS[style]),
    )


@register.filter
def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment < timezone.now()


@register.filter
def percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.0f} %"


@register.filter
def score(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


@register.simple_tag
def wording_diff(ours: str, theirs: str) -> SafeString:
    """Word-level difference from ``theirs`` (struck out) to ``ours`` (underlined)."""
    old, new = re.findall(r"\S+\s*", theirs), re.findall(r"\S+\s*", ours)
    parts: list[tuple[str, str, str]] = []
    for op, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(("span", "".join(old[a0:a1]), "span"))
            continue
        parts.extend(("del", text, "del") for text in ["".join(old[a0:a1])] if text)
        parts.extend(("ins", text, "ins") for text in ["".join(new[b0:b1])] if text)
    return format_html_join("", "<{}>{}</{}>", parts)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The current query string with some keys changed; None or an empty value drops a key."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.filter
def check_name(kind: str) -> str:
    return wording.CHECKS.get(kind, wording.words(kind))
