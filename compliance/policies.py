"""The playbook: one policy a file, markdown with YAML front matter, read strictly.

A file that cannot be trusted stops the load with its name, the key and a code (``PolicyError``), so that a
typing slip never switches a protection off in silence.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from compliance.paper_kind import PaperKind
from compliance.policy_checks import Check, read_checks
from compliance.policy_errors import PolicyError
from compliance.types import Severity

PLAYBOOK = Path(__file__).parent / "playbook"
OWNERS = frozenset({"legal", "security", "finance", "privacy", "procurement"})
SECTIONS = ("Preferred", "Fallback", "Walk-away", "Rationale", "Fallback wording", "Examples")
_KEYS = frozenset(
    [
        "id",
        "title",
        "categories",
        "question",
        "severity",
        "severity_by_value",
        "owner",
        "required",
        "missing",
        "required_when",
        "required_from",
        "applies_to",
        "cues",
        "presence",
        "checks",
    ]
)

__all__ = ["Playbook", "Policy", "PolicyError", "load_playbook", "parse_policy"]


@dataclass(frozen=True)
class Policy:
    """The company's position on one kind of clause. ``version`` is the first 12 hex digits of its SHA-256."""

    id: str
    title: str
    categories: tuple[str, ...]
    question: str
    severity: Severity
    severity_by_value: tuple[tuple[Decimal, Severity], ...]
    owner: str
    required: bool
    missing: Severity  # how bad its absence is; default its severity
    required_when: tuple[str, ...]  # words of the contract without which it is not required
    required_from: Decimal  # contract value in US dollars below which it is not required
    applies_to: frozenset[PaperKind]  # the kinds of paper it is required of; none means all
    cues: tuple[str, ...]
    presence: tuple[str, ...]  # sides that the mere presence of such a clause must not bind
    checks: tuple[Check, ...]
    preferred: str
    fallback: str
    walk_away: str
    rationale: str
    fallback_wording: str
    examples_ok: tuple[str, ...]
    examples_bad: tuple[str, ...]
    version: str
    source_text: str = field(repr=False, default="")

    def severity_at(self, value: Decimal | None, base: Severity | None = None) -> Severity:
        """The severity for a contract of this value: never below ``base`` (default the policy's own)."""
        steps = [step for limit, step in self.severity_by_value if value is not None and value >= limit]
        return max([base or self.severity, *steps], key=lambda severity: severity.rank)


@dataclass(frozen=True)
class Playbook:
    """All policies in force. ``version`` changes with any word of any policy."""

    policies: tuple[Policy, ...]

    @cached_property
    def version(self) -> str:
        joined = "\n".join(sorted(f"{policy.id}:{policy.version}" for policy in self.policies))
        return hashlib.sha256(joined.encode()).hexdigest()[:12]

    @cached_property
    def _index(self) -> Mapping[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    def by_id(self, policy: str) -> Policy | None:
        return self._index.get(policy)

    def for_category(self, category: str) -> tuple[Policy, ...]:
        """The policies that speak about a category."""
        return tuple(policy for policy in self.policies if category in policy.categories)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Every category that a policy names, in order of first use."""
        return tuple(dict.fromkeys(category for policy in self.policies for category in policy.categories))


def load_playbook(folder: Path | None = None) -> Playbook:
    """Every ``*.md`` of the folder (default: the shipped playbook), sorted by name.

    Raises PolicyError for the first file, key or section that is wrong, and for an id used twice.
    """
    return _shipped() if folder is None else _load(folder)


@cache
def _shipped() -> Playbook:
    return _load(PLAYBOOK)


def _load(folder: Path) -> Playbook:
    policies = [parse_policy(path.read_text("utf-8"), file=path.name) for path in sorted(folder.glob("*.md"))]
    if not policies:
        raise PolicyError(str(folder), "", "empty_playbook", "there is no policy in this folder")
    return assemble(policies)


def assemble(policies: Iterable[Policy]) -> Playbook:
    """A playbook of these policies. Raises PolicyError when two share an id."""
    seen: set[str] = set()
    kept = tuple(policies)
    for policy in kept:
        if policy.id in seen:
            raise PolicyError(policy.id, "id", "duplicate_id", f"two policies are called {policy.id}")
        seen.add(policy.id)
    return Playbook(kept)


def parse_policy(text: str, *, file: str) -> Policy:
    """One policy from its markdown. Raises PolicyError naming ``file``, the key and a code."""
    front, body = _front(text, file)
    sections = _sections(body, file)
    ok, bad = _examples(sections["Examples"], file)
    return Policy(
        id=_id(front, file),
        title=_text(front, "title", file),
        categories=_strings(front, "categories", file, empty=False),
        question=_text(front, "question", file),
        severity=_severity(front.get("severity"), "severity", file),
        severity_by_value=_by_value(front, file),
        owner=_owner(front, file),
        required=_flag(front, "required", file),
        missing=_severity(front.get("missing", front.get("severity")), "missing", file),
        required_when=_strings(front, "required_when", file),
        required_from=_amount(front, "required_from", file),
        applies_to=_kinds(front, file),
        cues=_strings(front, "cues", file, empty=False),
        presence=_sides(front, file),
        checks=read_checks(front.get("checks", []), file),
        preferred=sections["Preferred"],
        fallback=sections["Fallback"],
        walk_away=sections["Walk-away"],
        rationale=sections["Rationale"],
        fallback_wording=sections["Fallback wording"],
        examples_ok=ok,
        examples_bad=bad,
        version=hashlib.sha256("\n".join(text.split()).encode()).hexdigest()[:12],
        source_text=text,
    )


def _front(text: str, file: str) -> tuple[dict[str, Any], str]:
    match = re.match(r"\A---\n(.*?)\n---\n(.*)\Z", text.replace("\r\n", "\n"), re.DOTALL)
    if not match:
        raise PolicyError(
            file, "", "no_front_matter", "the file must begin with a block between two lines of ---"
        )
    try:
        front = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise PolicyError(file, "", "bad_yaml", " ".join(str(error).split())) from error
    if not isinstance(front, dict):
        raise PolicyError(file, "", "bad_yaml", "the front matter must be a list of key: value")
    for key in front:
        if key not in _KEYS:
            raise PolicyError(file, str(key), "unknown_key", f"known keys are {', '.join(sorted(_KEYS))}")
    return front, match[2]


def _sections(body: str, file: str) -> dict[str, str]:
    parts = re.split(r"^## +(.+?) *$", body, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
    for name in found:
        if name not in SECTIONS:
            raise PolicyError(file, name, "unknown_section", f"sections are {', '.join(SECTIONS)}")
    for name in SECTIONS:
        if not found.get(name):
            raise PolicyError(file, name, "missing_section", f"the section {name} is missing or empty")
    return found


def _examples(section: str, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found: dict[str, list[str]] = {"ok": [], "bad": []}
    for line in filter(None, (line.strip() for line in section.splitlines())):
        match = re.match(r"- (ok|bad): (.+)$", line)
        if not match:
            raise PolicyError(
                file, "Examples", "bad_example", f"write '- ok: ...' or '- bad: ...', not {line[:40]!r}"
            )
        found[match[1]].append(match[2])
    for key, sentences in found.items():
        if not sentences:
            raise PolicyError(
                file, "Examples", "missing_example", f"at least one '- {key}:' sentence is needed"
            )
    return tuple(found["ok"]), tuple(found["bad"])


def _id(front: Mapping[str, Any], file: str) -> str:
    name = _text(front, "id", file)
    if not re.fullmatch(r"[a-z][a-z0-9-]{2,60}", name):
        raise PolicyError(file, "id", "bad_id", "use lower-case letters, digits and hyphens")
    return name


def _text(front: Mapping[str, Any], key: str, file: str) -> str:
    value = front.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(file, key, "missing_key", f"{key} must be a line of text")
    return value.strip()


def _strings(front: Mapping[str, Any], key: str, file: str, *, empty: bool = True) -> tuple[str, ...]:
    value = front.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise PolicyError(file, key, "bad_value", f"{key} must be a list of words or phrases")
    if not value and not empty:
        raise PolicyError(file, key, "missing_key", f"{key} must name at least one")
    return tuple(value)


def _severity(value: object, key: str, file: str) -> Severity:
    try:
        return Severity(str(value))
    except ValueError as error:
        known = ", ".join(Severity)
        raise PolicyError(file, key, "bad_severity", f"{value!r} is none of {known}") from error


def _by_value(front: Mapping[str, Any], file: str) -> tuple[tuple[Decimal, Severity], ...]:
    value = front.get("severity_by_value", {})
    if not isinstance(value, dict) or not all(isinstance(key, int) and key > 0 for key in value):
        raise PolicyError(
            file, "severity_by_value", "bad_value", "write contract value: severity, as 250000: high"
        )
    return tuple((Decimal(key), _severity(value[key], "severity_by_value", file)) for key in sorted(value))


def _amount(front: Mapping[str, Any], key: str, file: str) -> Decimal:
    value = front.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PolicyError(file, key, "bad_value", f"{key} must be a whole number of US dollars")
    return Decimal(value)


def _kinds(front: Mapping[str, Any], file: str) -> frozenset[PaperKind]:
    names = _strings(front, "applies_to", file)
    for name in names:
        if name not in set(PaperKind):
            known = ", ".join(PaperKind)
            raise PolicyError(file, "applies_to", "bad_kind", f"{name!r} is none of {known}")
    return frozenset(PaperKind(name) for name in names)


def _owner(front: Mapping[str, Any], file: str) -> str:
    owner = _text(front, "owner", file)
    if owner not in OWNERS:
        raise PolicyError(file, "owner", "bad_owner", f"{owner!r} is none of {', '.join(sorted(OWNERS))}")
    return owner


def _flag(front: Mapping[str, Any], key: str, file: str) -> bool:
    value = front.get(key, False)
    if not isinstance(value, bool):
        raise PolicyError(file, key, "bad_value", f"{key} must be true or false")
    return value


def _sides(front: Mapping[str, Any], file: str) -> tuple[str, ...]:
    sides = _strings(front, "presence", file)
    for side in sides:
        if side not in {"ours", "theirs", "both", "unknown"}:
            raise PolicyError(
                file, "presence", "bad_side", f"{side!r} is none of ours, theirs, both, unknown"
            )
    return sides
